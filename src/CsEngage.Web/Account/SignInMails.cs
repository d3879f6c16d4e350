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

sealed record SignInMail(Contact To, string Link, string Code, CultureInfo Culture);

/// <summary>
/// Writes and sends the mails with a link and a code, after the page has answered. A mail that cannot be handed over is logged
/// and not kept: its link would be old before it arrived, and the person asks again.
/// </summary>
sealed partial class SignInMails(SettingsBook book, IMailTransport transport, IStringLocalizer<Words> words, Settings settings, TimeProvider clock, ILogger<SignInMails> log) : BackgroundService
{
    readonly Channel<SignInMail> waiting = Channel.CreateBounded<SignInMail>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
    readonly Dictionary<string, MailTemplate> templates = new(StringComparer.Ordinal);

    public void Send(SignInMail message) => waiting.Writer.TryWrite(message);

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

    async Task<Delivery> Deliver(SignInMail message, CancellationToken stop)
    {
        // Every sentence of the mail is in the language of its reader, whoever asked for it.
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = message.Culture;
        var locale = message.Culture.TwoLetterISOLanguageName;
        var profile = await book.Get<OperatorProfile>(OperatorProfile.Key);
        var name = profile.Name is { Length: > 0 } known ? known : "CsEngage";
        var model = new LiquidMapBuilder
        {
            ["operator"] = new LiquidMapBuilder { ["name"] = name, ["legal_name"] = profile.LegalName, ["address"] = profile.Address, ["url"] = profile.Url },
            ["contact"] = new LiquidMapBuilder { ["greeting_name"] = message.To.GreetingName(locale), ["locale"] = locale },
            ["sign_in"] = new LiquidMapBuilder { ["url"] = message.Link, ["code"] = message.Code },
        }.Build();

        var options = EngageLiquid.For(new Surroundings { Locale = locale }, TimeZoneInfo.Utc, clock.GetUtcNow(), LiquidOutputMode.Html, LiquidMissing.Empty);
        var mail = Template(locale).Render(model, options);
        var from = Mailbox.Parse(settings.MailFrom);
        var to = new Mailbox(message.To.AddressAsTyped ?? message.To.Address!, message.To.FullName(locale));
        return await transport.Send(new Envelope(from, to), new MailMessage
        {
            From = from.Name.Length > 0 ? from : from.Named(name), To = [to], Subject = mail.Subject, MessageId = new MessageId($"{Guid.CreateVersion7(clock.GetUtcNow()):N}", from.AsciiDomain), Date = clock.GetUtcNow(),
            TextBody = mail.Text, HtmlBody = mail.Html, AutoSubmitted = AutoSubmitted.Generated,
        }.ToBytes(), stop);
    }

    MailTemplate Template(string locale)
    {
        if (templates.TryGetValue(locale, out var known)) return known;
        var body = string.Join("\n\n", ((ImmutableArray<string>)
        [
            "{% if contact.greeting_name %}" + Written(Words.Key("Hello {name},"), "{{ contact.greeting_name }}") + "{% else %}" + words["Hello,"] + "{% endif %}",
            words["here is your link to sign in. It works once, for 15 minutes."],
            $"**[{words["Sign in"]}]({{{{ sign_in.url }}}})**",
            words["Reading this on another device? Type this code there:"] + " **{{ sign_in.code }}**",
            words["You did not ask for it? Then nothing needs doing; nobody gets in without this mail."],
        ]));
        return templates[locale] = MailTemplate.Compile(new TemplateText("sign-in", locale, Written(Words.Key("Your sign-in link for {name}"), "{{ operator.name }}"), words["It works once, for 15 minutes."], "standard", null, body));
    }

    string Written(string sentence, string name) => words[sentence].Value.Replace("{name}", name, StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sign-in mail could not be handed over.")]
    partial void NotSent(Exception trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "The mail server did not take a sign-in mail.")]
    partial void NotTaken();
}
