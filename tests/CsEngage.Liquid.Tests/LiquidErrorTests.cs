namespace CsEngage.Liquid.Tests;

public sealed class LiquidErrorTests
{
    static readonly LiquidOptions s_options = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["header"] = "Hello {{ name }}",
        ["broken"] = "line one\n{{ 'x' | upcas }}",
        ["failing"] = "line one\n{{ 1 | divided_by: 0 }}",
    }));

    static LiquidError[] Errors(string text)
    {
        LiquidTemplate.TryParse(text, s_options, out _, out var errors).ShouldBeFalse();
        return [.. errors];
    }

    static LiquidError Only(string text) => Errors(text).ShouldHaveSingleItem();

    static LiquidError RenderError(string text, LiquidMap? model = null) =>
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse(text, s_options).Render(model ?? LiquidMap.None)).Errors.ShouldHaveSingleItem();

    [Fact]
    public void A_misspelt_filter_is_shown_with_a_caret_and_a_suggestion()
    {
        var error = Only("Dear customer,\n  {{ name | upcaes }}\nbye");

        error.Kind.ShouldBe(LiquidErrorKind.UnknownFilter);
        (error.Line, error.Column, error.Length).ShouldBe((2, 13, 6));
        error.Suggestion.ShouldBe("upcase");
        error.ToString().ShouldBe("""
            line 2, column 13: There is no filter "upcaes". Did you mean "upcase"?
              {{ name | upcaes }}
                        ^^^^^^
            """, StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public void All_mistakes_of_a_template_are_found_at_once()
    {
        var errors = Errors("{% if x = 1 %}\n{{ a | nope }}\n{% endif %}{% fro x in y %}\n{{ b. }}{% for z %}{{ c | append }}{% endfor %}\n{{ 'open }}");

        errors.Select(error => (error.Line, error.Kind)).ShouldBe(
        [
            (1, LiquidErrorKind.Syntax), (2, LiquidErrorKind.UnknownFilter), (3, LiquidErrorKind.UnknownTag),
            (4, LiquidErrorKind.Syntax), (4, LiquidErrorKind.Syntax), (4, LiquidErrorKind.Syntax), (5, LiquidErrorKind.Syntax),
        ]);
        errors[2].Suggestion.ShouldBe("for");
    }

    [Theory]
    [InlineData("{% if a %}x", "\"if\" is not closed; expected \"endif\".", 4)]
    [InlineData("{% endif %}", "\"endif\" without \"if\" before it.", 4)]
    [InlineData("{% else %}", "\"else\" stands outside of a block that knows it.", 4)]
    [InlineData("{% if a %}{% endfor %}{% endif %}", "\"endfor\" without \"for\" before it.", 14)]
    [InlineData("{{ a", "This output is not closed; expected \"}}\".", 1)]
    [InlineData("{% if a", "This tag is not closed; expected \"%}\".", 1)]
    [InlineData("{% %}", "Expected the name of a tag after \"{%\".", 1)]
    [InlineData("{{ 'a }}", "This text is not closed; expected its quote.", 4)]
    [InlineData("{{ a | }}", "Expected the name of a filter, found the end.", 8)]
    [InlineData("{{ a b }}", "Expected the end, found \"b\".", 6)]
    [InlineData("{{ a[ }}", "Expected a value, found the end.", 7)]
    [InlineData("{{ (1..) }}", "Expected a value, found \")\".", 8)]
    [InlineData("{{ (1.2) }}", "Expected \"..\", found \")\".", 8)]
    [InlineData("{{ 'a' | append }}", "The filter \"append\" takes 1 argument, found 0.", 10)]
    [InlineData("{{ 'a' | upcase: 1 }}", "The filter \"upcase\" takes no arguments, found 1.", 10)]
    [InlineData("{{ 'a' | slice: 1, 2, 3 }}", "The filter \"slice\" takes 1 to 2 arguments, found 3.", 10)]
    [InlineData("{{ 'a' | default: 'b', allow_fals: true }}", "The filter \"default\" has no argument named \"allow_fals\".", 10)]
    [InlineData("{% if a = b %}{% endif %}", "Expected the end, found \"=\".", 9)]
    [InlineData("{% if not a %}{% endif %}", "Liquid has no \"not\"; compare with \"!=\" or use the tag \"unless\".", 7)]
    [InlineData("{% if a && b %}{% endif %}", "Expected the end, found \"&\".", 9)]
    [InlineData("{% for a %}{% endfor %}", "Expected \"in\" and what to loop over: \"for item in list\".", 10)]
    [InlineData("{% for a in b limits:2 %}{% endfor %}", "A loop knows \"reversed\", then \"limit:\" and \"offset:\".", 15)]
    [InlineData("{% tablerow a in b wide:2 %}{% endtablerow %}", "A table row knows \"cols:\", \"limit:\" and \"offset:\".", 20)]
    [InlineData("{% assign x %}", "Expected \"name = value\".", 11)]
    [InlineData("{% assign x = %}", "Expected a value after \"=\".", 15)]
    [InlineData("{% assign = 1 %}", "Expected the name of a variable.", 11)]
    [InlineData("{% increment %}", "Expected the name of a counter.", 14)]
    [InlineData("{% cycle %}", "Expected a value, found the end.", 10)]
    [InlineData("{% case a %}{% when %}x{% endcase %}", "Expected a value, found the end.", 21)]
    [InlineData("{% render header %}", "Expected the name of a partial in quotes.", 11)]
    [InlineData("{% render 'heade' %}", "There is no partial \"heade\".", 11)]
    [InlineData("{% include 'heade' %}", "There is no partial \"heade\".", 12)]
    [InlineData("{% raw x %}{% endraw %}", "The tag \"raw\" takes no arguments.", 8)]
    [InlineData("{% raw %}", "\"raw\" is not closed; expected \"endraw\".", 4)]
    [InlineData("{% doc %}{% doc %}{% enddoc %}", "A doc cannot stand inside a doc.", 10)]
    [InlineData("{% # a\nb %}", "Every line of this comment has to begin with \"#\".", 6)]
    [InlineData("{% liquid\nnope x\n%}", "There is no tag \"nope\".", 1)]
    [InlineData("{% liquid\nif a\n%}", "\"if\" is not closed; expected \"endif\".", 1)]
    [InlineData("{% liquid\n? %}", "Expected the name of a tag.", 1)]
    [InlineData("{% break x %}", "Expected the end, found \"x\".", 10)]
    public void A_mistake_says_what_was_expected_and_where(string text, string message, int column)
    {
        var error = Only(text);

        error.Message.ShouldBe(message);
        error.Column.ShouldBe(column);
    }

    [Theory]
    [InlineData("{% if a = b %}{% endif %}", "==")]
    [InlineData("{% if a && b %}{% endif %}", "and")]
    [InlineData("{% if a || b %}{% endif %}", "or")]
    [InlineData("{% if not a %}{% endif %}", "unless")]
    [InlineData("{% unles a %}{% endunles %}", "unless")]
    [InlineData("{% if a %}{% elseif b %}{% endif %}", "elsif")]
    [InlineData("{{ a | truncat: 3 }}", "truncate")]
    [InlineData("{% render 'heade' %}", "header")]
    [InlineData("{{ 'a' | default: 'b', allow_fals: true }}", "allow_false")]
    public void A_mistake_suggests_what_was_probably_meant(string text, string suggestion) => Errors(text)[0].Suggestion.ShouldBe(suggestion);

    [Fact]
    public void A_word_that_resembles_nothing_gets_no_suggestion() => Only("{{ a | wurst }}").Suggestion.ShouldBeNull();

    [Fact]
    public void A_tab_before_the_mistake_stays_a_tab_above_the_caret() => Only("\t{{ a | nope }}").Excerpt.ShouldBe("\t{{ a | nope }}\n\t       ^^^^");

    [Fact]
    public void After_a_hundred_mistakes_no_more_are_looked_for() =>
        Errors(string.Concat(Enumerable.Repeat("{{ a | nope }}", 500))).Length.ShouldBe(101);

    [Theory]
    [InlineData("{{ 1 | divided_by: 0 }}", "divided by 0", 8)]
    [InlineData("{{ 1 | modulo: 0 }}", "divided by 0", 8)]
    [InlineData("{% if 'a' < 1 %}{% endif %}", "Cannot compare the text \"a\" with the number 1.", 7)]
    [InlineData("{% for i in (1..3) limit: 'x' %}{% endfor %}", "Expected a whole number, found the text \"x\".", 4)]
    [InlineData("{{ 'a' | slice: 'b' }}", "Expected a whole number, found the text \"b\".", 10)]
    [InlineData("{{ 'a' | concat: 'b' }}", "The filter \"concat\" needs a list, found the text \"b\".", 10)]
    [InlineData("{{ '%%%' | base64_decode }}", "This is not valid base64.", 12)]
    [InlineData("{{ '%ff' | url_decode }}", "The decoded text is not valid UTF-8.", 12)]
    [InlineData("{{ (1..3) | map: 'x' }}", "Cannot select the property \"x\" of the number 1.", 13)]
    [InlineData("{{ '1,a' | split: ',' | concat: n | sort }}", "Cannot sort the text \"a\" with the number 3.", 37)]
    [InlineData("{% include nope %}", "Expected the name of a partial, found nothing.", 4)]
    public void Trouble_while_rendering_names_its_place(string text, string message, int column)
    {
        var error = RenderError(text, LiquidMap.Of(("n", LiquidList.Of(3))));

        error.Message.ShouldBe(message);
        (error.Kind, error.Line, error.Column).ShouldBe((LiquidErrorKind.Value, 1, column));
    }

    [Fact]
    public void Trouble_in_a_partial_names_the_partial()
    {
        var error = RenderError("first\n\n{% render 'failing' %}");

        (error.Template, error.Line, error.Column).ShouldBe(("failing", 2, 8));
    }

    [Fact]
    public void A_partial_that_does_not_parse_says_so_when_it_is_used()
    {
        var error = RenderError("{% render 'broken' %}");

        (error.Template, error.Line, error.Suggestion).ShouldBe(("broken", 2, "upcase"));
    }

    [Fact]
    public void After_a_partial_the_place_is_in_the_template_again()
    {
        var error = RenderError("{% render 'header' %}{{ 1 | modulo: 0 }}");

        (error.Template, error.Column).ShouldBe((null, 29));
    }

    static readonly LiquidMap s_account = LiquidMap.Of(("account", LiquidMap.Of(("name", "Harbour"), ("tier", LiquidValue.Nil))), ("contact", LiquidMap.Of(("name", "Aoi"))));

    static LiquidException Missing(string text, LiquidMissing missing) =>
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse(text, s_options).Render(s_account, LiquidRenderOptions.Standard with { Missing = missing }));

    [Fact]
    public void Unknown_variables_are_all_named_with_what_was_probably_meant()
    {
        var errors = Missing("{{ acount.name }} {{ account.nam }} {{ contact.name | append: contakt.name }}\n{% for x in lists %}{% endfor %}", LiquidMissing.Undefined).Errors;

        errors.Select(error => (error.Message, error.Suggestion)).ShouldBe(
        [
            ("\"acount.name\" is not known here.", "account"),
            ("\"account.nam\" is not known here.", "name"),
            ("\"contakt.name\" is not known here.", "contact"),
            ("\"lists\" is not known here.", null),
        ]);
        errors[3].Line.ShouldBe(2);
    }

    [Fact]
    public void Conditions_and_defaults_may_ask_for_any_name() =>
        LiquidTemplate.Parse("{% if nope %}x{% endif %}{{ nope.deep | default: 'none' }}{% assign x = 1 %}{{ x }}{{ account.tier }}")
            .Render(s_account, LiquidRenderOptions.Standard with { Missing = LiquidMissing.Undefined }).ShouldBe("none1");

    [Fact]
    public void A_known_name_without_a_value_is_missing_where_nothing_may_be_blank()
    {
        Missing("{{ account.tier }}", LiquidMissing.Nil).Errors.ShouldHaveSingleItem().Message.ShouldBe("\"account.tier\" has no value; give it a default.");
        Missing("{{ account.tier.name }}", LiquidMissing.Nil).Errors.ShouldHaveSingleItem().Message.ShouldBe("\"account.tier.name\" has no value; give it a default.");
        LiquidTemplate.Parse("{{ account.tier.name }}").Render(s_account, LiquidRenderOptions.Standard with { Missing = LiquidMissing.Undefined }).ShouldBeEmpty();
        LiquidTemplate.Parse("{{ account.tier | default: 'basic' }}").Render(s_account, LiquidRenderOptions.Standard with { Missing = LiquidMissing.Nil }).ShouldBe("basic");
    }

    [Fact]
    public void Nothing_reaches_the_writer_when_rendering_fails()
    {
        using var writer = new StringWriter();

        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("before {{ 1 | divided_by: 0 }}").Render(LiquidMap.None, writer));

        writer.ToString().ShouldBeEmpty();
    }
}
