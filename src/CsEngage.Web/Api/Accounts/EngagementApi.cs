using System.Collections.Immutable;
using System.ComponentModel;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Settings;
using CsEngage.Web.Api.Reference;

namespace CsEngage.Web.Api.Accounts;

/// <summary>Who of an account came, and what they read.</summary>
public sealed record EngagementBody(
    [Description("People who may come.")] int Contacts,
    [Description("Those of them who did anything in the last 28 days.")] int ActiveContacts,
    IReadOnlyList<ContactEngagementBody> Items,
    string? Next);

public sealed record ContactEngagementBody(
    [Description("Id of the contact.")] string Contact, IReadOnlyList<string> Roles,
    [Description("When they last did anything that counts; absent when never.")] DateTimeOffset? LastSeenAt,
    IReadOnlyList<GuideEngagementBody> Guides);

public sealed record GuideEngagementBody(
    [Description("Key of the guide.")] string Guide, [Description("The furthest they came: viewed, read or completed.")] string Reached, DateTimeOffset FirstAt, DateTimeOffset LastAt,
    [Description("How often they opened it.")] int Views);

static class EngagementApi
{
    const int ActiveDays = 28;

    public static void MapEngagement(this RouteGroupBuilder api) => api.MapGet("/accounts/{account}/engagement", List).WithTags("Engagement").Says(new(ApiScope.AccountsRead, "Who of an account came, and what they read")
    {
        Says = "One item for each contact, by reading. Guides that somebody never opened are not listed for them: what is missing was not seen.",
        Answer = typeof(EngagementBody), Nos = ["not-found"], Query = ApiParameter.Paging, At = ApiExample.OfAccount,
        Got =
            """
            {"contacts": 8, "active_contacts": 3, "items": [{"contact": "hana", "roles": ["organizer"], "last_seen_at": "2026-11-21T08:12:00+00:00",
             "guides": [{"guide": "invite-your-team", "reached": "read", "first_at": "2026-11-19T01:00:00+00:00", "last_at": "2026-11-21T08:12:00+00:00", "views": 2}]}]}
            """,
    });

    static async Task<IResult> List(string account, AccountBook accounts, ContactBook contacts, Portfolio portfolio, SettingsBook settings, TimeProvider clock, HttpRequest request)
    {
        var asked = new Asked(request);
        var (limit, after) = (asked.Limit, asked.AfterId());
        asked.Check();
        var id = (await accounts.Wanted(account)).Value.Id;
        var today = OperatorDays.In(await settings.OperatorZone()).DateOf(clock.GetUtcNow());
        var breadth = (await portfolio.Breadths([id], today.AddDays(1 - ActiveDays))).GetValueOrDefault(id) ?? new Breadth(0, 0);
        var page = await contacts.Page(id, ended: false, after, limit + 1);
        var (seen, marks) = (await portfolio.LastSeen(id), (await portfolio.GuideMarks(id)).ToLookup(mark => mark.MembershipId));
        return Results.Json(
            new EngagementBody(breadth.Invited, breadth.Active, [.. page.Take(limit).Select(member => Body(member, seen, marks))], page.Length > limit ? Cursor.Of(page[limit - 1].Membership.Id) : null), ApiJson.Options);
    }

    static ContactEngagementBody Body(Member member, IReadOnlyDictionary<Guid, DateTimeOffset> seen, ILookup<Guid, GuideMark> marks) => new(
        member.Membership.ExternalId ?? member.Membership.Id.ToString("D"), member.Membership.Roles, seen.TryGetValue(member.Membership.Id, out var at) ? at : null,
        [.. marks[member.Membership.Id].GroupBy(mark => mark.Guide).OrderBy(guide => guide.Key, StringComparer.Ordinal).Select(guide => new GuideEngagementBody(
            guide.Key, guide.MaxBy(Furthest)!.Kind, guide.Min(mark => mark.FirstAt), guide.Max(mark => mark.LastAt), guide.FirstOrDefault(mark => mark.Kind == "viewed")?.Count ?? 0))]);

    static int Furthest(GuideMark mark) => mark.Kind switch { "completed" => 2, "read" => 1, _ => 0 };
}
