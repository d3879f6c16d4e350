using System.Globalization;
using System.Net;

namespace CsEngage.Mail.Html;

/// <summary>
/// Puts a body into a layout: tables inside, styles inlined, readable from 320 pixels up, dark where the reader's device is, with a preheader and a real text part.
/// </summary>
/// <remarks>
/// The frame is one column of at most 600 pixels. Outlook for Windows, which knows no max-width, gets a fixed table by a conditional comment.
/// Dark mode is done by <c>color-scheme</c>, a media query, and the <c>data-ogsc</c> selectors of Outlook.com.
/// </remarks>
public static class MailFrame
{
    // Behind the preheader, so that lists do not go on with the first words of the body.
    static readonly string Padding = string.Concat(Enumerable.Repeat("&#847;&zwnj;&nbsp;", 60));

    /// <summary>Builds both parts.</summary>
    /// <param name="page">What goes in.</param>
    /// <param name="look">The brand.</param>
    public static MailPair Build(MailPage page, MailLook look)
    {
        var root = HtmlTree.Parse(Skeleton(page, look));
        Buttons(root, look);
        Pictures(root);
        CssSheet.Parse(Sheet(look, page.Layout)).Inline(root);
        var html = HtmlTree.Write(root);
        return new(html, TextOf(page), MailLint.Check(html));
    }

    static string TextOf(MailPage page)
    {
        var body = PlainText.From(page.BodyHtml);
        var footer = PlainText.From(page.FooterHtml);
        return footer.Length == 0 ? body : $"{body}\n-- \n{footer}";
    }

    static string Skeleton(MailPage page, MailLook look)
    {
        var language = Attribute(page.Language.Length > 0 ? page.Language : "en");
        var band = page.Layout == MailLayout.Band ? "<tr><td class=\"ce-band\">&nbsp;</td></tr>" : "";
        var head = page.Layout == MailLayout.Letter ? "" : $"<tr><td class=\"ce-logo\">{Logo(look)}</td></tr>";
        var preheader = page.Preheader.Length == 0 ? "" : $"<div class=\"ce-preheader\" aria-hidden=\"true\">{WebUtility.HtmlEncode(page.Preheader)}{Padding}</div>";
        var footer = page.FooterHtml.Length == 0 ? "" : $"<table role=\"presentation\" class=\"ce-frame\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td class=\"ce-footer\">{page.FooterHtml}</td></tr></table>";
        return $$"""
            <!DOCTYPE html>
            <html lang="{{language}}" xmlns="http://www.w3.org/1999/xhtml">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="x-apple-disable-message-reformatting">
            <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>{{WebUtility.HtmlEncode(page.Title)}}</title>
            <style>{{Kept(look, page.Layout)}}</style>
            </head>
            <body class="ce-ground">
            {{preheader}}
            <table role="presentation" class="ce-ground" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="ce-around" align="{{(page.Layout == MailLayout.Letter ? "left" : "center")}}">
            <!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
            <table role="presentation" class="ce-frame ce-card" width="100%" cellpadding="0" cellspacing="0" border="0">{{band}}{{head}}<tr><td class="ce-body">{{page.BodyHtml}}</td></tr></table>
            {{footer}}
            <!--[if mso]></td></tr></table><![endif]-->
            </td></tr></table>
            </body>
            </html>
            """;
    }

    static string Logo(MailLook look)
    {
        var name = WebUtility.HtmlEncode(look.Name);
        var width = Math.Clamp(look.LogoWidth, 20, 600).ToString(CultureInfo.InvariantCulture);
        return look.LogoUrl is { IsAbsoluteUri: true } url
            ? $"<img src=\"{Attribute(url.AbsoluteUri)}\" width=\"{width}\" alt=\"{name}\" class=\"ce-mark\">"
            : $"<span class=\"ce-name\">{name}</span>";
    }

