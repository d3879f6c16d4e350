using System.Globalization;
using CsEngage.Web.Desk;
using CsEngage.Web.Desk.Wording;

namespace CsEngage.Web.Tests.Desk;

public sealed class DeskTextTests
{
    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja");

    [Theory]
    [InlineData(4_800_000, "JPY", "¥4.8M", "480万円")]
    [InlineData(123_456_789, "JPY", "¥123.5M", "1.23億円")]
    [InlineData(9_500, "USD", "$9.5K", "9,500ドル")]
    [InlineData(120_000, "EUR", "€120K", "12万ユーロ")]
    [InlineData(950, "GBP", "£950", "950ポンド")]
    public void Money_is_short_in_the_way_of_each_language(long amount, string currency, string english, string japanese)
    {
        MoneyText.Short(amount * 10_000, currency, English).ShouldBe(english);
        MoneyText.Short(amount * 10_000, currency, Japanese).ShouldBe(japanese);
    }

    [Theory]
    [InlineData("{{ account.name }}: what has become better?", null, null, "What has become better?")]
    [InlineData("{{ account.name }}: what has become better?", null, "Tailspin", "Tailspin: what has become better?")]
    [InlineData("{{ contact.greeting_name }}: what now?", null, "Tailspin", "What now?")]
    [InlineData("{{ contact.greeting_name }}, a word", "Hana", null, "Hana, a word")]
    [InlineData("Good morning {{ contact.greeting_name }}, a word", null, null, "Good morning, a word")]
    [InlineData("【{{ account.name }}】成果レビューのご案内", null, null, "成果レビューのご案内")]
    [InlineData("【{{ account.name }}】成果レビューのご案内", null, "北星", "【北星】成果レビューのご案内")]
    [InlineData("{{ account.name }}", null, null, "‹company›")]
    [InlineData("What {{ account.name }} gets from {{ operator.name }}", null, null, "What ‹company› gets from ‹our name›")]
    public void A_subject_that_greets_nobody_leaves_no_gap(string subject, string? greeting, string? account, string shown) =>
        AuthoredTexts.Filled(subject, greeting, account).ShouldBe(shown);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("+81 3", "'+81 3")]
    [InlineData("-12.5", "-12.5")]
    [InlineData(null, "")]
    public void Cells_of_a_spreadsheet_cannot_act(string? value, string cell) => CsvText.Cell(value).ShouldBe(cell);

    [Fact]
    public void A_sparkline_begins_anew_after_a_gap()
    {
        SparklineTagHelper.Path([0, 100]).ShouldBe("M2 20L82 2");
        SparklineTagHelper.Path([50, null, 50]).ShouldBe("M2 11M82 11");
    }
}
