using CsEngage.Core;
using CsEngage.Liquid;

namespace CsEngage.Engine.Content;

/// <summary>A fault in an authored text, told to its author: what is wrong, on which line, and what to do.</summary>
public sealed class ContentException(Sentence said, int line = 0) : Exception(said.ToString())
{
    /// <summary>What is wrong, to be said in the author's language.</summary>
    public Sentence Said { get; } = said;

    /// <summary>1-based line of the source; 0 when the whole text is meant.</summary>
    public int Line { get; } = line;

    /// <summary>The first mistake in the Liquid of a text, with the words around it: its own place may be one of a text that the author never sees.</summary>
    internal static ContentException Of(LiquidException fault, int line = 0)
    {
        var first = fault.Errors[0];
        return new(Sentence.Of("{0} It stands here: {1}", Say(first), first.LineText.Trim()), line);
    }

    /// <summary>A mistake in Liquid with what was probably meant.</summary>
    internal static Sentence Say(LiquidError mistake)
    {
        var said = new Sentence(mistake.Said.Words, mistake.Said.Values);
        return mistake.Suggestion is { } meant ? Sentence.Of("{0} Did you mean {1}?", said, $"“{meant}”") : said;
    }
}
