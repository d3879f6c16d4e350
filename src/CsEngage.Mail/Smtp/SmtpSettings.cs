using System.Security.Cryptography.X509Certificates;

namespace CsEngage.Mail.Smtp;

/// <summary>How the line to the server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>STARTTLS, or nothing is sent (RFC 3207). Ports 587 and 25. Protects against stripping.</summary>
    StartTls,

    /// <summary>STARTTLS when the server offers it; a password is then never sent in the clear.</summary>
    StartTlsIfOffered,

    /// <summary>TLS from the first byte (RFC 8314). Port 465.</summary>
    Tls,

    /// <summary>No TLS. For a relay on the same machine.</summary>
    None,
}

/// <summary>The server that takes our mail and how to talk to it. All times and numbers have defaults that suit a smart host.</summary>
public sealed record SmtpSettings
{
    /// <summary>Its name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port; 587 by default.</summary>
    public int Port { get; init; } = 587;

    /// <summary>How the line is protected.</summary>
    public SmtpSecurity Security { get; init; }

    /// <summary>The user name; empty for none.</summary>
    public string User { get; init; } = "";

    /// <summary>The password.</summary>
    public string Password { get; init; } = "";

    /// <summary>The name that we say in EHLO; should be one that DNS knows. Empty: the machine's.</summary>
    public string HelloName { get; init; } = "";

    /// <summary>Certificates in PEM that are trusted instead of the machine's roots: the CA of an internal relay.</summary>
    public string TrustedRoots { get; init; } = "";

    /// <summary>Takes any certificate. Only for a relay in the same private network: it hides a man in the middle.</summary>
    public bool AcceptsAnyCertificate { get; init; }

    /// <summary>Connections at once; 1 to 100.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>Messages over one connection before it is renewed; 1 or more.</summary>
    public int MessagesPerConnection { get; init; } = 100;

    /// <summary>Messages per second over all connections; 0 for no limit.</summary>
    public double Rate { get; init; }

    /// <summary>How long an unused connection is kept. Servers drop them after 1 to 5 minutes.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For finding the host and connecting.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the banner, each command and the TLS handshake (RFC 5321 §4.5.3.2 says 5 minutes).</summary>
    public TimeSpan CommandTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For writing a block of content.</summary>
    public TimeSpan BlockTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>For the answer to the final dot. RFC 5321 §4.5.3.2.6 says 10 minutes: giving up early is how mail gets sent twice.</summary>
    public TimeSpan DotTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a cancelled caller still waits for the answer to a dot that is already sent.</summary>
    public TimeSpan DotGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The settings without the password.</summary>
    public override string ToString() => $"{(User.Length == 0 ? "" : User + "@")}{Host}:{Port.ToString(System.Globalization.CultureInfo.InvariantCulture)} ({Security})";

    internal X509Certificate2Collection? Roots()
    {
        if (TrustedRoots.Length == 0) return null;
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(TrustedRoots);
        return roots;
    }
}

/// <summary>One line of a session for the log: never the content of a message, never a secret.</summary>
/// <param name="Connection">Counts the connections of a transport from 1.</param>
/// <param name="FromServer">Who said it.</param>
/// <param name="Text">The line; secrets are asterisks, content is its size.</param>
public readonly record struct WireLine(int Connection, bool FromServer, string Text);
