using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsEngage.Engine.Recipes;
using CsEngage.Web.Desk;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Documents;

/// <summary>One field of a document and what it says.</summary>
public sealed record DocumentLine(string Label, ImmutableArray<DocumentSaying> Says);

/// <summary>What a field says: a text, a rule, another document by its title, or a part with fields of its own.</summary>
public abstract record DocumentSaying
{
    public sealed record Text(string Words) : DocumentSaying;

    public sealed record Ruled(WordedRule Rule) : DocumentSaying;

    public sealed record Named(string Title, string? Address) : DocumentSaying;

    public sealed record Part(string Title, string? Note, ImmutableArray<DocumentLine> Lines) : DocumentSaying;
}

/// <summary>
/// A document in words: its fields by their names in the reader's language, rules said, other documents by title, lengths of time as people say
/// them. One way for all kinds, by what the published schemas say of a field; what has no word of its own is shown as it is written.
/// </summary>
public sealed partial class DocumentWords(IStringLocalizer<Words> words, RuleSpeech rules)
{
    readonly IStringLocalizer<Words> words = words;
    readonly RuleSpeech rules = rules;

    static readonly FrozenSet<string> Unsaid = FrozenSet.Create(StringComparer.Ordinal, "schema", "key", "title", "id", "kind", "order");

