using CsEngage.Mail;

namespace CsEngage.Engine.Content;

/// <summary>A fault in an authored text, told to its author: what is wrong, on which line, and what to do.</summary>
public sealed class ContentException(Sentence said, int line = 0) : Exception(said.ToString())
{
    /// <summary>What is wrong, to be said in the author's language.</summary>
    public Sentence Said { get; } = said;

    /// <summary>1-based line of the source; 0 when the whole text is meant.</summary>
    public int Line { get; } = line;
}
