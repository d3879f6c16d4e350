using System.Globalization;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Identity;

namespace CsEngage.Web.Account;

/// <summary>
/// A new password by mail, for staff. Asking does the same and answers the same whether or not somebody has that address; the link works once
/// and for an hour, and a new password ends every session.
/// </summary>
public sealed class PasswordReset(UserManager<Staff> users, SignInTokens tokens, IServiceProvider services, AuditTrail audit, TimeProvider clock)
{
    internal const string Purpose = "password", Welcome = "staff-welcome";
    static readonly TimeSpan Lasts = TimeSpan.FromHours(1), WelcomeLasts = TimeSpan.FromDays(3);

    public async Task Ask(string address, string origin, CultureInfo culture)
    {
        var now = clock.GetUtcNow();
        var staff = await users.FindByEmailAsync(address.Trim());
        var known = staff is { ClosedAt: null };
        var secret = Secret.New();
        var mail = known ? services.GetRequiredService<SignInMails>().Seal(new SignInMail($"{origin}/account/reset/{secret.Text}", null, staff!.Locale ?? culture.Name, staff.Name)) : null;
        await tokens.Issue(new SignInToken(Guid.CreateVersion7(now), Purpose, null, null, null, known ? staff!.Email : null, now, now + Lasts), secret.Hash, mail: mail);
    }

    /// <summary>Invites somebody who has a login and no password yet: a link that works once, for three days.</summary>
    public async Task Invite(Staff staff, string origin, CultureInfo culture)
    {
        var (now, secret) = (clock.GetUtcNow(), Secret.New());
        var mail = services.GetRequiredService<SignInMails>().Seal(new SignInMail($"{origin}/account/reset/{secret.Text}", null, staff.Locale ?? culture.Name, staff.Name));
        await tokens.Issue(new SignInToken(Guid.CreateVersion7(now), Welcome, null, null, null, staff.Email, now, now + WelcomeLasts), secret.Hash, mail: mail);
    }

    /// <summary>Whose link it is; null when it opens nothing. Looking uses nothing up.</summary>
    public async Task<Staff?> Find(string? secret) =>
        secret is { Length: > 20 and < 100 } && await Look(secret) is { Address: { } address } && await users.FindByEmailAsync(address) is { ClosedAt: null } staff ? staff : null;

    async Task<SignInToken?> Look(string secret) =>
        await tokens.Look(Secret.HashOf(secret), Purpose, clock.GetUtcNow()) ?? await tokens.Look(Secret.HashOf(secret), Welcome, clock.GetUtcNow());

    /// <summary>What is wrong with a password; nothing when it was set.</summary>
    public async Task<IReadOnlyList<string>> Set(string secret, Staff staff, string password)
    {
        foreach (var rule in users.PasswordValidators)
            if (await rule.ValidateAsync(users, staff, password) is { Succeeded: false } wrong) return [.. wrong.Errors.Select(error => error.Description)];
        // Of two who press at once, one sets it.
        if (await tokens.Consume(Secret.HashOf(secret), Purpose, clock.GetUtcNow()) is null && await tokens.Consume(Secret.HashOf(secret), Welcome, clock.GetUtcNow()) is null) return ["–"];
        var reset = await users.ResetPasswordAsync(staff, await users.GeneratePasswordResetTokenAsync(staff), password);
        if (!reset.Succeeded) throw new InvalidOperationException($"A checked password was refused: {string.Join(' ', reset.Errors.Select(error => error.Code))}");
        // Who was locked out by guesses of somebody else comes in again; the new stamp ends every session there is.
        await users.SetLockoutEndDateAsync(staff, null);
        await users.ResetAccessFailedCountAsync(staff);
        await audit.Append(new AuditEntry(clock.GetUtcNow(), $"staff:{staff.Id:D}", "password.reset", $"staff:{staff.Id:D}"));
        return [];
    }
}
