namespace CsEngage.Liquid.Tests;

public sealed class LoopTests
{
    static readonly LiquidMap s_model = LiquidMap.Of(
        ("list", LiquidList.Of("a", "b", "c", "d", "e")), ("map", LiquidMap.Of(("x", 1), ("y", 2), ("z", 3))), ("n", 5), ("text", "abc"), ("none", ""));

    [Theory]
    [InlineData("{% for i in (1..5) limit: 9223372036854775807 offset: 3 %}{{ i }}{% endfor %}", "45")]
    [InlineData("{% for i in (1..5) limit: 9223372036854775807 %}{{ i }}{% endfor %}", "12345")]
    [InlineData("{% for i in (1..5) limit: 0 %}{{ i }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for i in (1..5) limit: -1 %}{{ i }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for i in (1..5) offset: -2 limit: 4 %}{{ i }}{% endfor %}", "12")]
    [InlineData("{% for i in (1..5) offset: 5 %}{{ i }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for i in (1..5) reversed limit: 2 offset: 1 %}{{ i }}{% endfor %}", "32")]
    [InlineData("{% for i in list reversed limit: 2 offset: 1 %}{{ i }}{% endfor %}", "cb")]
    [InlineData("{% for i in map reversed %}{{ i[0] }}{{ i[1] }}{% endfor %}", "z3y2x1")]
    [InlineData("{% for i in map offset: 1 limit: 1 %}{{ i[0] }}{{ i[1] }}{% endfor %}", "y2")]
    [InlineData("{% for i in text limit: 0 offset: 7 %}{{ i }}{% endfor %}", "abc")]
    [InlineData("{% for i in none %}{{ i }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for i in (3..1) %}{{ i }}{% else %}none{% endfor %}", "none")]
    public void A_loop_walks_the_stretch_that_is_asked_for(string text, string expected) => Render(text).ShouldBe(expected);

    [Fact]
    public void A_loop_says_all_about_itself()
    {
        Render("{% for i in (4..6) %}{% if i == 5 %}{% for fact in forloop %}{{ fact[0] }}={{ fact[1] }} {% endfor %}{% endif %}{% endfor %}")
            .ShouldBe("name=i-(4..6) length=3 parentloop= index=2 index0=1 rindex=2 rindex0=1 first=false last=false ");
        Render("{% for i in (1..1) %}{{ forloop.first }}{{ forloop.last }}{{ forloop.size }}{{ forloop.nosuch }}{% endfor %}").ShouldBe("truetrue9");
        Render("{% for i in (1..2) %}{% for j in (1..2) %}{{ forloop.parentloop.index }}{% endfor %}{% endfor %}").ShouldBe("1122");
    }

    [Fact]
    public void A_table_says_all_about_itself()
    {
        Render("{% tablerow i in (1..3) cols: 2 %}{% if i == 2 %}{% for fact in tablerowloop %}{{ fact[0] }}={{ fact[1] }} {% endfor %}{% endif %}{% endtablerow %}")
            .ShouldContain("length=3 index=2 index0=1 rindex=2 rindex0=1 first=false last=false col=2 col0=1 col_first=false col_last=true row=1 ");
        Render("{% tablerow i in (1..3) cols: 2 %}{{ tablerowloop.row }}{{ tablerowloop.first }}{{ tablerowloop.last }}{{ tablerowloop.col_first }}{{ tablerowloop.size }}{{ tablerowloop.nosuch }}{% endtablerow %}")
            .ShouldBe("<tr class=\"row1\">\n<td class=\"col1\">1truefalsetrue12</td><td class=\"col2\">1falsefalsefalse12</td></tr>\n<tr class=\"row2\"><td class=\"col1\">2falsetruetrue12</td></tr>\n");
    }

    [Theory]
    [InlineData("{% increment n %}{% increment n %}{{ n }}", "567")]
    [InlineData("{% decrement n %}{% decrement n %}{{ n }}", "433")]
    [InlineData("{% increment text %}", "0")]
    [InlineData("{% assign new = 9 %}{% increment new %}{% increment new %}{{ new }}", "019")]
    [InlineData("{% increment a %}{% decrement a %}{% increment a %}", "000")]
    [InlineData("{% increment  spaced  %}{% increment spaced %}", "01")]
    [InlineData("a{% # one\n\n  # two\n %}b", "ab")]
    [InlineData("{% if true %} {% echo %} {% endif %}|", "  |")]
    [InlineData("{% assign a.b = 1 %}{{ a.b }}|{% assign 3d = 4 %}{{ [\"3d\"] }}", "|4")]
    [InlineData("{% assign x = 'a' %}{% assign x = x | upcase %}{{ x }}", "A")]
    public void Names_and_counters_are_what_they_are(string text, string expected) => Render(text, LiquidSyntax.Lax).ShouldBe(expected);

    [Theory]
    [InlineData("{% increment %}", "Expected the name of a counter.")]
    [InlineData("{% assign x %}", "Expected \"name = value\".")]
    [InlineData("{% assign x = %}", "Expected a value after \"=\".")]
    [InlineData("{% assign x y = 1 %}", "Expected \"name = value\".")]
    [InlineData("{% assign = 1 %}", "Expected the name of a variable.")]
    [InlineData("{% capture %}{% endcapture %}", "Expected the name of a variable.")]
    [InlineData("{% raw x %}{% endraw %}", "The tag \"raw\" takes no arguments.")]
    [InlineData("{% doc x %}{% enddoc %}", "The tag \"doc\" takes no arguments.")]
    [InlineData("{% doc %}{% doc %}{% enddoc %}{% enddoc %}", "A doc cannot stand inside a doc.")]
    [InlineData("{% # a\n b %}", "Every line of this comment has to begin with \"#\".")]
    public void A_mistake_says_what_was_expected(string text, string message)
    {
        LiquidTemplate.TryParse(text, null, out _, out var errors).ShouldBeFalse();
        errors[0].Message.ShouldBe(message);
    }

    static string Render(string text, LiquidSyntax syntax = LiquidSyntax.Strict) => LiquidTemplate.Parse(text, LiquidOptions.Standard.With(syntax)).Render(s_model);
}
