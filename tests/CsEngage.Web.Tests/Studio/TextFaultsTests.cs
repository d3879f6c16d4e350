using System.Globalization;
using CsEngage.Web.Studio;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

/// <summary>What is wrong with a text, by its author's line and in the author's language.</summary>
[Collection("house")]
public sealed class TextFaultsTests(WebHouse house)
{
    [Theory]
    [InlineData("One.\n\n{% if account.tier %}Two.", 3, "\"if\" is not closed; expected \"endif\".", "「if」が閉じられていません。「endif」が必要です。")]
    [InlineData("One.\n\n{% for x on list %}{% endfor %}", 3, "Expected \"in\" and what to loop over: \"for item in list\".", "inと繰り返す対象が必要です（例：for item in list）。")]
    [InlineData("{{ account.name | truncate: 1, 2, 3 }}", 1, "The filter \"truncate\" takes 0 to 2 arguments, found 3.", "フィルター「truncate」に渡せるのは引数0～2個ですが、3個あります。")]
    [InlineData("{{ account.name | upcaes }}", 1, "There is no filter \"upcaes\".", "フィルター「upcaes」はありません。")]
    [InlineData("One.\n\n{% for a in (1..9000) %}{% for b in (1..9000) %}{% for c in (1..9000) %}x{% endfor %}{% endfor %}{% endfor %}", 3, "The template takes more than", "テンプレートの処理が")]
    public async Task A_fault_is_told_by_its_line_in_either_language(string body, int line, string english, string japanese)
    {
        foreach (var (locale, says) in new[] { ("en", english), ("ja", japanese) })
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(locale);
            var fault = (await house.Get<TextFaults>().Of(body)).ShouldHaveSingleItem();
            fault.Line.ShouldBe(line);
            fault.Message.ShouldStartWith(says);
        }
    }

    [Fact]
    public async Task What_only_some_values_bring_about_is_left_to_the_preview() =>
        (await house.Get<TextFaults>().Of("{{ account.seats | divided_by: account.seats }} {{ account.go_live | date_local }}")).ShouldBeEmpty();
}
