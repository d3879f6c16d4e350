using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Plays;

/// <summary>A message to staff.</summary>
/// <param name="Id">Unique, so that the same reason tells once.</param>
/// <param name="StaffId">Null for the account's CSM, whoever that is when it is read.</param>
/// <param name="Kind">What it is about, for muting: a kind of signal, journey:key, sending …</param>
/// <param name="Channel">desk, slack, teams or webhook.</param>
public sealed record Notice(
    string Id, Guid? AccountId, Guid? StaffId, string Kind, string Channel, LocalizedText Text, string? Url, DateTimeOffset At, DateTimeOffset? ReadAt = null, DateTimeOffset? SentAt = null);

[Table("notices")]
[Index(nameof(StaffId), nameof(At))]
[Index(nameof(AccountId), nameof(At))]
internal sealed class NoticeRow
{
    [Key] public string Id { get; set; } = "";
    public Guid? AccountId { get; set; }
    public Guid? StaffId { get; set; }
    public string Kind { get; set; } = "";
    public string Channel { get; set; } = "";
    public string Text { get; set; } = "{}";
    public string? Url { get; set; }
    public DateTimeOffset At { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
    /// <summary>When it left by its channel, or in a digest.</summary>
    public DateTimeOffset? SentAt { get; set; }

    public Notice Record => new(Id, AccountId, StaffId, Kind, Channel, StoredJson.Localized(Text), Url, At, ReadAt, SentAt);
}

[Table("notice_mutes")]
[PrimaryKey(nameof(StaffId), nameof(AccountId), nameof(Kind))]
internal sealed class NoticeMuteRow
{
    public Guid StaffId { get; set; }
    /// <summary>The empty id stands for all accounts.</summary>
    public Guid AccountId { get; set; }
    /// <summary>The empty text stands for all kinds.</summary>
    public string Kind { get; set; } = "";
    public DateTimeOffset? Until { get; set; }
}

/// <summary>Messages to staff: on screen at once, by their channel or digest later.</summary>
public sealed class NoticeBook(Database database)
{
    public Task<bool> Add(Notice notice) => database.Writer.Do(transaction => Add(transaction, notice));

    internal static async Task<bool> Add(WriteTransaction transaction, Notice notice)
    {
        var added = await transaction.Execute(
            "INSERT INTO notices (id, account_id, staff_id, kind, channel, text, url, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            notice.Id, notice.AccountId, notice.StaffId, notice.Kind, notice.Channel, StoredJson.Localized(notice.Text), notice.Url, notice.At);
        if (added == 1) transaction.Wake("notices");
        return added == 1;
    }

    /// <summary>Those of a staff member: addressed, or about an account of their book; without what is muted. Newest first.</summary>
    public async Task<ImmutableArray<Notice>> Of(Guid staffId, DateTimeOffset now, int limit, bool unread = false)
    {
        await using var db = database.Read();
        var accounts = db.Set<Accounts.AccountRow>().Where(account => account.CsmId == staffId).Select(account => (Guid?)account.Id);
        var mutes = db.Set<NoticeMuteRow>().Where(mute => mute.StaffId == staffId && (mute.Until == null || mute.Until > now));
        var rows = await db.Set<NoticeRow>()
            .Where(row => (row.StaffId == staffId || (row.StaffId == null && accounts.Contains(row.AccountId))) && (!unread || row.ReadAt == null)
                && !mutes.Any(mute => (mute.AccountId == Guid.Empty || mute.AccountId == row.AccountId) && (mute.Kind == "" || mute.Kind == row.Kind)))
            .OrderByDescending(row => row.At).ThenBy(row => row.Id).Take(limit).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>Those that have not left by their channel yet, oldest first.</summary>
    public async Task<ImmutableArray<Notice>> Unsent(string channel, int limit)
    {
        await using var db = database.Read();
        return [.. (await db.Set<NoticeRow>().Where(row => row.Channel == channel && row.SentAt == null).OrderBy(row => row.At).Take(limit).ToListAsync()).Select(row => row.Record)];
    }

    public Task Read(IReadOnlyCollection<string> ids, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        foreach (var id in ids) await transaction.Execute("UPDATE notices SET read_at = $2 WHERE id = $1 AND read_at IS NULL", id, now);
    });

    public async Task<bool> Sent(string id, DateTimeOffset now) => await database.Writer.Do(transaction => transaction.Execute("UPDATE notices SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL", id, now)) == 1;

    public Task Mute(Guid staffId, Guid? accountId, string? kind, DateTimeOffset? until) => database.Writer.Do(transaction => transaction.Execute(
        "INSERT INTO notice_mutes (staff_id, account_id, kind, until) VALUES ($1, $2, $3, $4) ON CONFLICT (staff_id, account_id, kind) DO UPDATE SET until = excluded.until",
        staffId, accountId ?? Guid.Empty, kind ?? "", until));
}
