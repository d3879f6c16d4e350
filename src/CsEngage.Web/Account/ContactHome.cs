using System.Security.Claims;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using Microsoft.AspNetCore.Authentication;

namespace CsEngage.Web.Account;

/// <summary>Where a contact begins: the portal they were in, if it is theirs, else their own. To somebody who is signed in nowhere only the address tells it.</summary>
sealed class ContactHome(ContactBook contacts, PortalBook portals)
{
    /// <param name="http">The request, of which contact ever.</param>
    /// <param name="address">The address that was asked for.</param>
    /// <returns>Null for whoever is no contact and asked for no portal.</returns>
    public async Task<string?> Of(HttpContext http, string? address)
    {
        var asked = address?.Split('/') is ["", "p", { Length: > 0 } slug, ..] ? slug : null;
        if (!Guid.TryParse((await http.AuthenticateAsync(Doors.Contact)).Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var contact)) return asked is null ? null : "/p/" + asked;
        Store.Content.Portal? own = null;
        foreach (var membership in await contacts.Of(contact))
            foreach (var portal in await portals.Of(membership.AccountId))
            {
                if (portal.Slug == asked) return "/p/" + asked;
                if (own is null || (portal.IsDefault && !own.IsDefault)) own = portal;
            }
        return own is null ? null : "/p/" + own.Slug;
    }
}
