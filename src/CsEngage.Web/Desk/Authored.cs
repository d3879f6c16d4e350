using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;

namespace CsEngage.Web.Desk;

/// <summary>What authors wrote and the desk shows beside numbers, read once until somebody publishes.</summary>
/// <param name="Titles">Titles of tiers, roles, attributes, kinds of signals and products, as "tier:business".</param>
/// <param name="Guides">Guides by key.</param>
/// <param name="Templates">Templates that may be sent, by key, with their subject per locale.</param>
public sealed partial record AuthoredTexts(
    ImmutableDictionary<string, LocalizedText> Titles, ImmutableArray<string> Tiers, ImmutableDictionary<string, LocalizedText> Guides, ImmutableDictionary<string, LocalizedText> Templates,
    ImmutableDictionary<string, Play> Plays, ImmutableDictionary<string, Scorecard> Cards, ImmutableArray<DatedRate> Rates)
{
    /// <summary>What mails can belong to, in the order in which readers see it.</summary>
    public ImmutableArray<MailTopic> Topics { get; init; } = [];

    /// <summary>What rules can name.</summary>
    public RuleWords Names { get; init; } = RuleWords.Empty;

    static string Locale => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public string Title(string group, string key) => Titles.TryGetValue($"{group}:{key}", out var title) ? title.In(Locale) : key;

    /// <summary>All keys of a group that has titles, such as role.</summary>
    public IEnumerable<string> Keys(string group) => Titles.Keys.Where(key => key.StartsWith(group + ":", StringComparison.Ordinal)).Select(key => key[(group.Length + 1)..]).Order(StringComparer.Ordinal);

    public string? Find(string group, string key) => Titles.TryGetValue($"{group}:{key}", out var title) ? title.In(Locale) : null;

    /// <summary>What lists of accounts are read with today.</summary>
    public PortfolioFrame Frame(DateOnly today) => new(today,
        [.. Rates.Where(rate => rate.On <= today).GroupBy(rate => rate.Currency, StringComparer.Ordinal).Select(dated => new CurrencyRate(dated.Key, dated.MaxBy(rate => rate.On)!.Rate))]);

    public string Tier(string? key) => key is null ? "" : Title("tier", key);

    public string Guide(string key) => Guides.TryGetValue(key, out var title) ? title.In(Locale) : key;

    /// <summary>The subject of a template. Who receives it is filled in where it is known; other values are left open.</summary>
    public string Template(string key, string? greeting = null) => Templates.TryGetValue(key, out var subject) ? Filled(subject.In(Locale), greeting) : key;

    /// <summary>What a touch says in its subject: its own words, or its template's, filled for whom it goes to.</summary>
    public string Subject(TouchLine line, string? greeting, string? account) =>
        OwnWords.Of(line.Payload) is { } own ? Filled(own.Subject, greeting, account)
        : Templates.TryGetValue(line.Touch.Template, out var subject) ? Filled(subject.In(Locale), greeting, account)
        : line.Touch.Survey is { } survey ? Title("survey", survey) : line.Touch.Template;

    /// <summary>A subject as nobody in particular reads it, or whoever is greeted so, at that account.</summary>
    internal static string Filled(string subject, string? greeting, string? account = null)
    {
        if (!subject.Contains('{', StringComparison.Ordinal)) return subject;
        try
        {
            return Tidy(LiquidTemplate.Parse(subject, EngageLiquid.Language)
                .Render(Open(greeting, account), EngageLiquid.For(new Surroundings(), TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch, LiquidOutputMode.Text, LiquidMissing.Empty)));
        }
        catch (LiquidException)
        {
            // It will not go out either; whoever looks at it sees what its author wrote.
            return subject;
        }
    }

    // Whoever is not named leaves no gap: "‹company›: what has become better?" reads "What has become better?".
    static string Tidy(string text)
    {
        var words = Gap().Replace(text, "").Trim();
        var whole = Unnamed().Replace(words, "");
        return whole.Length == 0 ? words : whole.Length == words.Length ? words : char.ToUpper(whole[0], CultureInfo.CurrentCulture) + whole[1..];
    }

    [GeneratedRegex(@"\s+(?=[,:、：])", RegexOptions.None, 2000)]
    private static partial Regex Gap();

    [GeneratedRegex(@"^(?:‹[^›]*›|【(?:‹[^›]*›)?】|[\s,:、：])+", RegexOptions.None, 2000)]
    private static partial Regex Unnamed();

    static LiquidMap Open(string? greeting, string? account)
    {
        return new LiquidMapBuilder
        {
            ["contact"] = new LiquidMapBuilder { ["greeting_name"] = greeting, ["given_name"] = greeting, ["name"] = greeting },
            ["account"] = new LiquidMapBuilder { ["name"] = account ?? Left("company", "会社名") }, ["operator"] = new LiquidMapBuilder { ["name"] = Left("our name", "自社名") }, ["portal"] = new LiquidMapBuilder { ["name"] = Left("portal", "ポータル名") },
            ["csm"] = new LiquidMapBuilder { ["name"] = Left("CSM", "担当者") }, ["journey"] = new LiquidMapBuilder { ["title"] = Left("journey", "ジャーニー") },
            ["guide"] = new LiquidMapBuilder { ["title"] = Left("guide", "ガイド") }, ["next"] = new LiquidMapBuilder { ["title"] = Left("next step", "次のステップ") },
        }.Build();

        // What each reader has of their own is said by what it is.
        static string Left(string english, string japanese) => $"‹{(Locale == "ja" ? japanese : english)}›";
    }

    public string Play(string? key) => key is not null && Plays.TryGetValue(key, out var play) ? play.Title.In(Locale) : key ?? "";
}

