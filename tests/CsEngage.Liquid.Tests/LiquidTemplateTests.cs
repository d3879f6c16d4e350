using System.Buffers;
using System.Globalization;
using System.Text;

namespace CsEngage.Liquid.Tests;

public sealed class LiquidTemplateTests
{
    static readonly LiquidMap s_model = LiquidMap.Of(("name", "Aoi & 葵"), ("n", 3));

    [Fact]
    public void One_template_renders_to_text_writer_characters_and_octets()
    {
        var template = LiquidTemplate.Parse("Hi {{ name }}, {{ n }}");
        using var writer = new StringWriter();
        var characters = new ArrayBufferWriter<char>();
        var octets = new ArrayBufferWriter<byte>();

        template.Render(s_model, writer);
        template.Render(s_model, characters);
        var announced = -1;
        template.Render(s_model, octets, announce: length => announced = length);

        const string Expected = "Hi Aoi & 葵, 3";
        template.Render(s_model).ShouldBe(Expected);
        writer.ToString().ShouldBe(Expected);
        characters.WrittenSpan.ToString().ShouldBe(Expected);
        Encoding.UTF8.GetString(octets.WrittenSpan).ShouldBe(Expected);
        announced.ShouldBe(octets.WrittenCount);
    }

    [Fact]
    public void Many_threads_render_one_template_without_mixing_their_models()
    {
        var template = LiquidTemplate.Parse("{% assign x = id %}{% for i in (1..20) %}{% capture y %}{{ x }}-{{ i }}{% endcapture %}{{ y }} {% cycle 'a', 'b' %}{% increment c %}{% endfor %}", LiquidOptions.Standard);

        var texts = new string[400];
        Parallel.For(0, texts.Length, i => texts[i] = template.Render(LiquidMap.Of(("id", i))));

        for (var i = 0; i < texts.Length; i++) texts[i].ShouldBe(template.Render(LiquidMap.Of(("id", i))));
    }

    [Fact]
    public void A_lazy_member_is_computed_once_and_only_when_read()
    {
        var count = 0;
        var model = new LiquidMapBuilder { ["name"] = "x" }.Lazy("page", () => { count++; return LiquidMap.Of(("title", "T")); }).Build();

        LiquidTemplate.Parse("{{ name }}").Render(model);
        count.ShouldBe(0);
        LiquidTemplate.Parse("{{ page.title }}{{ page.title }}{% if page %}!{% endif %}").Render(model).ShouldBe("TT!");
        count.ShouldBe(1);
    }

    sealed class OwnMap : LiquidMap
    {
        public override int Count => 1;

        public override IEnumerable<string> Keys => ["own"];

        public override bool TryGet(string key, out LiquidValue value)
        {
            value = LiquidValue.Lazy(() => $"computed {key}");
            return key == "own";
        }
    }

    [Fact]
    public void A_map_of_ones_own_may_hand_out_lazy_values()
    {
        var template = LiquidTemplate.Parse("{{ own | upcase }} {{ inner.own }} {% for pair in inner %}{{ pair[1] }}{% endfor %}{{ inner }}");

        template.Render(new OwnMap().With("inner", new OwnMap())).ShouldBe("""COMPUTED OWN computed own computed own{"own"=>"computed own"}""");
    }

    [Fact]
    public void A_template_may_be_rendered_while_another_is()
    {
        var inner = LiquidTemplate.Parse("({{ name }})");
        var model = new LiquidMapBuilder { ["name"] = "x" }.Lazy("part", () => inner.Render(LiquidMap.Of(("name", "y")))).Build();

        LiquidTemplate.Parse("{{ name }}{{ part }}{{ name }}").Render(model).ShouldBe("x(y)x");
    }

    [Fact]
    public void Values_of_every_kind_are_made_without_ceremony()
    {
        var model = new LiquidMapBuilder
        {
            ["yes"] = true, ["none"] = (string?)null, ["count"] = 3, ["long"] = 3_000_000_000L, ["money"] = 12.50m, ["rate"] = 0.5,
            ["text"] = "t", ["at"] = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(9)), ["on"] = new DateOnly(2026, 3, 2),
            ["list"] = new LiquidValue[] { 1, "two", false }, ["map"] = LiquidMap.Of(("a", 1)), ["gone"] = (int?)null,
        };