    // A link of class "button", alone in its paragraph, becomes a table cell with a ground: the only button that Outlook for Windows draws.
    static void Buttons(HtmlElement root, MailLook look)
    {
        foreach (var link in root.Descendants().Where(e => e.Name == "a" && e.HasClass("button")).ToArray())
        {
            if (link.Parent is not { Name: "p", Parent: { } home } paragraph) continue;
            if (paragraph.Children.Any(c => c != link && !(c is HtmlText text && text.Raw.Trim().Length == 0))) continue;
            var table = HtmlTree.Parse($"<table role=\"presentation\" class=\"ce-button\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td class=\"ce-press\" bgcolor=\"{look.Accent}\"></td></tr></table>");
            var cell = table.Descendants().First(e => e.Name == "td");
            link["class"] = "ce-push";
            cell.Add(link);
            home.Replace(paragraph, table.Children[0]);
        }
    }

    // A picture without a width is drawn at its full size by Outlook; one without alt text is read out as its address.
    static void Pictures(HtmlElement root)
    {
        foreach (var picture in root.Descendants().Where(e => e.Name == "img"))
        {
            if (picture["alt"] is null) picture["alt"] = "";
            if (int.TryParse(picture["width"], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width > 536) picture["width"] = "536";
        }
    }

    static string Attribute(string text) => WebUtility.HtmlEncode(text);

    static string Sheet(MailLook look, MailLayout layout)
    {
        var letter = layout == MailLayout.Letter;
        return $$"""
            body{margin:0;padding:0;width:100%;-webkit-text-size-adjust:100%;text-size-adjust:100%}
            .ce-ground{background-color:{{(letter ? look.Surface : look.Ground)}};margin:0}
            .ce-around{padding:{{(letter ? "16px" : "24px 12px")}}}
            .ce-frame{max-width:600px;width:100%;border-collapse:separate}
            .ce-card{background-color:{{look.Surface}};{{(letter ? "" : $"border:1px solid {look.Line};border-radius:8px")}}}
            .ce-band{background-color:{{look.Accent}};height:6px;font-size:1px;line-height:6px;border-radius:8px 8px 0 0}
            .ce-logo{padding:24px 32px 0 32px}
            .ce-mark{border:0;display:block;max-width:100%;height:auto}
            .ce-name{font-family:{{look.Fonts}};font-size:18px;line-height:1.4;font-weight:bold;color:{{look.Ink}}}
            .ce-body{padding:{{(letter ? "0" : "24px 32px 32px 32px")}};font-family:{{look.Fonts}};font-size:16px;line-height:1.6;color:{{look.Ink}};text-align:left;word-break:break-word;overflow-wrap:anywhere}
            .ce-footer{padding:{{(letter ? "24px 0 0 0" : "20px 32px")}};font-family:{{look.Fonts}};font-size:13px;line-height:1.6;color:{{look.Muted}};text-align:left}
            .ce-footer p{margin:0 0 8px 0}
            .ce-footer a{color:{{look.Muted}};text-decoration:underline}
            .ce-preheader{display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:{{look.Ground}};mso-hide:all}
            .ce-body h1{margin:0 0 16px 0;font-size:24px;line-height:1.35;font-weight:bold;color:{{look.Ink}}}
            .ce-body h2{margin:24px 0 12px 0;font-size:20px;line-height:1.4;font-weight:bold;color:{{look.Ink}}}
            .ce-body h3{margin:20px 0 8px 0;font-size:17px;line-height:1.4;font-weight:bold;color:{{look.Ink}}}
            .ce-body p{margin:0 0 16px 0}
            .ce-body ul{margin:0 0 16px 0;padding:0 0 0 24px}
            .ce-body ol{margin:0 0 16px 0;padding:0 0 0 24px}
            .ce-body li{margin:0 0 6px 0}
            .ce-body li p{margin:0 0 6px 0}
            .ce-body a{color:{{look.Accent}};text-decoration:underline}
            .ce-body img{border:0;max-width:100%;height:auto;vertical-align:middle}
            .ce-body blockquote{margin:0 0 16px 0;padding:0 0 0 16px;border-left:3px solid {{look.Line}};color:{{look.Muted}}}
            .ce-body pre{margin:0 0 16px 0;padding:12px;background-color:{{look.Ground}};border-radius:6px;font-family:Consolas,Menlo,monospace;font-size:14px;line-height:1.5;white-space:pre-wrap;word-break:break-word}
            .ce-body code{font-family:Consolas,Menlo,monospace;font-size:14px}
            .ce-body hr{border:0;border-top:1px solid {{look.Line}};margin:24px 0;height:0}
            .ce-body table{border-collapse:collapse;margin:0 0 16px 0}
            .ce-body th{padding:8px;border-bottom:2px solid {{look.Line}};text-align:left;font-size:15px}
            .ce-body td{padding:8px;border-bottom:1px solid {{look.Line}};font-size:15px}
            .ce-body .ce-button{margin:8px 0 24px 0;border-collapse:separate}
            .ce-body .ce-press{padding:0;border-bottom:0;border-radius:6px;background-color:{{look.Accent}};text-align:center}
            .ce-body .ce-push{display:inline-block;padding:12px 24px;font-family:{{look.Fonts}};font-size:16px;line-height:1.4;font-weight:bold;color:{{look.AccentInk}};text-decoration:none;border-radius:6px;border:1px solid {{look.Accent}}}
            .ce-body a.button{color:{{look.Accent}};font-weight:bold}
            """;
    }

    static string Kept(MailLook look, MailLayout layout)
    {
        var ground = layout == MailLayout.Letter ? look.DarkSurface : look.DarkGround;
        var (edge, foot) = layout == MailLayout.Letter ? ("12px", "20px 0 0 0") : ("0", "16px 20px");
        return $$$"""

            :root{color-scheme:light dark;supported-color-schemes:light dark}
            @media (max-width:480px){.ce-around{padding:{{{edge}}}!important}.ce-card{border-radius:0!important;border-left:0!important;border-right:0!important}.ce-logo{padding:20px 20px 0 20px!important}.ce-body{padding:{{{(layout == MailLayout.Letter ? "0" : "20px")}}}!important}.ce-footer{padding:{{{foot}}}!important}.ce-button{width:100%!important}.ce-push{display:block!important}}
            @media (prefers-color-scheme:dark){.ce-ground{background-color:{{{ground}}}!important}.ce-card{background-color:{{{look.DarkSurface}}}!important;border-color:{{{look.DarkLine}}}!important}.ce-name,.ce-body,.ce-body h1,.ce-body h2,.ce-body h3{color:{{{look.DarkInk}}}!important}.ce-body a{color:{{{look.DarkAccent}}}!important}.ce-body .ce-push{color:{{{look.AccentInk}}}!important}.ce-footer,.ce-footer a,.ce-body blockquote{color:{{{look.DarkMuted}}}!important}.ce-body pre{background-color:{{{look.DarkGround}}}!important}.ce-body td,.ce-body th,.ce-body hr,.ce-body blockquote{border-color:{{{look.DarkLine}}}!important}}
            [data-ogsc] .ce-body,[data-ogsc] .ce-body h1,[data-ogsc] .ce-body h2,[data-ogsc] .ce-body h3,[data-ogsc] .ce-name{color:{{{look.DarkInk}}}!important}
            [data-ogsc] .ce-body a{color:{{{look.DarkAccent}}}!important}
            [data-ogsc] .ce-body .ce-push{color:{{{look.AccentInk}}}!important}
            [data-ogsc] .ce-footer,[data-ogsc] .ce-footer a{color:{{{look.DarkMuted}}}!important}
            [data-ogsb] .ce-ground{background-color:{{{ground}}}!important}
            [data-ogsb] .ce-card{background-color:{{{look.DarkSurface}}}!important}

            """;
    }
}
