using System.ComponentModel;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Touches;
using CsEngage.Web.Api.Reference;

namespace CsEngage.Web.Api.Accounts;

/// <summary>A touch and where it stands in the ledger.</summary>
public sealed record TouchBody(
    string Id,
    [Description("Id of the contact.")] string? Contact,
    [Description("mail or portal.")] string Channel,
    [Description("Key of the template.")] string Template,
    TouchState State,
    [Description("Why it is held or skipped, or what went wrong.")] string? Reason,
    string? Journey,
    string? Checkpoint,
    string? Step,
    [Description("The arm of an experiment, or holdout.")] string? Arm,
    DateTimeOffset PlannedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? HeldUntil,
    DateTimeOffset? SentAt,
    [Description("What the mail server answered.")] string? Code);

static class TouchApi
{
    public static void MapTouches(this RouteGroupBuilder api) => api.MapGet("/accounts/{account}/touches", List).WithTags("Touches").Says(new(ApiScope.AccountsRead, "What was, is and will be sent to an account, newest first")
    {
        Says = "Also what was held or skipped, and why. The words of a touch are not part of it.",
        Answer = typeof(PageBody<TouchBody>), Nos = ["not-found"], Query = ApiParameter.Paging, At = ApiExample.OfAccount,
        Got =
            """
            {"items": [{"id": "onboarding/…/team-invited.behind.nudge/…/1", "contact": "hana", "channel": "mail", "template": "shall-we-help", "state": "skipped", "reason": "unsubscribed", "journey": "onboarding",
             "checkpoint": "team-invited", "step": "nudge", "planned_at": "2026-11-10T00:00:00+00:00", "due_at": "2026-11-10T00:00:00+00:00"}]}
            """,
    });

    static async Task<IResult> List(string account, AccountBook accounts, ContactBook contacts, TouchBook touches, HttpRequest request)
    {
        var asked = new Asked(request);
        var limit = asked.Limit;
        var after = asked.Text("after") is { } cursor ? Cursor.Text(cursor) ?? asked.Refuse<string?>("after", Cursor.Wrong, null) : null;
        asked.Check();
        var id = (await accounts.Wanted(account)).Value.Id;
        var people = await People.Of(contacts, id);
        return Pages.Of(await touches.Page(id, after, limit + 1), limit, line => Body(line, people), line => Cursor.Of(line.Touch.Id));
    }

    static TouchBody Body(TouchLine line, People people) => new(
        line.Touch.Id, people.Id(line.Touch.MembershipId), line.Touch.Channel, line.Touch.Template, line.State, line.Reason is { } why ? Kebab.Of(why) : null, line.Touch.Origin?.Journey, line.Touch.Origin?.Checkpoint,
        line.Touch.Origin?.Step, line.Touch.Arm, line.PlannedAt, line.Touch.DueAt, line.HeldUntil, line.SentAt, line.Code);
}
