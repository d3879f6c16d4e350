using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Engine.Signals;
using CsEngage.Web.Account;

namespace CsEngage.Web.Portal;

/// <summary>Who reads, as signals tell it.</summary>
static class Readers
{
    public static Reader Reader(this Visit visit, HttpContext http) => visit.Reader(
        http, http.User.FindFirstValue(Doors.SessionClaim) ?? "", Enum.TryParse<Identity>(http.User.FindFirstValue("identity"), ignoreCase: true, out var identity) ? identity : Identity.Claimed);

    public static Reader Reader(this Visit visit, HttpContext http, string session, Identity identity) =>
        new(visit.Account.Id, visit.Member.Membership.Id, session, identity, http.Request.Actor(), visit.Locale, visit.IsPreview);

    /// <summary>Person or program, by what the request says of itself.</summary>
    public static Actor Actor(this HttpRequest request) => Machines.Of(request.Method, request.Headers.UserAgent, Purpose(request));

    static string? Purpose(HttpRequest request)
    {
        foreach (var name in (ReadOnlySpan<string>)["Sec-Purpose", "Purpose", "X-Purpose"])
            if (request.Headers[name] is [{ Length: > 0 } purpose, ..]) return purpose;
        return null;
    }
}
