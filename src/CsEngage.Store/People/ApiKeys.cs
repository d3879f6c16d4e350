using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.People;

/// <summary>A key of the API. Only the hash of its secret is kept; the prefix helps people to tell keys apart.</summary>
public sealed record ApiKey(
    Guid Id, string Name, string Prefix, ImmutableArray<string> Scopes, DateTimeOffset CreatedAt, Guid? CreatedBy, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

[Table("api_keys")]
[Index(nameof(Hash), IsUnique = true)]
internal sealed class ApiKeyRow
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string Prefix { get; set; } = "";
    public byte[] Hash { get; set; } = [];
    public string Scopes { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public Guid? CreatedBy { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    public ApiKey Record => new(Id, Name, Prefix, [.. Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)], CreatedAt, CreatedBy, ExpiresAt, LastUsedAt, RevokedAt);
}

public sealed class ApiKeys(Database database)
{
    public Task Add(ApiKey key, byte[] hash) => database.Writer.Do(transaction => transaction.Add(new ApiKeyRow
    {
        Id = key.Id, Name = key.Name, Prefix = key.Prefix, Hash = hash, Scopes = string.Join(' ', key.Scopes), CreatedAt = key.CreatedAt,
        CreatedBy = key.CreatedBy, ExpiresAt = key.ExpiresAt,
    }));

    public async Task<ApiKey?> Find(byte[] hash, DateTimeOffset now)
    {
        await using var db = database.Read();
        return (await db.Set<ApiKeyRow>().FirstOrDefaultAsync(row => row.Hash == hash && row.RevokedAt == null && (row.ExpiresAt == null || row.ExpiresAt > now)))?.Record;
    }

    public async Task<ImmutableArray<ApiKey>> All()
    {
        await using var db = database.Read();
        return [.. (await db.Set<ApiKeyRow>().OrderByDescending(row => row.CreatedAt).ToListAsync()).Select(row => row.Record)];
    }

    /// <summary>Call it now and then, not on every request.</summary>
    public Task Used(Guid id, DateTimeOffset now) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE api_keys SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $1)", now, id));

    public async Task<bool> Revoke(Guid id, DateTimeOffset now) => await database.Writer.Do(transaction =>
        transaction.Execute("UPDATE api_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", now, id)) == 1;
}
