using System.Collections.Immutable;

namespace CsEngage.Core.Tests.Content;

public sealed class SearchRankingTests
{
    static SearchText Text(string id, string title, string body) => new(id, SearchRanking.Fold(title), SearchRanking.Fold(body));

    static readonly ImmutableArray<SearchText> Library =
    [
        Text("a", "契約の更新", "更新日の三十日前までにご連絡ください。"),
        Text("b", "請求と支払い", "契約の内容に応じて請求します。"),
        Text("c", "データを接続する", "データベースの読み取り専用アカウントを用意します。"),
        Text("d", "Invite your team", "Invite colleagues. Each invitation stays valid for 72 hours."),
        Text("e", "Roles", "Whoever may invite others is an organizer. To invite your team, open settings."),
    ];

    static string Found(string query) => string.Join("", SearchRanking.Rank(SearchRanking.Words(query), Library).Select(hit => hit.Text.Id));

    [Theory]
    [InlineData("契約", "ab")]
    [InlineData("ﾃﾞｰﾀ", "c")]
    [InlineData("ＩＮＶＩＴＥ", "de")]
    [InlineData("invite your team", "de")]
    [InlineData("契約　更新", "a")]
    [InlineData("nothing", "")]
    [InlineData("   ", "")]
    public void Titles_come_before_bodies_and_widths_and_cases_are_one(string query, string found) => Found(query).ShouldBe(found);

    [Theory]
    [InlineData("契約更新", "a")]
    [InlineData("ﾃﾞｰﾀの接続", "c")]
    [InlineData("データベース接続", "c")]
    [InlineData("天気予報", "")]
    public void Japanese_is_found_by_its_parts_where_it_is_not_found_as_written(string query, string found)
    {
        var words = SearchRanking.Words(query);
        SearchRanking.Rank(words, Library).ShouldBeEmpty();
        string.Join("", SearchRanking.RankLoosely(SearchRanking.Pieces(words), Library).Select(hit => hit.Text.Id)).ShouldBe(found);
    }

    [Theory]
    [InlineData("チームの招待", "チーム 招待")]
    [InlineData("契約更新", "契約 約更 更新")]
    [InlineData("sso設定", "sso 設定")]
    [InlineData("invite", "")]
    [InlineData("ありがとう", "")]
    public void A_query_is_parted_where_the_script_changes(string query, string pieces) => string.Join(' ', SearchRanking.Pieces(SearchRanking.Words(query))).ShouldBe(pieces);

    [Fact]
    public void Equals_stand_by_id_so_that_both_databases_agree() =>
        SearchRanking.Rank(["x"], [Text("2", "x", "x"), Text("1", "x", "x")]).Select(hit => hit.Text.Id).ShouldBe(["1", "2"]);

    [Theory]
    [InlineData("ja", "ja", false)]
    [InlineData("ja-JP", "ja", false)]
    [InlineData("en-GB", "en", false)]
    [InlineData("pt", "pt-BR", false)]
    [InlineData("de", "ja", true)]
    public void A_reader_gets_the_nearest_locale_and_is_told_when_it_is_another_language(string reader, string chosen, bool fallback) =>
        Locales.Choose(["en", "ja", "pt-BR"], reader, portal: "ja", operatorDefault: "en").ShouldBe(new(chosen, fallback));

    [Fact]
    public void Without_any_variant_there_is_none() => Locales.Choose([], "ja", null, "en").ShouldBeNull();

    [Fact]
    public void Before_an_empty_page_there_is_the_first_that_exists() => Locales.Choose(["fr"], "ja", "ja", "en").ShouldBe(new("fr", IsFallback: true));
}
