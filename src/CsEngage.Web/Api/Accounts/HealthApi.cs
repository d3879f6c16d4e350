using System.Collections.Immutable;
using System.ComponentModel;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Health;
using CsEngage.Store.Settings;
using CsEngage.Web.Api.Reference;
using CsEngage.Web.Desk;

namespace CsEngage.Web.Api.Accounts;

/// <summary>How healthy an account is by one card, and why.</summary>
public sealed record HealthBody(
    string Account,
    [Description("Key of the scorecard.")] string Card,
    int CardVersion,
    [Description("All cards that apply to the account, the primary one first.")] IReadOnlyList<string> Cards,
    DateTimeOffset At,
    [Description("0 to 100, after overrides. Absent when too little is known.")] double? Score,
    [Description("The score before overrides: the sum of all contributions.")] double? Computed,
    [Description("How much of the weight is known, from 0 to 1.")] double Coverage,
    [Description("The colour in force. It changes only when a border is crossed for good, so it can differ from what the score alone would say.")] Band Band,
    IReadOnlyList<HealthGroupBody> Groups,
    IReadOnlyList<HealthMeasureBody> Measures,
    [Description("What keeps the score from 100, the costliest first; at most five.")] IReadOnlyList<HealthReasonBody> Reasons,
    [Description("People's better knowledge that is in force.")] IReadOnlyList<HealthOverrideBody> Overrides,
    [Description("Why the score is not what it was at the last closing. Absent when there is nothing to compare with.")] HealthChangeBody? Change,
    [Description("When the score can change with no new signal.")] DateTimeOffset? ChangesAt,
    [Description("Daily closings, oldest first.")] IReadOnlyList<HealthDayBody> History);

public sealed record HealthGroupBody(string Key, double? Score, double Coverage);

public sealed record HealthMeasureBody(
    string Key, string Group, [Description("By locale.")] IReadOnlyDictionary<string, string> Title,
    [Description("What was measured.")] decimal? Value,
    string Unit, DateTimeOffset? ObservedAt,
    [Description("On how many observations it stands.")] int N,
    [Description("Whether it counted, and if not why.")] Availability Availability,
    double? Score,
    [Description("Its share of the weight that counted.")] double EffectiveWeight,
    [Description("Effective weight × score. The contributions sum to `computed`.")] double Contribution);

public sealed record HealthReasonBody(string Measure, [Description("How many points it costs; below 0.")] double Points);

public sealed record HealthMoverBody(string Measure, [Description("How many points it added or took.")] double Points);

public sealed record HealthOverrideBody(OverrideKind Kind, double Points, string Reason, DateTimeOffset From, DateTimeOffset Until);

public sealed record HealthChangeBody(
    [Description("The closing it is measured against.")] DateOnly Since, double Points, [Description("The measures that moved it most.")] IReadOnlyList<HealthMoverBody> Movers,
    [Description("What overrides added or took.")] double Overrides);

public sealed record HealthDayBody(DateOnly Day, double? Score, Band Band);

static class HealthApi
{
    const int UsualDays = 90, MostDays = 800, Reasons = 5;

    public static void MapHealthScores(this RouteGroupBuilder api) => api.MapGet("/accounts/{account}/health", One).WithTags("Health").Says(new(ApiScope.AccountsRead, "How healthy an account is, and why")
    {
        Says = "The explanation is exact: contributions sum to the computed score, and what overrides did is named apart.",
        Answer = typeof(HealthBody), Nos = ["not-found", "no-score"], At = ApiExample.OfAccount,
        Query =
        [
            new("card", "text", "Key of a card; the primary one when absent.", "adoption"), new("from", "date", "First day of the history; 90 days ago when absent.", "2026-09-01"),
            new("to", "date", "Last day of the history; today when absent.", "2026-11-21"),
        ],
        Got =
            """
            {"account": "northwind", "card": "adoption", "card_version": 1, "cards": ["adoption"], "at": "2026-11-21T09:00:00+00:00", "score": 62.5, "computed": 62.5, "coverage": 0.9, "band": "yellow",
             "groups": [{"key": "usage", "score": 62.5, "coverage": 0.9}],
             "measures": [{"key": "breadth", "group": "usage", "title": {"en": "Active contacts, 28 days"}, "value": 0.5, "unit": "share", "observed_at": "2026-11-21T09:00:00+00:00", "n": 8,
               "availability": "fresh", "score": 62.5, "effective_weight": 1, "contribution": 62.5}],
             "reasons": [{"measure": "breadth", "points": -37.5}], "overrides": [],
             "change": {"since": "2026-11-20", "points": -2.5, "movers": [{"measure": "breadth", "points": -2.5}], "overrides": 0}, "history": [{"day": "2026-11-20", "score": 65, "band": "yellow"}]}
            """,
    });

