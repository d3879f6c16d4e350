namespace CsEngage.Liquid.Tests;

public sealed class LiquidOptionsTests
{
    static string Render(string text, LiquidOptions options) => LiquidTemplate.Parse(text, options).Render(LiquidMap.None);

    [Fact]
    public void The_newer_of_two_filters_of_one_name_is_meant()
    {
        var options = LiquidOptions.Standard.With(new LiquidFilter("upcase", 0, 0, (_, _) => "first"), new LiquidFilter("upcase", 0, 0, (_, _) => "second"));

        Render("{{ 'a' | upcase }}{{ 'B' | downcase }}", options).ShouldBe("secondb");
        Render("{{ 'a' | upcase }}", options.WithFilter("upcase", 0, 0, (_, _) => "third")).ShouldBe("third");
        Render("{{ 'a' | upcase }}", LiquidOptions.Standard).ShouldBe("A");
    }

    [Fact]
    public void The_newer_of_two_tags_of_one_name_is_meant()
    {
        var options = LiquidOptions.Standard.With(new Says("echo", "first"), new Says("echo", "second"));

        Render("{% echo 1 %}{% assign a = 2 %}{{ a }}", options).ShouldBe("second2");
        Render("{% echo 1 %}", LiquidOptions.Standard).ShouldBe("1");
    }

    [Fact]
    public void What_is_changed_leaves_the_rest_as_it_was()
    {
        var partials = LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal) { ["p"] = "partial" });
        var limits = LiquidLimits.Standard with { Source = 60 };
        var options = LiquidOptions.Standard.With(partials).With(limits).With(LiquidSyntax.Lax, unknownFiltersPass: true).WithFilter("one", 0, 0, (_, _) => 1).With(new Says("two", "2"));

        (options.Partials, options.Limits, options.Syntax, options.UnknownFiltersPass).ShouldBe((partials, limits, LiquidSyntax.Lax, true));
        Render("{% render 'p' %}{{ 0 | one }}{% two %}{{ 'x' | nosuch }}", options).ShouldBe("partial12x");
        options.With(limits with { Source = 61 }).With(LiquidPartials.None).UnknownFiltersPass.ShouldBeTrue();
    }

    [Fact]
    public void A_language_of_its_own_is_strict()
    {
        var options = new LiquidOptions();

        (options.Syntax, options.UnknownFiltersPass).ShouldBe((LiquidSyntax.Strict, false));
        LiquidTemplate.TryParse("{{ 'a' | nosuch }}", options, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Everything_has_a_name_that_an_editor_can_offer()
    {
        LiquidOptions.Standard.TagNames.Order().ShouldBe(["#", "assign", "break", "capture", "case", "comment", "continue", "cycle", "decrement", "doc", "echo", "for", "if", "ifchanged", "include", "increment", "raw", "render", "tablerow", "unless"], ignoreOrder: true);
        LiquidOptions.Standard.FilterNames.Count().ShouldBe(LiquidOptions.Standard.FilterNames.Distinct().Count());
        LiquidOptions.Standard.FilterNames.ShouldContain("upcase");
    }

    sealed class Says(string name, string word) : LiquidTag(name)
    {
        public override LiquidNode Parse(LiquidTagReader reader) => new Node(word);

        sealed class Node(string word) : LiquidNode
        {
            public override void Render(LiquidContext context) => context.Output.Write((LiquidValue)word);
        }
    }
}
