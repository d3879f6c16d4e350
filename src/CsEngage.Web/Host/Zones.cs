using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Host;

/// <summary>A time zone as people choose it.</summary>
/// <param name="Id">IANA name.</param>
/// <param name="Label">Its difference from UTC now, its place, and its name where the system has one in the reader's language.</param>
public sealed record ZoneChoice(string Id, string Label);

/// <summary>The time zones of one part of the world, from west to east.</summary>
public sealed record ZoneRegion(string Name, ImmutableArray<ZoneChoice> Zones);

/// <summary>The time zones that people choose from: one name per place, no abbreviations, grouped by part of the world and said in the reader's language.</summary>
static class Zones
{
    static readonly (string Prefix, string Name)[] Regions =
    [
        ("Asia/", Words.Key("Asia")), ("Europe/", Words.Key("Europe")), ("America/", Words.Key("America")), ("Africa/", Words.Key("Africa")), ("Australia/", Words.Key("Australia")),
        ("Pacific/", Words.Key("Pacific")), ("Atlantic/", Words.Key("Atlantic")), ("Indian/", Words.Key("Indian Ocean")),
    ];

    static readonly ConcurrentDictionary<string, ImmutableDictionary<string, string>> Names = new(StringComparer.Ordinal);
    static readonly Lock Reading = new();

    public static readonly IReadOnlyList<string> All =
        ["UTC", .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => Array.Exists(Regions, region => id.StartsWith(region.Prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    /// <summary>All of them; one that is chosen and not among them stands first.</summary>
    public static ImmutableArray<ZoneRegion> Grouped(IStringLocalizer<Words> words, DateTimeOffset now, string? chosen = null)
    {
        var culture = CultureInfo.CurrentUICulture;
        var names = Names.GetOrAdd(culture.Name, _ => Said(culture));
        ZoneChoice Choice(string id) => new(id, $"{Offset(id, now)} {names.GetValueOrDefault(id) ?? Place(id)}");
        var groups = ImmutableArray.CreateBuilder<ZoneRegion>();
        ImmutableArray<ZoneChoice> first = chosen is null || All.Contains(chosen) ? [Choice("UTC")] : [Choice("UTC"), Choice(chosen)];
        groups.Add(new(words["Everywhere"], first));
        foreach (var (prefix, name) in Regions)
            groups.Add(new(words[name],
                [.. All.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(id => TimeZoneInfo.FindSystemTimeZoneById(id).GetUtcOffset(now)).ThenBy(id => names.GetValueOrDefault(id) ?? Place(id), StringComparer.Create(culture, ignoreCase: true)).Select(Choice)]));
        return groups.DrainToImmutable();
    }

    public static IEnumerable<SelectListItem> Items(IStringLocalizer<Words> words, DateTimeOffset now) =>
        from region in Grouped(words, now)
        let part = new SelectListGroup { Name = region.Name }
        from zone in region.Zones
        select new SelectListItem(zone.Label, zone.Id) { Group = part };

    static string Offset(string id, DateTimeOffset now)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)) return "UTC";
        var offset = zone.GetUtcOffset(now);
        return $"UTC{(offset < TimeSpan.Zero ? "−" : "+")}{offset.Duration():hh\\:mm}";
    }

    // America/Argentina/Buenos_Aires → Buenos Aires
    static string Place(string id) => id[(id.LastIndexOf('/') + 1)..].Replace('_', ' ');

    /// <summary>
    /// Names as the system says them in a language. It keeps the first language in which it was asked, so what it keeps is dropped first; without
    /// language data it says the name over again, and then the place alone is shown.
    /// </summary>
    static ImmutableDictionary<string, string> Said(CultureInfo culture)
    {
        lock (Reading)
        {
            var before = CultureInfo.CurrentUICulture;
            try
            {
                CultureInfo.CurrentUICulture = culture;
                TimeZoneInfo.ClearCachedData();
                return TimeZoneInfo.GetSystemTimeZones().ToImmutableDictionary(zone => zone.Id, Said, StringComparer.Ordinal);
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        }
    }

    static string Said(TimeZoneInfo zone)
    {
        var name = zone.DisplayName;
        name = name.StartsWith('(') && name.IndexOf(')', StringComparison.Ordinal) is > 0 and var close ? name[(close + 1)..].Trim() : name;
        return name.Length == 0 || name == zone.Id ? Place(zone.Id) : name;
    }
}
