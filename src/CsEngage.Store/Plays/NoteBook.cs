using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Plays;

/// <summary>A note, meeting or ticket on an account's timeline.</summary>
/// <param name="Kind">note, meeting or ticket.</param>
/// <param name="State">Of a ticket: open, escalated, solved.</param>
/// <param name="Mentions">Staff who were named.</param>
public sealed record Note(
    Guid Id, Guid AccountId, Guid? MembershipId, string Kind, string? ExternalId, string? Title, string Body, string? State, Guid? Author, DateTimeOffset At, int? Minutes,
    ImmutableArray<Guid> Mentions, DateTimeOffset? ArchivedAt = null, int Version = 0);

[Table("notes")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
[Index(nameof(AccountId), nameof(At))]
internal sealed class NoteRow
{
    public Guid AccountId { get; set; }
    public Guid Id { get; set; }
    public Guid? MembershipId { get; set; }
    public string Kind { get; set; } = "";
    public string? ExternalId { get; set; }
    public string? Title { get; set; }
    public string Body { get; set; } = "";
    public string? State { get; set; }
    public Guid? Author { get; set; }
    public DateTimeOffset At { get; set; }
    public int? Minutes { get; set; }
    public string Mentions { get; set; } = "";
    public DateTimeOffset? ArchivedAt { get; set; }
    public int Version { get; set; }

    public Note Record => new(Id, AccountId, MembershipId, Kind, ExternalId, Title, Body, State, Author, At, Minutes, [.. StoredJson.Keys(Mentions).Select(Guid.Parse)], ArchivedAt, Version);
}

/// <summary>Records that people keep about an account.</summary>
public sealed class NoteBook(Database database)
{
    /// <summary>Makes or changes a note. Null when somebody else saved since.</summary>
    public Task<Note?> Put(Note note) => database.Writer.Do(transaction => Put(transaction, note));

    internal static async Task<Note?> Put(WriteTransaction transaction, Note note)
    {
        var row = await transaction.Rows.Set<NoteRow>().FirstOrDefaultAsync(row => row.AccountId == note.AccountId && row.Id == note.Id);
        if ((row?.Version ?? 0) != note.Version) return null;
        if (row is null) transaction.Rows.Add(row = new NoteRow { Id = note.Id, AccountId = note.AccountId, Kind = note.Kind, Author = note.Author });
        (row.MembershipId, row.ExternalId, row.Title, row.Body, row.State) = (note.MembershipId, note.ExternalId, note.Title, note.Body, note.State);
        (row.At, row.Minutes, row.ArchivedAt, row.Mentions) = (note.At, note.Minutes, note.ArchivedAt, StoredJson.Keys(note.Mentions.Select(id => id.ToString("D"))));
        row.Version++;
        await transaction.Save();
        return note with { Version = row.Version };
    }

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<Note>> Of(Guid accountId, string? kind = null, int limit = 200)
    {
        await using var db = database.Read();
        return [.. (await db.Set<NoteRow>().Where(row => row.AccountId == accountId && row.ArchivedAt == null && (kind == null || row.Kind == kind)).OrderByDescending(row => row.At).ThenBy(row => row.Id).Take(limit).ToListAsync()).Select(row => row.Record)];
    }
}
