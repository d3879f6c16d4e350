using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Liquid;

/// <summary>What an error says, with its values apart, so that whoever shows it can say it in another language. Its own words are English.</summary>
/// <param name="Words">The sentence with <c>{0}</c>, <c>{1}</c> … where values belong; as it stands when there are none.</param>
/// <param name="Values">The values: text, numbers, and sentences, which are to be said in the same language.</param>
public sealed record LiquidSentence(string Words, ImmutableArray<object> Values)
{
    /// <summary>A sentence with these values.</summary>
    public static LiquidSentence Of(string words, params ReadOnlySpan<object> values)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new(words, [.. values]);
    }

    /// <summary>Words as they stand: nothing in them is a place for a value.</summary>
    /// <exception cref="ArgumentNullException">There are no words.</exception>
    public static implicit operator LiquidSentence(string words) => Of(words);

    /// <summary>Equal when it says the same.</summary>
    public bool Equals(LiquidSentence? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The sentence in English.</summary>
    public override string ToString() => Values.IsEmpty ? Words : string.Format(CultureInfo.InvariantCulture, Words, [.. Values]);
}
