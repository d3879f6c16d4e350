using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Mail.Smtp;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

/// <summary>Says the steps of a connection test in the reader's language; what the server itself said stays as it is.</summary>
sealed class ProbeWords(IStringLocalizer<Words> words)
{
    public (string Title, string? Advice) Say(ProbeStep step, SendingServer server) => step switch
    {
        { Kind: { } kind } => Failed(kind, step.Stage),
        { IsGood: true, Stage: SmtpStage.Tls, Advice.Length: > 0 } when server.Security != "off" => (words["The line is not encrypted: the server offers no STARTTLS."], words["This setting allows it. Require STARTTLS when the server has it."]),
        { IsGood: true } => (Good(step.Stage, server), null),
        { IsRelayDenied: true } => (words["The server does not pass mail on for us (relay denied)."], words["Sign in with user and password, or let the server accept this machine’s address."]),
        { Stage: SmtpStage.Tls } => (words["The line is not encrypted."], words["The server offers no STARTTLS."]),
        { Reply.Code: 530 or 534 or 535 or 538 } => (words["The server wants TLS or a sign-in first."], words["Enter user and password, or choose STARTTLS."]),
        { Stage: SmtpStage.Sender, Reply.IsTransient: not true } => (words["The server does not accept our sender address."], words["Providers want the address or its domain verified first."]),
        { Reply.IsTransient: true } => (words["The server puts us off for now."], words["Greylisting, or it is busy: real mail is tried again by itself."]),
        _ => (words["The server refused."], words["Ask the server’s operator what its answer means."]),
    };

    string Good(SmtpStage stage, SendingServer server) => stage switch
    {
        SmtpStage.Connect => words["The connection stands."],
        SmtpStage.Greeting => words["The server greets us."],
        SmtpStage.Tls => server.Security == "off" ? words["The line is not encrypted, as set."] : words["The line is encrypted and the certificate is good."],
        SmtpStage.Auth => server.User.Length == 0 ? words["No sign-in was asked for."] : words["User name and password are right."],
        SmtpStage.Hello => words["It says what it can do."],
        SmtpStage.Sender => words["It takes mail from our sender address."],
        _ => words["It takes mail for other domains."],
    };

    // Where it got silent: the step before it went well.
    string Silent(SmtpStage stage) => stage switch
    {
        SmtpStage.Greeting => words["Connected, but the server does not greet us."],
        SmtpStage.Hello => words["The server falls silent after our EHLO."],
        SmtpStage.Tls => words["The server falls silent during the TLS handshake."],
        SmtpStage.Auth => words["The server falls silent during the sign-in."],
        SmtpStage.Sender => words["The server falls silent after the sender address (MAIL FROM)."],
        _ => words["The server falls silent after the recipient (RCPT TO)."],
    };

    (string, string?) Failed(TroubleKind kind, SmtpStage stage) => kind switch
    {
        TroubleKind.HostUnknown => (words["The name has no address (DNS)."], words["Check the spelling; try the name with another program on this machine."]),
        TroubleKind.ConnectionRefused => (words["Nobody listens there, or a firewall says no."], words["Usual ports are 587 (STARTTLS), 465 (TLS) and 25."]),
        TroubleKind.TimedOut when stage == SmtpStage.Connect => (words["No answer in time."], words["Many hosters block port 25: try 587 or 465."]),
        TroubleKind.TimedOut => (Silent(stage), stage is SmtpStage.Greeting or SmtpStage.Tls
            ? words["The server is slow, or port and encryption do not fit: 465 speaks TLS from the first byte, 587 does not."]
            : words["It is overloaded, or something in between swallows what it says. Try again in some minutes."]),
        TroubleKind.TlsNotOffered => (words["The server does not offer STARTTLS."], words["Port 465 wants TLS from the start. If this server did offer it before, somebody in between may be removing it."]),
        TroubleKind.TlsFailed => (words["The TLS handshake failed."], words["Port and encryption may not fit: 465 speaks TLS from the first byte, 587 and 25 do not."]),
        TroubleKind.CertificateRefused => (words["The certificate is not trusted, expired or for another name."], words["Use the name that the certificate has; for an internal relay paste its CA’s certificate below “More”."]),
        TroubleKind.AuthNotOffered => (words["The server offers no sign-in that we speak."], words["Sign-in mostly appears only after TLS, and on port 587 or 465."]),
        TroubleKind.AuthRefused => (words["User name or password are wrong (AUTH)."], words["Many providers want an app password or an API key instead of the password."]),
        TroubleKind.ServerRefused => (words["The server refuses to talk to us at all."], words["This machine’s address may be on a block list."]),
        TroubleKind.ServerBusy => (words["The server is busy or closing."], words["Try again in some minutes."]),
        TroubleKind.ConnectionLost => (words["The connection broke."], words["Try again in some minutes."]),
        TroubleKind.Protocol => (words["This does not speak like a mail server."], words["It may be another service, or something in between changes what it says."]),
        _ => (words["The test was stopped."], null),
    };
}
