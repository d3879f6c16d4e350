using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.People;

/// <summary>The answer that was given to a request with this Idempotency-Key.</summary>
public sealed record GivenAnswer(byte[] RequestHash, int? Status, string? Body);

[Table("idempotency_keys")]
[PrimaryKey(nameof(ApiKeyId), nameof(Key))]
[Index(nameof(At))]
internal sealed class IdempotencyKeyRow
{
    public Guid ApiKeyId { get; set; }
    public string Key { get; set; } = "";
    public byte[] RequestHash { get; set; } = [];
    public int? Status { get; set; }
    public string? Body { get; set; }
    public DateTimeOffset At { get; set; }
}

/// <summary>A POST sent again with the same key gets the same answer.</summary>
public sealed class IdempotencyKeys(Database database)
{
    /// <summary>A request without an answer after so long was cut short.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Null when the key is new and now ours, or was left behind by the same request; otherwise what is known of it (no status yet: the first request is still under way).</summary>
    public Task<GivenAnswer?> Begin(Guid apiKeyId, string key, byte[] requestHash, DateTimeOffset now) => database.Writer.Do(async transaction =>
        await transaction.Execute("INSERT INTO idempotency_keys (api_key_id, key, request_hash, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", apiKeyId, key, requestHash, now) == 1
            || await transaction.Execute("UPDATE idempotency_keys SET at = $4 WHERE api_key_id = $1 AND key = $2 AND request_hash = $3 AND status IS NULL AND at <= $5", apiKeyId, key, requestHash, now, now - Patience) == 1
            ? null
            : await transaction.First("SELECT request_hash, status, body FROM idempotency_keys WHERE api_key_id = $1 AND key = $2", row => new GivenAnswer(row.Bytes(0), row.MaybeInt(1), row.MaybeText(2)), apiKeyId, key));

    public Task Answered(Guid apiKeyId, string key, int status, string body) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE idempotency_keys SET status = $3, body = $4 WHERE api_key_id = $1 AND key = $2", apiKeyId, key, status, body));

    /// <summary>The request failed before it did anything: it may come again.</summary>
    public Task Forget(Guid apiKeyId, string key) => database.Writer.Do(transaction =>
        transaction.Execute("DELETE FROM idempotency_keys WHERE api_key_id = $1 AND key = $2 AND status IS NULL", apiKeyId, key));

    public Task<int> Sweep(DateTimeOffset before) => database.Writer.Do(transaction => transaction.Execute("DELETE FROM idempotency_keys WHERE at < $1", before));
}
