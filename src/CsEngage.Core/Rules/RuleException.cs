namespace CsEngage.Core;

/// <summary>A rule or figure that cannot be read. Written for the author who typed it.</summary>
/// <param name="message">What is wrong, as a sentence.</param>
/// <param name="position">Offset in the text, from 0.</param>
/// <param name="expected">What could stand there.</param>
/// <param name="suggestion">What was probably meant.</param>
public sealed class RuleException(Sentence message, int position, Sentence? expected = null, string? suggestion = null) : FormatException(Whole(message, expected, suggestion).ToString())
{
    /// <summary>Offset in the text, from 0; the length of the text when something is missing at its end.</summary>
    public int Position { get; } = position;

    /// <summary>What could stand there.</summary>
    public Sentence? Expected { get; } = expected;

    /// <summary>What was probably meant; null when nothing is near.</summary>
    public string? Suggestion { get; } = suggestion;

    /// <summary>What is wrong, what was expected and what was probably meant, to be said in the author's language.</summary>
    public Sentence Said { get; } = Whole(message, expected, suggestion);

    static Sentence Whole(Sentence message, Sentence? expected, string? suggestion)
    {
        var said = expected is null ? message : Sentence.Of("{0} Expected {1}.", message, expected);
        return suggestion is null ? said : Sentence.Of("{0} Did you mean {1}?", said, suggestion);
    }
}
