using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Store.Definitions;

namespace CsEngage.Web.Portal;

/// <summary>Dated news as its document writes it.</summary>
/// <param name="Version">The version in force.</param>
/// <param name="From">The date it bears, and from when it is shown.</param>
/// <param name="Roles">Roles of which the reader needs one; empty for anybody.</param>
/// <param name="Audience">Who sees it; null for everybody.</param>
sealed record Announcement(string Key, int Version, LocalizedText Title, LocalizedText Body, DateTimeOffset From, DateTimeOffset? Until, ImmutableArray<string> Roles, Rule? Audience)
{
    public string Subject => $"announcement:{Key}";

    /// <param name="firstPublished">Bears this date when its document gives none, so that a mended typo is not news again.</param>
    public static Announcement Parse(string key, int version, string json, DateTimeOffset firstPublished)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(
            key, version, PageBlock.Localized(root, "title"), PageBlock.Localized(root, "body"), Instant(root, "publish_from") ?? firstPublished, Instant(root, "publish_until"), PageBlock.Texts(root, "roles"),
            PageBlock.Text(root, "audience") is { } rule ? Rule.Parse(rule, RuleScope.Contact) : null);
    }

    static DateTimeOffset? Instant(JsonElement root, string name) =>
        PageBlock.Text(root, name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) : null;
}

/// <summary>The announcements in force, read once until something is published anew.</summary>
sealed partial class AnnouncementShelf : IDisposable
{
    readonly DefinitionShelf shelf;
    readonly ILogger<AnnouncementShelf> log;
    readonly Remembered<IReadOnlyList<Announcement>> known;

    public AnnouncementShelf(DefinitionShelf shelf, WakeUp wakeUp, ILogger<AnnouncementShelf> log)
    {
        (this.shelf, this.log) = (shelf, log);
        known = new(wakeUp, "definitions", Read);
    }

    public Task<IReadOnlyList<Announcement>> InForce() => known.Value();

    async Task<IReadOnlyList<Announcement>> Read()
    {
        var all = new List<Announcement>();
        foreach (var version in await shelf.InForce("announcement"))
        {
            var first = version.Number == 1 ? version.PublishedAt : (await shelf.Versions("announcement", version.Key)).Min(one => one.PublishedAt);
            try
            {
                all.Add(Announcement.Parse(version.Key, version.Number, version.Json, first));
            }
            catch (Exception broken) when (broken is RuleException or FormatException)
            {
                // For whom or when it is cannot be told, so nobody sees it.
                Broken(log, version.Key, broken.Message);
            }
        }
        return all;
    }

    public void Dispose() => known.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "The announcement {Key} cannot be read, so nobody sees it: {Fault}")]
    static partial void Broken(ILogger logger, string key, string fault);
}
