using System.Net;
using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Account;

/// <summary>Whether visitors may come in as sample people: only with recipe demo, and only on the machine itself.</summary>
static class DemoDoor
{
    public const string Recipe = "demo";

    /// <summary>The parts that visitors may take, and what the button says.</summary>
    public static readonly (string Role, string Label)[] Parts = [("contact", Words.Key("A customer")), ("author", Words.Key("An author")), ("csm", Words.Key("A success manager")), ("admin", Words.Key("An administrator"))];

    public static bool Has(string role) => Array.Exists(Parts, part => part.Role == role);

    public static bool IsOpen(Settings settings, HttpContext context) =>
        settings.Recipe == Recipe
        && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
        // A name of somebody else's that resolves to this machine is not this machine.
        && (context.Request.Host.Host is "localhost" || (IPAddress.TryParse(context.Request.Host.Host, out var named) && IPAddress.IsLoopback(named)));
}

public sealed class DemoDoorModel(Settings settings, StaffList staff, SignInManager<Staff> door, DemoContact sample) : PageModel
{
    [FromRoute]
    public string Role { get; set; } = "";

    public IActionResult OnGet() => DemoDoor.IsOpen(settings, HttpContext) && DemoDoor.Has(Role) ? Page() : NotFound();

    public async Task<IActionResult> OnPost()
    {
        if (!DemoDoor.IsOpen(settings, HttpContext) || !DemoDoor.Has(Role)) return NotFound();
        if (Role == "contact")
        {
            if (await sample.Find() is not { } found) return NotFound();
            await ContactDoor.Open(HttpContext, found.ContactId, "verified");
            return LocalRedirect($"/p/{found.Portal}");
        }

        if ((await staff.All()).OrderBy(one => one.Roles.Split(' ').Length).FirstOrDefault(one => one.ClosedAt is null && one.Roles.Split(' ').Contains(Role)) is not { } person) return NotFound();
        await door.SignInAsync(person, isPersistent: false);
        return LocalRedirect(Role switch { "author" => "/studio", "csm" => "/desk", _ => "/admin" });
    }
}
