using System.Collections.Immutable;
using System.Text;

namespace CsEngage.Mail.Html;

/// <summary>
/// A style sheet split into what can be inlined and what must stay in a <c>style</c> element (media queries, :hover, fonts).
/// Selectors: element, class, id, descendant, child, :first-child, :last-child, and lists of these. Others stay.
/// </summary>
sealed class CssSheet
{
    static readonly System.Buffers.SearchValues<char> Unknown = System.Buffers.SearchValues.Create("[]()+~*\\\"");
    readonly ImmutableArray<CssRule> rules;

    CssSheet(ImmutableArray<CssRule> rules, string rest) => (this.rules, Rest) = (rules, rest);

    /// <summary>What could not be inlined, to be kept in the head.</summary>
    public string Rest { get; }

    public static CssSheet Parse(string css)
    {
        css = WithoutComments(css);
        var found = ImmutableArray.CreateBuilder<CssRule>();
        var rest = new StringBuilder();
        for (var at = 0; at < css.Length;)
        {
            var open = css.IndexOf('{', at);
            var semicolon = css.IndexOf(';', at);
            if (semicolon >= 0 && (open < 0 || semicolon < open)) { rest.Append(css, at, semicolon + 1 - at).Append('\n'); at = semicolon + 1; continue; }
            if (open < 0) break;
            var close = Close(css, open);
            var head = css[at..open].Trim();
            var body = css[(open + 1)..close];
            at = Math.Min(close + 1, css.Length);
            if (head.StartsWith('@')) { rest.Append(head).Append('{').Append(body.Trim()).Append("}\n"); continue; }
            var declarations = Declarations(body);
            foreach (var selector in head.Split(','))
            {
                if (Selector(selector.Trim()) is { } steps) found.Add(new(steps, declarations, Weigh(steps)));
                else rest.Append(selector.Trim()).Append('{').Append(body.Trim()).Append("}\n");
            }
        }
        return new([.. found.Select((rule, order) => (rule, order)).OrderBy(r => r.rule.Specificity).ThenBy(r => r.order).Select(r => r.rule)], rest.ToString());
    }

    /// <summary>Writes the sheet into the style attributes of all elements; what stands there already wins.</summary>
    public void Inline(HtmlElement root)
    {
        foreach (var element in root.Descendants())
        {
            var style = new List<(string Property, string Value)>();
            foreach (var rule in rules) if (rule.Matches(element)) foreach (var declaration in rule.Declarations) Set(style, declaration);
            if (style.Count == 0) continue;
            foreach (var declaration in Declarations(element["style"] ?? "")) Set(style, declaration);
            element["style"] = string.Join(';', style.Select(d => $"{d.Property}:{d.Value}"));
        }
    }

    public static ImmutableArray<(string Property, string Value)> Declarations(string body)
    {
        var found = ImmutableArray.CreateBuilder<(string, string)>();
        var (start, depth, quote) = (0, 0, '\0');
        for (var i = 0; i <= body.Length; i++)
        {
            if (i < body.Length)
            {
                var c = body[i];
                if (quote != '\0') { if (c == quote) quote = '\0'; continue; }
                if (c is '"' or '\'') { quote = c; continue; }
                if (c == '(') depth++;
                if (c == ')' && depth > 0) depth--;
                if (c != ';' || depth > 0) continue;
            }
            var declaration = body[start..i];
            start = i + 1;
            var colon = declaration.IndexOf(':');
            if (colon > 0 && declaration[..colon].Trim() is { Length: > 0 } property && declaration[(colon + 1)..].Trim() is { Length: > 0 } value) found.Add((property.ToLowerInvariant(), value));
        }
        return found.ToImmutable();
    }

    static void Set(List<(string Property, string Value)> style, (string Property, string Value) declaration)
    {
        var important = style.FindIndex(d => d.Property == declaration.Property);
        if (important >= 0 && style[important].Value.EndsWith("!important", StringComparison.OrdinalIgnoreCase) && !declaration.Value.EndsWith("!important", StringComparison.OrdinalIgnoreCase)) return;
        style.RemoveAll(d => d.Property == declaration.Property);
        style.Add(declaration);     // behind, so that a later longhand stays behind the shorthand it refines
    }

    static ImmutableArray<CssStep>? Selector(string selector)
    {
        var steps = ImmutableArray.CreateBuilder<CssStep>();
        var child = false;
        foreach (var word in selector.Replace(">", " > ", StringComparison.Ordinal).Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == ">") { child = true; continue; }
            if (Step(word, child) is not { } step) return null;
            steps.Add(step);
            child = false;
        }
        return steps.Count == 0 ? null : steps.ToImmutable();
    }

    static CssStep? Step(string word, bool child)
    {
        if (word.AsSpan().IndexOfAny(Unknown) >= 0) return null;
        var classes = ImmutableArray.CreateBuilder<string>();
        string? element = null, id = null, pseudo = null;
        for (var at = 0; at < word.Length;)
        {
            var kind = word[at] is '.' or '#' or ':' ? word[at++] : '\0';
            var start = at;
            while (at < word.Length && word[at] is not ('.' or '#' or ':')) at++;
            var name = word[start..at];
            if (name.Length == 0) return null;
            switch (kind)
            {
                case '.': classes.Add(name); break;
                case '#': id = name; break;
                case ':' when name is "first-child" or "last-child" && pseudo is null: pseudo = name; break;
                case ':': return null;
                default: element = name.ToLowerInvariant(); break;
            }
        }
        return new(element, classes.ToImmutable(), id, pseudo, child);
    }

    static int Weigh(ImmutableArray<CssStep> steps) =>
        steps.Sum(s => (s.Id is null ? 0 : 10_000) + ((s.Classes.Length + (s.Pseudo is null ? 0 : 1)) * 100) + (s.Element is null ? 0 : 1));

    static int Close(string css, int open)
    {
        var depth = 0;
        for (var i = open; i < css.Length; i++)
        {
            if (css[i] == '{') depth++;
            if (css[i] == '}' && --depth == 0) return i;
        }
        return css.Length;
    }

    static string WithoutComments(string css)
    {
        var text = new StringBuilder(css.Length);
        var at = 0;
        while (css.IndexOf("/*", at, StringComparison.Ordinal) is var open and >= 0)
        {
            text.Append(css, at, open - at);
            var close = css.IndexOf("*/", open + 2, StringComparison.Ordinal);
            if (close < 0) return text.ToString();
            at = close + 2;
        }
        return text.Append(css, at, css.Length - at).ToString();
    }
}
