using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// A short authored text in several locales, such as the title of a checkpoint. Locales are BCP 47 tags ("en", "ja", "pt-BR");
/// look-up falls back from the tag to its language, then to each locale in <c>fallbacks</c>, then to any text there is.
/// </summary>
public sealed record LocalizedText(ImmutableSortedDictionary<string, string> Texts)
{
    /// <summary>No text in any locale.</summary>
    public static readonly LocalizedText Empty = new(ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>The same text for every reader.</summary>
    public static LocalizedText Of(string text, string locale = "en") => new(Empty.Texts.Add(locale, text));

    /// <summary>The text for a reader of <paramref name="locale"/>; empty only if there is no text at all.</summary>
    public string In(string locale, params ReadOnlySpan<string> fallbacks)
    {
        if (Find(locale) is { } text) return text;
        foreach (var fallback in fallbacks)
            if (Find(fallback) is { } other) return other;
        return Find("en") ?? Texts.Values.FirstOrDefault("");
    }

    string? Find(string locale) =>
        Texts.TryGetValue(locale, out var text) ? text
        : locale.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash && Texts.TryGetValue(locale[..dash], out var general) ? general
        : null;

    /// <summary>Two texts are equal when they say the same in the same locales.</summary>
    public bool Equals(LocalizedText? other) => other is not null && Texts.SequenceEqual(other.Texts);

    /// <inheritdoc/>
    public override int GetHashCode() => Texts.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));
}
