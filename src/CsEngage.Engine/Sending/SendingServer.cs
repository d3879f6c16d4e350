using System.Collections.Immutable;
using CsEngage.Core;

namespace CsEngage.Engine.Sending;

/// <summary>The server that takes our mail, as it is kept: secrets encrypted. Without a host mail is captured.</summary>
public sealed record SendingServer
{
    public const string Key = "sending.server";

    public string Host { get; init; } = "";
    public int Port { get; init; } = 587;

    /// <summary>required, preferred, tls or off.</summary>
    public string Security { get; init; } = "required";
    public string User { get; init; } = "";

    /// <summary>Encrypted.</summary>
    public string Password { get; init; } = "";
    public string HelloName { get; init; } = "";

    /// <summary>Certificates in PEM that are trusted instead of the machine's.</summary>
    public string TrustedRoots { get; init; } = "";
    public int Connections { get; init; } = 4;

    /// <summary>Messages per second over all connections; 0 for no limit.</summary>
    public double Rate { get; init; }
}

/// <summary>A signing key as it is kept.</summary>
/// <param name="Secret">The PEM, encrypted.</param>
/// <param name="SignsFrom">From when on it signs; null while its record is not yet published.</param>
public sealed record StoredDkimKey(string Domain, string Selector, string Secret, DateTimeOffset MadeAt, DateTimeOffset? SignsFrom);

/// <summary>The signing keys of all domains.</summary>
public sealed record StoredDkimKeys
{
    public const string Key = "sending.keys";

    public ImmutableArray<StoredDkimKey> Keys { get; init; } = [];
}

/// <summary>How fast we send.</summary>
public sealed record SendingPace
{
    public const string Key = "sending.pace";

    /// <summary>Per receiving domain and minute; null for no limit.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Domains with a limit of their own.</summary>
    public ImmutableSortedDictionary<string, int> Domains { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The first day of the warm-up; null for none.</summary>
    public DateOnly? WarmUpFrom { get; init; }
    public int WarmUpFirstDay { get; init; } = 50;
    public decimal WarmUpGrowth { get; init; } = 1.5m;
    public int WarmUpEnough { get; init; } = 50_000;

    public WarmUp? WarmUp => WarmUpFrom is { } from ? new(from, Math.Max(1, WarmUpFirstDay), Math.Max(1.05m, WarmUpGrowth), WarmUpEnough) : null;

    public DomainPace Of(string domain) => new(Domains.TryGetValue(domain, out var own) ? own : PerMinute, WarmUp);
}

/// <summary>By which ways reports and replies come back to us. Secrets encrypted.</summary>
public sealed record ReturnRoutes
{
    public const string Key = "sending.returns";

    /// <summary>The domain of return paths; empty: reports go to the sender, and none is believed.</summary>
    public string BounceDomain { get; init; } = "";

    /// <summary>ARNs of the SNS topics of SES.</summary>
    public ImmutableArray<string> SesTopics { get; init; } = [];

    /// <summary>SendGrid's verification key; public.</summary>
    public string SendGridKey { get; init; } = "";
    public string MailgunKey { get; init; } = "";
    public string PostmarkUser { get; init; } = "";
    public string PostmarkPassword { get; init; } = "";

    /// <summary>What a mail server names that drops raw messages.</summary>
    public string RawKey { get; init; } = "";

    /// <summary>A folder that a mail server delivers into; empty for none.</summary>
    public string Maildir { get; init; } = "";
}
