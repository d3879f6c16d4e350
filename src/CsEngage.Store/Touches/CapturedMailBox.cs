using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Touches;

/// <summary>A mail that was not sent but kept, because no SMTP server is set.</summary>
public sealed record CapturedMail(Guid Id, DateTimeOffset At, string From, string To, string Subject, ImmutableArray<byte> Message);

[Table("captured_mails")]
[Index(nameof(At))]
internal sealed class CapturedMailRow
{
    public Guid Id { get; set; }
    public DateTimeOffset At { get; set; }
    public string From { get; set; } = "";
    public string To { get; set; } = "";
    public string Subject { get; set; } = "";
    public byte[] Message { get; set; } = [];
}

/// <summary>The small inbox of a fresh install.</summary>
public sealed class CapturedMailBox(Database database)
{
    /// <summary>What the ledger of touches keeps in place of a server's reply.</summary>
    public const string Code = "captured";

    public Task Keep(CapturedMail mail) => database.Writer.Do(async transaction =>
    {
        await transaction.Add(new CapturedMailRow { Id = mail.Id, At = mail.At, From = mail.From, To = mail.To, Subject = mail.Subject, Message = [.. mail.Message] });
        transaction.Wake("mailbox");
    });

    /// <summary>Newest first, without the messages.</summary>
    /// <param name="to">The recipient; null for all.</param>
    /// <param name="search">A part of subject, sender or recipient; null for all.</param>
    public async Task<ImmutableArray<CapturedMail>> Recent(int limit, string? to = null, string? search = null)
    {
        await using var db = database.Read();
        var rows = db.Set<CapturedMailRow>().Where(row => to == null || row.To == to);
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // This is SQL: lower() on either database.
        if (search?.ToLowerInvariant() is { Length: > 0 } part) rows = rows.Where(row => row.Subject.ToLower().Contains(part) || row.To.ToLower().Contains(part) || row.From.ToLower().Contains(part));
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        return [.. await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(limit)
            .Select(row => new CapturedMail(row.Id, row.At, row.From, row.To, row.Subject, ImmutableArray<byte>.Empty)).ToListAsync()];
    }

    public async Task<CapturedMail?> Find(Guid id)
    {
        await using var db = database.Read();
        return await db.Set<CapturedMailRow>().FirstOrDefaultAsync(row => row.Id == id) is { } row ? new(row.Id, row.At, row.From, row.To, row.Subject, [.. row.Message]) : null;
    }

    public Task<int> Empty() => database.Writer.Do(transaction => transaction.Execute("DELETE FROM captured_mails"));
}
