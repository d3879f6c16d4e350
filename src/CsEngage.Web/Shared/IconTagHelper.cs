using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CsEngage.Web.Shared;

/// <summary><c>&lt;icon name="check" /&gt;</c> draws from the one sprite; icons are decoration and are hidden from readers.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"<use href=\"{BuiltFile.Address(View.HttpContext, "built/icons.svg")}#{Name}\"></use>");
    }
}

/// <summary>The fingerprinted address of a file that the client build made.</summary>
static class BuiltFile
{
    public static string Address(HttpContext context, string file) => "/" + (Known(context)?[file] ?? file);

    /// <summary>Whether the endpoint of this request knows them.</summary>
    public static bool AreKnown(HttpContext context) => Known(context) is not null;

    static ResourceAssetCollection? Known(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
}
