using CsEngage.Core;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CsEngage.Engine.Content;

/// <summary>
/// A block tag must end in the paragraph, list item or emphasis in which it begins; otherwise a condition that is false would leave
/// half an element behind. Said to the author with the line, not found out by a reader.
/// </summary>
sealed class TagBalance(LiftedText lifted)
{
    static readonly HashSet<string> Blocks = ["if", "unless", "case", "for", "tablerow", "capture", "form", "paginate"];

    /// <summary>+1 when a token opens a block, -1 when it closes one.</summary>
    public static int Step(LiquidToken token) =>
        token.Kind != LiquidPart.Tag ? 0
        : Blocks.Contains(token.Name) ? 1
        : token.Name.StartsWith("end", StringComparison.Ordinal) && Blocks.Contains(token.Name[3..]) ? -1
        : 0;

    public void Check(MarkdownObject element)
    {
        var open = new Stack<LiquidToken>();
        switch (element)
        {
            case TagLine line: CheckTokens(line.Words, open); break;
            case ContainerBlock container:
                for (var at = 0; at < container.Count; at++)
                {
                    if (container[at] is not TagLine tags)
                    {
                        Check(container[at]);
                        continue;
                    }
                    if (IsRow(container, at - 1) || IsRow(container, at + 1)) throw new ContentException(Sentence.Of("Rows of a table cannot be repeated or left out. Write a list instead, or put the condition into the cells."), lifted.In(tags.Words).First().Line);
                    CheckTokens(tags.Words, open);
                }
                break;
            case CodeBlock code: CheckTokens(code.Lines.ToString(), open); break;
            case LeafBlock { Inline: { } inline }: Check(inline); break;
            case ContainerInline inlines:
                foreach (var child in inlines)
                {
                    if (child is LiteralInline literal) CheckTokens(literal.Content.ToString(), open);
                    else Check(child);
                }
                break;
        }
        if (open.TryPeek(out var left)) throw new ContentException(Sentence.Of("{0} is not closed within the same paragraph, list item or emphasis. Put both tags on lines of their own, or both into the same place.", left.Source), left.Line);
    }

    // Markdown has a table finished where a line of tags comes; the rows behind it would be text with bars.
    bool IsRow(ContainerBlock container, int at) => at >= 0 && at < container.Count && container[at] is ParagraphBlock { Span.Start: var start } && start < lifted.Text.Length && lifted.Text[start] == '|';

    void CheckTokens(string text, Stack<LiquidToken> open)
    {
        foreach (var token in lifted.In(text))
        {
            var step = Step(token);
            if (step > 0) open.Push(token);
            else if (step < 0 && (!open.TryPop(out var opened) || "end" + opened.Name != token.Name))
                throw new ContentException(Sentence.Of("{0} closes nothing that was opened in the same paragraph, list item or emphasis. Put both tags on lines of their own, or both into the same place.", token.Source), token.Line);
        }
    }
}
