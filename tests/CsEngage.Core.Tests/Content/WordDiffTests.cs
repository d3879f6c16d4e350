using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Core.Tests.Content;

public sealed class WordDiffTests
{
    static string Shown(string before, string after) => string.Concat(WordDiff.Of(before, after).Select(part => part.Kind switch
    {
        DiffKind.Deleted => $"[-{part.Text}-]",
        DiffKind.Inserted => $"[+{part.Text}+]",
        _ => part.Text,
    }));

    [Theory]
    [InlineData("Invite three colleagues.", "Invite five colleagues.", "Invite [-three-][+five+] colleagues.")]
    [InlineData("Invite your team.", "Invite your whole team.", "Invite your [+whole +]team.")]
    [InlineData("one two three four", "one 2 3 four", "one [-two three-][+2 3+] four")]
    [InlineData("チームを招待します。", "チームを歓迎します。", "チームを[-招待-][+歓迎+]します。")]
    [InlineData("a\nb\nc\n", "a\nc\n", "a\n[-b\n-]c\n")]
    [InlineData("", "new", "[+new+]")]
    [InlineData("same", "same", "same")]
    [InlineData("", "", "")]
    public void Words_that_went_stand_before_those_that_came(string before, string after, string shown) => Shown(before, after).ShouldBe(shown);

    static readonly Gen<string> Texts = Gen.Elements("one", "two", "招待", "チーム", "を", " ", "  ", "\n", ".", "’", "𠮷", "\ud800", "�").ListOf().Select(words => string.Concat(words));

    [Fact]
    public void Nothing_of_either_text_is_lost_or_made_up() => Law.Holds(Texts.Two(), pair =>
    {
        var parts = WordDiff.Of(pair.Item1, pair.Item2);
        string.Concat(parts.Where(part => part.Kind != DiffKind.Inserted).Select(part => part.Text)).ShouldBe(pair.Item1);
        string.Concat(parts.Where(part => part.Kind != DiffKind.Deleted).Select(part => part.Text)).ShouldBe(pair.Item2);
        parts.ShouldAllBe(part => part.Text.Length > 0);
        string.Join('\n', WordDiff.ByLine(parts).Select(line => string.Concat(line.Select(part => part.Text)))).ShouldBe(string.Concat(parts.Select(part => part.Text)));
    });

    [Fact]
    public void Two_long_texts_with_nothing_in_common_are_compared_without_end_being_lost()
    {
        var (before, after) = (string.Concat(Enumerable.Range(0, 4000).Select(n => $"a{n} ")), string.Concat(Enumerable.Range(0, 4000).Select(n => $"b{n} ")));
        WordDiff.Of(before, after).ShouldBe([new(DiffKind.Deleted, before), new(DiffKind.Inserted, after)]);
    }
}
