using CsEngage.Core;
using CsEngage.Web.Desk.Wording;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CsEngage.Web.Desk;

/// <summary><c>&lt;band of="…" score="…" /&gt;</c> shows a score with its colour as shape and word, never as colour alone.</summary>
[HtmlTargetElement("band", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class BandTagHelper(AccountWords says) : TagHelper
{
    public Band Of { get; set; }

    public double? Score { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"band band-{Key(Of)}");
        output.Attributes.SetAttribute("title", says.BandName(Of));
        output.Content.SetHtmlContent("<span class=\"score\">");
        output.Content.Append(Score is { } score ? Math.Round(score).ToString("0", System.Globalization.CultureInfo.CurrentCulture) : "–");
        output.Content.AppendHtml("</span><span class=\"visually-hidden\">");
        output.Content.Append(says.BandName(Of));
        output.Content.AppendHtml("</span>");
    }

    public static string Key(Band band) => band switch { Band.Green => "green", Band.Yellow => "yellow", Band.Red => "red", _ => "none" };
}
