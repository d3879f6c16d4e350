using System.ComponentModel;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Touches;
using CsEngage.Web.Api.Reference;
using CsEngage.Web.Desk.Accounts;

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

/// <summary>A touch to send: a template, a guide with a note, or a mail in words of its own.</summary>
public sealed record SendBody(
    [Description("Id of the account.")] string Account,
    [Description("Id of the contact.")] string Contact,
    [Description("Key of a published template; or guide, or subject and body.")] string? Template,
    [Description("Key of a published guide: a short mail with the link into the portal.")] string? Guide,
    [Description("Markdown between the greeting and the link to the guide.")] string? Note,
    [Description("Subject of a mail in words of its own; Liquid.")] string? Subject,
    [Description("The mail: Markdown with Liquid.")] string? Body,
    [Description("Language of a mail in words of its own; the contact's when absent.")] string? Locale,
    [Description("Key of the topic of a guide or of words of its own; the first that needs no consent when absent. A template has its own.")] string? Topic,
    [Description("In the name of the account's CSM.")] bool? AsCsm);

static class TouchApi
{
    public static void MapTouches(this RouteGroupBuilder api)
    {
        api.MapPost("/touches", Send).WithTags("Touches").TakesKey().Says(new(ApiScope.TouchesWrite, "Send a touch to a contact")
        {
            Says = "It goes into the same ledger as those of journeys, and the same policy decides when it goes out or why not: opt-outs, topics, caps, quiet hours. `GET /api/v1/accounts/{account}/touches` says what came of it.",
            Body = typeof(SendBody), Answer = typeof(TouchBody), Good = [202], TakesKey = true, Nos = ["not-found", "no-address", "not-an-object", "fields-wrong"],
            Sent = """{"account": "northwind", "contact": "hana", "subject": "Friday, {{ contact.greeting_name }}?", "body": "Shall we look at the **first report** together?", "topic": "onboarding", "as_csm": true}""",
            Got = """{"id": "desk/019ab1c2-0000-7000-8000-000000000000/…", "contact": "hana", "channel": "mail", "template": "own-words", "state": "pending", "planned_at": "2026-11-21T09:00:00+00:00", "due_at": "2026-11-21T09:00:00+00:00"}""",
        });
        MapList(api);
    }

    static void MapList(RouteGroupBuilder api) => api.MapGet("/accounts/{account}/touches", List).WithTags("Touches").Says(new(ApiScope.AccountsRead, "What was, is and will be sent to an account, newest first")
    {
        Says = "Also what was held or skipped, and why. The words of a touch are not part of it.",
        Answer = typeof(PageBody<TouchBody>), Nos = ["not-found"], Query = ApiParameter.Paging, At = ApiExample.OfAccount,
        Got =
            """
            {"items": [{"id": "onboarding/…/team-invited.behind.nudge/…/1", "contact": "hana", "channel": "mail", "template": "shall-we-help", "state": "skipped", "reason": "unsubscribed", "journey": "onboarding",
             "checkpoint": "team-invited", "step": "nudge", "planned_at": "2026-11-10T00:00:00+00:00", "due_at": "2026-11-10T00:00:00+00:00"}]}
            """,
    });

    static async Task<IResult> Send(HttpRequest request, ClaimsPrincipal key, AccountBook accounts, ContactBook contacts, TouchBook touches, TouchByHand hand, MailWords mails, TimeProvider clock)
    {
        var fields = await Fields.Of(request);
        var (account, contact) = (fields.Required("account", null), fields.Required("contact", null));
        var wanted = new WantedMail(
            fields.Text("template", null), fields.Text("guide", null), fields.Text("note", null, most: TouchModel.LongestNote), fields.Text("subject", null, most: TouchModel.LongestSubject),
            fields.Text("body", null, most: TouchModel.LongestBody), fields.Text("locale", null), fields.Text("topic", null));
        var asCsm = fields.Flag("as_csm", false);
        foreach (var (field, wrong) in await mails.Wrong(wanted)) fields.Refuse(field, wrong, 0);
        fields.Check();

        var at = (await accounts.Wanted(account)).Value;
        var membership = (await contacts.Wanted(at.Id, contact)).Value;
        if (membership.EndedAt is not null) throw ApiProblem.NotFound("contact");
        var member = (await contacts.Member(membership.Id))!;
        if (member.Contact.Address is null) throw new ApiProblem(409, "no-address", "This contact has no mail address: put one first.");

        var now = clock.GetUtcNow();
        var own = await mails.Write(wanted, member.Contact.Locale ?? at.Locale);
        var touch = new Touch(
            TouchId.Desk(request.NewId(now), membership.Id), at.Id, membership.Id, "mail", own is null ? wanted.Template! : OwnWords.Template, null, now, asCsm, null, LateSending.Default, null, IsGhost: false, null,
            LowPriority: false, Cause.Of("key", key.FindFirstValue(ClaimTypes.NameIdentifier)!));
        await hand.Plan(touch, own, "api", now);
        return Results.Json(Body((await touches.Find(at.Id, touch.Id))!, await People.Of(contacts, at.Id)), ApiJson.Options, statusCode: 202);
    }

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
