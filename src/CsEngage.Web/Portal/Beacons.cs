using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;
using CsEngage.Store.Signals;
using CsEngage.Web.Account;

namespace CsEngage.Web.Portal;

/// <summary>What the portal's script reports: running totals of one view, each message whole.</summary>
sealed record BeaconMessage(
    [property: JsonPropertyName("view_id")] Guid ViewId, [property: JsonPropertyName("sequence")] int Sequence, [property: JsonPropertyName("active_ms")] long ActiveMs,
    [property: JsonPropertyName("scrolled_ms")] long ScrolledMs, [property: JsonPropertyName("scroll")] double Scroll, [property: JsonPropertyName("headings")] ImmutableArray<int> Headings);

static class Beacons
{
    const int Largest = 16 * 1024;

    /// <summary>
    /// Takes a report and marks the version as read when it was. A report belongs to the contact whose page it was; a script cannot
    /// read the answer, so there is none. No antiforgery token: totals only grow, are bounded, and name a view that only its reader knows.
    /// </summary>
    public static void MapBeacon(this WebApplication app) => app.MapPost("/b", async (BeaconMessage message, HttpContext http, ViewLedger ledger, ContentShelf shelf, Visits visits, GuideReading reading, PortalSignals signals, PortalBook portals, TimeProvider clock) =>
    {
        if (http.Request.ContentLength > Largest || message.Sequence < 1) return Results.BadRequest();
        var beacon = new Beacon(message.Sequence, Milliseconds(message.ActiveMs), Milliseconds(message.ScrolledMs), message.Scroll / 100, message.Headings.IsDefault ? [] : message.Headings);
        if (await ledger.Report(message.ViewId, beacon, clock.GetUtcNow()) is not { ReadAt: null } view || !view.Subject.StartsWith("guide:", StringComparison.Ordinal)) return Results.NoContent();

        var item = await shelf.Find("guide", view.Subject[6..]);
        if (item is null || await shelf.Version(item.Id, view.Locale, view.Version) is not { } version) return Results.NoContent();
        var body = reading.BodyOf(version);
        if (!view.View.IsRead(body.Reading.Estimated, body.Anchors.Count())) return Results.NoContent();
        if (await portals.Of(view.AccountId) is not [var portal, ..] || await visits.Of(portal.Slug, http.User.ContactId(), CultureInfo.CurrentUICulture) is not { } visit || visit.Member.Membership.Id != view.MembershipId) return Results.NoContent();
        await ledger.MarkRead(view, signals.Of(visit, http, "guide.read", $"{view.MembershipId:N}/{view.Subject}/{view.Version}/read", view.Subject, view.Version, view.Locale, view.View.ActiveSeconds));
        return Results.NoContent();
    }).RequireAuthorization(Doors.Contact).DisableAntiforgery();

    static TimeSpan Milliseconds(long sent) => TimeSpan.FromMilliseconds(Math.Clamp(sent, 0, 86_400_000));
}
