using System.Security.Claims;
using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CsEngage.Web.Account;

/// <summary>
/// What the cookie of a staff member says. Permissions are not taken from it but read again for each request, so that a closed
/// login, a revoked session or a smaller role takes effect at once.
/// </summary>
sealed class StaffClaims(UserManager<Staff> users, IOptions<IdentityOptions> options, IHttpContextAccessor context, StaffSessions sessions, TimeProvider clock)
    : UserClaimsPrincipalFactory<Staff>(users, options)
{
    static readonly TimeSpan SeenAgain = TimeSpan.FromMinutes(15);

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Staff user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        var request = context.HttpContext?.Request;
        var session = new StaffSession(Guid.CreateVersion7(clock.GetUtcNow()), user.Id, clock.GetUtcNow(), clock.GetUtcNow(), request?.Headers.UserAgent.ToString(), request?.HttpContext.Connection.RemoteIpAddress?.ToString());
        await sessions.Start(session);
        identity.AddClaim(new Claim(Doors.SessionClaim, session.Id.ToString()));
        AddCurrent(identity, user);
        return identity;
    }

    public static async Task Refresh(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.Principal?.Identity is not ClaimsIdentity identity
            || !Guid.TryParse(identity.FindFirst(ClaimTypes.NameIdentifier)?.Value, out var id)
            || !Guid.TryParse(identity.FindFirst(Doors.SessionClaim)?.Value, out var session)
            || await services.GetRequiredService<StaffList>().Find(id) is not { ClosedAt: null } staff
            || staff.SecurityStamp != identity.FindFirst(services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType)?.Value
            || !await services.GetRequiredService<StaffSessions>().IsLive(session))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        // A quarter of an hour is near enough, so that hardly a page waits for a write.
        if (services.GetRequiredService<TimeProvider>().GetUtcNow() is var now && !(now - staff.SeenAt < SeenAgain)) await services.GetRequiredService<StaffSessions>().Seen(session, id, now);

        foreach (var old in identity.FindAll(claim => claim.Type is Doors.PermissionClaim or Languages.Claim or ClaimTypes.GivenName).ToList()) identity.RemoveClaim(old);
        AddCurrent(identity, staff);
    }

    static void AddCurrent(ClaimsIdentity identity, Staff staff)
    {
        identity.AddClaim(new Claim(ClaimTypes.GivenName, staff.Name));
        if (staff.Locale is { } locale) identity.AddClaim(new Claim(Languages.Claim, locale));
        identity.AddClaims(staff.Permissions.Select(permission => new Claim(Doors.PermissionClaim, permission)));
    }
}
