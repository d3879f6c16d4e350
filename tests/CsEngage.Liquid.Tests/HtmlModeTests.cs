using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Liquid.Tests;

public sealed class HtmlModeTests
{
    static readonly LiquidRenderOptions s_html = LiquidRenderOptions.Standard with { Mode = LiquidOutputMode.Html };

    static readonly LiquidMap s_model = LiquidMap.Of(
        ("evil", "<script>\"&'"), ("safe", LiquidValue.Html("<b>bold</b> &amp; <i>more</i>")), ("lines", "a<\nb"), ("list", LiquidList.Of("<", LiquidValue.Html("<br>"))),
        ("map", LiquidMap.Of(("<", ">"))));

    static string Html(string text) => LiquidTemplate.Parse(text).Render(s_model, s_html);

    [Theory]
    [InlineData("<main>{{ inside }}</main>", "<main><p>1 &lt;</p></main>")]
    [InlineData("{% assign n = 5 %}{{ inside }}{{ n }}{{ evil }}", "<p>1 &lt;</p>5&lt;script&gt;&quot;&amp;&#39;")]
    [InlineData("{% capture x %}{{ inside }}{% endcapture %}{{ x }}{{ inside }}", "<p>1 &lt;</p><p>1 &lt;</p>")]
    [InlineData("{{ inside | append: '<' }}{{ inside | strip_html }}", "<p>1 &lt;</p>&lt;1 &lt;")]
    [InlineData("{% if inside != blank %}{{ inside.size }}{% endif %}", "13")]
    public void A_template_inside_another_sees_its_own_model_and_is_safe_html(string layout, string expected)
    {
        var inside = LiquidTemplate.Parse("{% assign n = n | plus: 1 %}<p>{{ n }} {{ sign }}</p>");
        var model = s_model.With("inside", LiquidValue.Html(inside, LiquidMap.Of(("sign", "<")), s_html));
        LiquidTemplate.Parse(layout).Render(model, s_html).ShouldBe(expected);
    }

