using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Liquid;
using CsEngage.Tests.Golden;
using CsEngage.Tests.Oracle;
using HandlebarsDotNet;

namespace CsEngage.Bench.Liquid;

/// <summary>
/// Templates parsed once and rendered to text, HTML-escaped, on one thread. Handlebars.Net runs in this process, liquidjs in its own;
/// all three have to write the same. A text without any Liquid is compared with copying it.
/// </summary>
sealed class LiquidRow : Row
{
    static readonly LiquidSample[] s_samples = [LiquidSample.Mail, LiquidSample.Page, LiquidSample.Table];
    static readonly LiquidRenderOptions s_html = LiquidRenderOptions.Standard with { Mode = LiquidOutputMode.Html };

    readonly Dictionary<string, (Func<string> Ours, Func<string> Handlebars, LiquidSample Sample)> _renderers = new(StringComparer.Ordinal);
    readonly string _text = string.Concat(Enumerable.Repeat("A line of plain text, as a guide is made of many. ", 2048));
    LiquidJs? _liquidJs;
    LiquidTemplate _plain = LiquidTemplate.Parse("");
    int _sink;

    internal override IReadOnlyList<Figure> Figures { get; } =
    [
        .. s_samples.Select(sample => new Figure($"liquid/{sample.Name}/handlebars", "renderings/s", "Handlebars.Net", 1.5)),
        // The goal is the geometric mean of the three.
        .. s_samples.Select(sample => new Figure($"liquid/{sample.Name}/liquidjs", "renderings/s", "liquidjs", 12)),
        new("liquid/parse/liquidjs", "parsings/s", "liquidjs", 1),
        new("liquid/text", "renderings/s", "plain copy", 0.5),
    ];

    internal override void Prepare(Effort effort)
    {
        _liquidJs = new(LiquidJs.Folder());
        _plain = LiquidTemplate.Parse(_text);
        foreach (var sample in s_samples)
        {
            var template = LiquidTemplate.Parse(sample.Liquid);
            using var document = JsonDocument.Parse(sample.Data.ToJsonString());
            var model = GoldenSuite.Value(document.RootElement).AsMap!;
            var handlebars = Handlebars.Create().Compile(sample.Handlebars);
            // By way of text: numbers set from C# do not read back as other kinds of numbers.
            var data = Plain(JsonNode.Parse(sample.Data.ToJsonString()));
            _renderers[sample.Name] = (() => template.Render(model, s_html), () => handlebars(data!), sample);
        }
    }

    /// <summary>Dictionaries, arrays and plain values, which is what Handlebars.Net reads fastest without classes of its own.</summary>
    static object? Plain(JsonNode? node) => node switch
    {
        JsonObject map => map.ToDictionary(member => member.Key, member => Plain(member.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(Plain).ToArray(),
        JsonValue value when value.TryGetValue<bool>(out var truth) => truth,
        JsonValue value when value.TryGetValue<long>(out var whole) => whole,
        JsonValue value => value.GetValue<string>(),
        _ => null,
    };

    internal override void Check()
    {
        foreach (var (name, (ours, handlebars, sample)) in _renderers)
        {
            var text = ours();
            Same(name, "Handlebars.Net", text, handlebars());
            Same(name, "liquidjs", text, _liquidJs!.Render(sample.Liquid, sample.Data, html: true).Text);
        }
        Same("text", "plain copy", _plain.Render(LiquidMap.None), _text);
    }

    static void Same(string name, string other, string ours, string? theirs)
    {
        if (ours != theirs) throw new InvalidOperationException($"{name}: we and {other} do not write the same.\n{ours}\n---\n{theirs}");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice)
    {
        foreach (var figure in figures)
        {
            if (figure == "liquid/text")
            {
                // Copied into a buffer and out of it, as rendering does; a bare string copy is half of that.
                var buffer = new char[_text.Length];
                yield return new(figure, Rate(slice, () => _sink += _plain.Render(LiquidMap.None).Length), Rate(slice, () =>
                {
                    _text.CopyTo(buffer);
                    _sink += new string(buffer).Length;
                }));
                continue;
            }
            if (figure == "liquid/parse/liquidjs")
            {
                yield return new(figure, Rate(slice, () => _sink += LiquidTemplate.Parse(LiquidSample.Page.Liquid).Name?.Length ?? 1), _liquidJs!.ParseRate(LiquidSample.Page.Liquid, slice));
                continue;
            }
            var (ours, handlebars, sample) = _renderers[figure.Split('/')[1]];
            var rate = Rate(slice, () => _sink += ours().Length);
            yield return new(figure, rate, figure.EndsWith("/handlebars", StringComparison.Ordinal)
                ? Rate(slice, () => _sink += handlebars().Length)
                : _liquidJs!.RenderRate(sample.Liquid, sample.Data, slice));
        }
    }

    public override void Dispose()
    {
        _liquidJs?.Dispose();
        base.Dispose();
    }
}
