using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Touches;
using CsEngage.Store;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Settings;
using Microsoft.Extensions.Logging;
using CsEngage.Engine.Content;

namespace CsEngage.Engine.Settings;

/// <summary>What one can be subscribed to.</summary>
/// <param name="NeedsConsent">Only after the person said yes; otherwise it is part of the service until the person leaves it.</param>
public sealed record Topic(string Key, LocalizedText Title, bool NeedsConsent);

/// <summary>Everything in force that authors wrote and the engine runs on.</summary>
public sealed record AuthoredSet(
    OperatorProfile Operator, TouchRules Rules, ImmutableSortedDictionary<string, Journey> Journeys, ImmutableArray<Segment> Segments, ImmutableSortedDictionary<string, Play> Plays,
    ImmutableSortedDictionary<string, Topic> Topics, ImmutableArray<CatalogueEntry> Catalogue)
{
    /// <summary>From whom mail comes, as far as an admin chose it.</summary>
    public ChosenSender Sender { get; init; } = new();

    /// <summary>What the settings call the operator in each language.</summary>
    public OperatorWords OperatorWords { get; init; } = OperatorWords.None;

    /// <summary>The operator as readers of this language are told of it.</summary>
    public OperatorProfile OperatorIn(string locale) => OperatorWords.In(Operator, locale);

    /// <summary>How many days of raw signals back the windows in hours and minutes of any rule here reach.</summary>
    public int RawDaysBack { get; } = Journeys.Values.Select(journey => journey.Needs).Concat(Segments.Select(segment => segment.Rule.Needs))
        .Concat(Plays.Values.SelectMany(play => new[] { play.Opens, play.Closes }).OfType<Rule>().Select(rule => rule.Needs)).Select(needs => needs.RawDaysBack).DefaultIfEmpty().Max();

    public CatalogueEntry? Entry(string kind, string key) => Catalogue.FirstOrDefault(entry => entry.Item.Kind == kind && entry.Item.Key == key);

    /// <summary>The title of the checkpoint that opens something; its key where it is gone.</summary>
    public LocalizedText TitleOf(LockKey key) => Journeys.GetValueOrDefault(key.Journey)?.Find(key.Checkpoint)?.Title ?? LocalizedText.Of(key.Checkpoint);

    public Calendar OperatorCalendar => Calendar.Of(Operator.Zone, Operator.Country);

    /// <summary>The calendars for an account: its own country and zone where it has them.</summary>
    public Calendars CalendarsOf(Account account) => new(Calendar.Of(account.Zone ?? Operator.Zone, account.Country ?? Operator.Country), OperatorCalendar);
}

/// <summary>
/// Keeps what is in force in memory until something was published. A document that cannot be read is left out and told, so that one
/// broken journey holds up no other.
/// </summary>
public sealed partial class Authored : IDisposable
{
    readonly DefinitionShelf definitions;
    readonly ContentShelf content;
    readonly SettingsBook settings;
    readonly ILogger<Authored> log;
    readonly ImmutableArray<IDisposable> subscriptions;
    readonly ConcurrentDictionary<(string Key, int Number), Journey?> versions = new();
    readonly ConcurrentDictionary<(Guid Item, string Locale, int Number), MailTemplate> templates = new();
    AuthoredSet? current;
    int generation;

    public Authored(DefinitionShelf definitions, ContentShelf content, SettingsBook settings, WakeUp wakeUp, ILogger<Authored> log)
    {
        (this.definitions, this.content, this.settings, this.log) = (definitions, content, settings, log);
        subscriptions = [wakeUp.On("definitions", Forget), wakeUp.On("content", Forget), wakeUp.On("settings", Forget)];
    }

    public async ValueTask<AuthoredSet> Current()
    {
        if (current is { } known) return known;
        var asked = generation;
        var read = await Read();
        // Whoever published while we read must not be overlooked.
        if (asked == generation) current = read;
        return read;
    }

