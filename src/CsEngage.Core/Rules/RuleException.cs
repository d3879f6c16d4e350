namespace CsEngage.Core;

/// <summary>A rule or figure that cannot be read. Written for the author who typed it.</summary>
/// <param name="message">What is wrong, as a sentence.</param>
/// <param name="position">Offset in the text, from 0.</param>
/// <param name="expected">What could stand there.</param>
/// <param name="suggestion">What was probably meant.</param>
public sealed class RuleException(string message, int position, string? expected = null, string? suggestion = null)
    : FormatException(message + (expected is null ? "" : $" Expected {expected}.") + (suggestion is null ? "" : $" Did you mean {suggestion}?"))
{
    /// <summary>Offset in the text, from 0; the length of the text when something is missing at its end.</summary>
    public int Position { get; } = position;

    /// <summary>What could stand there.</summary>
    public string? Expected { get; } = expected;

    /// <summary>What was probably meant; null when nothing is near.</summary>
    public string? Suggestion { get; } = suggestion;
}
