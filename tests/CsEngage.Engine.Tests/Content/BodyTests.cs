using AngleSharp.Html.Parser;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Engine.Tests.Content;

public sealed class BodyTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 21, 5, 0, 0, TimeSpan.Zero);

    static readonly Surroundings Around = new()
    {
        Guide = key => key == "people" ? "/p/aoba/guides/people" : null, Media = name => "/media/1/" + name, Word = key => key switch { "Note" => "メモ", "Hello" => "Hello {name}", _ => null }, Locale = "ja", MustFind = true,
    };

    static LiquidRenderOptions Options(LiquidMissing missing = LiquidMissing.Nil) =>
        EngageLiquid.For(Around, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), Now, LiquidOutputMode.Html, missing);

    static LiquidMap Model(string name) => LiquidMap.Of(("contact", LiquidMap.Of(("greeting_name", name), ("bio", name))), ("account", LiquidMap.Of(("name", name))));

    static string Html(string source, string name = "花") => Body.Compile(source).Html(Model(name), Options()).Trim();

    [Fact]
    public void One_template_gives_html_and_text()
    {
        var body = Body.Compile("Hello {{ contact.greeting_name }}, see [people](guide:people).");
        body.Html(Model("A & B"), Options()).Trim().ShouldBe("<p>Hello A &amp; B, see <a href=\"/p/aoba/guides/people\">people</a>.</p>");
        body.Text(Model("A & B"), Options()).Trim().ShouldBe("Hello A & B, see people (/p/aoba/guides/people).");
    }

    [Fact]
    public void A_missing_value_blocks_unless_it_has_a_default()
    {
        var body = Body.Compile("Dear {{ contact.nickname }}");
        Should.Throw<LiquidException>(() => body.Html(Model("x"), Options()));
        Html("Dear {{ contact.nickname | default: \"friend\" }}").ShouldBe("<p>Dear friend</p>");
    }

    [Fact]
    public void A_guide_that_is_not_there_blocks_a_mail() => Should.Throw<LiquidException>(() => Html("[x](guide:gone)"));

    static readonly Gen<string> Names = Gen.OneOf(
        Gen.Elements("](https://evil.example)", "**bold**", "<script>alert(1)</script>", "\" onclick=\"alert(1)", "{{ account.name }}", "{% raw %}", "`x`", "| a | b |", "# h", "\n\n# h", "[x](javascript:alert(1))", "&lt;b&gt;", "![x](y)", "</p><p>", "zqaaaa", "{{'{'}}", "'", "--", "1. x"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get));

    static readonly string[] Places =
    [
        "Hello {{ contact.greeting_name }}!", "# {{ contact.greeting_name }}", "- {{ contact.greeting_name }}", "| {{ contact.greeting_name }} |\n|---|\n| b |", "[{{ contact.greeting_name }}](/x)",
        "[x](/y?n={{ contact.greeting_name }})", "[x](/y \"{{ contact.greeting_name }}\")", "![{{ contact.greeting_name }}](/x.png)", "**{{ contact.greeting_name }}**", "> {{ contact.greeting_name }}",
        "```liquid\n{{ contact.greeting_name }}\n```", "[x]({{ contact.greeting_name }})",
    ];

    [Fact]
    public void A_name_stays_a_name_wherever_it_is_put() => Law.Holds(Gen.Zip(Names, Gen.Elements(Places)), pair =>
    {
        var (name, source) = pair;
        var harmless = Shape(Html(source, "x"));
        var dom = new HtmlParser().ParseDocument("<body>" + Html(source, name) + "</body>");
        // Whatever the name: the same elements as with a plain one, no more and no other.
        Shape(dom.Body!.InnerHtml).ShouldBe(harmless, $"{source} with {name}");
        foreach (var element in dom.Body.QuerySelectorAll("*"))
            foreach (var attribute in element.Attributes)
            {
                attribute.Name.ShouldBeOneOf("href", "src", "alt", "title", "id", "class", "loading", "rel");
                if (attribute.Name == "href") attribute.Value.Trim().StartsWith("javascript", StringComparison.OrdinalIgnoreCase).ShouldBeFalse();
            }
    });

    static string Shape(string html) => string.Join(' ', new HtmlParser().ParseDocument("<body>" + html + "</body>").Body!.QuerySelectorAll("*").Select(element => element.LocalName));

    [Fact]
    public void The_filters_know_the_readers_language_and_zone()
    {
        Html("{{ \"2026-11-21T20:00:00Z\" | date_local: \"datetime\" }}").ShouldBe("<p>2026年11月22日 5:00</p>");
        Html("{{ 1234567.5 | number_local }}").ShouldBe("<p>1,234,567.50</p>");
        Html("> [!NOTE]\n> x").ShouldContain("メモ");
        Html("{{ \"Hello\" | t: name: contact.greeting_name }}", "<b>").ShouldBe("<p>Hello &lt;b&gt;</p>");
        Html("{{ contact.bio | markdown }}", "**a** {{ b }}").ShouldContain("<strong>a</strong> {{ b }}");
    }

    [Fact]
    public void Contents_list_the_second_and_third_level()
    {
        var contents = Body.Compile("# A\n\n## Hello {{ account.name }}\n\n### C {x}").Contents(Model("青葉"), Options());
        contents.Select(heading => heading.Title).ShouldBe(["Hello 青葉", "C {x}"]);
    }

    [Fact]
    public void A_body_is_compiled_once_for_a_version()
    {
        var bodies = new Bodies();
        bodies.Of("v1", "en", "a").ShouldBeSameAs(bodies.Of("v1", "en", "a"));
        bodies.Of("v1", "ja", "a").ShouldNotBeSameAs(bodies.Of("v1", "en", "a"));
    }
}
