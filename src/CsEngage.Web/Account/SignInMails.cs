using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Mail;
using CsEngage.Store.Settings;
using CsEngage.Web.Host;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

/// <summary>A mail that opens a door.</summary>
abstract record DoorMail(Mailbox To, string? Greeting, string Link, CultureInfo Culture);

/// <summary>To a contact: a link and a code.</summary>
sealed record SignInMail(Contact Contact, string Link, string Code, CultureInfo Culture) : DoorMail(
    new Mailbox(Contact.AddressAsTyped ?? Contact.Address!, Contact.FullName(Culture.TwoLetterISOLanguageName)), Contact.GreetingName(Culture.TwoLetterISOLanguageName), Link, Culture);

/// <summary>To a staff member: a link by which to choose a password.</summary>
sealed record PasswordMail(Mailbox To, string Link, CultureInfo Culture) : DoorMail(To, To.Name, Link, Culture);

/// <summary>
/// Writes and sends the mails with a link and a code, after the page has answered. A mail that cannot be handed over is logged
/// and not kept: its link would be old before it arrived, and the person asks again.
/// </summary>
sealed partial class SignInMails(SettingsBook book, IMailTransport transport, IStringLocalizer<Words> words, Settings settings, TimeProvider clock, ILogger<SignInMails> log) : BackgroundService
{
    readonly Channel<DoorMail> waiting = Channel.CreateBounded<DoorMail>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
    readonly Dictionary<string, MailTemplate> templates = new(StringComparer.Ordinal);

    public void Send(DoorMail message) => waiting.Writer.TryWrite(message);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (await Deliver(message, stoppingToken) is not Delivery.Sent) NotTaken();
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                NotSent(trouble);
            }
        }
    }

    async Task<Delivery> Deliver(DoorMail message, CancellationToken stop)
    {
        // Every sentence of the mail is in the language of its reader, whoever asked for it.
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = message.Culture;
        var locale = message.Culture.TwoLetterISOLanguageName;
        var profile = await book.Get<OperatorProfile>(OperatorProfile.Key);
        var name = profile.Name is { Length: > 0 } known ? known : "CsEngage";
        var model = new LiquidMapBuilder
        {
            ["operator"] = new LiquidMapBuilder { ["name"] = name, ["legal_name"] = profile.LegalName, ["address"] = profile.Address, ["url"] = profile.Url },
            ["contact"] = new LiquidMapBuilder { ["greeting_name"] = message.Greeting, ["locale"] = locale },
            ["sign_in"] = new LiquidMapBuilder { ["url"] = message.Link, ["code"] = (message as SignInMail)?.Code },
        }.Build();

        var options = EngageLiquid.For(new Surroundings { Locale = locale }, TimeZoneInfo.Utc, clock.GetUtcNow(), LiquidOutputMode.Html, LiquidMissing.Empty);
        var mail = Template(message, locale).Render(model, options);
        var from = Mailbox.Parse(settings.MailFrom);
        return await transport.Send(new Envelope(from, message.To), new MailMessage
        {
            From = from.Name.Length > 0 ? from : from.Named(name), To = [message.To], Subject = mail.Subject, MessageId = new MessageId($"{Guid.CreateVersion7(clock.GetUtcNow()):N}", from.AsciiDomain), Date = clock.GetUtcNow(),
            TextBody = mail.Text, HtmlBody = mail.Html, AutoSubmitted = AutoSubmitted.Generated,
        }.ToBytes(), stop);
    }

    MailTemplate Template(DoorMail message, string locale)
    {
        var kind = message is SignInMail ? "sign-in" : "password";
        if (templates.TryGetValue($"{kind}.{locale}", out var known)) return known;
        var hello = "{% if contact.greeting_name %}" + Written(Words.Key("Hello {name},"), "{{ contact.greeting_name }}") + "{% else %}" + words["Hello,"] + "{% endif %}";
        var (subject, promise, body) = message is SignInMail
            ? (Words.Key("Your sign-in link for {name}"), words["It works once, for 15 minutes."],
                (ImmutableArray<string>)
                [
                    hello,
                    words["here is your link to sign in. It works once, for 15 minutes."],
                    $"**[{words["Sign in"]}]({{{{ sign_in.url }}}})**",
                    words["Reading this on another device? Type this code there:"] + " **{{ sign_in.code }}**",
                    words["You did not ask for it? Then nothing needs doing; nobody gets in without this mail."],
                ])
            : (Words.Key("Choose a new password for {name}"), words["It works once, for an hour."],
                [
                    hello,
                    words["here is your link to choose a new password. It works once, for an hour."],
                    $"**[{words["Choose a password"]}]({{{{ sign_in.url }}}})**",
                    words["You did not ask for it? Then nothing needs doing; your password stays as it is."],
                ]);
        return templates[$"{kind}.{locale}"] = MailTemplate.Compile(new TemplateText(kind, locale, Written(subject, "{{ operator.name }}"), promise, "standard", null, string.Join("\n\n", body)));
    }

    string Written(string sentence, string name) => words[sentence].Value.Replace("{name}", name, StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sign-in mail could not be handed over.")]
    partial void NotSent(Exception trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "The mail server did not take a sign-in mail.")]
    partial void NotTaken();
}
