using System.Security.Claims;
using CsEngage.Engine.Drains;
using CsEngage.Store;
using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace CsEngage.Web.Account;

/// <summary>
/// Two doors: staff come in by Identity's cookie, contacts by their own. Which one a request is asked for follows from its
/// address, so that forms are bound to the right person. Whatever names no policy is closed.
/// </summary>
static class Doors
{
    public const string Contact = "contact";
    public const string Staff = "staff";
    public const string ReadsAccounts = "accounts.read";
    public const string WritesAccounts = "accounts.write";
    public const string PermissionClaim = "permission";
    public const string SessionClaim = "session";

    static readonly PathString[] PortalPlaces = ["/p", "/b", "/media"];

    public static void AddDoors(this IServiceCollection services, Settings settings)
    {
        services.AddIdentityCore<Staff>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.Password.RequiredLength = 12;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            options.Password.RequiredUniqueChars = 5;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        }).AddStaffStore().AddSignInManager().AddDefaultTokenProviders().AddErrorDescriber<SpokenErrors>();
        services.AddScoped<IUserClaimsPrincipalFactory<Staff>, StaffClaims>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // Bound to the name by which people reach us, whatever a proxy says; while developing, to the name of the request.
            options.ServerDomain = settings.BaseUrl?.Host;
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });

        var authentication = services.AddAuthentication("place")
            .AddPolicyScheme("place", null, options => options.ForwardDefaultSelector = context => IsPortal(context.Request.Path) ? Contact : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ContactDoor>(Contact, null);
        authentication.AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(options =>
        {
            options.Cookie.Name = settings.IsSecure ? "__Host-staff" : "staff";
            options.Cookie.SecurePolicy = settings.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = TimeSpan.FromDays(14);
            options.LoginPath = "/account/sign-in";
            options.ReturnUrlParameter = "back";
            options.Events.OnRedirectToAccessDenied = Forbid;
            options.Events.OnRedirectToLogin = AskToSignIn;
            options.Events.OnValidatePrincipal = StaffClaims.Refresh;
        }));
        services.AddSingleton<ContactSignIn>();
        services.AddSingleton<SignInMails>();
        services.AddSingleton<Drain>(provider => provider.GetRequiredService<SignInMails>());
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<ContactHome>();
        services.AddScoped<PasswordReset>();

        services.AddAuthorization(options =>
        {
            options.FallbackPolicy = new AuthorizationPolicyBuilder(IdentityConstants.ApplicationScheme).RequireAssertion(_ => false).Build();
            options.AddPolicy(Contact, policy => policy.AddAuthenticationSchemes(Contact).RequireAuthenticatedUser());
            options.AddPolicy(Staff, policy => policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser());
            foreach (var permission in Permission.All) options.AddPolicy(permission, policy => Needs(policy, permission));
            options.AddPolicy(WritesAccounts, policy => Needs(policy, Permission.AccountsWriteOwn, Permission.AccountsWriteAll));
            options.AddPolicy(ReadsAccounts, policy => Needs(policy, Permission.AccountsReadOwn, Permission.AccountsReadScope, Permission.AccountsReadAll));
        });
    }

    /// <summary>Which policy guards which folder. A page without a line here is closed to everybody.</summary>
    public static void AddDoors(this PageConventionCollection pages)
    {
        pages.AllowAnonymousToPage("/Index");
        pages.AllowAnonymousToPage("/Problem");
        pages.AllowAnonymousToPage("/Docs/Index");
        pages.AllowAnonymousToPage("/Docs/Page");
        pages.AllowAnonymousToPage("/Account/SignIn");
        pages.AllowAnonymousToPage("/Account/Setup");
        pages.AllowAnonymousToPage("/Account/Forgot");
        pages.AllowAnonymousToPage("/Account/Reset");
        pages.AllowAnonymousToPage("/Account/SecondStep");
        pages.AuthorizePage("/Account/TwoSteps", Staff);
        pages.AuthorizePage("/Account/Passkeys", Staff);
        pages.AllowAnonymousToPage("/Account/Language");
        pages.AllowAnonymousToPage("/Account/DemoDoor");
        pages.AuthorizePage("/Account/SignOut", Staff);
        pages.AuthorizePage("/Account/Sessions", Staff);
        pages.AuthorizeFolder("/Portal", Contact);
        pages.AllowAnonymousToPage("/Portal/Leave");
        pages.AllowAnonymousToPage("/Portal/Click");
        pages.AllowAnonymousToPage("/Portal/Topics");
        pages.AllowAnonymousToPage("/Portal/Join");
        pages.AllowAnonymousToPage("/Portal/SignIn/Index");
        pages.AllowAnonymousToPage("/Portal/SignIn/Code");
        pages.AllowAnonymousToPage("/Portal/SignIn/Confirm");
        pages.AuthorizeFolder("/Studio", Permission.ContentWrite);
        pages.AuthorizeFolder("/Studio/Journeys", Permission.JourneysWrite);
        pages.AuthorizeFolder("/Desk", ReadsAccounts);
        pages.AuthorizePage("/Desk/Accounts/New", WritesAccounts);
        pages.AuthorizePage("/Admin/Index", Permission.Settings);
        pages.AuthorizePage("/Admin/SignIns", Permission.Settings);
        pages.AuthorizePage("/Admin/Operator", Permission.Settings);
        pages.AuthorizeFolder("/Admin/Mailbox", Staff);
        pages.AuthorizeFolder("/Admin/Keys", Permission.Integrations);
        pages.AuthorizeFolder("/Admin/Import", Permission.AccountsWriteAll);
        pages.AuthorizeFolder("/Admin/People", Permission.People);
        pages.AllowAnonymousToPage("/Api/Reference/Index");
        pages.AuthorizeFolder("/Admin/Sending", Permission.Settings);
    }

    public static bool IsPortal(PathString path) => Array.Exists(PortalPlaces, place => path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase));

    static void Needs(AuthorizationPolicyBuilder policy, params string[] anyOf) =>
        policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser().RequireClaim(PermissionClaim, anyOf);

    static Task Forbid(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // A script that asked for a piece of a page must not get the sign-in page as that piece.
    static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Headers.ContainsKey("HX-Request")) context.Response.Headers["HX-Redirect"] = context.RedirectUri;
        else context.Response.Redirect(context.RedirectUri);
        if (context.Request.Headers.ContainsKey("HX-Request")) context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    public static bool May(this ClaimsPrincipal person, params ReadOnlySpan<string> anyOf)
    {
        foreach (var permission in anyOf)
            if (person.HasClaim(PermissionClaim, permission)) return true;
        return false;
    }

    public static Guid StaffId(this ClaimsPrincipal person) => Guid.Parse(person.FindFirstValue(ClaimTypes.NameIdentifier)!);
}
