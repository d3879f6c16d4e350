using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Mail;

/// <summary>A sentence for people, with its values apart, so that whoever shows it can say it in another language. Its own words are English.</summary>
/// <param name="Words">The sentence with <c>{0}</c>, <c>{1}</c> … where values belong; as it stands when there are none.</param>
/// <param name="Values">The values; one that is a sentence itself is to be said in the same language.</param>
public sealed record Sentence(string Words, ImmutableArray<object> Values)
{
    /// <summary>A sentence with these values.</summary>
    public static Sentence Of(string words, params ReadOnlySpan<object> values) => new(words, [.. values]);

    /// <summary>Words of somebody else, such as a server: nothing in them is a place for a value.</summary>
    public static implicit operator Sentence(string words) => Of(words);

    /// <summary>Equal when it says the same.</summary>
    public bool Equals(Sentence? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The sentence in English.</summary>
    public override string ToString() => Values.IsEmpty ? Words : string.Format(CultureInfo.InvariantCulture, Words, [.. Values]);
}
