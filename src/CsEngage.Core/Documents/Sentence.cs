using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>
/// What is told to people, with its values apart, so that whoever shows it can say it in another language. Its own words are English.
/// There is no way from a text to a sentence but <see cref="Of"/> and <see cref="Verbatim"/>, so that a test finds every one of them.
/// </summary>
/// <param name="Words">The sentence with <c>{0}</c>, <c>{1}</c> … where values belong; as it stands when there are none.</param>
/// <param name="Values">The values: text, numbers, and sentences, which are to be said in the same language.</param>
public sealed record Sentence(string Words, ImmutableArray<object> Values)
{
    /// <summary>A sentence with these values.</summary>
    public static Sentence Of(string words, params ReadOnlySpan<object> values) => new(words, [.. values]);

    /// <summary>What reads the same in every language, such as a name, a sign, or the words of somebody else.</summary>
    public static Sentence Verbatim(string text) => new(text, []);

    /// <summary>Equal when it says the same.</summary>
    public bool Equals(Sentence? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The sentence in English.</summary>
    public override string ToString() => Values.IsEmpty ? Words : string.Format(CultureInfo.InvariantCulture, Words, [.. Values]);
}