    static async Task<IResult> One(string account, AccountBook accounts, ScoreShelf scores, Authored authored, SettingsBook settings, TimeProvider clock, HttpRequest request)
    {
        var now = clock.GetUtcNow();
        var today = OperatorDays.In(await settings.OperatorZone()).DateOf(now);
        var asked = new Asked(request);
        var (from, to) = (asked.Date("from", today.AddDays(-UsualDays)), asked.Date("to", today));
        if (to < from) asked.Refuse("to", "must not be before from", 0);
        else if (to.DayNumber - from.DayNumber > MostDays) asked.Refuse("from", $"must be at most {MostDays} days before to; ask for the rest in another call", 0);
        asked.Check();

        var id = (await accounts.Wanted(account)).Value.Id;
        var all = (await scores.Of(id)).Where(live => live.MembershipId is null).OrderByDescending(live => live.IsPrimary).ThenBy(live => live.Card, StringComparer.Ordinal).ToList();
        var wanted = asked.Text("card");
        if ((wanted is null ? all.FirstOrDefault() : all.Find(live => live.Card == wanted)) is not { } live || await authored.Card(live.Card, live.Snapshot.Version) is not { } card)
        {
            throw new ApiProblem(404, "no-score", all.Count == 0 ? "There is no score for this account yet: no scorecard applies to it, or it was made a moment ago."
                : $"There is no score by the card {wanted}; there are {string.Join(", ", all.Select(one => one.Card))}.");
        }
        var days = await scores.Days(id, live.Card, from, to);
        return Results.Json(Body(account, live, card, all, await Change(id, live, card, scores, authored, today), await scores.Overrides(id, live.Card, now), days), ApiJson.Options);
    }

    static HealthBody Body(string account, LiveScore live, Scorecard card, List<LiveScore> all, HealthChangeBody? change, ImmutableArray<HealthOverride> overrides, List<DayScore> days)
    {
        var score = live.Snapshot.Reopen(card);
        return new HealthBody(
            account, live.Card, live.Snapshot.Version, [.. all.Select(one => one.Card)], live.At, score.Score, score.Computed, score.Coverage, live.Band.Band,
            [.. score.Groups.Select(group => new HealthGroupBody(group.Key, group.Score, group.Coverage))],
            [.. card.Measures.Zip(score.Measures).Select(pair => new HealthMeasureBody(
                pair.First.Key, pair.Second.Group, pair.First.Title.Texts, pair.Second.Value, pair.First.Unit, pair.Second.ObservedAt, pair.Second.N, pair.Second.Availability, pair.Second.Score,
                pair.Second.EffectiveWeight, pair.Second.Contribution))],
            [.. score.Measures.Where(measure => measure.EffectiveWeight > 0).Select(measure => new HealthReasonBody(measure.Key, measure.Contribution - 100 * measure.EffectiveWeight))
                .Where(reason => reason.Points < 0).OrderBy(reason => reason.Points).Take(Reasons)],
            [.. overrides.Select(one => new HealthOverrideBody(one.Kind, one.Points, one.Reason, one.From, one.Until))],
            change, live.ChangesAt, [.. days.Select(day => new HealthDayBody(day.Day, day.Score, day.Band))]);
    }

    static async Task<HealthChangeBody?> Change(Guid account, LiveScore live, Scorecard card, ScoreShelf scores, Authored authored, DateOnly today)
    {
        if (await scores.Before(account, live.Card, today) is not { } closed || await authored.Card(live.Card, closed.Snapshot.Version) is not { } earlier) return null;
        return ScoreChange.Between(closed.Snapshot.Reopen(earlier), live.Snapshot.Reopen(card)) is not { } change ? null
            : new HealthChangeBody(closed.Day, change.Points, [.. change.Movers().Select(mover => new HealthMoverBody(mover.Measure, mover.Points))], change.Overrides);
    }
}
