using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CsEngage.Engine.Content;

/// <summary>
/// A Markdown text in which code says nothing, so that examples of Liquid and of links are not taken for such. Every character keeps its place.
/// A fence that says <c>liquid</c> is no example: it is run.
/// </summary>
public static class CodeMask
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder { MaximumNestingDepth = 128 }.UsePreciseSourceLocation().Build();

    /// <param name="source">Markdown, with line feeds as ends of lines. What is too much for Markdown comes back as it is.</param>
    public static string Of(string source)
    {
        MarkdownDocument document;
        try
        {
            MarkdownLimits.Check(source);
            document = Markdown.Parse(source, Pipeline);
        }
        catch (Exception tooMuch) when (tooMuch is ContentException or ArgumentException)
        {
            // Told where the text is compiled.
            return source;
        }

        var masked = source.ToCharArray();
        foreach (var code in document.Descendants().Where(IsCode))
            for (var at = code.Span.Start; at <= code.Span.End && at < masked.Length; at++)
                masked[at] = masked[at] switch { '{' or '[' or '｛' => '(', '}' or ']' or '｝' => ')', var other => other };
        return new(masked);
    }

    static bool IsCode(MarkdownObject one) => one is CodeInline or (CodeBlock and not FencedCodeBlock { Info: "liquid" });
}
