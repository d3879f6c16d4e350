using System.Collections.Immutable;
using CsEngage.Mail.Reports;

namespace CsEngage.Mail.Smtp;

/// <summary>One step of a connection test.</summary>
/// <param name="Stage">Which.</param>
/// <param name="IsGood">Whether it went well.</param>
/// <param name="Text">What happened, for people.</param>
/// <param name="Advice">What to try; empty when all is well.</param>
/// <param name="Kind">What went wrong, when it was not an answer to a command.</param>
/// <param name="Reply">What the server answered, when it said no.</param>
public sealed record ProbeStep(SmtpStage Stage, bool IsGood, Sentence Text, string Advice = "", TroubleKind? Kind = null, SmtpReply? Reply = null)
{
    /// <summary>The server does not pass mail on for this machine.</summary>
    public bool IsRelayDenied => Reply is { IsTransient: false } no && (BounceJudge.Of(no) == BounceReason.RelayDenied || (Stage == SmtpStage.Recipient && no.Status is { Subject: 7 }));
}

/// <summary>The connection test: goes as far as RCPT and then leaves, so nothing is sent; says what went well, and explains what fails.</summary>
public static class SmtpProbe
{
    /// <summary>Tries the settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="from">The sender to ask for.</param>
    /// <param name="to">A recipient to ask for, best at a foreign domain: that finds a denied relay.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="log">Gets each line, without secrets.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<ImmutableArray<ProbeStep>> Try(SmtpSettings settings, Mailbox from, Mailbox to, TimeProvider? time, Action<WireLine>? log, CancellationToken stop)
    {
        var steps = new List<ProbeStep>();
        SmtpHandshake handshake = null!;
        handshake = new SmtpHandshake(settings, time ?? TimeProvider.System, 1, log) { Passed = stage => Put(steps, Step(stage, settings, handshake)) };
        try
        {
            await using var session = await handshake.Open(stop);
            await session.Rehearse(new Envelope(from, to), (stage, reply) => steps.Add(reply.IsPositive
                ? new(stage, true, stage == SmtpStage.Sender ? Sentence.Of("The server takes mail from {0}.", from.Address) : Sentence.Of("The server takes mail for {0}.", to.Address))
                : new(stage, false, reply.ToString(), Advice(stage, reply), Reply: reply)), stop);
        }
        catch (TroubleException e) { steps.Add(new(e.Trouble.Stage, false, e.Trouble.Text, Advice(e.Trouble), e.Trouble.Kind, e.Trouble.Reply)); }
        return [.. steps];
    }

    // What was said before TLS does not count once it is said again.
    static void Put(List<ProbeStep> steps, ProbeStep step)
    {
        var earlier = steps.FindIndex(one => one.Stage == step.Stage);
        if (earlier < 0) steps.Add(step);
        else steps[earlier] = step;
    }

    static ProbeStep Step(SmtpStage stage, SmtpSettings settings, SmtpHandshake handshake) => stage switch
    {
        SmtpStage.Connect => new(stage, true, Sentence.Of("{0} can be reached on port {1}.", settings.Host, settings.Port)),
        SmtpStage.Greeting => new(stage, true, handshake.Banner),
        SmtpStage.Hello => new(stage, true, Offers(handshake.Offer)),
        SmtpStage.Tls when handshake.IsEncrypted => new(stage, true, Sentence.Of("The line is encrypted and the certificate is good.")),
        SmtpStage.Tls => new(stage, true, Sentence.Of("The line is not encrypted."), settings.Security == SmtpSecurity.None ? "Fine for a relay on the same machine, for nothing else." : "The server offers no STARTTLS."),
        _ => new(stage, true, settings.User.Length == 0 ? Sentence.Of("No sign-in was asked for.") : Sentence.Of("{0} is signed in.", settings.User)),
    };

    static Sentence Offers(SmtpExtensions offer) =>
        Sentence.Of("Largest message: {0}; pipelining: {1}; addresses in any script: {2}.", offer.Size > 0 ? $"{offer.Size / 1024 / 1024} MB" : Sentence.Of("not told"), Offered(offer.Pipelining), Offered(offer.Utf8));

    static Sentence Offered(bool so) => so ? Sentence.Of("offered") : Sentence.Of("not offered");

    static string Advice(SmtpStage stage, SmtpReply reply) => reply.Code switch
    {
        530 or 534 or 535 or 538 => "The server wants TLS or a sign-in first: enter user and password, or choose STARTTLS.",
        _ when !reply.IsTransient && (BounceJudge.Of(reply) == BounceReason.RelayDenied || (stage == SmtpStage.Recipient && reply.Status is { Subject: 7 })) => "The server does not relay for this machine: sign in, or let the server accept this address.",
        _ when stage == SmtpStage.Sender && !reply.IsTransient => "The server does not accept this sender: providers want the address or domain verified first.",
        _ when reply.IsTransient => "The server puts new senders off (greylisting) or is busy; real mail is tried again by itself.",
        _ => "Ask the server's operator what this reply means.",
    };

    static string Advice(Trouble trouble) => trouble.Kind switch
    {
        TroubleKind.HostUnknown => "Check the spelling; try the name with another program on this machine.",
        TroubleKind.ConnectionRefused => "Usual ports are 587 (STARTTLS), 465 (TLS) and 25.",
        TroubleKind.TimedOut => trouble.Stage == SmtpStage.Connect ? "Many hosters block port 25: try 587 or 465." : "The server is slow, or port and kind of TLS do not fit: 465 speaks TLS from the first byte, 587 does not.",
        TroubleKind.TlsNotOffered => "Port 465 wants TLS from the start. If this server did offer STARTTLS before, somebody in between may be removing it.",
        TroubleKind.TlsFailed => "Port and kind of TLS may not fit: 465 speaks TLS from the first byte, 587 and 25 do not.",
        TroubleKind.CertificateRefused => "Use the name that the certificate has; for an internal relay paste its CA's certificate.",
        TroubleKind.AuthNotOffered => "Sign-in mostly appears only after TLS, and on port 587 or 465.",
        TroubleKind.AuthRefused => "Many providers want an app password or an API key instead of the password.",
        TroubleKind.ServerRefused => "The server does not talk to this machine at all: its address may be on a block list.",
        TroubleKind.ServerBusy => "Try again in some minutes.",
        TroubleKind.Protocol => "This does not seem to be a mail server, or something in between changes what it says.",
        _ => "",
    };
}
