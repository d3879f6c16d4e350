using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using CsEngage.Store.Journeys;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Segments;

/// <summary>Remembered membership of segments. The empty id stands for "the account itself".</summary>
[Table("segment_places")]
[PrimaryKey(nameof(AccountId), nameof(Segment), nameof(MembershipId), nameof(EnteredAt))]
[Index(nameof(Segment), nameof(LeftAt))]
internal sealed class SegmentPlaceRow
{
    public Guid AccountId { get; set; }
    public string Segment { get; set; } = "";
    public Guid MembershipId { get; set; }
    public DateTimeOffset EnteredAt { get; set; }
    public DateTimeOffset? LeftAt { get; set; }
}

/// <summary>Who is in which segment, since when, and who was.</summary>
public sealed class SegmentRoll(Database database, SettingsBook settings)
{
    /// <summary>Kind of the timers that say when to look at a segment again; the id is the segment's key, for contacts with "/" and the membership.</summary>
    public const string Timer = "segment";

    const string Select = "SELECT segment, account_id, membership_id, entered_at, left_at FROM segment_places";

    /// <summary>The places an account and its contacts have now.</summary>
    public async Task<ImmutableArray<SegmentPlace>> Running(Guid accountId) =>
        [.. await database.Query($"{Select} WHERE account_id = $1 AND left_at IS NULL ORDER BY segment, membership_id", Read, accountId)];

    /// <summary>The same of several accounts, in one statement.</summary>
    public async Task<ILookup<Guid, SegmentPlace>> Running(IReadOnlyCollection<Guid> accountIds) =>
        (await database.Query($"{Select} WHERE {SqlSession.Among("account_id", 1, database.Dialect)} AND left_at IS NULL ORDER BY segment, membership_id", Read, accountIds.ToArray())).ToLookup(place => place.AccountId);

    /// <summary>Everybody in a segment now.</summary>
    public async Task<ImmutableArray<SegmentPlace>> In(string segment) =>
        [.. await database.Query($"{Select} WHERE segment = $1 AND left_at IS NULL ORDER BY account_id, membership_id", Read, segment)];

    public async Task<IReadOnlyDictionary<string, long>> Counts() =>
        (await database.Query("SELECT segment, count(*) FROM segment_places WHERE left_at IS NULL GROUP BY segment", row => (row.Text(0), row.Long(1)))).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>Keeps steps of one account with their signals and the next time to look, in one transaction. Entering twice enters once.</summary>
    public async Task Save(Guid accountId, IReadOnlyList<(string Segment, Guid? MembershipId, SegmentStep Step)> steps, DateTimeOffset now)
    {
        var zone = await settings.OperatorZone();
        await database.Writer.Do(async transaction =>
        {
            var signals = new List<Signal>();
            await Save(transaction, accountId, steps, now, signals);
            if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
        });
    }

    /// <summary>The same, with its signals left for the caller to append in the same transaction.</summary>
    internal static async Task Save(WriteTransaction transaction, Guid accountId, IReadOnlyList<(string Segment, Guid? MembershipId, SegmentStep Step)> steps, DateTimeOffset now, List<Signal> signals)
    {
        foreach (var (segment, membership, step) in steps)
        {
            await TimerBook.Set(transaction, Timer, accountId, membership is { } id ? $"{segment}/{id:D}" : segment, step.LookAgainAt);
            if (step.Signals.IsEmpty || step.Place is not { } place) continue;
            var member = place.MembershipId ?? Guid.Empty;
            var moved = place.LeftAt is { } left
                ? await transaction.Execute("UPDATE segment_places SET left_at = $4 WHERE account_id = $1 AND segment = $2 AND membership_id = $3 AND left_at IS NULL", accountId, place.Segment, member, left)
                : await transaction.Execute(
                    """
                    INSERT INTO segment_places (account_id, segment, membership_id, entered_at) SELECT $1, $2, $3, $4
                    WHERE NOT EXISTS (SELECT 1 FROM segment_places WHERE account_id = $1 AND segment = $2 AND membership_id = $3 AND left_at IS NULL) ON CONFLICT DO NOTHING
                    """,
                    accountId, place.Segment, member, place.EnteredAt);
            if (moved > 0) signals.AddRange(step.Signals.Select(signal => signal with { ReceivedAt = now }));
        }
    }

    static SegmentPlace Read(SqlRow row) => new(row.Text(0), row.Guid(1), row.Guid(2) is var member && member == Guid.Empty ? null : member, row.Instant(3), row.MaybeInstant(4));
}
