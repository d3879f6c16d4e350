using System.Collections.Immutable;
using System.ComponentModel;
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
    string Key, [Description("locked, open, behind, stuck or reached.")] string State, DateTimeOffset? OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? BehindAt, DateTimeOffset? StuckAt, DateTimeOffset? ReachedAt);

static class EnrollmentApi
{
    public static void MapEnrollments(this RouteGroupBuilder api) => api.MapGet("/accounts/{account}/enrollments", List).WithTags("Journeys").Says(new(ApiScope.AccountsRead, "Where an account stands in its journeys, latest first")
    {
        Answer = typeof(PageBody<EnrollmentBody>), Nos = ["not-found"], Query = ApiParameter.Paging, At = ApiExample.OfAccount,
        Got =
            """
            {"items": [{"id": "019ab1c2-0000-7000-8000-000000000000", "journey": "onboarding", "version": 1, "entry": 1, "state": "active", "arm": "treated", "entered_at": "2026-11-02T00:00:00+00:00",
             "progress": 0.25, "checkpoints": [{"key": "team-invited", "state": "behind", "opened_at": "2026-11-02T00:00:00+00:00", "due_at": "2026-11-09T15:00:00+00:00", "behind_at": "2026-11-09T15:00:00+00:00"}]}]}
            """,
    });

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