/// <summary>A topic as whoever writes a mail chooses it.</summary>
/// <param name="NeedsConsent">Only those get it who asked for it.</param>
public sealed record MailTopic(string Key, bool NeedsConsent);

/// <summary>A rate of a currency to the reporting currency from a day on.</summary>
public sealed record DatedRate(string Currency, DateOnly On, double Rate);

/// <summary>Keeps <see cref="AuthoredTexts"/> and journeys in memory until something is published anew.</summary>
public sealed class Authored : IDisposable
{
    readonly DefinitionShelf definitions;
    readonly ContentShelf content;
    readonly SignalLog signals;
    readonly ImmutableArray<IDisposable> subscriptions;
    readonly System.Collections.Concurrent.ConcurrentDictionary<(string Kind, string Key, int Version), object> versions = new();
    Task<AuthoredTexts>? texts;

    public Authored(DefinitionShelf definitions, ContentShelf content, SignalLog signals, WakeUp wakeUp)
    {
        (this.definitions, this.content, this.signals) = (definitions, content, signals);
        subscriptions = [wakeUp.On("definitions", Forget), wakeUp.On("content", Forget), wakeUp.On("kinds", Forget), wakeUp.On(WakeUp.Everything, Forget)];
    }

    public Task<AuthoredTexts> Texts()
    {
        var known = Volatile.Read(ref texts);
        if (known is { IsFaulted: false }) return known;
        var read = Read();
        Volatile.Write(ref texts, read);
        return read;
    }

    /// <summary>A version of a journey; versions never change.</summary>
    public Task<Journey?> Journey(string key, int version) => Version("journey", key, version, json => Core.Journey.Parse(json) with { Version = version });

    /// <summary>A version of a scorecard.</summary>
    public Task<Scorecard?> Card(string key, int version) => Version("scorecard", key, version, json => Scorecard.Parse(json, version));

    async Task<T?> Version<T>(string kind, string key, int version, Func<string, T> parse) where T : class
    {
        if (versions.TryGetValue((kind, key, version), out var known)) return (T)known;
        if (await definitions.Version(kind, key, version) is not { } found) return null;
        return (T)versions.GetOrAdd((kind, key, version), parse(found.Json));
    }

    async Task<AuthoredTexts> Read()
    {
        var titles = ImmutableDictionary.CreateBuilder<string, LocalizedText>(StringComparer.Ordinal);
        var tiers = ImmutableArray.CreateBuilder<string>();
        var rates = ImmutableArray.CreateBuilder<DatedRate>();
        foreach (var settings in await definitions.InForce("settings"))
        {
            using var document = JsonDocument.Parse(settings.Json);
            foreach (var (list, group) in new[] { ("tiers", "tier"), ("roles", "role"), ("products", "product"), ("attributes", "attribute") }) Collect(document.RootElement, list, "key", group, titles);
            Collect(document.RootElement, "signals", "kind", "kind", titles);
            if (document.RootElement.TryGetProperty("rates", out var dated)) rates.AddRange(dated.EnumerateArray().Select(Rate));
            if (document.RootElement.TryGetProperty("tiers", out var ordered)) tiers.AddRange(ordered.EnumerateArray().Select(tier => tier.GetProperty("key").GetString()!));
        }

        foreach (var kind in new[] { "topic", "segment", "survey", "journey", "play", "scorecard", "page", "blueprint", "announcement" })
            foreach (var definition in await definitions.All(kind, archived: true)) titles[$"{kind}:{definition.Key}"] = definition.Title;
        foreach (var journey in await definitions.InForce("journey")) Checkpoints(journey, titles);

        var catalogue = await content.Catalogue();
        return new AuthoredTexts(titles.ToImmutable(), tiers.ToImmutable(), Subjects(catalogue, "guide"), Subjects(catalogue, "template"),
            (await definitions.InForce("play")).ToImmutableDictionary(one => one.Key, one => Parsed(one.Json, Core.Play.Parse), StringComparer.Ordinal),
            (await definitions.InForce("scorecard")).ToImmutableDictionary(one => one.Key, one => Parsed(one.Json, json => Scorecard.Parse(json, one.Number)), StringComparer.Ordinal), rates.ToImmutable())
        {
            Topics = await ReadTopics(),
            Names = await ReadNames(titles, catalogue),
        };
    }

