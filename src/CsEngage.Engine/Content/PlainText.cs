using System.Globalization;
using System.Text;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CsEngage.Engine.Content;

/// <summary>The same text for a reader without HTML: headings stand alone, links show their address, lists keep their marks.</summary>
sealed class PlainText
{
    readonly LiftedText lifted;
    readonly SafeTree tree;
    readonly StringBuilder text = new();

    PlainText(LiftedText lifted, SafeTree tree) => (this.lifted, this.tree) = (lifted, tree);

    public static string Write(MarkdownDocument document, LiftedText lifted, SafeTree tree)
    {
        var plain = new PlainText(lifted, tree);
        plain.Blocks(document, "");
        var written = plain.text.ToString().Trim('\n') + "\n";
        return lifted.PutBack(written, Put, Inert);

        static string Put(LiquidToken token) => token.Kind switch
        {
            LiquidPart.Comment => "",
            LiquidPart.Raw => Inert(SafeMarkdown.RawText(token.Source)),
            _ => token.Source,
        };
    }

    /// <summary>Text that Liquid prints as it stands.</summary>
    public static string Inert(string literal) => literal.Replace("{", "{{'{'}}", StringComparison.Ordinal);

    void Blocks(ContainerBlock container, string indent)
    {
        foreach (var block in container) Block(block, indent);
    }

    void Block(Block block, string indent)
    {
        switch (block)
        {
            case TagLine tags: Line(indent, tags.Words); break;
            case HeadingBlock heading: Paragraph(indent, Inlines(heading.Inline)); break;
            case ThematicBreakBlock: Paragraph(indent, "----"); break;
            case Table table: Rows(table, indent); break;
            case ListBlock list: Items(list, indent); break;
            case DefinitionList definitions: Definitions(definitions, indent); break;
            case FootnoteGroup footnotes: Footnotes(footnotes, indent); break;
            case AlertBlock alert: Paragraph(indent + "> ", AlertTitle.In(lifted, alert.Kind.ToString())); Blocks(alert, indent + "> "); break;
            case QuoteBlock quote: Blocks(quote, indent + "> "); break;
            case CodeBlock code: Paragraph(indent + "    ", code.Lines.ToString()); break;
            case LinkReferenceDefinitionGroup: break;
            case ContainerBlock container: Blocks(container, indent); break;
            case LeafBlock { Inline: { } inline }: Paragraph(indent, Inlines(inline)); break;
        }
    }

    void Items(ListBlock list, string indent)
    {
        var number = int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out var first) ? first : 1;
        foreach (var child in list)
        {
            if (child is not ListItemBlock item) { Block(child, indent); continue; }
            var mark = list.IsOrdered ? $"{number++}. " : "- ";
            var start = text.Length;
            Blocks(item, indent + new string(' ', mark.Length));
            if (text.Length >= start + indent.Length + mark.Length)
            {
                text.Remove(start + indent.Length, mark.Length).Insert(start + indent.Length, mark);
                if (!list.IsLoose && text.Length > 1 && text[^1] == '\n' && text[^2] == '\n') text.Length--;
            }
        }
        text.Append('\n');
    }

    void Definitions(DefinitionList definitions, string indent)
    {
        foreach (var item in definitions.OfType<DefinitionItem>())
            foreach (var part in item)
            {
                if (part is DefinitionTerm term) Line(indent, Inlines(term.Inline));
                else Block(part, indent + "    ");
            }
    }

    void Footnotes(FootnoteGroup group, string indent)
    {
        foreach (var footnote in group.OfType<Footnote>())
        {
            Line(indent, $"[{footnote.Order}]");
            Blocks(footnote, indent + "    ");
        }
    }

    void Rows(Table table, string indent)
    {
        foreach (var row in table.OfType<TableRow>())
            Line(indent, string.Join(" | ", row.OfType<TableCell>().Select(cell => string.Join(' ', cell.OfType<LeafBlock>().Select(leaf => Inlines(leaf.Inline))))));
        text.Append('\n');
    }

    void Paragraph(string indent, string words)
    {
        foreach (var line in words.Split('\n')) Line(indent, line);
        text.Append('\n');
    }

    void Line(string indent, string words) => text.Append(indent).Append(words).Append('\n');

    string Inlines(ContainerInline? inlines) => inlines is null ? "" : string.Concat(inlines.Select(Inline));

    string Inline(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => "\n",
        TaskList task => task.Checked ? "[x]" : "[ ]",
        AutolinkInline auto => auto.Url,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        FootnoteLink { IsBackLink: false } note => $"[{note.Footnote.Order}]",
        LinkInline { IsImage: true } image => Inlines(image) is { Length: > 0 } label ? $"[{label}]" : "",
        LinkInline link => Linked(Inlines(link), tree.AddressOf(link)),
        ContainerInline container => Inlines(container),
        _ => "",
    };

    static string Linked(string label, string address) =>
        address.Length == 0 || label == address || address.StartsWith('#') || address == "mailto:" + label ? label : $"{label} ({address})";
}
