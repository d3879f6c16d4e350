using CsEngage.Tests;
using FsCheck.Fluent;

namespace CsEngage.Core.Tests.Content;

public sealed class SearchExtractTests
{
    static string Marked(string text, params string[] words) =>
        string.Concat(SearchExtract.Of(text, [.. words.Select(SearchRanking.Fold)]).Pieces.Select(piece => piece.IsFound ? $"[{piece.Text}]" : piece.Text));

    [Theory]
    [InlineData("Invite your Team today.", "team", "Invite your [Team] today.")]
    [InlineData("ﾃﾞｰﾀを接続します。", "データ", "[ﾃﾞｰﾀ]を接続します。")]
    [InlineData("ＡＢＣ倶楽部", "abc", "[ＡＢＣ]倶楽部")]
    [InlineData("㍻の契約", "平成", "[㍻]の契約")]
    [InlineData("one\n\n two", "two", "one [two]")]
    [InlineData("nothing here", "absent", "nothing here")]
    [InlineData("aaa", "a", "[a][a][a]")]
    public void What_was_found_is_shown_as_it_is_written(string text, string word, string marked) => Marked(text, word).ShouldBe(marked);

    [Fact]
    public void A_long_text_is_cut_between_words_and_says_so()
    {
        var text = string.Join(' ', Enumerable.Range(0, 60).Select(n => $"word{n}"));
        var extract = SearchExtract.Of(text, ["word30"]).ToString();
        extract.ShouldStartWith("…");
        extract.ShouldEndWith("…");
        extract.Trim('…').Trim().Split(' ').ShouldAllBe(word => text.Split(' ').Contains(word));
    }

    [Fact]
    public void The_text_of_an_extract_is_a_piece_of_the_text() => Law.Holds(
        from text in Gen.ArrayOf(Gen.Elements("a", "B ", "ガ", "ﾞ", "ｶ", "契", "約", "。", "😀", " ", "\u0301", "Ⅷ"), 300)
        from word in Gen.Elements("a", "ガ", "契約", "viii", "b a", "か")
        select (Text: string.Concat(text), Word: word),
        made =>
        {
            var plain = string.Join(' ', made.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            plain.ShouldContain(SearchExtract.Of(made.Text, [SearchRanking.Fold(made.Word)]).ToString().Trim('…'));
        });
}
