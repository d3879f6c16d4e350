using System.Globalization;
using CsEngage.Core;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>Writes the short mail that hands somebody a guide: a greeting, a personal note, the link into their portal. In the reader's language.</summary>
public sealed class GuideLetter(IStringLocalizer<Words> words)
{
    /// <param name="note">Markdown; null for the usual sentence.</param>
    public OwnWords Write(string guide, LocalizedText title, string? note, string locale, string topic)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(locale);
            var name = Plain(title.In(locale));
            var body = $"""
                {words["Hello {name},"].Value.Replace("{name}", $"{{{{ contact.greeting_name | default: \"{words["there"]}\" }}}}", StringComparison.Ordinal)}

                {(string.IsNullOrWhiteSpace(note) ? words["This guide fits what you are doing now:"].Value : note.Trim())}

                **[{name}](guide:{guide})**

                {words["Kind regards"]}\
                {"{{ csm.name | default: operator.name }}"}
                """;
            return new OwnWords(locale, topic, "letter", words["A guide for you: {0}", name], body, guide);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // A title is text: what would be Markdown or Liquid in it is left out, and it stays readable as a subject.
    static string Plain(string title) => string.Concat(title.Where(letter => !"[]{}*_`\\<>".Contains(letter, StringComparison.Ordinal)));
}
