using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.Themes;

/// <summary>The sentences of themes in the reader's language, each looked up once: they are part of the program and never change.</summary>
sealed class ThemeWords(IStringLocalizer<Words> words)
{
    // A template may put sentences together, so there is no end to them.
    const int Most = 2000;

    readonly ConcurrentDictionary<string, Func<string, string>> known = new(StringComparer.Ordinal);

    /// <summary>For a whole page, whose language is the same from its first word to its last. It is the same for each page in it.</summary>
    public Func<string, string> In(CultureInfo culture) => known.GetOrAdd(culture.Name, _ => Spoken());

    Func<string, string> Spoken()
    {
        var spoken = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        return sentence =>
        {
            if (spoken.TryGetValue(sentence, out var word)) return word;
            // Liquid has no braces within an output, so themes write [n] where the words have {n}.
            string found = words[sentence.Replace('[', '{').Replace(']', '}')];
            if (spoken.Count < Most) spoken[sentence] = found;
            return found;
        };
    }
}