        LiquidTemplate.Parse("{{ yes }}|{{ none }}|{{ count }}|{{ long }}|{{ money }}|{{ rate }}|{{ text }}|{{ at }}|{{ on }}|{{ list }}|{{ map }}|{{ gone }}")
            .Render(model.Build()).ShouldBe("""true||3|3000000000|12.50|0.5|t|2026-03-01 09:30:00 +0900|2026-03-02|1twofalse|{"a"=>1}|""");
    }

    [Fact]
    public void A_map_shows_the_last_value_given_for_a_name_and_layers_over_another()
    {
        var map = LiquidMap.Of(("a", 1), ("b", 2), ("a", 3));
        var over = map.With("b", 9).With(LiquidMap.Of(("c", 4)));

        (map.Count, map["a"].AsInteger).ShouldBe((2, 3L));
        over.Keys.ShouldBe(["a", "b", "c"]);
        over["b"].AsInteger.ShouldBe(9);
        over.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(40)]
    public void A_map_with_one_more_or_one_other_member_leaves_the_first_as_it_was(int members)
    {
        var builder = new LiquidMapBuilder();
        for (var i = 0; i < members; i++) builder["k" + i] = i;
        var map = builder.Build();
        var (more, other) = (map.With("more", "m"), map.With("k1", "other"));

        more.Keys.ShouldBe([.. map.Keys, "more"]);
        (more["more"].ToString(), more["k2"].AsInteger, more.Count).ShouldBe(("m", 2, members + 1));
        other.Keys.ShouldBe(map.Keys);
        (other["k1"].ToString(), other["k2"].AsInteger, other.Count).ShouldBe(("other", 2, members));
        (map["k1"].AsInteger, map.Count, map.TryGet("more", out _)).ShouldBe((1, members, false));

        var begun = new LiquidMapBuilder(map) { ["k1"] = 7, ["last"] = 8 }.Build();
        (begun["k0"].AsInteger, begun["k1"].AsInteger, begun["last"].AsInteger, begun.Count).ShouldBe((0, 7, 8, members + 1));
        map["k1"].AsInteger.ShouldBe(1);
    }

    [Fact]
    public void A_partial_finds_nothing_of_the_one_before_it()
    {
        var options = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["sets"] = "{% assign left = 'x' %}{% increment n %}{% for i in (1..3) limit: 1 %}{{ i }}{% endfor %}{% cycle 'a', 'b' %}{% ifchanged %}same{% endifchanged %}",
            ["reads"] = "[{{ left }}{{ n }}{% increment n %}{% for i in (1..3) offset: continue %}{{ i }}{% endfor %}{% cycle 'a', 'b' %}{% ifchanged %}same{% endifchanged %}{{ a }}]",
        }));
        LiquidTemplate.Parse("{% render 'sets', a: 1 %}{% render 'reads' %}{% render 'reads', a: 2, b: 3, c: 4, d: 5, e: 6, f: 7 %}", options).Render(LiquidMap.None).ShouldBe("01asame[0123asame][0123asame2]");
    }

    [Fact]
    public void A_wide_map_finds_every_member()
    {
        var builder = new LiquidMapBuilder();
        for (var i = 0; i < 50; i++) builder["k" + i] = i;
        var map = builder.Build();

        for (var i = 0; i < 50; i++) map["k" + i].AsInteger.ShouldBe(i);
        map.TryGet("k50", out _).ShouldBeFalse();
        LiquidTemplate.Parse("{{ m.k3 }} {{ m.k49 }} {{ m.k50 }}{{ m.size }}").Render(LiquidMap.Of(("m", map))).ShouldBe("3 49 50");
    }

    [Fact]
    public void Filters_of_ones_own_get_their_arguments_and_the_circumstances()
    {
        var options = LiquidOptions.Standard
            .With(new LiquidFilter("t", 0, 1, (input, call) => $"{call.Context.State}:{input}:{call[0]}:{string.Join(',', call.Names.ToArray())}:{call.Named("count")}") { TakesAnyNamed = true })
            .WithFilter("shout", 0, 0, (input, _) => input + "!");

        LiquidTemplate.Parse("{{ 'hello' | t: 'a', count: n, who: 'x' | shout }}", options).Render(s_model, LiquidRenderOptions.Standard with { State = "en" })
            .ShouldBe("en:hello:a:count,who:3!");
    }

    [Fact]
    public void Filters_of_ones_own_may_take_many_arguments()
    {
        var options = LiquidOptions.Standard
            .With(new LiquidFilter("all", 0, 9, (input, call) => string.Join('|', Enumerable.Range(0, 7).Select(_ => "")) + call.Count + call[0] + call[4] + call[5] + call.Named("x") + call.Named("y") + call.Named("z"), "x", "y"));

        LiquidTemplate.Parse("{{ 1 | all: 'a', 'b', 'c', 'd', 'e', x: 'X', y: 'Y' }}", options).Render(s_model).ShouldBe("||||||5aeXY");
        LiquidTemplate.Parse("{{ 1 | all: 'a', x: 'X', y: 'Y' }}", options).Render(s_model).ShouldBe("||||||1aXY");
        LiquidTemplate.Parse("{{ 1 | all: y: 'Y', 'a', 'b' }}", options).Render(s_model).ShouldBe("||||||2aY");
    }

    [Theory]
    [InlineData("{% capture x %}a{% endcapture %}{{ x | kind }}", "Text", "Html")]
    [InlineData("{{ safe | kind }}", "Html", "Html")]
    [InlineData("{{ safe | raw | kind }}", "Html", "Html")]
    [InlineData("{{ 'a' | raw | kind }}", "Html", "Html")]
    [InlineData("{{ '<' | escape | kind }}", "Text", "Html")]
    [InlineData("{{ nil | escape | kind }}", "Nil", "Nil")]
    [InlineData("{{ '<' | escape_once | kind }}", "Text", "Html")]
    [InlineData("{{ 'a' | newline_to_br | kind }}", "Text", "Html")]
    [InlineData("{{ safe | append: 'a' | kind }}", "Text", "Html")]
    [InlineData("{{ 'a' | append: 'b' | kind }}", "Text", "Text")]
    [InlineData("{{ safe | strip | kind }}", "Html", "Html")]
    [InlineData("{{ 'a' | strip | kind }}", "Text", "Text")]
    [InlineData("{{ safe | strip_html | kind }}", "Text", "Text")]
    [InlineData("{{ safe | split: ',' | join: ',' | kind }}", "Text", "Text")]
    [InlineData("{{ list | join: ',' | kind }}", "Text", "Html")]
    [InlineData("{{ list | join: safe | kind }}", "Text", "Html")]
    [InlineData("{{ nil | squish | kind }}{{ nil | url_encode | kind }}{{ nil | url_decode | kind }}{{ nil | truncate | kind }}{{ nil | truncatewords | kind }}", "NilNilNilNilNil", "NilNilNilNilNil")]
    [InlineData("{{ 1 | plus: 1 | kind }}{{ 1 | plus: 1.0 | kind }}{{ money | plus: 1 | kind }}{{ 1 | divided_by: 2 | kind }}", "IntegerFloatDecimalInteger", "IntegerFloatDecimalInteger")]
    public void Filters_keep_safe_what_is_safe_and_nothing_else(string text, string inText, string inHtml)
    {
        var template = LiquidTemplate.Parse(text, LiquidOptions.Standard.WithFilter("kind", 0, 0, (input, _) => input.Kind.ToString()));
        var model = LiquidMap.Of(("safe", LiquidValue.Html("<b>")), ("list", LiquidList.Of("a", LiquidValue.Html("<br>"))), ("money", 1.5m));

        template.Render(model).ShouldBe(inText);
        template.Render(model, LiquidRenderOptions.Standard with { Mode = LiquidOutputMode.Html }).ShouldBe(inHtml);
    }

    [Fact]
    public void Nothing_of_one_rendering_is_left_for_the_next()
    {
        var names = string.Concat(Enumerable.Range(0, 70).Select(i => $"{{% assign v{i} = {i} %}}"));
        var template = LiquidTemplate.Parse("{{ v1 }}{{ c }}" + names + "{{ v1 }}{{ v69 }}{% increment c %}{% cycle 1, 2 %}{% ifchanged %}x{% endifchanged %}{% for i in (1..4) limit: 2 %}{{ i }}{% endfor %}{% for i in (1..4) offset: continue %}{{ i }}{% endfor %}{% break %}");

        template.Render(LiquidMap.None).ShouldBe("16901x1234");
        template.Render(LiquidMap.None).ShouldBe("16901x1234");
        LiquidTemplate.Parse("[{{ v1 }}{{ v69 }}{{ c }}{% for i in (1..4) offset: continue %}{{ i }}{% endfor %}{% cycle 1, 2 %}{% ifchanged %}x{% endifchanged %}]").Render(LiquidMap.None).ShouldBe("[12341x]");
    }

    [Fact]
    public void A_rendering_holds_on_to_nothing_of_its_model()
    {
        var model = RenderOnce();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        model.IsAlive.ShouldBeFalse();
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    static WeakReference RenderOnce()
    {
        var list = LiquidList.Of(1, 2, 3);
        LiquidTemplate.Parse("{% assign kept = list %}{% for x in list %}{% for y in list %}{{ x }}{% endfor %}{% endfor %}{% cycle list, 1 %}").Render(LiquidMap.Of(("list", list)));
        return new(list);
    }

    [Fact]
    public void Nothing_is_no_template_model_or_writer()
    {
        var template = LiquidTemplate.Parse("x");

        Should.Throw<ArgumentNullException>(() => LiquidTemplate.Parse(null!));
        Should.Throw<ArgumentNullException>(() => template.Render(null!)).ParamName.ShouldBe("model");
        Should.Throw<ArgumentNullException>(() => template.Render(s_model, (TextWriter)null!)).ParamName.ShouldBe("writer");
        Should.Throw<ArgumentNullException>(() => template.Render(s_model, (IBufferWriter<char>)null!)).ParamName.ShouldBe("writer");
        Should.Throw<ArgumentNullException>(() => template.Render(s_model, (IBufferWriter<byte>)null!)).ParamName.ShouldBe("writer");
        Should.Throw<ArgumentNullException>(() => LiquidScanner.Scan(null!)).ParamName.ShouldBe("text");
        Should.Throw<ArgumentNullException>(() => LiquidContext.Fail(null!)).ParamName.ShouldBe("said");
        Should.Throw<ArgumentNullException>(() => LiquidContext.Fail((string)null!)).ParamName.ShouldBe("words");
    }

    [Fact]
    public void What_a_loop_knows_can_be_listed() =>
        LiquidTemplate.Parse("{% for i in (1..1) %}{% for p in forloop %}{{ p[0] }} {% endfor %}{{ forloop.size }}{% endfor %}{% tablerow i in (1..1) %}{% for p in tablerowloop %}{{ p[0] }} {% endfor %}{% endtablerow %}").Render(s_model)
            .ShouldBe("name length parentloop index index0 rindex rindex0 first last 9<tr class=\"row1\">\n<td class=\"col1\">length index index0 rindex rindex0 first last col col0 col_first col_last row </td></tr>\n");

    [Fact]
    public void Escaping_is_the_same_wherever_the_buffer_ends()
    {
        var html = LiquidRenderOptions.Standard with { Mode = LiquidOutputMode.Html };
        foreach (var text in (string[])["<", ">", "&", "\"", "'", "a", "ab<c", "<<<<<<<<", "12345678", "123456>8", "123456789", "12345678&", "&12345678", ">", "", "=?@;:"])
            for (var before = 4080; before < 4100; before++)
            {
                var expected = new string('x', before) + text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal) + "7-12" + text;
                LiquidTemplate.Parse(new string('x', before) + "{{ text }}{{ n }}{{ m }}{{ text | raw }}").Render(LiquidMap.Of(("text", text), ("n", 7), ("m", -12)), html).ShouldBe(expected);
            }
    }

    [Theory]
    [InlineData("{{ name | | size }}", "7")]
    [InlineData("{{ name | & size | size }}", "7")]
    [InlineData("{{ name junk | size }}", "7")]
    [InlineData("{{ name | size junk | plus: 1 }}", "8")]
    [InlineData("{{ name | replace: 'A' junk, 'B' }}", "Boi & 葵")]
    [InlineData("{{ n | plus: 1: 2 }}", "4")]
    [InlineData("{% for i in (1..2) junk %}{{ i }}{% endfor %}", "12")]
    [InlineData("{% tablerow i in (1..1) junk %}{{ i }}{% endtablerow %}", "<tr class=\"row1\">\n<td class=\"col1\">1</td></tr>\n")]
    [InlineData("{% case n junk %}{% when 3 junk %}yes{% endcase %}", "yes")]
    [InlineData("{% case 1 %}{% else junk %}yes{% endcase %}", "yes")]
    [InlineData("{% cycle 1, 2 junk %}", "1")]
    [InlineData("{% assign x = n junk %}{{ x }}", "3")]
    [InlineData("{% break junk %}", "")]
    [InlineData("{{ (1..2) }}{{ (1 }}", "1..2")]
    public void Lax_syntax_reads_on_behind_what_it_cannot_read(string text, string expected) =>
        LiquidTemplate.Parse(text, LiquidOptions.Standard.With(LiquidSyntax.Lax, unknownFiltersPass: true)).Render(s_model).ShouldBe(expected);

    [Fact]
    public void A_filter_of_ones_own_may_refuse_its_input() =>
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("{{ 1 | no }}", LiquidOptions.Standard.WithFilter("no", 0, 0, (_, _) => throw LiquidCall.Fail("Not this.", "that"))).Render(LiquidMap.None))
            .Errors[0].ToString().ShouldStartWith("line 1, column 8: Not this. Did you mean \"that\"?");

    [Fact]
    public void Options_are_not_changed_by_what_is_built_on_them()
    {
        LiquidOptions.Standard.WithFilter("mine", 0, 0, (input, _) => input);

        LiquidTemplate.TryParse("{{ 1 | mine }}", LiquidOptions.Standard, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Partials_see_what_render_and_include_let_them_see()
    {
        var options = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["p"] = "[{{ name }}|{{ local }}|{{ given }}]{% assign local = 'changed' %}",
        }));

        LiquidTemplate.Parse("{% assign local = 'mine' %}{% render 'p', given: n %}{{ local }}", options).Render(s_model).ShouldBe("[Aoi & 葵||3]mine");
        LiquidTemplate.Parse("{% assign local = 'mine' %}{% include 'p', given: n %}{{ local }}", options).Render(s_model).ShouldBe("[Aoi & 葵|mine|3]changed");
    }

    [Fact]
    public void Lax_syntax_passes_over_what_strict_syntax_refuses()
    {
        const string Text = "{{ name extra | nosuch | size: }}{% for i in (1..2) nonsense %}{{ i }}{% endfor %}";
        var lax = LiquidOptions.Standard.With(LiquidSyntax.Lax, unknownFiltersPass: true);

        LiquidTemplate.TryParse(Text, null, out _, out _).ShouldBeFalse();
        LiquidTemplate.Parse(Text, lax).Render(s_model).ShouldBe("712");
    }

    [Theory]
    [InlineData("{{ & }}x", "x")]
    [InlineData("{{ & | append: 'a' }}", "a")]
    [InlineData("{{ list[0]title }}", "T")]
    [InlineData("{% for i in (1..3) limit: 2 reversed %}{{ i }}{% endfor %}", "12")]
    [InlineData("{% if n == 3 junk %}yes{% endif %}", "yes")]
    [InlineData("{{ 'Pz8' | base64_url_safe_decode }}", "??")]
    public void Lax_syntax_gives_what_it_passes_over_its_customary_meaning(string text, string expected) =>
        LiquidTemplate.Parse(text, LiquidOptions.Standard.With(LiquidSyntax.Lax)).Render(LiquidMap.Of(("n", 3), ("list", LiquidList.Of(LiquidMap.Of(("title", "T")))))).ShouldBe(expected);

    [Theory]
    [InlineData("{% if 'a' = 'a' %}{% endif %}")]
    [InlineData("{% if n startswith 3 %}{% endif %}")]
    [InlineData("{% if %}{% endif %}")]
    public void Lax_syntax_refuses_operators_that_do_not_exist(string text) =>
        LiquidTemplate.TryParse(text, LiquidOptions.Standard.With(LiquidSyntax.Lax), out _, out _).ShouldBeFalse();

    [Fact]
    public void Rendering_allocates_little_beyond_its_text()
    {
        var template = LiquidTemplate.Parse("{% for i in list %}<li>{{ i.name }} {% if i.done %}x{% endif %}{{ forloop.index }}</li>{% endfor %}");
        var model = LiquidMap.Of(("list", LiquidList.From(Enumerable.Range(0, 200), i => LiquidMap.Of(("name", "item " + i), ("done", i % 2 == 0)))));
        var length = template.Render(model).Length;

        // The least of many: compiling our own code and a context that another test holds are no template's doing.
        Enumerable.Range(0, 50).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            template.Render(model);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ShouldBeLessThan(length * 2 + 1000);
    }

    [Fact]
    public void Whole_numbers_are_written_digit_by_digit_however_many_there_are()
    {
        var numbers = Enumerable.Range(-1100, 2201).Select(number => (long)number).Concat([9_999, 10_000, long.MaxValue, long.MinValue]).ToList();
        LiquidTemplate.Parse("{% for number in numbers %}{{ number }} {% endfor %}").Render(LiquidMap.Of(("numbers", LiquidValue.List(numbers, number => number))))
            .ShouldBe(string.Concat(numbers.Select(number => number.ToString(CultureInfo.InvariantCulture) + " ")));
    }
}
