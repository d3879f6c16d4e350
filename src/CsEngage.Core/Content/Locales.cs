using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Which of several variants a reader gets.</summary>
/// <param name="Locale">The locale of the variant.</param>
/// <param name="IsFallback">It is not in the reader's language, and the reader is told.</param>
public sealed record ChosenLocale(string Locale, bool IsFallback);

/// <summary>Locales of content.</summary>
public static class Locales
{
    /// <summary>
    /// Exactly the reader's locale, its language, another variant of that language, the portal's default, the operator's default, and then, so
    /// that nobody stands before an empty page, the first there is. Null when there is none at all.
    /// </summary>
    public static ChosenLocale? Choose(ImmutableArray<string> published, string reader, string? portal, string operatorDefault)
    {
        foreach (var wanted in new[] { reader, portal, operatorDefault })
            if (wanted is not null && Find(published, wanted) is { } found) return new(found, Language(found) != Language(reader));
        var first = published.Order(StringComparer.Ordinal).FirstOrDefault();
        return first is null ? null : new(first, Language(first) != Language(reader));
    }

    /// <summary>The language of a locale: "pt" of "pt-BR".</summary>
    public static string Language(string locale) => locale.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? locale[..dash] : locale;

    static string? Find(ImmutableArray<string> published, string wanted) =>
        published.FirstOrDefault(locale => string.Equals(locale, wanted, StringComparison.OrdinalIgnoreCase))
        ?? published.FirstOrDefault(locale => string.Equals(locale, Language(wanted), StringComparison.OrdinalIgnoreCase))
        ?? published.Order(StringComparer.Ordinal).FirstOrDefault(locale => string.Equals(Language(locale), Language(wanted), StringComparison.OrdinalIgnoreCase));
}
