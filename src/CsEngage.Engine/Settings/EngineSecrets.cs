using System.Security.Cryptography;
using System.Text;
using CsEngage.Engine.Touches;
using CsEngage.Mail.Tokens;
using CsEngage.Store.Accounts;
using CsEngage.Store.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace CsEngage.Engine.Settings;

/// <summary>Keys as they stand in the database: encrypted.</summary>
public sealed record StoredSecrets
{
    public const string Key = "secrets";

    public string Tokens { get; init; } = "";
    public string Addresses { get; init; } = "";
    public string Draws { get; init; } = "";
}

/// <summary>Keys of this installation, made once: addresses in mails, hashes of mail addresses and draws stay the same for ever.</summary>
public sealed class EngineSecrets(SettingsBook book, IDataProtectionProvider protection, TimeProvider time)
{
    readonly IDataProtector protector = protection.CreateProtector("engine.secrets");
    Opened? opened;

    sealed record Opened(TouchAddresses Tokens, byte[] Addresses, string Draws);

    public async ValueTask<TouchAddresses> Tokens() => (await Open()).Tokens;

    /// <summary>The salt of draws.</summary>
    public async ValueTask<string> Draws() => (await Open()).Draws;

    /// <summary>The keyed hash under which an address is remembered when the person is not.</summary>
    public async ValueTask<byte[]> HashOf(string address) => HMACSHA256.HashData((await Open()).Addresses, Encoding.UTF8.GetBytes(ContactBook.Normalised(address)));

    async ValueTask<Opened> Open()
    {
        if (opened is { } known) return known;
        while (true)
        {
            var stored = await book.Find<StoredSecrets>(StoredSecrets.Key);
            if (stored.Value.Tokens.Length > 0) return opened = new(new TouchAddresses(new MailTokens([Read(stored.Value.Tokens)])), Read(stored.Value.Addresses), Convert.ToHexString(Read(stored.Value.Draws)));
            // Of two processes that start together one is kept; the other reads what it wrote.
            await book.Save(StoredSecrets.Key, new StoredSecrets { Tokens = Made(), Addresses = Made(), Draws = Made() }, stored.Version, "system", time.GetUtcNow());
        }
    }

    string Made() => protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    byte[] Read(string text) => Convert.FromBase64String(protector.Unprotect(text));
}
