using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.People;

/// <summary>What a sign-in link is good for. The secret itself is never stored.</summary>
/// <param name="Id">UUID v7; names the attempt on the page that asks for the six digits.</param>
/// <param name="Purpose">sign-in, invitation, address-change, set-up …</param>
public sealed record SignInToken(
    Guid Id, string Purpose, Guid? ContactId, Guid? MembershipId, Guid? PortalId, string? Address, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

[Table("sign_in_tokens")]
[Index(nameof(TokenHash), IsUnique = true)]
[Index(nameof(ExpiresAt))]
internal sealed class SignInTokenRow
{
    public Guid Id { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public byte[]? CodeHash { get; set; }
    public int Attempts { get; set; }
    public string Purpose { get; set; } = "";
    public Guid? ContactId { get; set; }
    public Guid? MembershipId { get; set; }
    public Guid? PortalId { get; set; }
    public string? Address { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    public SignInToken Record => new(Id, Purpose, ContactId, MembershipId, PortalId, Address, CreatedAt, ExpiresAt);
}

/// <summary>Sign-in links and codes: single use, bound to a purpose, consumed by an UPDATE whose row count is the answer.</summary>
public sealed class SignInTokens(Database database)
{
    const int CodeAttempts = 5;

    /// <param name="codeHash">Hash of <c>id ‖ code</c> for the six digits in the same mail.</param>
    public Task Issue(SignInToken token, byte[] tokenHash, byte[]? codeHash = null) => database.Writer.Do(transaction => transaction.Add(new SignInTokenRow
    {
        Id = token.Id, TokenHash = tokenHash, CodeHash = codeHash, Purpose = token.Purpose, ContactId = token.ContactId, MembershipId = token.MembershipId,
        PortalId = token.PortalId, Address = token.Address, CreatedAt = token.CreatedAt, ExpiresAt = token.ExpiresAt,
    }));

    /// <summary>What the link would open, without using it up: for the page with the button.</summary>
    public async Task<SignInToken?> Look(byte[] tokenHash, string purpose, DateTimeOffset now)
    {
        await using var db = database.Read();
        return (await db.Set<SignInTokenRow>().FirstOrDefaultAsync(row => row.TokenHash == tokenHash && row.Purpose == purpose && row.UsedAt == null && row.ExpiresAt > now))?.Record;
    }

    /// <summary>Uses the link up. Of two at once exactly one gets it.</summary>
    public Task<SignInToken?> Consume(byte[] tokenHash, string purpose, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var used = await transaction.Execute(
            "UPDATE sign_in_tokens SET used_at = $1 WHERE token_hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $1", now, tokenHash, purpose);
        return used == 1 ? (await transaction.Rows.Set<SignInTokenRow>().AsNoTracking().FirstAsync(row => row.TokenHash == tokenHash)).Record : null;
    });

    /// <summary>Uses the code up. After five wrong ones neither code nor link opens anything.</summary>
    public Task<SignInToken?> ConsumeCode(Guid id, byte[] codeHash, string purpose, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var tried = await transaction.Execute(
            "UPDATE sign_in_tokens SET attempts = attempts + 1 WHERE id = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3", id, purpose, now);
        if (tried == 0) return null;
        var right = await transaction.Execute("UPDATE sign_in_tokens SET used_at = $1 WHERE id = $2 AND code_hash = $3", now, id, codeHash);
        if (right == 0)
        {
            await transaction.Execute("UPDATE sign_in_tokens SET used_at = $1 WHERE id = $2 AND attempts >= $3", now, id, CodeAttempts);
            return null;
        }
        return (await transaction.Rows.Set<SignInTokenRow>().AsNoTracking().FirstAsync(row => row.Id == id)).Record;
    });

    /// <summary>Forgets what can no longer be used.</summary>
    public Task<int> Sweep(DateTimeOffset expiredBefore) =>
        database.Writer.Do(transaction => transaction.Execute("DELETE FROM sign_in_tokens WHERE expires_at < $1", expiredBefore));
}
