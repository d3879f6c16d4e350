using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Mail;
using CsEngage.Mail.Reports;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

/// <summary>What a mail with a link says.</summary>
/// <param name="Code">Six digits for another device; null where only the link opens something.</param>
/// <param name="Name">Of a reader who is not a contact.</param>
sealed record SignInMail(string Link, string? Code, string Locale, string? Name = null);

/// <summary>
/// Writes and sends the mails with a link: to contacts who sign in, to staff who choose a password. A mail is committed with its link, encrypted, and forgotten once the mail server has taken
/// it; until then it is tried again as long as its link is worth something. Better twice than not at all: both hold the same link.
/// </summary>
sealed partial class SignInMails(SignInTokens tokens, ContactBook contacts, Engine.Settings.Authored authored, IMailTransport transport, IStringLocalizer<Words> words, Sender sender, Deliverability deliverability, IDataProtectionProvider protection, ILogger<SignInMails> log)
    : Drain("sign-in-mails", "sign-ins")
{
    const int Batch = 50, Connections = 4, LongestTrouble = 300;

    /// <summary>What is kept of a mail that was not sent because its address had bounced for good; the page of the sign-ins says it in words.</summary>
    public const string DeadAddress = "suppressed";

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1), FirstPause = TimeSpan.FromSeconds(5), LongestPause = TimeSpan.FromMinutes(2);

    readonly IDataProtector seal = protection.CreateProtector("sign-in.mails");
    readonly ConcurrentDictionary<string, MailTemplate> templates = new(StringComparer.Ordinal);

    /// <summary>The mail as it may be kept until it is sent.</summary>
    public string Seal(SignInMail mail) => seal.Protect(JsonSerializer.Serialize(mail));

    protected override async Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop)
    {
        var due = await tokens.TakePost(Batch, now, Lease);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = CancellationToken.None }, async (post, _) => await Send(post, now, stop));
        return new(due.Count, await tokens.NextPost(now));
    }

    async Task Send(SignInPost post, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            switch (await Deliver(post, now, stop))
            {
                case null: await tokens.PostEnded(post.Id, now, DeadAddress); break;
                case Delivery.Sent(var reply, _): await tokens.PostEnded(post.Id, now, null, isCaptured: ReferenceEquals(reply, CapturedTransport.Kept)); break;
                case Delivery.Refused(var reply, _, _) when BounceJudge.Of(reply).IsOurSetting(): await Later(post, now, reply.ToString()); break;
                case Delivery.Refused(var reply, _, _): await tokens.PostEnded(post.Id, now, Short(reply.ToString())); break;
                case Delivery.Deferred(var reply, _, _): await Later(post, now, reply.ToString()); break;
                case Delivery.NotSent(var trouble): await Later(post, now, trouble.Text.ToString()); break;
                case Delivery.Ambiguous(var trouble): await Later(post, now, trouble.Text.ToString()); break;
                case var other: throw new InvalidOperationException($"Nobody knows what {other.GetType().Name} means for a mail.");
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // One that cannot be written must not hold up the others; it is seen in the log and on the page of the sign-ins.
            Trouble(trouble);
            await Later(post, now, trouble.Message);
        }
    }

    async Task Later(SignInPost post, DateTimeOffset now, string trouble)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(post.Tries - 1, 10));
        var at = now + (pause < LongestPause ? pause : LongestPause);
        if (at >= post.ExpiresAt) await tokens.PostEnded(post.Id, now, Short(trouble));
        else await tokens.PostLater(post.Id, at, Short(trouble));
    }

    static string Short(string trouble) => trouble.Length > LongestTrouble ? trouble[..LongestTrouble] : trouble;

    // Null when the address is dead: whoever left or complained still signs in, but nobody reads there.
    async Task<Delivery?> Deliver(SignInPost post, DateTimeOffset now, CancellationToken stop)
    {
        var message = JsonSerializer.Deserialize<SignInMail>(seal.Unprotect(post.Sealed))!;
        // Every sentence of the mail is in the language of its reader, whoever asked for it.
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(message.Locale);
        var locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        if (await Reader(post, message, locale) is not var (to, greeting)) return new Delivery.NotSent(new Trouble(SmtpStage.Recipient, TroubleKind.Withdrawn, "The contact is gone."));
        if (await deliverability.IsDead(to.Address)) return null;
        var profile = (await authored.Current()).OperatorIn(locale);
        var name = profile.Name is { Length: > 0 } known ? known : "CsEngage";
        var model = new LiquidMapBuilder
        {
            ["operator"] = new LiquidMapBuilder { ["name"] = name, ["legal_name"] = profile.LegalName, ["address"] = profile.Address, ["url"] = profile.Url },
            ["contact"] = new LiquidMapBuilder { ["greeting_name"] = greeting, ["locale"] = locale },
            ["sign_in"] = new LiquidMapBuilder { ["url"] = message.Link, ["code"] = message.Code },
        }.Build();

        var options = EngageLiquid.For(new Surroundings { Locale = locale }, TimeZoneInfo.Utc, now, LiquidOutputMode.Html, LiquidMissing.Empty);
        var mail = Template(post.Purpose, locale).Render(model, options);
        var from = await sender.In(locale);
        return await transport.Send(new Envelope(from, to), new MailMessage
        {
            From = from, To = [to], Subject = mail.Subject, MessageId = new MessageId($"{post.Id:N}", from.AsciiDomain), Date = now,
            TextBody = mail.Text, HtmlBody = mail.Html, AutoSubmitted = AutoSubmitted.Generated,
        }.ToBytes(), stop);
    }

    async Task<(Mailbox To, string? Greeting)?> Reader(SignInPost post, SignInMail message, string locale)
    {
        if (post.ContactId is not { } id) return (new Mailbox(post.Address!, message.Name ?? ""), message.Name);
        return await contacts.Find(id) is { Value: { Address: { } address } contact } ? (new Mailbox(contact.AddressAsTyped ?? address, contact.FullName(locale)), contact.GreetingName(locale)) : null;
    }

    MailTemplate Template(string purpose, string locale)
    {
        var kind = purpose switch { PasswordReset.Purpose => "password", PasswordReset.Welcome => "welcome", ContactSignIn.Joining => "invitation", _ => "sign-in" };
        if (templates.TryGetValue($"{kind}.{locale}", out var known)) return known;
        var hello = "{% if contact.greeting_name %}" + Written(Words.Key("Hello {name},"), "{{ contact.greeting_name }}") + "{% else %}" + words["Hello,"] + "{% endif %}";
        var (subject, promise, body) = kind switch
        {
            "sign-in" => (Words.Key("Your sign-in link for {name}"), words["It works once, for 15 minutes."].Value,
                (ImmutableArray<string>)
                [
                    hello,
                    words["Here is your link to sign in. It works once, for 15 minutes."],
                    $"**[{words["Sign in"]}]({{{{ sign_in.url }}}})**",
                    words["Reading this on another device? Type this code there:"] + " **{{ sign_in.code }}**",
                    words["You did not ask for this? Then there is nothing to do; nobody gets in without this mail."],
                ]),
            "invitation" => (Words.Key("{name} has made a place for you"), words["Guides and a plan for your team."].Value,
                [
                    hello,
                    Written(Words.Key("{name} has made a place for you and your colleagues: guides for what you want to do, and a plan of the next steps."), "{{ operator.name }}"),
                    $"**[{words["Come in"]}]({{{{ sign_in.url }}}})**",
                    words["The link works once, for three days. After that, you sign in there with your address."],
                ]),
            "welcome" => (Words.Key("Your sign-in to {name}"), words["Choose a password to begin."].Value,
                [
                    hello,
                    Written(Words.Key("There is a sign-in for you at {name}. Choose a password to begin:"), "{{ operator.name }}"),
                    $"**[{words["Choose a password"]}]({{{{ sign_in.url }}}})**",
                    words["The link works once, for three days. After that, ask for a new one on the page where one signs in."],
                ]),
            _ => (Words.Key("Choose a new password for {name}"), words["It works once, for an hour."].Value,
                [
                    hello,
                    words["Here is your link to choose a new password. It works once, for an hour."],
                    $"**[{words["Choose a password"]}]({{{{ sign_in.url }}}})**",
                    words["You did not ask for it? Then nothing needs doing; your password stays as it is."],
                ]),
        };
        return templates[$"{kind}.{locale}"] = MailTemplate.Compile(new TemplateText(kind, locale, Written(subject, "{{ operator.name }}"), promise, "standard", null, string.Join("\n\n", body)) { IsInvitation = kind is "invitation" or "welcome" });
    }

    string Written(string sentence, string name) => words[sentence].Value.Replace("{name}", name, StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sign-in mail could not be written or handed over; it is tried again.")]
    partial void Trouble(Exception trouble);
}
