using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Journeys;
using CsEngage.Web.Api.Reference;
using CsEngage.Web.Desk;

namespace CsEngage.Web.Api.Accounts;

/// <summary>A passage through one version of a journey.</summary>
public sealed record EnrollmentBody(
    string Id,
    [Description("Key of the journey.")] string Journey,
    int Version,
    [Description("Id of the contact, in a journey of a contact.")] string? Contact,
    [Description("Which entry into this journey, from 1.")] int Entry,
    EnrollmentState State,
    [Description("treated, or holdout: measured, but receives nothing.")] string Arm,
    DateTimeOffset EnteredAt,
    DateTimeOffset? EndedAt,
    [Description("From 0 to 1: weight of what was reached, of what is required.")] decimal? Progress,
    [Description("Why it was set aside.")] string? Trouble,
    [Description("In the order of the journey; those that have not opened are locked.")] IReadOnlyList<CheckpointBody> Checkpoints);

public sealed record CheckpointBody(
    string Key, [Description("locked, open, behind, stuck or reached.")] string State, DateTimeOffset? OpenedAt, [property: Description("The end of its due day: from then on it is behind. The day before this midnight is the last one in time.")] DateTimeOffset? DueAt, DateTimeOffset? BehindAt, DateTimeOffset? StuckAt, DateTimeOffset? ReachedAt);

/// <summary>Who is to be started in which journey.</summary>
public sealed record StartBody(
    [Description("Id of the account.")] string Account,
    [Description("Id of the contact, in a journey of a contact; absent in one of an account.")] string? Contact,
    [Description("Key of a published journey.")] string Journey);

/// <summary>A start that was taken.</summary>
public sealed record StartedBody(string Account, string? Contact, string Journey, [Description("Which entry into this journey it becomes.")] int Entry, [Description("When it was asked for: the journey begins as of then.")] DateTimeOffset AskedAt);

static class EnrollmentApi
{
    public static void MapEnrollments(this RouteGroupBuilder api)
    {
        api.MapPost("/enrollments", Start).WithTags("Journeys").TakesKey().Says(new(ApiScope.JourneysWrite, "Start a journey for an account or a contact")
        {
            Says = "As a CSM starts it by hand: its entry rule is not asked. The journey begins a moment later, as of the time of this call; `GET /api/v1/accounts/{account}/enrollments` shows it.",
            Body = typeof(StartBody), Answer = typeof(StartedBody), Good = [202], TakesKey = true, Nos = ["not-found", "not-an-object", "fields-wrong", "already-in"],
            Sent = """{"account": "northwind", "journey": "onboarding"}""",
            Got = """{"account": "northwind", "journey": "onboarding", "entry": 1, "asked_at": "2026-11-21T09:00:00+00:00"}""",
        });
        MapList(api);
    }

    static void MapList(RouteGroupBuilder api) => api.MapGet("/accounts/{account}/enrollments", List).WithTags("Journeys").Says(new(ApiScope.AccountsRead, "Where an account stands in its journeys, latest first")
    {
        Answer = typeof(PageBody<EnrollmentBody>), Nos = ["not-found"], Query = ApiParameter.Paging, At = ApiExample.OfAccount,
        Got =
            """
            {"items": [{"id": "019ab1c2-0000-7000-8000-000000000000", "journey": "onboarding", "version": 1, "entry": 1, "state": "active", "arm": "treated", "entered_at": "2026-11-02T00:00:00+00:00",
             "progress": 0.25, "checkpoints": [{"key": "team-invited", "state": "behind", "opened_at": "2026-11-02T00:00:00+00:00", "due_at": "2026-11-09T15:00:00+00:00", "behind_at": "2026-11-09T15:00:00+00:00"}]}]}
            """,
    });

    static async Task<IResult> Start(HttpRequest request, ClaimsPrincipal key, AccountBook accounts, ContactBook contacts, EnrollmentBook enrollments, Engine.Settings.Authored authored, TimeProvider clock)
    {
        var fields = await Fields.Of(request);
        var (account, contact, wanted) = (fields.Required("account", null), fields.Text("contact", null), fields.Required("journey", null));
        var journey = (await authored.Current()).Journeys.GetValueOrDefault(wanted);
        if (journey is null && wanted.Length > 0) fields.Refuse("journey", "is not the key of a published journey", 0);
        if (journey is { Participant: ParticipantKind.Contact } && contact is null) fields.Refuse("contact", "is required: this journey is one of a contact", 0);
        if (journey is { Participant: not ParticipantKind.Contact } && contact is not null) fields.Refuse("contact", "must be absent: this journey is one of the account", 0);
        fields.Check();

        var at = (await accounts.Wanted(account)).Value;
        var membership = contact is null ? null : (await contacts.Wanted(at.Id, contact)).Value;
        if (membership?.EndedAt is not null) throw ApiProblem.NotFound("contact");
        var history = await enrollments.Entries(journey!.Key, membership?.Id ?? at.Id);
        if (history.Any(entry => !entry.Enrollment.HasEnded)) throw new ApiProblem(409, "already-in", "The account or contact is in this journey already.");
        var now = clock.GetUtcNow();
        await enrollments.Ask(new JourneyStart($"api/{request.NewId(now):D}", at.Id, membership?.Id, journey.Key, now, Cause.Of("key", key.FindFirstValue(ClaimTypes.NameIdentifier)!)));
        return Results.Json(new StartedBody(account, contact, journey.Key, history.Length + 1, now), ApiJson.Options, statusCode: 202);
    }

    static async Task<IResult> List(string account, AccountBook accounts, ContactBook contacts, EnrollmentBook enrollments, Authored authored, HttpRequest request)
    {
        var id = (await accounts.Wanted(account)).Value.Id;
        var people = await People.Of(contacts, id);
        var all = (await enrollments.Of(id)).Reverse().ToList();
        var journeys = new Dictionary<(string, int), Journey?>();
        foreach (var one in all.Select(loaded => (loaded.Enrollment.Journey, loaded.Enrollment.Version)).Distinct()) journeys[one] = await authored.Journey(one.Journey, one.Version);
        return Pages.OfAll(all, new Asked(request), loaded => loaded.Enrollment.Id, loaded => Body(loaded.Enrollment, journeys[(loaded.Enrollment.Journey, loaded.Enrollment.Version)], people));
    }

    static EnrollmentBody Body(Enrollment enrollment, Journey? journey, People people) => new(
        enrollment.Id.ToString("D"), enrollment.Journey, enrollment.Version, people.Id(enrollment.MembershipId), enrollment.Entry, enrollment.State, enrollment.Arm, enrollment.EnteredAt, enrollment.EndedAt,
        journey?.ProgressOf(enrollment), enrollment.Trouble, [.. (journey?.Checkpoints.Select(checkpoint => checkpoint.Key) ?? enrollment.Checkpoints.Keys).Select(key => Checkpoint(key, enrollment.Find(key)))]);

    static CheckpointBody Checkpoint(string key, CheckpointProgress? progress) => progress is null ? new(key, "locked", null, null, null, null, null)
        : new(key, progress switch { { IsReached: true } => "reached", { StuckAt: not null } => "stuck", { BehindAt: not null } => "behind", _ => "open" },
            progress.OpenedAt, progress.DueAt, progress.BehindAt, progress.StuckAt, progress.ReachedAt);
}
