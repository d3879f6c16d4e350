using System.Collections.Immutable;
using System.Security.Cryptography;
using CsEngage.Mail.Dkim;
using CsEngage.Mail.Smtp;
using CsEngage.Store.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace CsEngage.Engine.Sending;

/// <summary>Everything about sending that an admin decides, opened for use. What the environment sets wins over what the database keeps.</summary>
public sealed class SendingBook(SettingsBook book, EngineOptions options, IDataProtectionProvider protection)
{
    readonly IDataProtector protector = protection.CreateProtector("engine.sending");
    (Setting<StoredDkimKeys> From, DkimKeyRing Ring)? ring;

    /// <summary>The environment names the server; screens show it read-only.</summary>
    public bool IsFixed => options.Server is not null;

    public async Task<SendingServer> Server() => options.Server ?? await book.Get<SendingServer>(SendingServer.Key);

    public Task<ChosenSender> Sender() => book.Get<ChosenSender>(ChosenSender.Key);

    public Task<Setting<SendingServer>> StoredServer() => book.Find<SendingServer>(SendingServer.Key);

    public Task<Setting<SendingPace>> Pace() => book.Find<SendingPace>(SendingPace.Key);

    public Task<Setting<ReturnRoutes>> Routes() => book.Find<ReturnRoutes>(ReturnRoutes.Key);

    public Task<Setting<StoredDkimKeys>> Keys() => book.Find<StoredDkimKeys>(StoredDkimKeys.Key);

    /// <summary>How to talk to the server; null when there is none and mail is captured.</summary>
    public SmtpSettings? Open(SendingServer server) => server.Host.Length == 0 ? null : new SmtpSettings
    {
        Host = server.Host, Port = server.Port, User = server.User, Password = Opened(server.Password), HelloName = server.HelloName, TrustedRoots = server.TrustedRoots,
        Connections = Math.Clamp(server.Connections, 1, 100), Rate = Math.Max(0, server.Rate),
        Security = server.Security switch { "tls" => SmtpSecurity.Tls, "required" => SmtpSecurity.StartTls, "off" => SmtpSecurity.None, _ => SmtpSecurity.StartTlsIfOffered },
    };

    /// <summary>The keys that sign, parsed once.</summary>
    public async ValueTask<DkimKeyRing> Ring()
    {
        var stored = await Keys();
        if (ring is { } known && ReferenceEquals(known.From, stored)) return known.Ring;
        var opened = new DkimKeyRing([.. stored.Value.Keys.Where(key => key.SignsFrom is not null).Select(key => new DkimTerm(Parse(key), key.SignsFrom!.Value))]);
        ring = (stored, opened);
        return opened;
    }

    /// <summary>A kept key for use.</summary>
    public DkimKey Parse(StoredDkimKey key) => new(key.Domain, key.Selector, Opened(key.Secret));

    /// <summary>A new key, not yet signing.</summary>
    /// <exception cref="FormatException">Domain or selector are no DNS names.</exception>
    public StoredDkimKey NewKey(string domain, string selector, DateTimeOffset now)
    {
        var pem = DkimKey.NewPem();
        using var key = new DkimKey(domain, selector, pem);
        return new(key.Domain, key.Selector, Sealed(pem), now, null);
    }

    public async Task<bool> Save<T>(string key, Func<T, T> change, string actor, DateTimeOffset now) where T : class, new()
    {
        // Whoever saves at the same moment goes first or second; nothing is lost, as a change is a function.
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var stored = await book.Find<T>(key);
            if (await book.Save(key, change(stored.Value), stored.Version, actor, now)) return true;
        }
        return false;
    }

    public string Sealed(string secret) => secret.Length == 0 ? "" : "sealed:" + protector.Protect(secret);

    /// <summary>A secret in the clear; what the environment gives is not encrypted.</summary>
    public string Opened(string secret)
    {
        if (!secret.StartsWith("sealed:", StringComparison.Ordinal)) return secret;
        try
        {
            return protector.Unprotect(secret[7..]);
        }
        catch (CryptographicException)
        {
            // Restored without its protection keys: as good as not there, and the connection test says so.
            return "";
        }
    }
}
