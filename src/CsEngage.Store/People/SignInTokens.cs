using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.People;

/// <summary>What a sign-in link is good for. The secret itself is never stored.</summary>
/// <param name="Id">UUID v7; names the attempt on the page that asks for the six digits.</param>
/// <param name="Purpose">sign-in, invitation, address-change, set-up …</param>
public sealed record SignInToken(
    Guid Id, string Purpose, Guid? ContactId, Guid? MembershipId, Guid? PortalId, string? Address, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>A mail with a link and a code that is to be handed over now.</summary>
/// <param name="Sealed">Link, code and locale, encrypted; forgotten as soon as the mail is gone.</param>
/// <param name="Tries">How often it was tried, this time included.</param>
/// <param name="ContactId">Who is written to; null when it is <paramref name="Address"/>.</param>
public sealed record SignInPost(Guid Id, string Purpose, Guid? ContactId, string? Address, string Sealed, DateTimeOffset ExpiresAt, int Tries);

/// <summary>What became of a mail with a link, for people who look after the sending.</summary>
/// <param name="SentAt">When the mail server took it.</param>
/// <param name="NextAt">When it is tried again; null when it is not.</param>
public sealed record SignInPostLine(Guid ContactId, DateTimeOffset AskedAt, DateTimeOffset? SentAt, DateTimeOffset? NextAt, int Tries, string? Trouble)
{
    /// <summary>It went to the mailbox that staff look into, for no server is set.</summary>
    public bool IsCaptured { get; init; }
}

[Table("sign_in_tokens")]
[Index(nameof(TokenHash), IsUnique = true)]
[Index(nameof(MailAt))]
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
    /// <summary>Link and code, encrypted, until the mail was handed over.</summary>
    public string? Mail { get; set; }
    /// <summary>When the mail is tried next.</summary>
    public DateTimeOffset? MailAt { get; set; }
    public int MailTries { get; set; }
    public DateTimeOffset? MailSentAt { get; set; }
    /// <summary>It was not sent but kept, for no server is set.</summary>
    public bool MailIsCaptured { get; set; }
    public string? MailTrouble { get; set; }

    public SignInToken Record => new(Id, Purpose, ContactId, MembershipId, PortalId, Address, CreatedAt, ExpiresAt);
}

/// <summary>Sign-in links and codes: single use, bound to a purpose, consumed by an UPDATE whose row count is the answer.</summary>
public sealed class SignInTokens(Database database)
{
    const int CodeAttempts = 5;

    /// <param name="codeHash">Hash of <c>id ‖ code</c> for the six digits in the same mail.</param>
    /// <param name="mail">What the mail needs to say, encrypted; committed with the token, so that it goes out whatever happens next.</param>
    public Task Issue(SignInToken token, byte[] tokenHash, byte[]? codeHash = null, string? mail = null) => database.Writer.Do(async transaction =>
    {
        await transaction.Execute(
            """
            INSERT INTO sign_in_tokens (id, token_hash, code_hash, attempts, purpose, contact_id, membership_id, portal_id, address, created_at, expires_at, mail, mail_at, mail_tries, mail_is_captured)
            VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13)
            """,
            token.Id, tokenHash, codeHash, token.Purpose, token.ContactId, token.MembershipId, token.PortalId, token.Address, token.CreatedAt, token.ExpiresAt, mail, mail is null ? null : token.CreatedAt, false);
        if (mail is not null) transaction.Wake("sign-ins");
    });

    /// <summary>
    /// Takes mails that are due for a while. Who does not say what became of one gives it back when the time is over: it may go out twice, but
    /// it goes out. A link that has expired is not worth a mail any more.
    /// </summary>
    public Task<List<SignInPost>> TakePost(int limit, DateTimeOffset now, TimeSpan lease) => database.Writer.Do(transaction => transaction.Query(
        $"""
        UPDATE sign_in_tokens SET mail_at = $1, mail_tries = mail_tries + 1 WHERE id IN
          (SELECT id FROM sign_in_tokens WHERE mail_at <= $2 AND expires_at > $2 ORDER BY mail_at LIMIT $3{(transaction.Dialect == Dialect.Postgres ? " FOR UPDATE SKIP LOCKED" : "")})
        RETURNING id, purpose, contact_id, address, mail, expires_at, mail_tries
        """,
        row => new SignInPost(row.Guid(0), row.Text(1), row.MaybeGuid(2), row.MaybeText(3), row.Text(4), row.Instant(5), row.Int(6)), now + lease, now, limit));

    /// <summary>The mail was taken by the mail server, or never will be; what it said is forgotten.</summary>
    /// <param name="trouble">Why not; null when it was taken.</param>
    /// <param name="isCaptured">It was kept instead of sent.</param>
    public Task PostEnded(Guid id, DateTimeOffset now, string? trouble, bool isCaptured = false) => database.Writer.Do(transaction => transaction.Execute(
        "UPDATE sign_in_tokens SET mail = NULL, mail_at = NULL, mail_sent_at = $2, mail_trouble = $3, mail_is_captured = $4 WHERE id = $1", id, trouble is null ? now : (DateTimeOffset?)null, trouble, isCaptured));

    /// <summary>It could not be handed over now.</summary>
    public Task PostLater(Guid id, DateTimeOffset at, string trouble) => database.Writer.Do(transaction => transaction.Execute(
        "UPDATE sign_in_tokens SET mail_at = $2, mail_trouble = $3 WHERE id = $1", id, at, trouble));

    /// <summary>When the next mail is due.</summary>
    public async Task<DateTimeOffset?> NextPost(DateTimeOffset now) =>
        await database.First("SELECT min(mail_at) FROM sign_in_tokens WHERE mail_at IS NOT NULL AND expires_at > $1", row => row.MaybeInstant(0), now);

    /// <summary>What became of the mails with links, newest first; they are kept for a day.</summary>
    public async Task<ImmutableArray<SignInPostLine>> Post(int limit) =>
    [
        .. await database.Query(
            "SELECT contact_id, created_at, mail_sent_at, mail_at, mail_tries, mail_trouble, mail_is_captured FROM sign_in_tokens WHERE contact_id IS NOT NULL AND (mail IS NOT NULL OR mail_tries > 0) ORDER BY created_at DESC LIMIT $1",
            row => new SignInPostLine(row.Guid(0), row.Instant(1), row.MaybeInstant(2), row.MaybeInstant(3), row.Int(4), row.MaybeText(5)) { IsCaptured = row.Flag(6) }, limit),
    ];

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
