using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Mail.Smtp;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

// The page of captured mail is a namespace beside this one.
using Mailbox = CsEngage.Mail.Mailbox;

/// <summary>The server that takes our mail, with a test that says what is wrong, and a mail to see it arrive.</summary>
public sealed class ServerModel(SendingBook sending, Outgoing outgoing, Sender sender, TimeProvider clock, IStringLocalizer<Words> words) : SendingPage(clock, words)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public SendingServer Given { get; private set; } = new();

    /// <summary>What stands in the fields: what is saved, or what was typed, also where it was refused.</summary>
    public ServerForm Form { get; private set; } = ServerForm.Of(new(), new());

    public bool ShowsMore => Form.HelloName is { Length: > 0 } || Form.TrustedRoots is { Length: > 0 } || Bad(nameof(Form.Connections)) is not null || Bad(nameof(Form.Rate)) is not null;

    public bool IsFixed => sending.IsFixed;

    public ChosenSender From { get; private set; } = new();

    /// <summary>From whom mail comes with what is saved now.</summary>
    public Mailbox Saved { get; private set; } = new("success@localhost");

    public bool IsSenderFixed => sender.IsFixed;

    public bool HasPassword { get; private set; }

    /// <summary>What was tested differs from what is saved: mail does not go this way yet.</summary>
    public bool IsUnsaved { get; private set; }

    public ImmutableArray<ProbeStep> Steps { get; private set; } = [];

    public string To { get; private set; } = "";

    public string? Outcome { get; private set; }

    public bool IsSent { get; private set; }

    internal ImmutableArray<(string Key, string Name)> Securities =>
        [("required", Says["STARTTLS, required"]), ("tls", Says["TLS from the first byte (port 465)"]), ("preferred", Says["STARTTLS if it is offered"]), ("off", Says["None: only for a relay on this machine"])];

    public Task OnGet() => Fill();

    public async Task<IActionResult> OnPostSave(ServerForm form)
    {
        await Fill();
        if (IsFixed && IsSenderFixed) return Said(Says["The environment names the server (Smtp__Host and so on); it wins over this page."]);
        var stored = Given;
        if (Read(form) is { } complaint) return Refuse(complaint.Field, complaint.Text);
        // A password goes with its user: what was typed for the test is not sent back, and another user's is not this one's.
        if (!IsFixed && Given.User.Length > 0 && string.IsNullOrEmpty(form.Password) && (stored.Password.Length == 0 || stored.User != Given.User))
            return Refuse("Password", Says["Type the password again: the test does not keep it."]);
        var (kept, from) = (Given, From);
        if (!IsFixed) await sending.Save<SendingServer>(SendingServer.Key, _ => kept, Actor, Now);
        if (!IsSenderFixed) await sending.Save<ChosenSender>(ChosenSender.Key, _ => from, Actor, Now);
        return Said(Says["Kept. The next mail goes this way."]);
    }

    public async Task<IActionResult> OnPostTest(ServerForm form)
    {
        await Fill();
        var (stored, storedFrom) = (Given, From);
        if (Read(form) is { } complaint) return Refuse(complaint.Field, complaint.Text);
        if (sending.Open(Given) is not { } open) return Refuse("Host", Says["Enter the name of the server first."]);
        // Each sealing looks different, so passwords are compared as they are.
        IsUnsaved = From != storedFrom || Given with { Password = "" } != stored with { Password = "" } || sending.Opened(Given.Password) != sending.Opened(stored.Password);
        var from = Mailbox.TryParse(From.Address) ?? Saved;
        // A recipient elsewhere: only that shows whether the server passes mail on. Nothing is sent.
        Steps = await SmtpProbe.Try(open with { ConnectTime = Patience, CommandTime = Patience }, from, new Mailbox("postmaster@example.com"), null, null, HttpContext.RequestAborted);
        return Page();
    }

    public async Task<IActionResult> OnPostSend(string to)
    {
        await Fill();
        To = to ?? "";
        if (Mailbox.TryParse(To) is not { } box) return Refuse("to", Says["Enter an address such as hana@example.com."]);
        var from = Saved;
        var message = new MailMessage
        {
            From = from, To = [box], Subject = Says["A test mail from CsEngage"], MessageId = new MessageId($"{Guid.CreateVersion7(Now):N}", from.AsciiDomain), Date = Now,
            TextBody = Says["If you read this, mail goes out. Look at its headers: SPF, DKIM and DMARC should say pass."] + "\n", AutoSubmitted = AutoSubmitted.Generated,
        };
        var delivery = await outgoing.Send(new Envelope(from, box), message.ToBytes(), HttpContext.RequestAborted);
        (IsSent, Outcome) = delivery switch
        {
            Delivery.Sent(var reply, _) when Given.Host.Length > 0 => (true, Says["The server has taken it: {0}", reply.ToString()].Value),
            Delivery.Sent => (true, Says["It is in the mailbox, for no server is set."].Value),
            Delivery.Refused(var reply, _, _) => (false, Says["The server refused it: {0}", reply.ToString()].Value),
            Delivery.Deferred(var reply, _, _) => (false, Says["The server puts it off: {0}. Real mail is tried again by itself.", reply.ToString()].Value),
            Delivery.NotSent(var trouble) => (false, Says["It could not be handed over: {0}", Say(trouble.Text)].Value),
            Delivery.Ambiguous(var trouble) => (false, Says["Nobody knows whether it went out: {0}", Say(trouble.Text)].Value),
            _ => throw new InvalidOperationException($"Nobody knows what {delivery.GetType().Name} means."),
        };
        return Page();
    }

    internal (string Title, string? Advice) Say(ProbeStep step) => new ProbeWords(Says).Say(step, Given);

    async Task Fill()
    {
        Given = await sending.Server();
        (From, Saved) = (await sending.Sender(), await sender.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName));
        Form = ServerForm.Of(Given, IsSenderFixed ? new() { Address = Saved.Address, Name = Saved.Name } : From);
        HasPassword = Given.Password.Length > 0;
        To = User.FindFirstValue(ClaimTypes.Email) ?? User.Identity?.Name ?? "";
        if (Mailbox.TryParse(To) is null) To = "";
    }

    // What was typed, with the password that is kept where none was typed.
    (string Field, string Text)? Read(ServerForm form)
    {
        // Fields that the environment fixes are not sent at all.
        var typed = IsFixed ? Form : form;
        Form = IsSenderFixed ? typed with { SenderAddress = Form.SenderAddress, SenderName = Form.SenderName } : typed with { SenderAddress = form.SenderAddress, SenderName = form.SenderName };
        if (!IsSenderFixed)
        {
            From = new ChosenSender { Address = form.SenderAddress?.Trim() ?? "", Name = form.SenderName?.Trim() ?? "" };
            if (From.Address.Length > 0 && Mailbox.TryParse(From.Address) is not { Name.Length: 0 }) return ("SenderAddress", Says["Enter an address such as hana@example.com."]);
            if (From.Name.AsSpan().ContainsAny('\r', '\n') || From.Name.Length > 120) return ("SenderName", Says["A name is one line of at most 120 characters."]);
        }
        if (IsFixed) return null;
        var host = form.Host?.Trim() ?? "";
        if (!MailServer.IsOnlyAName(host)) return ("Host", Says["Only the name; the port has its own field."]);
        if (host.Length > 0 && Uri.CheckHostName(host) == UriHostNameType.Unknown) return ("Host", Says["This is not the name of a server."]);
        if (!int.TryParse(form.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535) return ("Port", Says["A port is a number from 1 to 65535."]);
        if (!int.TryParse(form.Connections, NumberStyles.None, CultureInfo.InvariantCulture, out var connections) || connections is < 1 or > 100) return ("Connections", Says["From 1 to 100 connections."]);
        if (!double.TryParse(form.Rate, CultureInfo.InvariantCulture, out var rate) || rate is < 0 or > 10_000) return ("Rate", Says["Mails per second: a number, 0 for no limit."]);
        var security = form.Security is "required" or "tls" or "preferred" or "off" ? form.Security : "required";
        Given = new SendingServer
        {
            Host = host, Port = port, Security = security, User = form.User?.Trim() ?? "", HelloName = form.HelloName?.Trim() ?? "", TrustedRoots = form.TrustedRoots?.Trim() ?? "", Connections = connections, Rate = rate,
            Password = form.Password is { Length: > 0 } password ? sending.Sealed(password) : string.IsNullOrWhiteSpace(form.User) ? "" : Given.Password,
        };
        return null;
    }
}

/// <summary>What the form sends, as typed.</summary>
public sealed record ServerForm(string? Host, string? Port, string? Security, string? User, string? Password, string? HelloName, string? TrustedRoots, string? Connections, string? Rate, string? SenderAddress, string? SenderName)
{
    /// <summary>The form of what is saved; the password stays where it is.</summary>
    internal static ServerForm Of(SendingServer server, ChosenSender from) =>
        new(server.Host, server.Port.ToString(CultureInfo.InvariantCulture), server.Security, server.User, null, server.HelloName, server.TrustedRoots, server.Connections.ToString(CultureInfo.InvariantCulture), server.Rate.ToString(CultureInfo.InvariantCulture), from.Address, from.Name);
}
