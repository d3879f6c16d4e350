using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace CsEngage.Mail.Html;

/// <summary>How bad a flaw is.</summary>
public enum FlawWeight
{
    /// <summary>Some readers see something less pretty.</summary>
    Hint,

    /// <summary>Some readers miss something.</summary>
    Warning,

    /// <summary>Many readers miss it, or filters count it against the sender.</summary>
    Error,
}

/// <summary>A construct that clients drop or filters dislike.</summary>
/// <param name="Key">A stable name.</param>
/// <param name="Weight">How bad.</param>
/// <param name="Text">What happens and what to do instead.</param>
/// <param name="Source">Where it is documented.</param>
/// <param name="Found">The first place, shortened.</param>
public sealed record MailFlaw(string Key, FlawWeight Weight, Sentence Text, Uri Source, string Found);

/// <summary>
/// The list of constructs that mail clients drop, each with its source, and the check of a finished mail against it.
/// </summary>
public static class MailLint
{
    /// <summary>Gmail cuts a message off here and hides the rest, the unsubscribe link included.</summary>
    public const int ClippedAt = 102 * 1024;

    static readonly Regex SvgFile = new(@"\.svg($|[?#])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    static readonly Regex ModernFile = new(@"\.(webp|avif)($|[?#])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    // https:, mailto:, cid: and so on, or a template token that will become one.
    static readonly Regex AbsoluteOrToken = new(@"^\s*([a-z][a-z0-9+.-]*:|\{\{|\{%|[\uE000-\uF8FF])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    static readonly Regex ShownHost = new(@"^(https?://)?(?<host>([a-z0-9-]+\.)+[a-z]{2,})([/?#]\S*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    sealed record Construct(string Key, FlawWeight Weight, Sentence Text, string Source, Func<HtmlElement, bool> Is);

    static readonly ImmutableArray<Construct> Elements =
    [
        new("script", FlawWeight.Error, Sentence.Of("Scripts are removed everywhere and make filters suspicious. Leave them out."), "https://www.caniemail.com/features/html-script/", e => e.Name == "script" || e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))),
        new("form", FlawWeight.Error, Sentence.Of("Forms do not work in Outlook, Gmail and Yahoo. Link to a page that has the form."), "https://www.caniemail.com/features/html-form/", e => e.Name is "form" or "input" or "select" or "textarea"),
        new("frame", FlawWeight.Error, Sentence.Of("Frames and embedded objects are removed. Link to the page."), "https://www.caniemail.com/features/html-object/", e => e.Name is "iframe" or "object" or "embed" or "frame" or "frameset"),
        new("video", FlawWeight.Warning, Sentence.Of("Video and sound play only in Apple Mail. Show a picture that links to the page."), "https://www.caniemail.com/features/html-video/", e => e.Name is "video" or "audio"),
        new("svg", FlawWeight.Warning, Sentence.Of("SVG is not drawn by Gmail and Outlook. Use PNG."), "https://www.caniemail.com/features/image-svg/", e => e.Name == "svg" || (e.Name == "img" && SvgFile.IsMatch(e["src"] ?? ""))),
        new("stylesheet-link", FlawWeight.Error, Sentence.Of("Linked style sheets are not loaded. Write the styles into the mail."), "https://www.caniemail.com/features/html-link/", e => e.Name == "link" && (e["rel"] ?? "").Contains("stylesheet", StringComparison.OrdinalIgnoreCase)),
        new("base", FlawWeight.Error, Sentence.Of("A base address is ignored by most clients. Write absolute addresses."), "https://www.caniemail.com/features/html-base/", e => e.Name == "base"),
        new("meta-refresh", FlawWeight.Error, Sentence.Of("Redirects are removed and count as phishing."), "https://www.rfc-editor.org/rfc/rfc2854", e => e.Name == "meta" && (e["http-equiv"] ?? "").Equals("refresh", StringComparison.OrdinalIgnoreCase)),
        new("data-image", FlawWeight.Error, Sentence.Of("Pictures inside addresses (data:) are blocked by Gmail and Outlook. Attach the picture inline or link to it."), "https://www.caniemail.com/features/image-base64/", e => e.Name == "img" && (e["src"] ?? "").StartsWith("data:", StringComparison.OrdinalIgnoreCase)),
        new("webp", FlawWeight.Hint, Sentence.Of("WebP and AVIF are not drawn by Outlook for Windows. PNG and JPEG are."), "https://www.caniemail.com/features/image-webp/", e => e.Name == "img" && ModernFile.IsMatch(e["src"] ?? "")),
        new("alt", FlawWeight.Warning, Sentence.Of("A picture without alternative text is read out as its address, and shows nothing while pictures are off."), "https://www.w3.org/WAI/WCAG22/Understanding/non-text-content", e => e.Name == "img" && e["alt"] is null),
        new("relative", FlawWeight.Error, Sentence.Of("A relative address leads nowhere in a mail. Write https://…"), "https://www.rfc-editor.org/rfc/rfc2557", e => Address(e) is { Length: > 0 } a && !a.StartsWith('#') && !AbsoluteOrToken.IsMatch(a)),
        new("script-link", FlawWeight.Error, Sentence.Of("Such a link is removed and counts as an attack."), "https://www.rfc-editor.org/rfc/rfc2368", e => (Address(e) ?? "").TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)),
        new("anchor", FlawWeight.Hint, Sentence.Of("Jumps inside the mail do not work in Outlook and on phones."), "https://www.caniemail.com/features/html-anchor-links/", e => e.Name == "a" && (e["href"] ?? "") is ['#', _, ..]),
        new("insecure-picture", FlawWeight.Hint, Sentence.Of("Pictures over http are not shown by several web clients. Use https."), "https://www.w3.org/TR/mixed-content/", e => e.Name == "img" && (e["src"] ?? "").StartsWith("http://", StringComparison.OrdinalIgnoreCase)),
        new("disguised-link", FlawWeight.Error, Sentence.Of("The text shows one address and the link leads to another: filters read that as phishing. Write words instead of an address."), "https://www.rfc-editor.org/rfc/rfc4949", IsDisguised),
        new("srcset", FlawWeight.Hint, Sentence.Of("Pictures by srcset or picture are not chosen in Gmail and Outlook; src is shown."), "https://www.caniemail.com/features/html-srcset/", e => e.Name == "picture" || e["srcset"] is not null),
        new("dialog", FlawWeight.Warning, Sentence.Of("Dialogs and folding details do not work in most clients. Write it out."), "https://www.caniemail.com/features/html-details/", e => e.Name is "dialog" or "details"),
    ];

    sealed record Style(string Key, FlawWeight Weight, Sentence Text, string Source, Regex Pattern);

    static readonly ImmutableArray<Style> Styles =
    [
        new("flex", FlawWeight.Warning, Sentence.Of("Flexible boxes are not known to Outlook for Windows. Use tables."), "https://www.caniemail.com/features/css-display-flex/", Css(@"display\s*:\s*(inline-)?flex")),
        new("grid", FlawWeight.Warning, Sentence.Of("Grids are not known to Outlook and Gmail's app. Use tables."), "https://www.caniemail.com/features/css-display-grid/", Css(@"display\s*:\s*(inline-)?grid")),
        new("position", FlawWeight.Warning, Sentence.Of("Positioning is removed by Gmail, Outlook and Yahoo."), "https://www.caniemail.com/features/css-position/", Css(@"(^|[;{\s])position\s*:")),
        new("variables", FlawWeight.Warning, Sentence.Of("Custom properties are not known to Gmail and Outlook. Write the value."), "https://www.caniemail.com/features/css-variables/", Css(@"var\s*\(|(^|[;{\s])--[a-z]")),
        new("font-face", FlawWeight.Hint, Sentence.Of("Web fonts load in Apple Mail and few others. Name a fallback."), "https://www.caniemail.com/features/css-at-font-face/", Css("@font-face")),
        new("import", FlawWeight.Warning, Sentence.Of("Imported sheets are not loaded."), "https://www.caniemail.com/features/css-at-import/", Css("@import")),
        new("background-picture", FlawWeight.Hint, Sentence.Of("Outlook for Windows shows no background pictures. Set a background colour too."), "https://www.caniemail.com/features/css-background-image/", Css(@"background(-image)?\s*:[^;]*url\(")),
        new("animation", FlawWeight.Hint, Sentence.Of("Animations run in few clients, and not for readers who asked for less motion."), "https://www.caniemail.com/features/css-animation/", Css(@"(^|[;{\s])(animation|transition)\s*:|@keyframes")),
        new("transform", FlawWeight.Hint, Sentence.Of("Transforms are removed by Gmail and Outlook."), "https://www.caniemail.com/features/css-transform/", Css(@"(^|[;{\s])transform\s*:")),
        new("rem", FlawWeight.Hint, Sentence.Of("rem is not known to several clients. Use px."), "https://www.caniemail.com/features/css-unit-rem/", Css(@":\s*[^;]*\d(rem|vh|vw|vmin|vmax)\b")),
        new("object-fit", FlawWeight.Hint, Sentence.Of("object-fit is not known to Gmail and Outlook. Cut the picture."), "https://www.caniemail.com/features/css-object-fit/", Css(@"object-fit\s*:")),
        new("calc", FlawWeight.Hint, Sentence.Of("calc() and clamp() are not known to Outlook and Yahoo."), "https://www.caniemail.com/features/css-function-calc/", Css(@":\s*[^;]*(calc|clamp|min|max)\(")),
        new("float", FlawWeight.Hint, Sentence.Of("Floats are ignored by Outlook for Windows. Use tables or align."), "https://www.caniemail.com/features/css-float/", Css(@"(^|[;{\s])float\s*:")),
    ];

    static readonly Sentence Clipped = Sentence.Of("Gmail cuts messages off at 102 KB, and the way to unsubscribe with them. Shorten it.");
    const string ClippedSource = "https://www.caniemail.com/faq/";
    static readonly Sentence Language = Sentence.Of("Without a language screen readers guess it, and Japanese may be drawn with Chinese forms. Set lang.");
    const string LanguageSource = "https://www.w3.org/WAI/WCAG22/Understanding/language-of-page";

    /// <summary>What the list knows: key, weight, explanation and source of each construct, for the docs.</summary>
    public static ImmutableArray<(string Key, FlawWeight Weight, Sentence Text, string Source)> Known { get; } =
        [.. Elements.Select(e => (e.Key, e.Weight, e.Text, e.Source)), .. Styles.Select(s => (s.Key, s.Weight, s.Text, s.Source)), ("clipped", FlawWeight.Error, Clipped, ClippedSource), ("language", FlawWeight.Hint, Language, LanguageSource)];

    /// <summary>Checks a finished mail; each construct is reported once, worst first.</summary>
    /// <param name="html">The HTML part.</param>
    public static ImmutableArray<MailFlaw> Check(string html)
    {
        var flaws = ImmutableArray.CreateBuilder<MailFlaw>();
        var all = HtmlTree.Parse(html).Descendants().ToArray();
        foreach (var construct in Elements)
            if (all.FirstOrDefault(construct.Is) is { } found) flaws.Add(new(construct.Key, construct.Weight, construct.Text, new(construct.Source), Shown(found)));
        foreach (var style in Styles)
        {
            var found = all.FirstOrDefault(e => style.Pattern.IsMatch(e["style"] ?? "") || (e.Name == "style" && style.Pattern.IsMatch(e.RawText ?? "")));
            if (found is not null) flaws.Add(new(style.Key, style.Weight, style.Text, new(style.Source), Shown(found)));
        }
        if (Encoding.UTF8.GetByteCount(html) > ClippedAt) flaws.Add(new("clipped", FlawWeight.Error, Clipped, new(ClippedSource), $"{Encoding.UTF8.GetByteCount(html) / 1024} KB"));
        if (all.FirstOrDefault(e => e.Name == "html") is { } page && page["lang"] is null) flaws.Add(new("language", FlawWeight.Hint, Language, new(LanguageSource), "<html>"));
        return [.. flaws.OrderByDescending(f => f.Weight)];
    }

    static string? Address(HtmlElement element) => element.Name switch
    {
        "a" or "area" => element["href"],
        "img" => element["src"],
        _ => null,
    };

    static bool IsDisguised(HtmlElement link)
    {
        if (link.Name != "a" || !Uri.TryCreate(System.Net.WebUtility.HtmlDecode(link["href"] ?? ""), UriKind.Absolute, out var target) || target.Host.Length == 0) return false;
        var text = string.Concat(link.Children.OfType<HtmlText>().Select(t => t.Raw)).Trim();
        return ShownHost.Match(text) is { Success: true } shown && !SameSite(shown.Groups["host"].Value, target.Host);
    }

    static bool SameSite(string shown, string real)
    {
        shown = shown.ToLowerInvariant();
        real = real.ToLowerInvariant();
        return real == shown || real.EndsWith("." + shown, StringComparison.Ordinal) || shown.EndsWith("." + real, StringComparison.Ordinal);
    }

    static string Shown(HtmlElement element)
    {
        var text = $"<{element.Name}{string.Concat(element.Attributes.Take(3).Select(a => $" {a.Name}=\"{a.Value}\""))}>";
        return text.Length > 120 ? text[..119] + "…" : text;
    }

    static Regex Css(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
