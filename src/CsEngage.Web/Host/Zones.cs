using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Host;

/// <summary>A time zone as people choose it.</summary>
/// <param name="Id">IANA name.</param>
/// <param name="Label">Its difference from UTC now, and its place.</param>
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

    // The places that many live in have a name in each language; the others are written as the world's list of zones writes them.
    static readonly FrozenDictionary<string, string> Named = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Asia/Tokyo"] = Words.Key("Tokyo"), ["Asia/Seoul"] = Words.Key("Seoul"), ["Asia/Shanghai"] = Words.Key("Shanghai"), ["Asia/Hong_Kong"] = Words.Key("Hong Kong"),
        ["Asia/Taipei"] = Words.Key("Taipei"), ["Asia/Singapore"] = Words.Key("Singapore"), ["Asia/Bangkok"] = Words.Key("Bangkok"),
        ["Asia/Jakarta"] = Words.Key("Jakarta"), ["Asia/Manila"] = Words.Key("Manila"), ["Asia/Ho_Chi_Minh"] = Words.Key("Ho Chi Minh City"),
        ["Asia/Kuala_Lumpur"] = Words.Key("Kuala Lumpur"), ["Asia/Kolkata"] = Words.Key("Kolkata"), ["Asia/Dubai"] = Words.Key("Dubai"),
        ["Asia/Riyadh"] = Words.Key("Riyadh"), ["Asia/Jerusalem"] = Words.Key("Jerusalem"), ["Europe/London"] = Words.Key("London"),
        ["Europe/Dublin"] = Words.Key("Dublin"), ["Europe/Lisbon"] = Words.Key("Lisbon"), ["Europe/Paris"] = Words.Key("Paris"), ["Europe/Berlin"] = Words.Key("Berlin"),
        ["Europe/Madrid"] = Words.Key("Madrid"), ["Europe/Rome"] = Words.Key("Rome"), ["Europe/Amsterdam"] = Words.Key("Amsterdam"),
        ["Europe/Brussels"] = Words.Key("Brussels"), ["Europe/Vienna"] = Words.Key("Vienna"), ["Europe/Zurich"] = Words.Key("Zurich"),
        ["Europe/Stockholm"] = Words.Key("Stockholm"), ["Europe/Oslo"] = Words.Key("Oslo"), ["Europe/Copenhagen"] = Words.Key("Copenhagen"),
        ["Europe/Helsinki"] = Words.Key("Helsinki"), ["Europe/Warsaw"] = Words.Key("Warsaw"), ["Europe/Prague"] = Words.Key("Prague"),
        ["Europe/Budapest"] = Words.Key("Budapest"), ["Europe/Athens"] = Words.Key("Athens"), ["Europe/Istanbul"] = Words.Key("Istanbul"),
        ["Europe/Kyiv"] = Words.Key("Kyiv"), ["Europe/Moscow"] = Words.Key("Moscow"), ["America/New_York"] = Words.Key("New York"),
        ["America/Chicago"] = Words.Key("Chicago"), ["America/Denver"] = Words.Key("Denver"), ["America/Los_Angeles"] = Words.Key("Los Angeles"),
        ["America/Phoenix"] = Words.Key("Phoenix"), ["America/Anchorage"] = Words.Key("Anchorage"), ["America/Toronto"] = Words.Key("Toronto"),
        ["America/Vancouver"] = Words.Key("Vancouver"), ["America/Mexico_City"] = Words.Key("Mexico City"), ["America/Sao_Paulo"] = Words.Key("São Paulo"),
        ["America/Argentina/Buenos_Aires"] = Words.Key("Buenos Aires"), ["America/Santiago"] = Words.Key("Santiago"), ["America/Bogota"] = Words.Key("Bogotá"),
        ["America/Lima"] = Words.Key("Lima"), ["Africa/Cairo"] = Words.Key("Cairo"), ["Africa/Johannesburg"] = Words.Key("Johannesburg"),
        ["Africa/Lagos"] = Words.Key("Lagos"), ["Africa/Nairobi"] = Words.Key("Nairobi"), ["Africa/Casablanca"] = Words.Key("Casablanca"),
        ["Australia/Sydney"] = Words.Key("Sydney"), ["Australia/Melbourne"] = Words.Key("Melbourne"), ["Australia/Brisbane"] = Words.Key("Brisbane"),
        ["Australia/Adelaide"] = Words.Key("Adelaide"), ["Australia/Perth"] = Words.Key("Perth"), ["Pacific/Auckland"] = Words.Key("Auckland"),
        ["Pacific/Honolulu"] = Words.Key("Honolulu"), ["Pacific/Guam"] = Words.Key("Guam"), ["Atlantic/Reykjavik"] = Words.Key("Reykjavík"),
        ["Atlantic/Azores"] = Words.Key("Azores"), ["Indian/Maldives"] = Words.Key("Maldives"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly IReadOnlyList<string> All =
        ["UTC", .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => Array.Exists(Regions, region => id.StartsWith(region.Prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    /// <summary>All of them; one that is chosen and not among them stands first.</summary>
    public static ImmutableArray<ZoneRegion> Grouped(IStringLocalizer<Words> words, DateTimeOffset now, string? chosen = null)
    {
        var culture = CultureInfo.CurrentUICulture;
        string Place(string id) => Named.TryGetValue(id, out var name) ? words[name] : Written(id);
        ZoneChoice Choice(string id) => new(id, id == "UTC" ? "UTC" : $"{Offset(id, now)} {Place(id)}");
        var groups = ImmutableArray.CreateBuilder<ZoneRegion>();
        ImmutableArray<ZoneChoice> first = chosen is null || All.Contains(chosen) ? [Choice("UTC")] : [Choice("UTC"), Choice(chosen)];
        groups.Add(new(words["Everywhere"], first));
        foreach (var (prefix, name) in Regions)
            groups.Add(new(words[name],
                [.. All.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(id => TimeZoneInfo.FindSystemTimeZoneById(id).GetUtcOffset(now)).ThenBy(Place, StringComparer.Create(culture, ignoreCase: true)).Select(Choice)]));
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

    // America/Indiana/Knox → Knox
    static string Written(string id) => id[(id.LastIndexOf('/') + 1)..].Replace('_', ' ');
}
