namespace CsEngage.Mail.Html;

/// <summary>
/// Moves styles from <c>style</c> elements into <c>style</c> attributes, because several clients drop the former (Gmail for accounts of other providers,
/// clipped or forwarded mail). Media queries and selectors that cannot be inlined stay.
/// </summary>
public static class CssInliner
{
    /// <summary>Inlines the sheets that stand in the HTML itself.</summary>
    /// <param name="html">A page or a fragment; text and template tokens come out as they went in.</param>
    public static string Inline(string html)
    {
        var root = HtmlTree.Parse(html);
        foreach (var style in root.Descendants().Where(e => e.Name == "style" && e["data-keep"] is null).ToArray())
        {
            var sheet = CssSheet.Parse(style.RawText ?? "");
            sheet.Inline(root);
            if (sheet.Rest.Length > 0) style.RawText = "\n" + sheet.Rest;
            else style.Parent!.Children.Remove(style);
        }
        return HtmlTree.Write(root);
    }
}
