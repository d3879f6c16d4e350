using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// A part of a rule or figure as it is written, as data: a screen words it in the reader's language by <paramref name="Key"/> and arguments. What a
/// <see cref="Reason"/> is to a verdict, this is to the rule itself; it needs no facts.
/// </summary>
/// <param name="Key">The key of the reason that this part would give; besides "guide" for the short way of asking for a guide, and "survey-answer".</param>
/// <param name="Text">The part in canonical writing.</param>
/// <param name="Arguments">What is asked for, named as in reasons; of a guide: guide, verb, who, within; of a literal: value.</param>
/// <param name="Parts">Its parts.</param>
public sealed record Phrase(string Key, string Text, ImmutableArray<Argument> Arguments, ImmutableArray<Phrase> Parts)
{
    /// <summary>An argument by name; unknown when there is none.</summary>
    public Quantity this[string name] => Arguments.FirstOrDefault(argument => argument.Name == name).Value;
}
