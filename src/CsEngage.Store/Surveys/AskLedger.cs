using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Surveys;

/// <summary>One asking of a survey and its answer.</summary>
/// <param name="N">The how-manieth asking of this person.</param>
/// <param name="Answers">JSON by key of the question.</param>
public sealed record SurveyAsk(
    Guid Id, Guid AccountId, Guid MembershipId, string Survey, int N, string Channel, string? TouchId, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt = null, decimal? Score = null,
    string? Answers = null, string? Comment = null);

[Table("survey_asks")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
[Index(nameof(MembershipId), nameof(Survey), nameof(N), IsUnique = true)]
[Index(nameof(Survey), nameof(AnsweredAt))]
internal sealed class SurveyAskRow
{
    public Guid AccountId { get; set; }
    public Guid Id { get; set; }
    public Guid MembershipId { get; set; }
    public string Survey { get; set; } = "";
    public int N { get; set; }
    public string Channel { get; set; } = "";
    public string? TouchId { get; set; }
    public DateTimeOffset AskedAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public decimal? Score { get; set; }
    public string? Answers { get; set; }
    public string? Comment { get; set; }

    public SurveyAsk Record => new(Id, AccountId, MembershipId, Survey, N, Channel, TouchId, AskedAt, AnsweredAt, Score, Answers, Comment);
}

/// <summary>Who was asked what and when, for the fatigue cap and the results.</summary>
public sealed class AskLedger(Database database, SettingsBook settings)
{
    /// <summary>False when this person has this asking already.</summary>
    public async Task<bool> Ask(SurveyAsk ask) => await database.Writer.Do(transaction => transaction.Execute(
        "INSERT INTO survey_asks (account_id, id, membership_id, survey, n, channel, touch_id, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        ask.AccountId, ask.Id, ask.MembershipId, ask.Survey, ask.N, ask.Channel, ask.TouchId, ask.AskedAt)) == 1;

    /// <summary>Keeps an answer with its signal; answering again replaces it, and counts once.</summary>
    public async Task<bool> Answer(Guid accountId, Guid id, decimal? score, string? answers, string? comment, DateTimeOffset now, Signal signal)
    {
        var zone = await settings.OperatorZone();
        return await database.Writer.Do(async transaction =>
        {
            var answered = await transaction.Execute(
                "UPDATE survey_asks SET answered_at = coalesce(answered_at, $3), score = $4, answers = $5, comment = $6 WHERE account_id = $1 AND id = $2", accountId, id, now, score, answers, comment);
            if (answered == 0) return false;
            await SignalLog.Append(transaction, [signal], zone);
            return true;
        });
    }

    public async Task<SurveyAsk?> Find(Guid accountId, Guid id)
    {
        await using var db = database.Read();
        return (await db.Set<SurveyAskRow>().FirstOrDefaultAsync(row => row.AccountId == accountId && row.Id == id))?.Record;
    }

    /// <summary>Latest first.</summary>
    public async Task<ImmutableArray<SurveyAsk>> Of(Guid membershipId)
    {
        await using var db = database.Read();
        return [.. (await db.Set<SurveyAskRow>().Where(row => row.MembershipId == membershipId).OrderByDescending(row => row.AskedAt).ToListAsync()).Select(row => row.Record)];
    }

    public async Task<ImmutableArray<SurveyAsk>> Answers(string survey, DateTimeOffset from, DateTimeOffset until)
    {
        await using var db = database.Read();
        return [.. (await db.Set<SurveyAskRow>().Where(row => row.Survey == survey && row.AnsweredAt >= from && row.AnsweredAt < until).OrderBy(row => row.AnsweredAt).ToListAsync()).Select(row => row.Record)];
    }

    public Task<long> AskedSince(string survey, DateTimeOffset from) => database.First("SELECT count(*) FROM survey_asks WHERE survey = $1 AND asked_at >= $2", row => row.Long(0), survey, from);
}
