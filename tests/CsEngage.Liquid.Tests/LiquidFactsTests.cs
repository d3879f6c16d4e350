namespace CsEngage.Liquid.Tests;

public sealed class LiquidFactsTests
{
    static readonly LiquidOptions s_options = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal) { ["card"] = "", ["foot"] = "" }));

    static LiquidFacts Facts(string text) => LiquidTemplate.Parse(text, s_options).Facts;

    [Fact]
    public void Variables_are_listed_with_their_paths() =>
        Facts("{{ account.name }}{% if contact.roles contains 'x' %}{{ a['b'].c }}{{ a['two words'] }}{{ list[0].d }}{{ a[key].e }}{% endif %}{{ account.name }}").Variables
            .ShouldBe(["account.name", "contact.roles", "a.b.c", "a[\"two words\"]", "list[].d", "key", "a[].e"]);

    [Fact]
    public void Loop_variables_are_traced_to_their_lists() =>
        Facts("{% for stage in journey.stages %}{{ forloop.index }}{% for c in stage.checkpoints %}{{ c.title }}{% endfor %}{% endfor %}{{ stage.after }}").Variables
            .ShouldBe(["journey.stages", "journey.stages[].checkpoints", "journey.stages[].checkpoints[].title", "stage.after"]);

    [Fact]
    public void What_the_template_makes_itself_is_not_the_models() =>
        Facts("{% assign x = y %}{% capture z %}{{ x }}{% endcapture %}{{ z }}{% increment c %}{{ c }}{% assign q = q | upcase %}").Variables.ShouldBe(["y", "q"]);

    [Fact]
    public void Every_way_of_writing_a_path_leads_to_it() =>
        Facts("{{ a['b'] }}{{ a[''] }}{{ a['ü'] }}{{ a['x-1_Y'] }}{{ ['c'].d }}{{ [e].f }}{{ a[1][-1] }}{{ g | append: h }}{% if j == k %}{% endif %}{{ (l..m) }}").Variables
            .ShouldBe(["a.b", "a[\"\"]", "a[\"ü\"]", "a.x-1_Y", "c.d", "e", "a[][]", "g", "h", "j", "k", "l", "m"]);

    [Fact]
    public void Loops_end_where_they_end() =>
        Facts("{% tablerow r in rows %}{{ r.x }}{{ tablerowloop.col }}{% endtablerow %}{{ r.y }}{{ tablerowloop.z }}{% for i in (1..3) %}{{ i.a }}{% else %}{{ i.b }}{% endfor %}{{ forloop.c }}{% for x in a %}{% endfor %}").Variables
            .ShouldBe(["rows", "rows[].x", "r.y", "tablerowloop.z", "i.b", "forloop.c", "a"]);

    [Fact]
    public void Uses_have_their_places() =>
        Facts("a\n {{ x }}").Uses.ShouldHaveSingleItem().ShouldBe(new LiquidVariableUse("x", 2, 5, true));

    [Theory]
    [InlineData("{{ a.b }} {{ a.c | upcase }} {{ 'x' | append: a.d }} {% echo a.e %}", "a.b a.c a.d a.e")]
    [InlineData("{{ a.b | default: 'x' }} {{ a.b | upcase | default: c }}", "c")]
    [InlineData("{% if a.b %}{{ a.b }}{{ a.bc }}{% elsif d %}{{ d.e }}{% else %}{{ f }}{% endif %}{{ a.b }}", "a.bc f a.b")]
    [InlineData("{% if a.b == 1 and c %}{{ c }}{% if d %}{{ a.b }}{{ d[0].e }}{% endif %}{{ d }}{% endif %}", "d")]
    [InlineData("{% unless a %}{{ b }}{{ a }}{% else %}{{ a }}{% endunless %}{% case c %}{% when d %}{{ c }}{{ d }}{{ e }}{% endcase %}", "b a e")]
    [InlineData("{% for x in list %}{{ x.y }}{{ z }}{% endfor %}{% assign q = r %}{{ q.s }}", "z r.s")]
    [InlineData("{% assign q = r %}{% if q %}{{ q }}{{ r }}{% endif %}{% assign s = t | default: 1 %}{{ s }}", "")]
    [InlineData("{% assign q = 'x' %}{% if r %}{% assign q = r %}{% endif %}{{ q }}{% if r %}{% assign s = r %}{% endif %}{{ s }}", "")]
    [InlineData("{% if a or b %}{{ a }}{% else %}{{ b }}{% endif %}{% if a and b %}{{ a }}{{ b }}{% else %}{{ b }}{% endif %}", "a b b")]
    [InlineData("{% if a %}{% else %}{{ a }}{% endif %}{% if a %}{% elsif b %}{{ a }}{{ b }}{% endif %}", "a a")]
    [InlineData("{% if a == nil %}{{ a }}{% elsif b != blank %}{{ a }}{{ b }}{% else %}{{ a }}{{ b }}{% endif %}", "a b")]
    [InlineData("{% if a != 'x' %}{{ a }}{% else %}{{ a }}{% endif %}{% if a != 'x' and b %}{{ a }}{{ b }}{% endif %}", "a a")]
    [InlineData("{% unless a == blank %}{{ a }}{% else %}{{ a }}{% endunless %}{% case a %}{% when 1 %}{{ a }}{% else %}{{ a }}{% endcase %}{% for x in a %}{{ a }}{% else %}{{ a }}{% endfor %}", "a a a")]
    [InlineData("{% case c %}{% when 1 %}{{ d }}{% when 2 %}{{ d }}{{ c }}{% endcase %}", "d d")]
    [InlineData("{% unless a %}{{ a.x }}{% else %}{{ a.y }}{% endunless %}", "a.x")]
    [InlineData("{% if a == nil and b == nil %}{% else %}{{ a }}{% endif %}{% if c == nil or d == nil %}{% else %}{{ c }}{{ d }}{% endif %}", "a")]
    [InlineData("{% assign q = 'x' %}{% assign q = r %}{{ q }}", "")]
    public void A_use_is_bare_when_nothing_stands_in_for_it(string text, string bare) =>
        string.Join(' ', Facts(text).Uses.Where(use => use.IsBare).Select(use => use.Path)).ShouldBe(bare);

    [Fact]
    public void Texts_that_go_into_a_filter_are_listed_with_their_places() =>
        Facts("{{ 'one' | strip | upcase }}\n{% assign x = \"two\" | upcase %}{{ x | append: 'three' }}{{ 'four' }}").FilteredTexts
            .ShouldBe([new("strip", "one", 1, 5), new("upcase", "two", 2, 16)]);

    [Fact]
    public void Values_that_a_variable_is_compared_with_are_listed_with_their_places() =>
        Facts("{% if a.b == 'x' and 3 < c or d contains 'y' %}{% endif %}\n{% for one in list %}{% case one.k %}{% when 'p', true %}{% endcase %}{% if forloop.index == 1 %}{% endif %}{% endfor %}{% if e == blank or f == g %}{% endif %}").Compared
            .ShouldBe([new("a.b", "x", 1, 14), new("c", 3, 1, 22), new("d", "y", 1, 42), new("list[].k", "p", 2, 46), new("list[].k", true, 2, 51)]);

    [Fact]
    public void Filters_tags_and_partials_are_listed_once_each()
    {
        var facts = Facts("{{ a | upcase | append: b | upcase }}{% render 'card' %}{% include 'foot' %}{% include name %}{% if x %}{% endif %}");

        facts.Filters.ShouldBe(["upcase", "append"]);
        facts.Partials.ShouldBe(["card", "foot"]);
        facts.Tags.ShouldBe(["render", "include", "if"]);
    }
}