    /// <summary>The version an enrollment is pinned to; null when it cannot be read.</summary>
    public async ValueTask<Journey?> Journey(string key, int number)
    {
        if (versions.TryGetValue((key, number), out var known)) return known;
        var version = await definitions.Version("journey", key, number);
        return versions[(key, number)] = version is null ? null : Parse(version, json => Core.Journey.Parse(json) with { Version = number });
    }

    /// <summary>A template in the locale that suits the reader best; null when there is none.</summary>
    /// <exception cref="ContentException">The template has a fault.</exception>
    public async ValueTask<MailTemplate?> Template(AuthoredSet set, string key, string reader, string? account)
    {
        if (set.Entry("template", key) is not { } entry || entry.In(reader, account, set.Operator.Locale) is not { } variant) return null;
        if (templates.TryGetValue((entry.Item.Id, variant.Locale, variant.Number), out var known)) return known;
        var version = await content.Version(entry.Item.Id, variant.Locale, variant.Number);
        var text = RecipeCheck.TextOf(key, variant.Locale, JsonNode.Parse(version!.Front)!.AsObject(), version.Body);
        return templates[(entry.Item.Id, variant.Locale, variant.Number)] = MailTemplate.Compile(text, new Mail.Html.MailLook { Name = set.OperatorIn(variant.Locale).Name });
    }

    async Task<AuthoredSet> Read()
    {
        var document = await SettingsDocument.InForce(definitions);
        return new(
            await settings.Get<OperatorProfile>(OperatorProfile.Key), TouchRules.Of(document),
            await All("journey", version => Core.Journey.Parse(version.Json) with { Version = version.Number }), Ordered(await All("segment", SegmentOf)),
            await All("play", version => Play.Parse(JsonSerializer.Deserialize<JsonElement>(version.Json))), await All("topic", TopicOf), await content.Catalogue()) { Sender = await settings.Get<ChosenSender>(ChosenSender.Key), OperatorWords = OperatorWords.Of(document) };
    }

    async Task<ImmutableSortedDictionary<string, T>> All<T>(string kind, Func<DefinitionVersion, T> parse) where T : class
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var version in await definitions.InForce(kind))
            if (Parse(version, _ => parse(version)) is { } read) all[version.Key] = read;
        return all.ToImmutable();
    }

    T? Parse<T>(DefinitionVersion version, Func<string, T> parse) where T : class
    {
        try { return parse(version.Json); }
        catch (Exception fault) when (fault is FormatException or JsonException or RuleException)
        {
            Broken(log, version.Kind, version.Key, version.Number, fault.Message);
            return null;
        }
    }

    static Segment SegmentOf(DefinitionVersion version)
    {
        var json = JsonNode.Parse(version.Json)!.AsObject();
        return new(version.Key, LocalizedJson.Read(json["title"]), Rule.Parse(json["rule"]!.ToString(), json["of"]?.ToString() == "contact" ? RuleScope.Contact : RuleScope.Account), version.Number);
    }

    ImmutableArray<Segment> Ordered(ImmutableSortedDictionary<string, Segment> segments)
    {
        try { return SegmentOrder.Of(segments.Values); }
        catch (SegmentCircleException circle)
        {
            Broken(log, "segment", circle.Circle[0], 0, circle.Message);
            return SegmentOrder.Of(segments.Values.Where(segment => !circle.Circle.Contains(segment.Key)));
        }
    }

    static Topic TopicOf(DefinitionVersion version)
    {
        var json = JsonNode.Parse(version.Json)!.AsObject();
        return new(version.Key, LocalizedJson.Read(json["title"]), json["basis"]?.ToString() == "consent");
    }

    void Forget()
    {
        Interlocked.Increment(ref generation);
        current = null;
    }

    public void Dispose()
    {
        foreach (var subscription in subscriptions) subscription.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Kind} {Key} version {Number} cannot be read and is left out: {Fault}")]
    static partial void Broken(ILogger logger, string kind, string key, int number, string fault);
}
