using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CsEngage.Web.Desk;

/// <summary><c>&lt;sparkline points="…" /&gt;</c> draws the past of a score, 0 to 100, as a small line; gaps are days without enough data.</summary>
[HtmlTargetElement("sparkline", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SparklineTagHelper : TagHelper
{
    const double Width = 84;
    const double Height = 22;
    const double Edge = 2;

    public ImmutableArray<double?> Points { get; set; } = [];

    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Points.IsDefaultOrEmpty || Points.All(point => point is null))
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "spark");
        output.Attributes.SetAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {Height}"));
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label ?? "");
        output.Content.SetHtmlContent($"<path d=\"{Path(Points)}\"/>{Dot(Points)}");
    }

    /// <summary>The line as path commands; it begins anew after a gap.</summary>
    public static string Path(ImmutableArray<double?> points)
    {
        var path = new System.Text.StringBuilder();
        var isDown = false;
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i] is not { } value)
            {
                isDown = false;
                continue;
            }
            path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{X(i, points.Length):0.#} {Y(value):0.#}");
            isDown = true;
        }
        return path.ToString();
    }

    static string Dot(ImmutableArray<double?> points) =>
        points[^1] is { } last ? string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{X(points.Length - 1, points.Length):0.#}\" cy=\"{Y(last):0.#}\" r=\"1.8\"/>") : "";

    static double X(int at, int of) => of == 1 ? Width - Edge : Edge + at * (Width - 2 * Edge) / (of - 1);

    static double Y(double value) => Height - Edge - Math.Clamp(value, 0, 100) / 100 * (Height - 2 * Edge);
}