    static readonly FrozenDictionary<string, string> Labels = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["description"] = Words.Key("Description"), ["why"] = Words.Key("Why"), ["opens"] = Words.Key("Opens when"), ["closes"] = Words.Key("Closes by itself when"), ["cooldown"] = Words.Key("Not repeated for"),
        ["due"] = Words.Key("Due after"), ["assign"] = Words.Key("Assigned to"), ["priority"] = Words.Key("Priority"), ["minutes"] = Words.Key("Effort"), ["template"] = Words.Key("Mail template"), ["guides"] = Words.Key("Guides"),
        ["checklist"] = Words.Key("Steps"), ["outcomes"] = Words.Key("Outcomes"), ["result"] = Words.Key("Counts as"), ["reason"] = Words.Key("Asks for a reason"), ["of"] = Words.Key("Consists of"), ["rule"] = Words.Key("Who is in it"),
        ["topic"] = Words.Key("Topic"), ["reask"] = Words.Key("Not repeated for"), ["expires"] = Words.Key("Closes after"), ["intro"] = Words.Key("Introduction"), ["thanks"] = Words.Key("Thanks"), ["invitation"] = Words.Key("Invitation"),
        ["questions"] = Words.Key("Questions"), ["required"] = Words.Key("Required"), ["from"] = Words.Key("From"), ["to"] = Words.Key("To"), ["low"] = Words.Key("Lowest means"), ["high"] = Words.Key("Highest means"),
        ["several"] = Words.Key("Several answers"), ["choices"] = Words.Key("Choices"), ["rows"] = Words.Key("Rows"), ["ask_if"] = Words.Key("Asked after answers"), ["scope"] = Words.Key("Scores of"),
        ["coverage_minimum"] = Words.Key("Minimum coverage"), ["bands"] = Words.Key("Colours"), ["yellow"] = Words.Key("Yellow from"), ["green"] = Words.Key("Green from"), ["hysteresis"] = Words.Key("Colour changes after"),
        ["points"] = Words.Key("Points"), ["closings"] = Words.Key("Days in a row"), ["groups"] = Words.Key("Groups"), ["weight"] = Words.Key("Weight"), ["measures"] = Words.Key("Measures"), ["figure"] = Words.Key("Figure"),
        ["unit"] = Words.Key("Unit"), ["direction"] = Words.Key("Direction"), ["map"] = Words.Key("Points by figure"), ["tiers"] = Words.Key("By tiers"), ["below"] = Words.Key("Below"), ["score"] = Words.Key("Points"),
        ["linear"] = Words.Key("In a straight line"), ["zero_at"] = Words.Key("0 points at"), ["full_at"] = Words.Key("100 points at"), ["curve"] = Words.Key("By a curve"), ["value"] = Words.Key("Figure"), ["minimum_n"] = Words.Key("Minimum observations"),
        ["minimum_age"] = Words.Key("Counts from an age of"), ["freshness"] = Words.Key("Freshness"), ["max_age"] = Words.Key("At most this old"), ["then"] = Words.Key("Afterwards"), ["half_life"] = Words.Key("Halved every"), ["basis"] = Words.Key("Legal basis"),
        ["channels"] = Words.Key("Channels"), ["digest"] = Words.Key("In the mail of the day"), ["slug"] = Words.Key("Address of the page"), ["roles"] = Words.Key("For roles"), ["audience"] = Words.Key("Shown to"), ["blocks"] = Words.Key("Blocks"),
        ["body"] = Words.Key("Text"), ["source"] = Words.Key("Chosen"), ["tag"] = Words.Key("Tag"), ["limit"] = Words.Key("At most"), ["journey"] = Words.Key("Journey"), ["detail"] = Words.Key("Detail"), ["items"] = Words.Key("Items"),
        ["show"] = Words.Key("Shows"), ["url"] = Words.Key("Leads to"), ["label"] = Words.Key("Button"), ["media"] = Words.Key("Picture or file"), ["alt"] = Words.Key("Alternative text"), ["survey"] = Words.Key("Survey"), ["space"] = Words.Key("Space"),
        ["theme"] = Words.Key("Theme"), ["name"] = Words.Key("Name"), ["tokens"] = Words.Key("Colours and type"), ["logo"] = Words.Key("Logo"), ["access"] = Words.Key("Who gets in"), ["invite_colleagues"] = Words.Key("Contacts may invite colleagues"),
        ["pages"] = Words.Key("Pages"), ["navigation"] = Words.Key("Navigation"), ["journeys"] = Words.Key("Journeys"), ["children"] = Words.Key("Sub-items"), ["accent"] = Words.Key("Accent"), ["publish_from"] = Words.Key("Shown from"), ["publish_until"] = Words.Key("Shown until"), ["locks"] = Words.Key("Locks"),
        ["settings/operator"] = Words.Key("Your company"), ["legal_name"] = Words.Key("Legal name"), ["address"] = Words.Key("Postal address"), ["settings/url"] = Words.Key("Web address"), ["locales"] = Words.Key("Languages"),
        ["zone"] = Words.Key("Time zone"), ["country"] = Words.Key("Country"), ["currency"] = Words.Key("Currency"), ["rates"] = Words.Key("Exchange rates"),
        ["fiscal_year_start"] = Words.Key("Fiscal year begins"), ["mail"] = Words.Key("Sender of mail"), ["from_name"] = Words.Key("Sender’s name"), ["from_address"] = Words.Key("Sender’s address"), ["reply_to"] = Words.Key("Answers go to"),
        ["track_clicks"] = Words.Key("Clicks are counted"), ["track_opens"] = Words.Key("Opening is counted"), ["settings/roles"] = Words.Key("Roles"), ["settings/tiers"] = Words.Key("Tiers"), ["color"] = Words.Key("Colour"),
        ["products"] = Words.Key("Products"), ["attributes"] = Words.Key("Fields of your own"), ["settings/of"] = Words.Key("Belongs to"), ["type"] = Words.Key("Type"), ["default"] = Words.Key("Unless said otherwise"),
        ["signals"] = Words.Key("Signals from outside"), ["settings/value"] = Words.Key("Its value means"), ["engagement"] = Words.Key("Counts as activity"), ["touch_models"] = Words.Key("Touch models"), ["model"] = Words.Key("Touch model"),
        ["when"] = Words.Key("When"), ["touch_policy"] = Words.Key("Touch policy"), ["caps"] = Words.Key("At most"),
        ["quiet_hours"] = Words.Key("Quiet hours"), ["business_days_only"] = Words.Key("On business days only"), ["portals"] = Words.Key("Portals"), ["blueprint"] = Words.Key("Blueprint"), ["settings/scorecards"] = Words.Key("Scorecards"),
        ["cards"] = Words.Key("Scorecards"), ["primary"] = Words.Key("Shown as health"), ["spaces"] = Words.Key("Places of the community"), ["visible_to"] = Words.Key("Seen by"), ["segment"] = Words.Key("Segment"),
        ["show_company"] = Words.Key("Names of companies are shown"), ["first_post_approval"] = Words.Key("First posts are approved"), ["holdout"] = Words.Key("Holdout, in percent of accounts"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["assign/csm"] = Words.Key("the CSM"), ["assign/pool"] = Words.Key("whoever is free"), ["priority/normal"] = Words.Key("normal"), ["priority/high"] = Words.Key("high"), ["priority/low"] = Words.Key("low"),
        ["result/success"] = Words.Key("success"), ["result/neutral"] = Words.Key("neither"), ["result/failure"] = Words.Key("failure"), ["of/account"] = Words.Key("Accounts"), ["of/contact"] = Words.Key("Contacts"),
        ["scope/account"] = Words.Key("Accounts"), ["scope/department"] = Words.Key("Departments"), ["scope/membership"] = Words.Key("Contacts"), ["unit/count"] = Words.Key("a count"), ["unit/share"] = Words.Key("a share"),
        ["unit/ratio"] = Words.Key("a ratio"), ["unit/score"] = Words.Key("Points"), ["unit/days"] = Words.Key("days"), ["unit/money"] = Words.Key("money"), ["direction/higher-is-better"] = Words.Key("more is better"),
        ["direction/lower-is-better"] = Words.Key("less is better"), ["then/drop"] = Words.Key("it is left out"), ["then/hold"] = Words.Key("it is kept"), ["then/decay"] = Words.Key("it counts less and less"),
        ["basis/contract"] = Words.Key("the contract"), ["basis/consent"] = Words.Key("consent"), ["channels/mail"] = Words.Key("Mail"), ["channels/portal"] = Words.Key("Portal"), ["source/manual"] = Words.Key("by hand"),
        ["source/tag"] = Words.Key("by tag"), ["source/next"] = Words.Key("what comes next"), ["detail/line"] = Words.Key("one line"), ["detail/stages"] = Words.Key("stages"), ["detail/full"] = Words.Key("everything"),
        ["access/open"] = Words.Key("anybody with the link"), ["access/claimed"] = Words.Key("link and address"), ["access/allow-list"] = Words.Key("listed addresses"), ["access/verified"] = Words.Key("contacts, by a link in a mail"),
        ["access/sso"] = Words.Key("the customer’s own sign-in"), ["show/photo"] = Words.Key("photo"), ["show/ask"] = Words.Key("a way to ask"), ["show/book"] = Words.Key("a way to book a time"), ["show/team"] = Words.Key("the team"),
        ["kind/nps"] = Words.Key("Recommendation (NPS)"), ["kind/csat"] = Words.Key("Satisfaction (CSAT)"), ["kind/ces"] = Words.Key("Effort (CES)"), ["kind/form"] = Words.Key("Form"), ["kind/scale"] = Words.Key("Scale"),
        ["kind/choice"] = Words.Key("Choice"), ["kind/text"] = Words.Key("Text"), ["kind/matrix"] = Words.Key("Table of choices"), ["kind/guide-list"] = Words.Key("List of guides"), ["kind/journey-progress"] = Words.Key("Progress of a journey"),
        ["kind/checklist"] = Words.Key("Tasks"), ["kind/contact-card"] = Words.Key("Card of the CSM"), ["kind/announcements"] = Words.Key("News"), ["kind/embed"] = Words.Key("Embedded page"), ["kind/call-to-action"] = Words.Key("Call to action"),
        ["kind/media"] = Words.Key("Picture or file"), ["kind/survey"] = Words.Key("Survey"), ["kind/community-feed"] = Words.Key("From the community"), ["kind/success-plan"] = Words.Key("Success plan"),
        ["model/high"] = Words.Key("High touch"), ["model/low"] = Words.Key("Low touch"), ["model/tech"] = Words.Key("Tech touch"), ["model/community"] = Words.Key("Community touch"), 
        ["reply_to/csm"] = Words.Key("the CSM"), ["reply_to/from"] = Words.Key("the sender"), ["of/contract"] = Words.Key("Contracts"), ["type/text"] = Words.Key("Text"), ["type/number"] = Words.Key("a number"),
        ["type/money"] = Words.Key("money"), ["type/date"] = Words.Key("a date"), ["type/choice"] = Words.Key("Choice"), ["type/yes-no"] = Words.Key("yes or no"), ["visible_to/all"] = Words.Key("Everybody"),
        ["visible_to/segment"] = Words.Key("a segment"), ["visible_to/account"] = Words.Key("the account’s own contacts"), ["to/plan"] = Words.Key("Plan"), ["to/guides"] = Words.Key("Guides"), ["to/community"] = Words.Key("Community"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static string Locale => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>What kind of survey or block it is; null where kinds have no kinds.</summary>
    public string? KindOf(JsonObject fields) => fields["kind"]?.ToString() is { } kind ? Name("kind", kind) : null;

    public ImmutableArray<DocumentLine> Lines(string kind, JsonObject fields, AuthoredTexts texts)
    {
        var schema = JsonSchema.Of(kind);
        var marked = schema.Marked(fields, "rule").Concat(schema.Marked(fields, "figure")).ToDictionary(pair => pair.Pointer, pair => pair.Text, StringComparer.Ordinal);
        return new Reading(this, kind, texts, marked).Lines(fields, "");
    }

    string Name(string field, string value) => Names.TryGetValue($"{field}/{value}", out var name) ? words[name] : value;

    sealed class Reading(DocumentWords owner, string document, AuthoredTexts texts, Dictionary<string, string> rules)
    {
        public ImmutableArray<DocumentLine> Lines(JsonObject map, string at) =>
        [
            .. from field in map
               where !Unsaid.Contains(field.Key) && field.Value is not null
               let says = Says(field.Key, field.Value, $"{at}/{field.Key}").ToImmutableArray()
               where says.Length > 0
               select new DocumentLine(Labels.TryGetValue($"{document}/{field.Key}", out var label) || Labels.TryGetValue(field.Key, out label) ? owner.words[label] : field.Key, says),
        ];

        IEnumerable<DocumentSaying> Says(string field, JsonNode? node, string at)
        {
            if (rules.TryGetValue(at, out var rule)) return [new DocumentSaying.Ruled(owner.rules.Of(rule, texts))];
            switch (node)
            {
                case JsonArray list:
                    if (list.Count > 0 && list.All(item => item is JsonValue && References.KindOf(field) is null)) return [new DocumentSaying.Text(string.Join(owner.words[", "], list.Select(item => Scalar(field, (JsonValue)item!))))];
                    return list.SelectMany((item, number) => Says(field, item, $"{at}/{number}"));
                case JsonObject map when IsLocalized(map):
                    return Shelves.Localized(map).In(Locale) is { Length: > 0 } text ? [new DocumentSaying.Text(text)] : [];
                case JsonObject map when IsLength(map):
                    return [new DocumentSaying.Text(Length(map))];
                case JsonObject map when document == "settings" && SettingSaid(field, map) is { } setting:
                    return [new DocumentSaying.Text(setting)];
                case JsonObject map when field != "touch_policy" && !map.ContainsKey("title") && !map.ContainsKey("label") && !map.ContainsKey("kind") && Short(Lines(map, at)) is { } inline:
                    return [new DocumentSaying.Text(inline)];
                case JsonObject map:
                    var title = (map["title"] ?? map["label"]) as JsonObject is { } named && IsLocalized(named) ? Shelves.Localized(named).In(Locale) : "";
                    var kind = owner.KindOf(map);
                    return [new DocumentSaying.Part(title.Length > 0 ? title : kind ?? (map["key"] ?? map["id"] ?? map["name"])?.ToString() ?? "", title.Length > 0 ? kind : null, Lines(map, at))];
                case JsonValue value:
                    return [Single(field, value)];
                default: return [];
            }
        }

        // What reads better as a sentence than as fields.
        string? SettingSaid(string field, JsonObject map)
        {
            switch (field)
            {
                case "caps" when map["in"] is JsonObject within:
                    var (touches, length) = (map["touches"]?.ToString() ?? "", Length(within));
                    string said = map["per"]?.ToString() == "account" ? owner.words["{0} touches to one account within {1}", touches, length] : owner.words["{0} touches to one contact within {1}", touches, length];
                    return map["model"] is { } model ? owner.words["{0}: {1}", owner.Name("model", model.ToString()), said] : said;
                case "quiet_hours": return owner.words["from {0} to {1}", map["from"]?.ToString() ?? "", map["to"]?.ToString() ?? ""];
                case "rates": return owner.words["1 {0} = {1}, from {2}", map["currency"]?.ToString() ?? "", map["rate"]?.ToString() ?? "", map["on"]?.ToString() ?? ""];
                default: return null;
            }
        }

        // A handful of values needs no lines of its own.
        string? Short(ImmutableArray<DocumentLine> lines) => lines.All(line => line.Says.All(says => says is DocumentSaying.Text { Words.Length: < 60 }))
            ? string.Join(" · ", lines.Select(line => $"{line.Label} {string.Join(owner.words[", "], line.Says.OfType<DocumentSaying.Text>().Select(text => text.Words))}")) : null;

        DocumentSaying Single(string field, JsonValue value)
        {
            var text = value.ToString();
            if (References.KindOf(field) is { } kind && value.GetValueKind() == JsonValueKind.String) return new DocumentSaying.Named(Title(kind, text), DocumentKind.AddressOf(kind, text));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && field is "url" or "to" && DocumentKind.AddressOf(text[..Math.Max(0, colon)], text[(colon + 1)..]) is { } address
                ? new DocumentSaying.Named(Title(text[..colon], text[(colon + 1)..]), address) : new DocumentSaying.Text(Scalar(field, value));
        }

        string Title(string kind, string key) => kind switch { "guide" => texts.Guide(key), "template" => texts.Template(key), _ => texts.Find(kind, key) ?? key };

        string Scalar(string field, JsonValue value) => value.GetValueKind() switch
        {
            JsonValueKind.True => owner.words["Yes"],
            JsonValueKind.False => owner.words["No"],
            JsonValueKind.Number when field == "minutes" => owner.words["{0} min", value.ToString()],
            JsonValueKind.Number => decimal.Parse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture).ToString("#,0.####", CultureInfo.CurrentCulture),
            _ when field == "roles" => texts.Title("role", value.ToString()),
            _ => owner.Name(field, value.ToString()),
        };

        string Length(JsonObject map) => string.Join(' ', map.Select(part => (part.Key, part.Value?.ToString()) switch
        {
            ("business_days", "1") => owner.words["one business day"],
            ("business_days", var n) => owner.words["{0} business days", n ?? ""],
            ("days", "1") => owner.words["one day"],
            ("days", var n) => owner.words["{0} days", n ?? ""],
            ("weeks", "1") => owner.words["one week"],
            ("weeks", var n) => owner.words["{0} weeks", n ?? ""],
            ("hours", "1") => owner.words["one hour"],
            ("hours", var n) => owner.words["{0} hours", n ?? ""],
            (_, var n) => owner.words["{0} min", n ?? ""],
        }).Select(length => length.Value));

        static bool IsLocalized(JsonObject map) => map.Count > 0 && map.All(pair => Tag().IsMatch(pair.Key) && pair.Value?.GetValueKind() == JsonValueKind.String);

        static bool IsLength(JsonObject map) => map.Count > 0 && map.All(pair => pair.Key is "minutes" or "hours" or "days" or "business_days" or "weeks" && pair.Value?.GetValueKind() == JsonValueKind.Number);
    }

    [GeneratedRegex("^[a-z]{2}(-[A-Z]{2})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
