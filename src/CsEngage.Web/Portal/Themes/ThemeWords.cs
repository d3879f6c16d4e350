using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.Themes;

/// <summary>The sentences of themes in the reader's language, each looked up once: they are part of the program and never change.</summary>
sealed class ThemeWords(IStringLocalizer<Words> words)
{
    // A template may put sentences together, so there is no end to them.
    const int Most = 2000;

    readonly ConcurrentDictionary<(string Culture, string Sentence), string> known = new();

    public string Of(string sentence)
    {
        var name = (CultureInfo.CurrentUICulture.Name, sentence);
        if (known.TryGetValue(name, out var word)) return word;
        // Liquid has no braces within an output, so themes write [n] where the words have {n}.
        string found = words[sentence.Replace('[', '{').Replace(']', '}')];
        if (known.Count < Most) known[name] = found;
        return found;
    }
}
