using System.Globalization;
using CsEngage.Tests;
using FsCheck.Fluent;

namespace CsEngage.Liquid.Tests;

/// <summary>Rows that are alike are written as the first of them was: nobody may see that.</summary>
public sealed class RowsTests
{
    static readonly LiquidOptions s_language = LiquidOptions.Standard
        .With(new LiquidFilter("word", (input, call) => ((Func<string, string>)call.Context.State!)(input.ToString())) { IsSteady = true },
            new LiquidFilter("mine", (input, call) => ((Func<string, string>)call.Context.State!)(input.ToString())))
        .With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["mark"] = "<i class=\"{{ name }}\">{% render 'letter', of: name %}</i>", ["letter"] = "{{ of | slice: 0 | upcase }}{{ 'said' | word }}", ["outside"] = "{{ reader }}{{ name }}",
            ["again"] = "{{ n }}{% render 'again', n: n %}",
        }));

    // Told, asked, both, passed on, compared, counted, and what may not be drawn at all.
    static readonly string[] s_pieces =
    [
        "{{ item.title }}", "{{ item.url }}", "{% if item.done %}done {{ item.title }}{% else %}{{ item.url | upcase }}{% endif %}", "{% case item.state %}{% when 'open' %}o{{ item.title }}{% when 'shut', 'lost' %}s{% else %}-{% endcase %}",
        "{% render 'mark', name: item.state %}", "{% unless item.n > 3 %}{{ item.n }}{% endunless %}", "{{ item.state | word }}", "{{ item.n | plus: 1 }}", "{{ item.html }}", "{{ item }}", "{{ item.nosuch.deeper }}{{ item['title'] }}",
        "{{ forloop.index }}", "{{ reader }}", "{% render 'outside', name: item.state %}", "{% assign last = item.title %}{{ last }}", "{% if item.state == 'lost' %}{% break %}{% endif %}", "{% cycle 'a', 'b' %}",
        "{{ item.title | mine }}", "{% if item.list contains 'x' %}x{% endif %}{{ item.list.size }}", "{% for part in item.list %}{{ part }}{{ item.title }}{% endfor %}", "{% if item.title and item.state != blank or item.done %}y{% endif %}", "{% comment %}c{% endcomment %}", "{{ 'now' | date: '%Y' }}",
    ];

    static readonly FsCheck.Gen<string> s_body = Gen.Choose(1, 4).SelectMany(count => Gen.Elements(s_pieces).ArrayOf(count)).Select(pieces => " " + string.Concat(pieces) + "\n");

    static readonly FsCheck.Gen<LiquidValue> s_item =
        from title in Gen.Elements("A & B", "Invite <all>", "c", "", "ひとつ", new string('é', 60)) from state in Gen.Elements("open", "shut", "lost", "")
        from done in Gen.Elements(true, false) from n in Gen.Choose(0, 5) from shape in Gen.Choose(0, 9)
        select shape == 0 ? (LiquidValue)title : new LiquidMapBuilder
        {
            ["title"] = shape == 1 ? LiquidValue.Nil : title, ["url"] = "/p/" + n, ["done"] = done, ["n"] = n, ["state"] = state, ["html"] = LiquidValue.Html("<b>" + title + "</b>"), ["list"] = LiquidList.Of("x", title),
        };

    static LiquidRenderOptions For(string reader, object? steady, LiquidLimits? limits = null) => new()
    {
        Mode = LiquidOutputMode.Html, Culture = CultureInfo.InvariantCulture, Steady = steady, Limits = limits ?? LiquidLimits.Standard, State = (Func<string, string>)(word => $"[{word} {reader}]"),
    };

    [Fact]
    public void What_is_written_is_the_same_whether_rows_are_kept_or_not() => Law.Holds(
        s_body.Zip(s_item.ListOf(12)), pair =>
        {
            var template = LiquidTemplate.Parse($"{{% for item in items %}}{pair.Item1}{{% endfor %}}", s_language);
            var model = LiquidMap.Of(("items", LiquidValue.List(pair.Item2)), ("reader", "Hana"));
            var steady = new object();
            var plain = template.Render(model, For("en", null));
            template.Render(model, For("en", steady)).ShouldBe(plain);
            template.Render(model, For("en", steady)).ShouldBe(plain);
            // The same rows for somebody else: nothing of the first reader is in them.
            var other = LiquidMap.Of(("items", LiquidValue.List(Enumerable.Reverse(pair.Item2))), ("reader", "Bo"));
            template.Render(other, For("en", steady)).ShouldBe(template.Render(other, For("en", null)));
        }, 1500);

    [Fact]
    public void Rows_are_kept_for_their_surroundings_and_no_other()
    {
        var template = LiquidTemplate.Parse("{% for item in items %}{{ item | upcase }}{% if item.done %}{{ 'yes' | word }}{% endif %}{% endfor %}{% for item in items %}{% if item.done %}{{ 'yes' | word }}{% endif %},{% endfor %}", s_language);
        var model = LiquidMap.Of(("items", LiquidList.Of(new LiquidMapBuilder { ["done"] = true }, new LiquidMapBuilder { ["done"] = false }, new LiquidMapBuilder { ["done"] = true })));
        var (english, japanese) = (new object(), new object());
        foreach (var _ in Enumerable.Range(0, 3))
        {
            template.Render(model, For("en", english)).ShouldEndWith("[yes en],,[yes en],");
            template.Render(model, For("ja", japanese)).ShouldEndWith("[yes ja],,[yes ja],");
        }
    }

    [Fact]
    public void What_a_row_only_tells_is_told_anew_and_what_it_asks_is_asked_anew()
    {
        var asked = 0;
        var language = LiquidOptions.Standard.With(new LiquidFilter("counted", (input, _) => { asked++; return input; }) { IsSteady = true });
        var template = LiquidTemplate.Parse("{% for item in items %}{{ item.title }}:{{ item.n | counted }} {% endfor %}", language);
        var rows = Enumerable.Range(0, 20).Select(i => (LiquidValue)new LiquidMapBuilder { ["title"] = $"<{i}>", ["n"] = i % 2 });
        var text = template.Render(LiquidMap.Of(("items", LiquidValue.List(rows))), For("en", new object()));
        text.ShouldBe(string.Concat(Enumerable.Range(0, 20).Select(i => $"&lt;{i}&gt;:{i % 2} ")));
        asked.ShouldBe(2);
    }

    [Fact]
    public void More_answers_than_are_worth_keeping_are_written_one_by_one()
    {
        var template = LiquidTemplate.Parse("{% for item in items %}{% if item.n != 5 %}{{ item.n }}{% endif %},{% endfor %}", s_language);
        var model = LiquidMap.Of(("items", LiquidValue.List(Enumerable.Range(0, 2000).Select(i => (LiquidValue)new LiquidMapBuilder { ["n"] = i }))));
        var steady = new object();
        foreach (var _ in Enumerable.Range(0, 2)) template.Render(model, For("en", steady)).ShouldBe(template.Render(model, For("en", null)));
    }

    [Fact]
    public void A_row_costs_what_it_cost_when_it_was_drawn()
    {
        var template = LiquidTemplate.Parse("{% for item in items %}{% render 'mark', name: item.state %}{{ item.title }}{% endfor %}", s_language);
        var model = LiquidMap.Of(("items", LiquidValue.List(Enumerable.Range(0, 50).Select(i => (LiquidValue)new LiquidMapBuilder { ["state"] = "open", ["title"] = "a" }))));
        var steady = new object();
        int Least(object? kept) => Enumerable.Range(1, 5000).First(steps =>
        {
            try { return template.Render(model, For("en", kept, LiquidLimits.Standard with { Steps = steps })).Length > 0; }
            catch (LiquidException) { return false; }
        });
        Least(steady).ShouldBe(Least(null));
    }

    [Fact]
    public void A_partial_that_renders_itself_still_ends_at_its_limit() =>
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("{% for item in items %} {% render 'again', n: item.n %}{% endfor %}", s_language)
            .Render(LiquidMap.Of(("items", LiquidList.Of(new LiquidMapBuilder { ["n"] = 1 }))), For("en", new object())));

    [Fact]
    public void A_page_within_a_row_may_have_rows_of_its_own()
    {
        var inner = LiquidTemplate.Parse("{% for item in items %}{% if item.done %}!{% endif %}{{ item.n }}{% endfor %}", s_language);
        var outer = LiquidTemplate.Parse("{% for item in items %}{% if item.done %}({% endif %}{{ item.page }}){% endfor %}", s_language);
        var options = For("en", new object());
        var model = LiquidMap.Of(("items", LiquidList.Of(new LiquidMapBuilder { ["done"] = true, ["n"] = 1 }, new LiquidMapBuilder { ["done"] = false, ["n"] = 2 })));
        var pages = LiquidMap.Of(("items", LiquidValue.List(Enumerable.Range(0, 3).Select(_ => (LiquidValue)new LiquidMapBuilder { ["done"] = true, ["page"] = LiquidValue.Html(inner, model, options) }))));
        foreach (var _ in Enumerable.Range(0, 2)) outer.Render(pages, options).ShouldBe("(!12)(!12)(!12)");
    }
}
