using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>One named piece of data in a <see cref="Reason"/>.</summary>
/// <param name="Name">What it is: kind, subject, role, window …</param>
/// <param name="Value">The value.</param>
public readonly record struct Argument(string Name, Quantity Value);

/// <summary>
/// Why a rule came out as it did, as data: a screen words it in the reader's language by <paramref name="Key"/> and arguments. Persons and
/// contracts are named by id only, so that a stored explanation holds no names.
/// </summary>
/// <param name="Key">
/// What kind of reason it is. Rules: and, or, not, compare, in, known, within, passed, contains, starts-with, ends-with, absence, role,
/// segment, checkpoint, enrolled, contract. Figures: number, text, date, flag, duration, account-field, contact-field, contract-field, count,
/// sum, average, first, last, last-value, share, progress, recency, days-since, days-until, add, subtract, multiply, divide.
/// </param>
/// <param name="Text">The part of the rule it speaks of, in canonical writing.</param>
/// <param name="Value">Whether that part holds; null for figures.</param>
/// <param name="Found">What a figure came to; for rules about one fact, that fact (such as the time of the last signal).</param>
/// <param name="Arguments">
/// What was asked for. Of signals: kind, subject, who (and in parts: who-kind this, role, any, all or at-least; role; at-least), window (and
/// in parts: window-size, window-before), n, observed-at. Of comparisons: comparator, wanted. Of times: for, next, last, half-life. Of shares:
/// role, where, yes, of. Of contracts: quantifier, and the ids of those that decided it. Otherwise what the word says: field, journey, checkpoint, segment.
/// </param>
/// <param name="Parts">Reasons of its parts.</param>
public sealed record Reason(string Key, string Text, Truth? Value, Quantity Found, ImmutableArray<Argument> Arguments, ImmutableArray<Reason> Parts)
{
    /// <summary>An argument by name; unknown when there is none.</summary>
    public Quantity this[string name]
    {
        get
        {
            foreach (var argument in Arguments)
                if (argument.Name == name)
                    return argument.Value;
            return Quantity.Unknown;
        }
    }
}