    [Fact]
    public void What_goes_wrong_in_a_template_inside_another_is_said_at_its_own_place()
    {
        var inside = LiquidTemplate.Parse("ok\n{{ 'a' | divided_by: 0 }}");
        var model = s_model.With("inside", LiquidValue.Html(inside, LiquidMap.None, s_html));
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("{{ inside }}").Render(model, s_html)).Errors.ShouldHaveSingleItem().Line.ShouldBe(2);
        var small = s_html with { Limits = LiquidLimits.Standard with { Output = 20 } };
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("{{ page }}{{ page }}").Render(LiquidMap.Of(("page", LiquidValue.Html(LiquidTemplate.Parse("0123456789ab"), LiquidMap.None, small))), small)).Errors[0].Kind.ShouldBe(LiquidErrorKind.Limit);
    }

    [Theory]
    [InlineData("<p>{{ evil }}</p>", "<p>&lt;script&gt;&quot;&amp;&#39;</p>")]
    [InlineData("{{ safe }}", "<b>bold</b> &amp; <i>more</i>")]
    [InlineData("{{ evil | raw }}", "<script>\"&'")]
    [InlineData("{{ '<' }}{% echo '<' %}{% cycle '<' %}", "&lt;&lt;&lt;")]
    [InlineData("{{ evil | escape }}{{ evil | h }}", "&lt;script&gt;&quot;&amp;&#39;&lt;script&gt;&quot;&amp;&#39;")]
    [InlineData("{{ '&lt;<' | escape_once }}", "&lt;&lt;")]
    [InlineData("{{ lines | newline_to_br }}", "a&lt;<br />\nb")]
    [InlineData("{% capture x %}<i>{{ evil }}</i>{% endcapture %}{{ x }}", "<i>&lt;script&gt;&quot;&amp;&#39;</i>")]
    [InlineData("{{ safe | append: evil }}", "<b>bold</b> &amp; <i>more</i>&lt;script&gt;&quot;&amp;&#39;")]
    [InlineData("{{ evil | append: safe }}", "&lt;script&gt;&quot;&amp;&#39;<b>bold</b> &amp; <i>more</i>")]
    [InlineData("{{ evil | prepend: safe }}", "<b>bold</b> &amp; <i>more</i>&lt;script&gt;&quot;&amp;&#39;")]
    [InlineData("{{ list }}", "&lt;<br>")]
    [InlineData("{{ list | join: '>' }}", "&lt;&gt;<br>")]
    [InlineData("{{ map }}", "{&quot;&lt;&quot;=&gt;&quot;&gt;&quot;}")]
    [InlineData("{{ safe | strip_html }}", "bold &amp; more")]
    [InlineData("{{ safe | strip_html | truncate: 8 }}", "bold ...")]
    [InlineData("{{ safe | strip }}", "<b>bold</b> &amp; <i>more</i>")]
    [InlineData("{{ nosuch | default: safe }}", "<b>bold</b> &amp; <i>more</i>")]
    [InlineData("{{ safe | upcase }}", "&lt;B&gt;BOLD&lt;/B&gt; &amp;AMP; &lt;I&gt;MORE&lt;/I&gt;")]
    [InlineData("{{ safe | replace: 'bold', evil }}", "&lt;b&gt;&lt;script&gt;&quot;&amp;&#39;&lt;/b&gt; &amp;amp; &lt;i&gt;more&lt;/i&gt;")]
    [InlineData("{% raw %}<{{ x }}>{% endraw %}", "<{{ x }}>")]
    [InlineData("{% for c in list %}{{ c }}{% endfor %}", "&lt;<br>")]
    [InlineData("{% tablerow c in list %}{{ c }}{% endtablerow %}", "<tr class=\"row1\">\n<td class=\"col1\">&lt;</td><td class=\"col2\"><br></td></tr>\n")]
    [InlineData("{{ 3 }}{{ true }}{{ 1.5 }}", "3true1.5")]
    public void Values_are_escaped_and_what_is_safe_stays_safe(string text, string expected) => Html(text).ShouldBe(expected);

    [Fact]
    public void Text_mode_escapes_nothing() =>
        LiquidTemplate.Parse("{{ evil }}{{ safe }}{{ lines | newline_to_br }}{{ evil | escape }}").Render(s_model)
            .ShouldBe("<script>\"&'<b>bold</b> &amp; <i>more</i>a<<br />\nb&lt;script&gt;&quot;&amp;&#39;");

    [Fact]
    public void No_filter_but_raw_lets_a_tag_of_a_value_through()
    {
        // Every standard filter and every pair of them, on a value that would open a tag.
        string[] calls =
        [
            .. LiquidOptions.Standard.FilterNames.Where(name => name != "raw").SelectMany(name => (string[])
            [
                name, $"{name}: '{{'", $"{name}: evil", $"{name}: 1", $"{name}: 'a', evil", $"{name}: 1, evil", $"{name}: 0, 100",
            ]),
        ];
        var usable = calls.Where(call => LiquidTemplate.TryParse($"{{{{ evil | {call} }}}}", null, out _, out _)).ToArray();
        var model = LiquidMap.Of(("evil", "a<img src=x> b"), ("safe", LiquidValue.Html("&lt;ok&gt;")));

        Law.Holds(from first in Gen.Elements(usable) from second in Gen.Elements(usable) from input in Gen.Elements("evil", "safe", "'x'") select $"{{{{ {input} | {first} | {second} }}}}", text =>
        {
            try
            {
                LiquidTemplate.Parse(text).Render(model, s_html).Replace("<br />\n", "", StringComparison.Ordinal).ShouldNotContain("<", Case.Sensitive, text);
            }
            catch (LiquidException)
            {
                // Some pairs do not fit together; that is their own affair.
            }
        }, times: 5000);
    }
}
