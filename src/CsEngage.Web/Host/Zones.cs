using Microsoft.AspNetCore.Mvc.Rendering;

namespace CsEngage.Web.Host;

/// <summary>The time zones that people choose from: one name per place, no abbreviations.</summary>
static class Zones
{
    static readonly string[] Regions = ["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];

    public static readonly IReadOnlyList<string> All =
        ["UTC", .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => Array.Exists(Regions, region => id.StartsWith(region, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    public static IEnumerable<SelectListItem> Items => All.Select(zone => new SelectListItem(zone, zone));
}
