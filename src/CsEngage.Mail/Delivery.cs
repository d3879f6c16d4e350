using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Mail;

/// <summary>An enhanced status code (RFC 3463): class 2, 4 or 5, subject, detail.</summary>
/// <param name="Class">2 success, 4 transient, 5 permanent.</param>
/// <param name="Subject">1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy, 0 other.</param>
/// <param name="Detail">0 to 999.</param>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>Reads a code at the start of a text.</summary>
    /// <param name="text">Such as <c>5.1.1 No such user</c>.</param>
    /// <returns>Null when the text does not start with one.</returns>
    public static EnhancedStatus? Leading(ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || text[0] is not ('2' or '4' or '5') || text[1] != '.') return null;
        var at = 2;
        if (Number(text, ref at) is not { } subject || at >= text.Length || text[at] != '.') return null;
        at++;
        if (Number(text, ref at) is not { } detail) return null;
        return at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))) ? null : new(text[0] - '0', subject, detail);
    }

    /// <summary>The code with dots.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");

    static int? Number(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        var value = 0;
        while (at < text.Length && at - start < 3 && char.IsAsciiDigit(text[at])) value = (value * 10) + text[at++] - '0';
        return at == start ? null : value;
    }
}

/// <summary>What a server answered to one command.</summary>
/// <param name="Code">Three digits (RFC 5321 §4.2).</param>
/// <param name="Status">The enhanced status code, when there was one (RFC 2034).</param>
/// <param name="Text">The text of all lines, without codes, joined by spaces and cut at 2,000 characters.</param>
public sealed record SmtpReply(int Code, EnhancedStatus? Status, string Text)
{
    /// <summary>2xx.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>4xx: try again later.</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>5xx: do not try again.</summary>
    public bool IsPermanent => Code is >= 500 and < 600;

    /// <summary>The reply as one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code}{(Status is { } s ? $" {s}" : "")} {Text}").TrimEnd();
}

/// <summary>How far a session had come.</summary>
public enum SmtpStage
{
    /// <summary>Finding the host and connecting.</summary>
    Connect,

    /// <summary>Waiting for the banner.</summary>
    Greeting,

    /// <summary>EHLO or HELO.</summary>
    Hello,

    /// <summary>STARTTLS and the handshake.</summary>
    Tls,

    /// <summary>AUTH.</summary>
    Auth,

    /// <summary>MAIL FROM.</summary>
    Sender,

    /// <summary>RCPT TO.</summary>
    Recipient,

    /// <summary>DATA, until the server asks for the content.</summary>
    Data,

    /// <summary>The content and the final dot.</summary>
    Content,
}

/// <summary>Why a session did not get as far as an answer to a message.</summary>
public enum TroubleKind
{
    /// <summary>The host's name has no address.</summary>
    HostUnknown,

    /// <summary>Nobody listens there, or a firewall says no.</summary>
    ConnectionRefused,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The connection ended.</summary>
    ConnectionLost,

    /// <summary>The server is busy or closing (421, 4xx before MAIL).</summary>
    ServerBusy,

    /// <summary>The server refuses to talk to us at all (5xx before MAIL).</summary>
    ServerRefused,

    /// <summary>TLS is required and not offered: a wrong port, an old server, or somebody in between who strips it.</summary>
    TlsNotOffered,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The certificate is not trusted, expired or for another name.</summary>
    CertificateRefused,

    /// <summary>No mechanism that we speak, or only ones that would show the password to anybody on the line.</summary>
    AuthNotOffered,

    /// <summary>User name or password are wrong.</summary>
    AuthRefused,

    /// <summary>The server does not follow the protocol.</summary>
    Protocol,

    /// <summary>The caller stopped it.</summary>
    Cancelled,

    /// <summary>The caller's hook said no right before the content was to be finished.</summary>
    Withdrawn,
}

/// <summary>A diagnosis: where, what, and what the other side said.</summary>
/// <param name="Stage">How far it had come.</param>
/// <param name="Kind">What went wrong.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="Reply">The server's reply, if there was one.</param>
public sealed record Trouble(SmtpStage Stage, TroubleKind Kind, Sentence Text, SmtpReply? Reply = null);

/// <summary>A recipient that the server did not take while it took others.</summary>
/// <param name="Recipient">Who.</param>
/// <param name="Reply">The answer to its RCPT TO.</param>
public sealed record NotAccepted(Mailbox Recipient, SmtpReply Reply);

/// <summary>
/// What came of handing over one message. The family is closed; the one thing that a caller must never guess is in it:
/// only <see cref="Sent"/> and <see cref="Ambiguous"/> mean that the final dot may have reached the server.
/// </summary>
public abstract record Delivery
{
    Delivery() { }

    /// <summary>True when the server has, or may have, taken the message. False is certain.</summary>
    public bool MayHaveArrived => this is Sent or Ambiguous;

    /// <summary>The server took responsibility (2xx to the final dot).</summary>
    /// <param name="Reply">Its answer; often with its queue id.</param>
    /// <param name="NotAccepted">Recipients that it had refused before; the others have it.</param>
    public sealed record Sent(SmtpReply Reply, ImmutableArray<NotAccepted> NotAccepted) : Delivery
    {
        /// <summary>Taken for all recipients.</summary>
        /// <param name="reply">The answer.</param>
        public Sent(SmtpReply reply) : this(reply, []) { }
    }

    /// <summary>A permanent no (5xx). Never try the same again.</summary>
    /// <param name="Reply">The answer, or ours when the server's limits made sending pointless.</param>
    /// <param name="Stage">What was refused: the sender, the recipient or the content.</param>
    /// <param name="NotAccepted">Every recipient with its own answer, when the recipients were refused.</param>
    public sealed record Refused(SmtpReply Reply, SmtpStage Stage, ImmutableArray<NotAccepted> NotAccepted) : Delivery
    {
        /// <summary>Refused as a whole.</summary>
        /// <param name="reply">The answer.</param>
        /// <param name="stage">What was refused.</param>
        public Refused(SmtpReply reply, SmtpStage stage) : this(reply, stage, []) { }
    }

    /// <summary>A transient no (4xx). Try again later; nothing was taken.</summary>
    /// <param name="Reply">The answer.</param>
    /// <param name="Stage">What was put off.</param>
    /// <param name="NotAccepted">Every recipient with its own answer, when the recipients were put off.</param>
    public sealed record Deferred(SmtpReply Reply, SmtpStage Stage, ImmutableArray<NotAccepted> NotAccepted) : Delivery
    {
        /// <summary>Put off as a whole.</summary>
        /// <param name="reply">The answer.</param>
        /// <param name="stage">What was put off.</param>
        public Deferred(SmtpReply reply, SmtpStage stage) : this(reply, stage, []) { }
    }

    /// <summary>The final dot was certainly not sent: connection, TLS, sign-in, cancellation. The message can be tried again.</summary>
    /// <param name="Diagnosis">What happened.</param>
    public sealed record NotSent(Trouble Diagnosis) : Delivery;

    /// <summary>The final dot was sent, or its sending had begun, and no answer was understood. Nobody knows whether it arrived.</summary>
    /// <param name="Diagnosis">What happened.</param>
    public sealed record Ambiguous(Trouble Diagnosis) : Delivery;
}
