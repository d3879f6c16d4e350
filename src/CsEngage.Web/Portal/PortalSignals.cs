using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Engine.Signals;
using CsEngage.Store.Signals;
using CsEngage.Web.Account;

namespace CsEngage.Web.Portal;

/// <summary>What contacts do in the portal, as signals. Previews and staff leave none.</summary>
sealed class PortalSignals(SignalLog log, TimeProvider clock)
{
    static readonly TimeSpan OneVisit = TimeSpan.FromMinutes(30);
    const int MostSessions = 100_000;
    readonly ConcurrentDictionary<string, DateTimeOffset> lastSeen = new(StringComparer.Ordinal);

    public Signal Of(Visit visit, HttpContext http, string kind, string id, string? subject = null, int? version = null, string? locale = null, decimal? value = null, ImmutableSortedDictionary<string, string>? properties = null)
    {
        var now = SignalTime.Cut(clock.GetUtcNow());
        var request = http.Request;
        return new Signal(SignalKey.Of(now, id), id, kind, now, now, now, visit.Account.Id, visit.Member.Membership.Id, visit.Member.Membership.Department, Subject: subject, SubjectVersion: version, Locale: locale,
            Value: value, Properties: properties, Session: http.User.FindFirstValue(Doors.SessionClaim), Identity: Enum.TryParse<Identity>(http.User.FindFirstValue("identity"), ignoreCase: true, out var identity) ? identity : Identity.Claimed,
            Actor: Machines.Of(request.Method, request.Headers.UserAgent, request.Headers["Sec-Purpose"]), Source: "portal", IsPreview: visit.IsPreview);
    }

    public Task SignedIn(Visit visit, HttpContext http, string method) => log.Append(
        Of(visit, http, "contact.signed-in", $"{Guid.CreateVersion7(clock.GetUtcNow()):N}/contact.signed-in", properties: ImmutableSortedDictionary<string, string>.Empty.Add("method", method)) with { Identity = Identity.Verified });

    public Task Append(Signal signal) => log.Append(signal);

    /// <summary>Once per session and half an hour without a page: that is what people call a visit.</summary>
    public async Task Visited(Visit visit, HttpContext http)
    {
        if (visit.IsPreview || http.User.FindFirstValue(Doors.SessionClaim) is not { } session || !HttpMethods.IsGet(http.Request.Method)) return;
        var now = clock.GetUtcNow();
        var name = $"{session}/{visit.Portal.Id}";
        var before = lastSeen.TryGetValue(name, out var seen) ? seen : (DateTimeOffset?)null;
        if (lastSeen.Count >= MostSessions) lastSeen.Clear();
        lastSeen[name] = now;
        if (now - before < OneVisit) return;
        await log.Append(Of(visit, http, "portal.visited", $"portal.visited/{name}/{now.ToUnixTimeMilliseconds()}", $"portal:{visit.Portal.Slug}"));
    }
}
