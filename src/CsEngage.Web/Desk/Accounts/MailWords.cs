using System.Globalization;
using CsEngage.Core;
using CsEngage.Web.Host;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>A mail as another system asks for it.</summary>
public sealed record WantedMail(string? Template, string? Guide, string? Note, string? Subject, string? Body, string? Locale, string? Topic);

/// <summary>Judges and writes the mails that other systems send by hand, as the desk's own form does.</summary>
public sealed class MailWords(Authored authored, GuideLetter letters, MailPreview preview)
{
    /// <summary>What is wrong, field by field.</summary>
    public async Task<IReadOnlyList<(string Field, string Detail)>> Wrong(WantedMail wanted)
    {
        var (texts, wrong) = (await authored.Texts(), new List<(string, string)>());
        var ways = new[] { wanted.Template is not null, wanted.Guide is not null, wanted.Body is not null }.Count(way => way);
        if (ways != 1) wrong.Add(("template", "give a template, a guide, or a subject and a body: one of the three"));
        if (wanted.Template is { } template && !texts.Templates.ContainsKey(template)) wrong.Add(("template", "is not the key of a published template"));
        if (wanted.Guide is { } guide && !texts.Guides.ContainsKey(guide)) wrong.Add(("guide", "is not the key of a published guide"));
        if (wanted is { Body: not null, Subject: null }) wrong.Add(("subject", "is required with a body"));
        if (wanted is { Template: not null, Subject: not null } or { Template: not null, Topic: not null }) wrong.Add(("template", "has a subject and a topic of its own: leave them out"));
        if (wanted is { Note: not null, Guide: null }) wrong.Add(("note", "goes with a guide"));
        if (wanted.Locale is { } locale && !Languages.Has(locale)) wrong.Add(("locale", "must be one of " + string.Join(", ", Languages.All.Select(language => language.Locale))));
        if (wanted.Topic is { } topic && texts.Topics.All(known => known.Key != topic)) wrong.Add(("topic", "is not the key of a published topic"));
        if (wanted.Template is null && Topic(wanted, texts) is null) wrong.Add(("topic", "is required: there is none that needs no consent"));
        if (wrong.Count == 0 && await Write(wanted, null) is { } words)
            wrong.AddRange((await preview.Faults(words)).Select(fault => (fault.Field == "body" && wanted.Guide is not null ? "note" : fault.Field, fault.Said)));
        return wrong;
    }

    /// <summary>The words; null where the template's own go out.</summary>
    /// <param name="reader">The reader's language.</param>
    public async Task<OwnWords?> Write(WantedMail wanted, string? reader)
    {
        if (wanted.Template is not null) return null;
        var texts = await authored.Texts();
        var locale = wanted.Locale ?? (Languages.Has(reader) ? reader! : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        if (wanted.Guide is not { } guide) return new OwnWords(locale, Topic(wanted, texts)!, "letter", wanted.Subject!, wanted.Body!, null);
        var letter = letters.Write(guide, texts.Guides[guide], wanted.Note, locale, Topic(wanted, texts)!);
        return wanted.Subject is { } subject ? letter with { Subject = subject } : letter;
    }

    static string? Topic(WantedMail wanted, AuthoredTexts texts) => wanted.Topic ?? texts.Topics.FirstOrDefault(topic => !topic.NeedsConsent)?.Key;
}
