using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CsEngage.Web.Account;

/// <summary>
/// For a page that forms of both doors are sent to. A form's token is worth something only to whom it was made for, and the address cannot tell who
/// that was: whichever of the visitor's identities the token fits is the one that is asked. Whether any does is still for the validation to say.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class EitherDoorAttribute : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    // Before the token is validated (1000).
    public int Order => 0;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        var (forms, before) = (http.RequestServices.GetRequiredService<IAntiforgery>(), http.User);
        try
        {
            if (await forms.IsRequestValidAsync(http)) return;
            foreach (var scheme in new[] { Doors.Contact, IdentityConstants.ApplicationScheme, null })
            {
                // Null is nobody yet: the page of before somebody signed in.
                http.User = scheme is null ? new ClaimsPrincipal(new ClaimsIdentity()) : (await http.AuthenticateAsync(scheme)).Principal ?? before;
                if (await forms.IsRequestValidAsync(http)) return;
            }
        }
        catch (AntiforgeryValidationException)
        {
            // A body that is no form has no token, which the validation says next.
        }

        http.User = before;
    }
}
