using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CsEngage.Core;
using CsEngage.Engine.Signals;
using CsEngage.Store.Accounts;
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
    /// Takes a report. It belongs to the contact whose page it was; whether it counted is nobody's business, so the answer is always the same.
    /// No antiforgery token: totals only grow, are bounded, and name a view that only its reader knows.
    /// </summary>
    public static void MapBeacon(this WebApplication app) => app.MapPost("/b", async (BeaconMessage message, HttpContext http, ContactBook contacts, PortalReading reading) =>
    {
        if (http.Request.ContentLength > Largest || message.Sequence < 1) return Results.BadRequest();
        var beacon = new Beacon(message.Sequence, Milliseconds(message.ActiveMs), Milliseconds(message.ScrolledMs), message.Scroll / 100, message.Headings.IsDefault ? [] : message.Headings);
        await reading.Report(message.ViewId, [.. (await contacts.Of(http.User.ContactId())).Select(membership => membership.Id)], beacon);
        return Results.NoContent();
    }).RequireAuthorization(Doors.Contact).DisableAntiforgery();

    static TimeSpan Milliseconds(long sent) => TimeSpan.FromMilliseconds(Math.Clamp(sent, 0, 86_400_000));
}
