using System.Text;

namespace CsEngage.Mail.Html;

/// <summary>
/// A small tolerant reader and writer of HTML, for bodies that were made safe elsewhere. It never fails: stray end tags are dropped, open elements
/// are closed at the end, and elements nested deeper than the bound become siblings.
/// </summary>
static class HtmlTree
{
    const int Deepest = 100;

    public static HtmlElement Parse(string html)
    {
        var root = new HtmlElement("#root");
        var open = root;
        var (depth, at) = (0, 0);
        while (at < html.Length)
        {
            var mark = html.IndexOf('<', at);
            if (mark < 0 || mark + 1 >= html.Length) { open.Add(new HtmlText(html[at..])); break; }
            if (mark > at) open.Add(new HtmlText(html[at..mark]));
            var next = html[mark + 1];
            if (next is '!' or '?')
            {
                var end = html.AsSpan(mark).StartsWith("<!--") ? After(html, "-->", mark + 4) : After(html, ">", mark);
                open.Add(new HtmlComment(html[mark..end]));
                at = end;
            }
            else if (next == '/' && mark + 2 < html.Length && char.IsAsciiLetter(html[mark + 2]))
            {
                at = After(html, ">", mark);
                Close(html[(mark + 2)..at].TrimEnd('>').Trim().ToLowerInvariant(), ref open, ref depth);
            }
            else if (char.IsAsciiLetter(next))
            {
                at = mark + 1;
                var element = Tag(html, ref at, out var selfClosing);
                Imply(element.Name, ref open, ref depth);
                open.Add(element);
                if (element.Name is "style" or "script" or "title" or "textarea")
                {
                    var end = html.IndexOf("</" + element.Name, at, StringComparison.OrdinalIgnoreCase);
                    element.RawText = html[at..(end < 0 ? html.Length : end)];
                    at = end < 0 ? html.Length : After(html, ">", end);
                }
                else if (!element.IsVoid && !selfClosing && depth < Deepest) { open = element; depth++; }
            }
            else
            {
                open.Add(new HtmlText("&lt;"));
                at = mark + 1;
            }
        }
        return root;
    }

    public static string Write(HtmlElement root)
    {
        var html = new StringBuilder();
        foreach (var child in root.Children) Write(child, html);
        return html.ToString();
    }

    static void Write(HtmlNode node, StringBuilder html)
    {
        switch (node)
        {
            case HtmlText text: html.Append(text.Raw); break;
            case HtmlComment comment: html.Append(comment.Raw); break;
            case HtmlElement element:
                html.Append('<').Append(element.Name);
                foreach (var (name, value) in element.Attributes)
                {
                    html.Append(' ').Append(name);
                    if (value is not null) html.Append("=\"").Append(value.Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
                }
                html.Append('>');
                if (element.IsVoid) break;
                html.Append(element.RawText);
                foreach (var child in element.Children) Write(child, html);
                html.Append("</").Append(element.Name).Append('>');
                break;
        }
    }

    static int After(string html, string mark, int from)
    {
        var end = html.IndexOf(mark, Math.Min(from, html.Length), StringComparison.Ordinal);
        return end < 0 ? html.Length : end + mark.Length;
    }

    static HtmlElement Tag(string html, ref int at, out bool selfClosing)
    {
        var start = at;
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not ('>' or '/')) at++;
        var element = new HtmlElement(html[start..at].ToLowerInvariant());
        selfClosing = false;
        while (at < html.Length && html[at] != '>')
        {
            if (char.IsWhiteSpace(html[at]) || html[at] == '/')
            {
                selfClosing = html[at] == '/' && at + 1 < html.Length && html[at + 1] == '>';
                at++;
                continue;
            }
            start = at;
            while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not ('=' or '>' or '/')) at++;
            if (at == start) { at++; continue; }        // a lone '='
            var name = html[start..at].ToLowerInvariant();
            while (at < html.Length && char.IsWhiteSpace(html[at])) at++;
            string? value = null;
            if (at < html.Length && html[at] == '=')
            {
                at++;
                while (at < html.Length && char.IsWhiteSpace(html[at])) at++;
                value = Quoted(html, ref at);
            }
            if (element.Attributes.Count < 100 && element[name] is null) element.Attributes.Add((name, value));
        }
        if (at < html.Length) at++;
        return element;
    }

    static string Quoted(string html, ref int at)
    {
        if (at < html.Length && html[at] is '"' or '\'')
        {
            var quote = html[at];
            var end = html.IndexOf(quote, at + 1);
            if (end < 0) end = html.Length;
            var value = html[(at + 1)..end];
            at = Math.Min(end + 1, html.Length);
            return value;
        }
        var start = at;
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] != '>') at++;
        return html[start..at];
    }

    static void Close(string name, ref HtmlElement open, ref int depth)
    {
        var (candidate, up) = (open, 0);
        while (candidate.Name != name)
        {
            if (candidate.Parent is null) return;       // nothing of that name is open
            candidate = candidate.Parent;
            up++;
        }
        if (candidate.Parent is null) return;
        open = candidate.Parent;
        depth -= up + 1;
    }

    // End tags that HTML lets authors leave out.
    static void Imply(string opening, ref HtmlElement open, ref int depth)
    {
        var closes = opening switch
        {
            "li" => open.Name is "li",
            "td" or "th" => open.Name is "td" or "th",
            "tr" => open.Name is "td" or "th" or "tr",
            "dt" or "dd" => open.Name is "dt" or "dd",
            "option" => open.Name is "option",
            "p" or "div" or "ul" or "ol" or "table" or "h1" or "h2" or "h3" or "h4" or "blockquote" or "pre" or "hr" => open.Name is "p",
            _ => false,
        };
        if (!closes || open.Parent is null) return;
        var again = opening == "tr" && open.Name is "td" or "th";
        open = open.Parent;
        depth--;
        if (again) Imply(opening, ref open, ref depth);
    }
}