    async Task<RuleWords> ReadNames(ImmutableDictionary<string, LocalizedText>.Builder titles, ImmutableArray<CatalogueEntry> catalogue)
    {
        var names = RuleWords.BuiltIn.With(TextKind.Kind, await signals.Kinds()).With(TextKind.Guide, catalogue.Where(entry => entry.Item.Kind == "guide").Select(entry => entry.Item.Key));
        foreach (var (group, kind) in new[]
        {
            ("kind", TextKind.Kind), ("role", TextKind.Role), ("tier", TextKind.Tier), ("segment", TextKind.Segment), ("survey", TextKind.Survey), ("journey", TextKind.Journey),
            ("checkpoint", TextKind.Checkpoint), ("attribute", TextKind.Attribute),
        })
            names = names.With(kind, titles.Keys.Where(title => title.StartsWith(group + ":", StringComparison.Ordinal))
                .Select(title => kind == TextKind.Attribute ? title[(group.Length + 1)..].Replace('_', '-') : title[(group.Length + 1)..]));
        return names;
    }

    async Task<ImmutableArray<MailTopic>> ReadTopics()
    {
        var topics = new List<(int Order, MailTopic Topic)>();
        foreach (var version in await definitions.InForce("topic"))
        {
            using var document = JsonDocument.Parse(version.Json);
            var (root, order) = (document.RootElement, int.MaxValue);
            if (root.TryGetProperty("order", out var given)) order = given.GetInt32();
            topics.Add((order, new MailTopic(version.Key, root.TryGetProperty("basis", out var basis) && basis.GetString() == "consent")));
        }
        return [.. topics.OrderBy(topic => topic.Order).ThenBy(topic => topic.Topic.Key, StringComparer.Ordinal).Select(topic => topic.Topic)];
    }

    // Read as JSON: a journey that cannot be understood still has titles.
    static void Checkpoints(DefinitionVersion journey, ImmutableDictionary<string, LocalizedText>.Builder titles)
    {
        using var document = JsonDocument.Parse(journey.Json);
        if (!document.RootElement.TryGetProperty("stages", out var stages)) return;
        foreach (var stage in stages.EnumerateArray())
            if (stage.TryGetProperty("checkpoints", out _)) Collect(stage, "checkpoints", "key", $"checkpoint:{journey.Key}/", titles);
    }

    static DatedRate Rate(JsonElement rate) => new(
        rate.GetProperty("currency").GetString()!, DateOnly.ParseExact(rate.GetProperty("on").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture), rate.GetProperty("rate").GetDouble());

    static T Parsed<T>(string json, Func<JsonElement, T> parse)
    {
        using var document = JsonDocument.Parse(json);
        return parse(document.RootElement);
    }

    static ImmutableDictionary<string, LocalizedText> Subjects(ImmutableArray<CatalogueEntry> catalogue, string kind) => catalogue.Where(entry => entry.Item.Kind == kind)
        .ToImmutableDictionary(entry => entry.Item.Key, entry => new LocalizedText(entry.Variants.ToImmutableSortedDictionary(variant => variant.Locale, variant => variant.Title, StringComparer.Ordinal)), StringComparer.Ordinal);

    static void Collect(JsonElement root, string list, string key, string group, ImmutableDictionary<string, LocalizedText>.Builder titles)
    {
        if (!root.TryGetProperty(list, out var entries)) return;
        foreach (var entry in entries.EnumerateArray())
            if (entry.TryGetProperty("title", out var title)) titles[group.EndsWith('/') ? group + entry.GetProperty(key).GetString() : $"{group}:{entry.GetProperty(key).GetString()}"] = Localized(title);
    }

    static LocalizedText Localized(JsonElement title) => title.ValueKind == JsonValueKind.String ? LocalizedText.Of(title.GetString()!)
        : new LocalizedText(title.EnumerateObject().ToImmutableSortedDictionary(one => one.Name, one => one.Value.GetString() ?? "", StringComparer.Ordinal));

    void Forget() => Volatile.Write(ref texts, null);

    public void Dispose()
    {
        foreach (var subscription in subscriptions) subscription.Dispose();
    }
}
