namespace CsEngage.Mail.Html;

/// <summary>A piece of HTML. Texts and attribute values stay as written, entities and template tokens included, so what goes in comes out.</summary>
abstract class HtmlNode
{
    public HtmlElement? Parent { get; set; }
}

/// <summary>Text between tags, as written.</summary>
sealed class HtmlText(string raw) : HtmlNode
{
    public string Raw { get; } = raw;
}

/// <summary>A comment, a declaration or a conditional comment, as written with its marks.</summary>
sealed class HtmlComment(string raw) : HtmlNode
{
    public string Raw { get; } = raw;
}

/// <summary>An element.</summary>
sealed class HtmlElement(string name) : HtmlNode
{
    static readonly HashSet<string> Voids = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

    /// <summary>In lower case.</summary>
    public string Name { get; } = name;

    public List<(string Name, string? Value)> Attributes { get; } = [];

    public List<HtmlNode> Children { get; } = [];

    public bool IsVoid => Voids.Contains(Name);

    /// <summary>The text of style, script, title and textarea, which holds no tags.</summary>
    public string? RawText { get; set; }

    public string? this[string attribute]
    {
        get
        {
            foreach (var (name, value) in Attributes) if (name == attribute) return value ?? "";
            return null;
        }
        set
        {
            Attributes.RemoveAll(a => a.Name == attribute);
            if (value is not null) Attributes.Add((attribute, value));
        }
    }

    public bool HasClass(string name) => this["class"] is { } classes && classes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(name);

    public void Add(HtmlNode child)
    {
        child.Parent = this;
        Children.Add(child);
    }

    public void Replace(HtmlNode old, HtmlNode with)
    {
        Children[Children.IndexOf(old)] = with;
        with.Parent = this;
    }

    public IEnumerable<HtmlElement> Descendants()
    {
        foreach (var child in Children)
        {
            if (child is not HtmlElement element) continue;
            yield return element;
            foreach (var below in element.Descendants()) yield return below;
        }
    }
}
