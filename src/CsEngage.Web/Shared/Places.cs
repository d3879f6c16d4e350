using System.Security.Claims;
using CsEngage.Store.People;
using CsEngage.Web.Account;

namespace CsEngage.Web.Shared;

/// <summary>A place that the staff's menu leads to.</summary>
sealed record Place(string Name, string Address, string Icon, params string[] Needs);

sealed record Room(string Name, Place[] Places);

/// <summary>The menu of the staff's rooms. What one may not open is not shown.</summary>
static class Places
{
    static readonly Room[] All =
    [
        new(Words.Key("Desk"),
        [
            new(Words.Key("My day"), "/desk", "list-checks", Permission.AccountsReadOwn, Permission.AccountsReadAll),
            new(Words.Key("Accounts"), "/desk/accounts", "briefcase", Permission.AccountsReadOwn, Permission.AccountsReadScope, Permission.AccountsReadAll),
        ]),
        new(Words.Key("Studio"),
        [
            new(Words.Key("Library"), "/studio", "library", Permission.ContentWrite),
            new(Words.Key("Journeys"), "/studio/journeys", "route", Permission.JourneysWrite),
        ]),
        new(Words.Key("Admin"),
        [
            new(Words.Key("Mailbox"), "/admin/mailbox", "inbox"),
            new(Words.Key("Import"), "/admin/import", "upload", Permission.AccountsWriteAll),
            new(Words.Key("Staff"), "/admin/staff", "users", Permission.People),
            new(Words.Key("API keys"), "/admin/keys", "key-round", Permission.Integrations),
            new(Words.Key("Your company"), "/admin/operator", "building", Permission.Settings),
            new(Words.Key("Settings"), "/studio/settings/settings", "settings", Permission.Settings),
            new(Words.Key("Sending"), "/admin/sending", "send", Permission.Settings),
        ]),
    ];

    public static IEnumerable<Room> For(ClaimsPrincipal person) =>
        from room in All
        let open = room.Places.Where(place => place.Needs.Length == 0 || person.May(place.Needs)).ToArray()
        where open.Length > 0
        select room with { Places = open };
}
