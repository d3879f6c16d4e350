using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CsEngage.Mail.Html;

/// <summary>A text part that reads as if somebody had written it: headings, lists, quotes, tables, and links with their addresses.</summary>
public static class PlainText
{
    static readonly Regex Hidden = new(@"display\s*:\s*none|visibility\s*:\s*hidden", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    static readonly HashSet<string> Blocks =
    [
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr", "blockquote", "pre", "hr", "section", "article", "header", "footer", "main", "figure", "figcaption", "dl", "dt", "dd", "center", "address",
    ];

    /// <summary>The text of an HTML page or fragment, with <c>\n</c> line ends and no line break that the HTML does not have.</summary>
    /// <param name="html">The HTML.</param>
    public static string From(string html)
    {
        var page = new Page();
        foreach (var child in HtmlTree.Parse(html).Children) Write(child, page);
        return page.Finish();
    }

    static void Write(HtmlNode node, Page page)
    {
        if (node is HtmlText text) { page.Inline(WebUtility.HtmlDecode(text.Raw)); return; }
        if (node is not HtmlElement element || IsHidden(element)) return;
        switch (element.Name)
        {
            case "br": page.Break(); return;
            case "img":
                if (element["alt"] is { Length: > 0 } alt) page.Inline(WebUtility.HtmlDecode(alt));
                return;
            case "hr":
                page.Block();
                page.Inline("----------");
                page.Block();
                return;
            case "a": Link(element, page); return;
            case "pre":
                page.Block();
                page.Verbatim(WebUtility.HtmlDecode(Inner(element)).Trim('\n'));
                page.Block();
                return;
            case "blockquote": Indented(element, page, "> ", "> "); return;
            case "li":
                var ordered = element.Parent is { Name: "ol" } list ? list : null;
                var bullet = ordered is null ? "- " : Number(ordered, element) + ". ";
                Indented(element, page, bullet, new string(' ', bullet.Length), tight: true);
                return;
            case "td" or "th":
                var before = page.Length;
                Children(element, page);
                if (page.Length > before && Layout(element) is false && NextCell(element)) page.Inline(" | ");
                return;
            case "h1":
                page.Block();
                Children(element, page);
                page.Underline('=');
                page.Block();
                return;
            case "h2":
                page.Block();
                Children(element, page);
                page.Underline('-');
                page.Block();
                return;
            case "tr" or "dt" or "dd":
                page.Break(onlyIfText: true);
                Children(element, page);
                page.Break(onlyIfText: true);
                return;
        }
        var block = Blocks.Contains(element.Name);
        var nested = element.Name is "ul" or "ol" && element.Parent is { Name: "li" };
        if (block) { if (nested) page.Break(onlyIfText: true); else page.Block(); }
        Children(element, page);
        if (block) { if (nested) page.Break(onlyIfText: true); else page.Block(); }
    }

    static void Children(HtmlElement element, Page page)
    {
        foreach (var child in element.Children) Write(child, page);
    }

    static void Link(HtmlElement link, Page page)
    {
        var before = page.Length;
        Children(link, page);
        var href = WebUtility.HtmlDecode(link["href"] ?? "");
        if (href.Length == 0 || href.StartsWith('#')) return;
        var shown = page.Since(before).Trim();
        var target = href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? href[7..] : href;
        if (shown == target || shown == href || target == "https://" + shown) return;
        page.Inline(shown.Length == 0 ? target : $" <{target}>");
    }

    static void Indented(HtmlElement element, Page page, string first, string rest, bool tight = false)
    {
        if (tight) page.Break(onlyIfText: true);
        else page.Block();
        page.Push(first, rest);
        Children(element, page);
        page.Pop();
        if (tight) page.Break(onlyIfText: true);
        else page.Block();
    }

    static string Number(HtmlElement list, HtmlElement item)
    {
        var start = int.TryParse(list["start"], NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) ? given : 1;
        return (start + list.Children.OfType<HtmlElement>().Where(e => e.Name == "li").TakeWhile(e => e != item).Count()).ToString(CultureInfo.InvariantCulture);
    }

    static bool IsHidden(HtmlElement element) =>
        element.Name is "style" or "script" or "head" or "title" or "template" || element["hidden"] is not null || element["aria-hidden"] == "true"
        || (element["style"] is { } style && Hidden.IsMatch(style));

    // A table of layout (role=presentation) has no cells that belong beside each other.
    static bool Layout(HtmlElement cell)
    {
        for (HtmlElement? e = cell; e is not null; e = e.Parent) if (e.Name == "table") return e["role"] is "presentation" or "none";
        return true;
    }

    static bool NextCell(HtmlElement cell) => cell.Parent is { } row && row.Children.OfType<HtmlElement>().SkipWhile(e => e != cell).Skip(1).Any(e => e.Name is "td" or "th");

    static string Inner(HtmlElement element)
    {
        var text = new StringBuilder();
        foreach (var child in element.Children)
        {
            if (child is HtmlText plain) text.Append(plain.Raw);
            if (child is HtmlElement { Name: "br" }) text.Append('\n');
            else if (child is HtmlElement inner) text.Append(Inner(inner));
        }
        return text.ToString();
    }

    /// <summary>Lines with the indents of quotes and lists; white space folds as in a browser.</summary>
    sealed class Page
    {
        readonly StringBuilder text = new();
        readonly List<(string First, string Next, bool[] Used)> indents = [];
        int lineStart;
        bool empty = true, space, wantsBlank;

        public int Length => text.Length;

        public string Since(int start) => start <= text.Length ? text.ToString(start, text.Length - start) : "";

        public void Push(string first, string rest) => indents.Add((first, rest, [false]));

        public void Pop() => indents.RemoveAt(indents.Count - 1);

        public void Inline(string words)
        {
            foreach (var c in words)
            {
                if (c is ' ' or '\t' or '\n' or '\r' or '\f') { space = !empty; continue; }
                if (c is '\u200c' or '\u200b' or '\ufeff' or '\u034f' or '\u00ad') continue;        // padding of preheaders
                if (empty) Indent();
                if (space) text.Append(' ');
                text.Append(c == '\u00a0' ? ' ' : c);
                (space, empty) = (false, false);
            }
        }

        public void Verbatim(string lines)
        {
            foreach (var line in lines.Split('\n'))
            {
                Indent();
                text.Append(line.TrimEnd());
                empty = false;
                Break();
            }
        }

        public void Break(bool onlyIfText = false)
        {
            if (empty && onlyIfText) return;
            if (empty && text.Length == 0) return;
            while (text.Length > lineStart && text[^1] == ' ') text.Length--;
            text.Append('\n');
            lineStart = text.Length;
            (empty, space) = (true, false);
        }

        public void Block()
        {
            Break(onlyIfText: true);
            wantsBlank = text.Length > 0;
        }

        public void Underline(char with)
        {
            if (empty) return;
            var length = 0;
            foreach (var rune in text.ToString(lineStart, text.Length - lineStart).EnumerateRunes()) length += rune.Value > 0x2E7F ? 2 : 1;
            Break();
            Indent();
            text.Append(with, Math.Clamp(length, 3, 70));
            empty = false;
        }

        public string Finish()
        {
            var all = text.ToString().Trim('\n', ' ');
            return all.Length == 0 ? "" : all + "\n";
        }

        void Indent()
        {
            if (wantsBlank)
            {
                // The blank line belongs to the quotes that go on over it.
                foreach (var (_, rest, used) in indents) if (used[0]) text.Append(rest);
                while (text.Length > lineStart && text[^1] == ' ') text.Length--;
                text.Append('\n');
                lineStart = text.Length;
                wantsBlank = false;
            }
            foreach (var (first, rest, used) in indents)
            {
                text.Append(used[0] ? rest : first);
                used[0] = true;
            }
        }
    }
}
