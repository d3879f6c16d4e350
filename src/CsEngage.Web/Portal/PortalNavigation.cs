using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Liquid;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

/// <summary>The ways that a portal offers on each page: those of its blueprint, in its order, as far as they lead this reader somewhere.</summary>
static class PortalNavigation
{
    public static List<LiquidValue> Of(Visit visit, HttpRequest request, IStringLocalizer words)
    {
        if (visit.Blueprint.Navigation.IsEmpty) return [Entry(words["Home"], visit.Url, visit, request), Entry(words["Plan"], $"{visit.Url}/plan", visit, request), Entry(words["Guides"], $"{visit.Url}/guides", visit, request)];
        return Entries(visit.Blueprint.Navigation, visit, request);
    }

    static List<LiquidValue> Entries(ImmutableArray<NavigationEntry> entries, Visit visit, HttpRequest request)
    {
        var shown = new List<LiquidValue>(entries.Length);
        foreach (var entry in entries)
        {
            var (url, children) = (Address(entry.To, visit), entry.Children.IsEmpty ? [] : Entries(entry.Children, visit, request));
            // A heading over nothing is no way to anywhere.
            if (url is null && children.Count == 0) continue;
            var one = Entry(entry.Title.In(visit.Locale), url, visit, request);
            shown.Add(children.Count == 0 ? one : one.Add("children", LiquidValue.List(children)));
        }
        return shown;
    }

    static LiquidMapBuilder Entry(string title, string? url, Visit visit, HttpRequest request) => new() { ["title"] = title, ["url"] = url, ["current"] = url is ['/', ..] && IsCurrent(url, visit, request) };

    static bool IsCurrent(string url, Visit visit, HttpRequest request) =>
        url == visit.Url ? request.Path == url : url.Contains('?', StringComparison.Ordinal) ? url == request.Path + request.QueryString : request.Path.StartsWithSegments(Uri.UnescapeDataString(url), StringComparison.Ordinal);

    static string? Address(string? to, Visit visit) => to switch
    {
        null => null,
        "page:home" => visit.Url,
        "plan" or "guides" or "search" => $"{visit.Url}/{to}",
        _ when to.StartsWith("page:", StringComparison.Ordinal) => visit.PageUrl(to["page:".Length..]),
        _ when to.StartsWith("guide:", StringComparison.Ordinal) => visit.GuideUrl(to["guide:".Length..]),
        _ when to.StartsWith("tag:", StringComparison.Ordinal) => visit.Held.HasTag(to["tag:".Length..]) ? $"{visit.Url}/guides?tag={Uri.EscapeDataString(to["tag:".Length..])}" : null,
        _ when to.StartsWith("https://", StringComparison.Ordinal) => to,
        _ => null,
    };
}
