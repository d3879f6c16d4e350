using CsEngage.Tests;
using CsEngage.Tests.Golden;
using FsCheck;
using FsCheck.Fluent;
using System.Text.Json;
using CsEngage.Liquid.Tests.Oracle;

namespace CsEngage.Liquid.Tests;

public sealed class FuzzTests
{
    static readonly string[] s_words =
    [
        "{{", "}}", "{%", "%}", "{{-", "-}}", "{%-", "-%}", "{", "}", "%", " ", "\n", "|", ":", ",", ".", "..", "[", "]", "(", ")", "==", "!=", "<", ">=", "contains", "and", "or", "=", "-", "?", "'", "\"", "#",
        "if", "elsif", "else", "endif", "unless", "endunless", "case", "when", "endcase", "for", "in", "endfor", "reversed", "limit", "offset", "continue", "break", "tablerow", "cols", "endtablerow", "cycle",
        "assign", "capture", "endcapture", "increment", "decrement", "comment", "endcomment", "raw", "endraw", "doc", "enddoc", "liquid", "echo", "render", "include", "ifchanged", "endifchanged",
        "append", "split", "join", "replace", "times", "date", "sort", "map", "where", "concat", "size", "slice", "truncate", "default", "plus", "first", "upcase", "uniq",
        "words", "numbers", "stages", "account", "name", "item", "forloop", "x", "nil", "blank", "empty", "true", "1", "0", "-1", "99999999999", "3.5", "'a'", "\"%Y\"", "'partial'", "日本", "\ud83d\ude00", "\ud83d", "\0",
        "{{ name }}", "{% if x %}", "{% endif %}", "{% for x in words %}", "{% endfor %}", "{% assign x = words %}", "{% capture x %}", "{% endcapture %}", "{{ x | append: x }}", "{% assign x = x | append: x %}",
        "{% render 'partial' %}", "{% include 'partial' %}", "(1..999999999)", "{% raw %}", "{% endraw %}",
    ];

    /// <summary>Words of the language in any order.</summary>
    internal static Gen<string> Noise { get; } =
        from count in Gen.Choose(0, 40) from words in Gen.Elements(s_words).ArrayOf(count) from space in Gen.Elements("", " ") select string.Join(space, words);

    /// <summary>Templates that were right, with pieces cut out, doubled, swapped and put in.</summary>
    static Gen<string> Mutated { get; } =
        from template in TemplateGen.Of(3)
        from count in Gen.Choose(1, 4)
        from changes in (from at in Gen.Choose(0, 10_000) from length in Gen.Choose(0, 12) from word in Gen.Elements(s_words) from kind in Gen.Choose(0, 3) select (at, length, word, kind)).ArrayOf(count)
        select changes.Aggregate(template, static (text, change) =>
        {
            var at = text.Length == 0 ? 0 : change.at % text.Length;
            var length = Math.Min(change.length, text.Length - at);
            return change.kind switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, change.word),
                2 => text.Insert(at, text.Substring(at, length)),
                _ => text.Remove(at, length).Insert(at, change.word),
            };
        });

    static readonly LiquidLimits s_limits = LiquidLimits.Standard;

    static readonly LiquidOptions s_options = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["partial"] = "{{ x }}{% assign x = x | append: 'partial' %}{% if x.size < 50 %}{% include 'partial' %}{% endif %}",
    }));

    // Time stands still, so that what is counted is all that can stop a template.
    static readonly LiquidRenderOptions s_still = LiquidRenderOptions.Standard with { Clock = new StandingClock() };

    sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    static readonly LiquidOptions s_lax = s_options.With(LiquidSyntax.Lax, unknownFiltersPass: true);

    [Fact]
    public void No_template_does_anything_but_render_or_say_what_is_wrong()
    {
        using var document = JsonDocument.Parse(TemplateGen.Json);
        var model = GoldenSuite.Value(document.RootElement).AsMap!;
        var times = Environment.GetEnvironmentVariable("FULL") == "1" ? 1_000_000 : 20_000;
        var config = Config.QuickThrowOnFailure.WithMaxTest(times);
        Check.One(config, Prop.ForAll(Arb.From(Gen.OneOf(Noise, Mutated)), text =>
        {
            foreach (var options in (LiquidOptions[])[s_options, s_lax])
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                Render(text, options, model);
                (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(16_000_000, text);
            }
        }));
    }

    static void Render(string text, LiquidOptions options, LiquidMap model)
    {
        if (!LiquidTemplate.TryParse(text, options, out var template, out var errors))
        {
            errors.ShouldNotBeEmpty();
            foreach (var error in errors) error.ToString().ShouldContain("^");
            return;
        }
        try
        {
            template.Render(model, s_still).Length.ShouldBeLessThanOrEqualTo(s_limits.Output);
        }
        catch (LiquidException error)
        {
            error.Errors.ShouldNotBeEmpty();
        }
    }
}
