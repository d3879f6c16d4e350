using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;

namespace CsEngage.Web.Account;

/// <summary>Somebody who proved to be a contact, and with which token.</summary>
public sealed record ProvenContact(Guid ContactId, Guid? MembershipId);

/// <summary>
/// Sign-in by mail. Asking does the same work and gives the same answer for known and unknown addresses; only the mail, which is
/// committed with the link and sent after the answer, tells them apart. Of a link and its code only hashes are kept once the mail is gone, and one use ends both.
/// </summary>
sealed class ContactSignIn(ContactBook contacts, SignInTokens tokens, SignInMails mails, TimeProvider clock)
{
    public const string Purpose = "sign-in", Joining = "join";
    static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15), InvitationLasts = TimeSpan.FromHours(72);

    /// <returns>Names the attempt on the page that asks for the code.</returns>
    public async Task<Guid> Ask(string portal, string address, string origin, CultureInfo culture)
    {
        var now = clock.GetUtcNow();
        var contact = await contacts.FindByAddress(address);
        var memberships = await contacts.Of(contact?.Id ?? Guid.Empty);
        var known = contact is not null && memberships.Length > 0;

        var attempt = Guid.CreateVersion7(now);
        var secret = Secret.New();
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var mail = mails.Seal(new SignInMail($"{origin}/p/{Uri.EscapeDataString(portal)}/sign-in/{secret.Text}", code, contact?.Locale ?? culture.Name));
        await tokens.Issue(new SignInToken(attempt, Purpose, known ? contact!.Id : null, null, null, null, now, now + Lasts), secret.Hash, CodeHash(attempt, code), known ? mail : null);
        return attempt;
    }

    /// <summary>Invites somebody who has an address into a portal: a link that works once, for three days.</summary>
    public async Task Invite(Member member, string portal, string origin, CultureInfo culture)
    {
        var now = clock.GetUtcNow();
        var secret = Secret.New();
        var mail = mails.Seal(new SignInMail($"{origin}/p/{Uri.EscapeDataString(portal)}/join/{secret.Text}", null, member.Contact.Locale ?? culture.Name));
        await tokens.Issue(new SignInToken(Guid.CreateVersion7(now), Joining, member.Contact.Id, member.Membership.Id, null, null, now, now + InvitationLasts), secret.Hash, mail: mail);
    }

    /// <summary>Whether the link would still open something; asking uses nothing up.</summary>
    public async Task<bool> IsGood(string secret, string purpose = Purpose) => IsSecret(secret) && await tokens.Look(Secret.HashOf(secret), purpose, clock.GetUtcNow()) is { ContactId: not null };

    public async Task<ProvenContact?> ByLink(string secret, string purpose = Purpose) =>
        IsSecret(secret) ? Proven(await tokens.Consume(Secret.HashOf(secret), purpose, clock.GetUtcNow())) : null;

    public async Task<ProvenContact?> ByCode(Guid attempt, string code) =>
        Proven(await tokens.ConsumeCode(attempt, CodeHash(attempt, Digits(code)), Purpose, clock.GetUtcNow()));

    // People type full-width digits and blanks; they mean the same code.
    static string Digits(string code) => string.Concat(code.Normalize(NormalizationForm.FormKC).Where(char.IsAsciiDigit));

    static bool IsSecret(string secret) => secret is { Length: > 20 and < 100 };

    static byte[] CodeHash(Guid attempt, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{attempt:N}{code}"));

    static ProvenContact? Proven(SignInToken? token) => token is { ContactId: { } contact } ? new ProvenContact(contact, token.MembershipId) : null;
}
