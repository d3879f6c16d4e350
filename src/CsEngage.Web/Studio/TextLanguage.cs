using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Engine.Accounts;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio;

/// <summary>Something that can be written in a text, and what it is in the author's words; those are empty where the name says it all.</summary>
public sealed record TextName(string Name, string Says);

/// <summary>A value of the reader's.</summary>
/// <param name="Name">Its path: contact.greeting_name.</param>
/// <param name="Says">What it is.</param>
/// <param name="IsSure">Whether everybody has it; otherwise a text says what stands in for it.</param>
public sealed record TextValue(string Name, string Says, bool IsSure)
{
    /// <summary>As it is written in a text.</summary>
    public string Written => IsSure ? $"{{{{ {Name} }}}}" : $"{{{{ {Name} | default: \"…\" }}}}";
}

/// <summary>All that can be written next in a text.</summary>
public sealed record TextOffer(ImmutableArray<TextValue> Values, ImmutableArray<TextName> Filters, ImmutableArray<TextName> Tags, ImmutableArray<TextName> Guides, ImmutableArray<TextName> Media);

/// <summary>What authors may write between braces and as links: asked for by the editor while they type.</summary>
public sealed class TextLanguage(ContentShelf shelf, MediaShelf media, AccountFields fields, IStringLocalizer<Words> words)
{
    static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["contact.greeting_name"] = Words.Key("the reader's name"), ["contact.name"] = Words.Key("the reader's full name"), ["contact.given_name"] = Words.Key("the reader's given name"),
        ["account.name"] = Words.Key("their company"), ["account.tier"] = Words.Key("the tier of their company"), ["account.lifecycle"] = Words.Key("onboarding, adopting, renewing …"),
        ["csm.name"] = Words.Key("who looks after them"), ["csm.title"] = Words.Key("their title"), ["csm.book_url"] = Words.Key("where one books a time with them"), ["csm.photo"] = Words.Key("address of their photo"),
        ["operator.name"] = Words.Key("the name of your company"), ["operator.legal_name"] = Words.Key("its legal name"), ["operator.address"] = Words.Key("its postal address"), ["operator.url"] = Words.Key("its website"),
        ["portal.name"] = Words.Key("the name of their portal"), ["portal.url"] = Words.Key("address of their portal"), ["preferences_url"] = Words.Key("where they choose what they get"), ["contact.roles"] = Words.Key("the reader’s roles, a list"), ["contact.locale"] = Words.Key("the reader’s language"),
        ["next.title"] = Words.Key("what their portal asks for next"), ["next.reason"] = Words.Key("what it is good for"), ["next.minutes"] = Words.Key("how many minutes it takes"), ["next.url"] = Words.Key("address of what comes next"),
        ["journey.title"] = Words.Key("their journey"), ["journey.progress"] = Words.Key("how far they are, from 0 to 1"),
    };

    static readonly Dictionary<string, string> KnownInMail = new(StringComparer.Ordinal)
    {
        ["checkpoint.title"] = Words.Key("the checkpoint it is about"), ["checkpoint.promise"] = Words.Key("what they can do once it is reached"),
        ["unsubscribe_url"] = Words.Key("where they leave this topic"),
    };

    // What texts want most comes first, then the rest by name.
    static readonly (string Name, string Says)[] Usual =
    [
        ("default", Words.Key("what stands in for a value that is missing")), ("date_local", Words.Key("a date as the reader's language writes it")), ("number_local", Words.Key("a number as the reader's language writes it")),
        ("upcase", Words.Key("in capital letters")), ("capitalize", Words.Key("with a capital first letter")), ("downcase", Words.Key("in small letters")), ("join", Words.Key("a list as one text")), ("size", Words.Key("how many there are, or how long it is")),
        ("truncate", Words.Key("cut to a length")), ("replace", Words.Key("with one piece of text in place of another")), ("strip", Words.Key("without the spaces around it")), ("first", Words.Key("the first of a list")), ("last", Words.Key("the last of a list")),
        ("round", Words.Key("a number rounded")), ("plus", Words.Key("a number added")), ("minus", Words.Key("a number taken away")), ("times", Words.Key("multiplied by a number")), ("divided_by", Words.Key("divided by a number")),
        ("guide_url", Words.Key("address of a guide")), ("media_url", Words.Key("address of a picture or file")), ("markdown", Words.Key("text that holds Markdown")), ("date", Words.Key("a date in a form of your own")),
    ];

    static readonly (string Name, string Says)[] UsualTags =
    [
        ("if", Words.Key("only where a condition holds")), ("else", Words.Key("where it does not")), ("elsif", Words.Key("where another condition holds")), ("for", Words.Key("once for each of a list")), ("assign", Words.Key("a name for a value")),
        ("case", Words.Key("what fits one of several values")), ("when", Words.Key("one of these values")), ("unless", Words.Key("only where a condition does not hold")), ("capture", Words.Key("a name for a piece of text")),
        ("comment", Words.Key("a note that readers do not see")), ("raw", Words.Key("braces as they stand")),
    ];

    static readonly ImmutableArray<string> Tags = Ordered(
        EngageLiquid.Language.TagNames.Concat(EngageLiquid.Language.BlockNames.Select(name => "end" + name)).Concat(["else", "elsif", "when"]).Except(["render", "include"], StringComparer.Ordinal), UsualTags);

    static readonly ImmutableArray<string> Filters = Ordered(EngageLiquid.Language.FilterNames.Except(EngageLiquid.Inner, StringComparer.Ordinal), Usual);

    static ImmutableArray<string> Ordered(IEnumerable<string> names, (string Name, string Says)[] usual)
    {
        var (all, first) = (names.ToList(), usual.Select(one => one.Name).ToList());
        // A sign is no word that anybody looks for.
        return [.. first.Where(all.Contains), .. all.Except(first, StringComparer.Ordinal).OrderBy(name => !char.IsLetter(name[0])).ThenBy(name => name, StringComparer.Ordinal)];
    }

    public async Task<TextOffer> Of(TextReaders readers, string locale)
    {
        var isMail = readers is TextReaders.OfMail;
        var values = (isMail ? Known.Concat(KnownInMail) : Known).Select(one => new TextValue(one.Key, words[one.Value], !TemplateModel.MayBeMissing(one.Key, isMail))).ToImmutableArray();
        // One name may stand for more keys than one: it is written alike, and so told once, by its label where it has one.
        var own = (await fields.All()).GroupBy(field => TemplateModel.Field(field.Key), StringComparer.Ordinal).Where(field => values.All(one => one.Name != $"account.{field.Key}"))
            .Select(field => new TextValue($"account.{field.Key}", field.Select(one => one.Value.Title.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)).FirstOrDefault(title => title.Length > 0) ?? words["a field of your own"], IsSure: false));
        var guides = (await shelf.All("guide")).Select(guide => new TextName(guide.Item.Key, (guide.Drafts.FirstOrDefault(draft => draft.Locale == locale) ?? guide.Drafts.FirstOrDefault())?.Title ?? ""));
        return new([.. values, .. own], Named(Filters, Usual), Named(Tags, UsualTags), [.. guides], [.. (await media.All()).Select(one => new TextName(one.Key, one.FileName))]);
    }

    ImmutableArray<TextName> Named(ImmutableArray<string> names, (string Name, string Says)[] usual) =>
        [.. names.Select(name => new TextName(name, Array.Find(usual, one => one.Name == name) is { Says: { } says } ? words[says] : ""))];
}
