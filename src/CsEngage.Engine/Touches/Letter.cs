using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Journeys;
using CsEngage.Engine.Settings;
using CsEngage.Liquid;
using CsEngage.Mail;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.People;

namespace CsEngage.Engine.Touches;

/// <summary>Everybody and everything that one touch is about, loaded once.</summary>
/// <param name="Member">Who receives it; null when the membership is gone.</param>
/// <param name="Portal">The account's default portal, if it has one.</param>
/// <param name="Template">The template in the reader's locale; null when there is none.</param>
/// <param name="TemplateFault">Why the template cannot be used.</param>
public sealed record Addressee(Account Account, AccountCare? Care, Member? Member, Staff? Csm, Portal? Portal, MailTemplate? Template, string? TemplateFault)
{
    /// <summary>The passage through the journey that the touch belongs to, where it stands now; null outside journeys.</summary>
    public Enrollment? Enrollment { get; init; }

    /// <summary>What their portal asks for next, where the template speaks of it.</summary>
    public NextStep? Next { get; init; }

    /// <summary>The language of the reader.</summary>
    public string LocaleOf(AuthoredSet set) => Member?.Contact.Locale ?? Account.Locale ?? set.Operator.Locale;

    /// <summary>The zone of the reader.</summary>
    public TimeZoneInfo ZoneOf(AuthoredSet set) => Calendar.ZoneOf(Member?.Contact.Zone ?? Account.Zone ?? set.Operator.Zone);
}

/// <summary>Writes the mail of a touch: the words by its template, the headers by what the law and mail programs ask for.</summary>
public sealed partial class Letter(AuthoredSet set, TouchAddresses tokens, EngineOptions options, string? bounceDomain = null)
{
    /// <summary>The words, or why they cannot be written.</summary>
    /// <exception cref="LiquidException">A value is missing and has no default.</exception>
    public RenderedMail Render(Touch touch, Addressee to, DateTimeOffset now)
    {
        var around = new Surroundings { Guide = key => GuideUrl(key, to), Media = name => Absolute($"/media/{Uri.EscapeDataString(name)}"), Locale = to.Template!.Source.Locale, MustFind = true };
        var model = Model(touch, to, now);
        var mail = to.Template.Render(model, EngageLiquid.For(around, to.ZoneOf(set), now, LiquidOutputMode.Html, LiquidMissing.Nil));
        return to.Template.Source.IsTransactional || !set.Rules.TrackClicks ? mail : mail with { Html = Tracked(mail.Html, touch) };
    }

    /// <summary>
    /// The template's words as Markdown with the values of one reader in place: what somebody goes on from who writes the mail in words of
    /// their own. Where several readers get it, what is each one's own stays a value.
    /// </summary>
    /// <exception cref="LiquidException">A value is missing and has no default.</exception>
    public (string Subject, string Body) InWords(Touch touch, Addressee to, bool isForSeveral, DateTimeOffset now)
    {
        var source = to.Template!.Source;
        var around = new Surroundings { Guide = key => GuideUrl(key, to), Media = name => Absolute($"/media/{Uri.EscapeDataString(name)}"), Locale = source.Locale, MustFind = true };
        var rendering = EngageLiquid.For(around, to.ZoneOf(set), now, LiquidOutputMode.Text, LiquidMissing.Nil);
        var model = Model(touch, to, now);
        string Written(string text, Func<string, string> value) =>
            LiquidTemplate.Parse(text, EngageLiquid.Language).Render(isForSeveral ? Each(model, value).With("contact", Names(model["contact"].AsMap!)) : Each(model, value), rendering);
        return (Written(source.Subject, Unliquid), Blanks().Replace(Written(source.Body, Unmarked), "\n\n").Trim());
    }

    // Each reader's own: written as the value that it is.
    static LiquidMap Names(LiquidMap contact)
    {
        var names = new LiquidMapBuilder();
        foreach (var name in contact.Keys) names.Add(name, $"{{{{ contact.{name} }}}}");
        return names.Build();
    }

    static LiquidMap Each(LiquidMap map, Func<string, string> value)
    {
        var each = new LiquidMapBuilder();
        foreach (var name in map.Keys)
            each.Add(name, map[name] is { AsMap: { } inner } ? Each(inner, value) : map[name] is { Kind: LiquidKind.Text } text && !name.EndsWith("url", StringComparison.Ordinal) ? value(text.ToString()) : map[name]);
        return each.Build();
    }

    // A value that is put into a source must stay a value: no tag of Liquid, no mark of Markdown.
    static string Unliquid(string value) => value.Replace("{{", "{ {", StringComparison.Ordinal).Replace("{%", "{ %", StringComparison.Ordinal);

    static string Unmarked(string value) => Marks().Replace(value, "\\$0");

    [GeneratedRegex(@"[\\`*_\[\]<>{}]", RegexOptions.None, 1000)]
    private static partial Regex Marks();

    // What tags stood on leaves empty lines.
    [GeneratedRegex(@"\n[ \t]*\n\s*\n", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    /// <summary>The whole message. Its id was fixed before, so that whatever comes back can be told.</summary>
    public MailMessage Compose(Touch touch, Addressee to, RenderedMail mail, string messageId, DateTimeOffset now)
    {
        var source = to.Template!.Source;
        var from = Sender(touch, to, source.Locale);
        var contact = to.Member!.Contact;
        var at = messageId.LastIndexOf('@');
        return new MailMessage
        {
            From = from, To = [new Mailbox(contact.AddressAsTyped ?? contact.Address!, contact.FullName(source.Locale))], Subject = mail.Subject, TextBody = mail.Text, HtmlBody = mail.Html,
            MessageId = new MessageId(messageId[..at], messageId[(at + 1)..]), Date = TimeZoneInfo.ConvertTime(now, to.ZoneOf(set)),
            ReplyTo = set.Rules.ReplyToCsm && to.Csm?.Email is { } reply ? [new Mailbox(reply, to.Csm.Name)] : [],
            Unsubscribe = source.IsTransactional ? null : new ListUnsubscribe(new Uri(LeaveUrl(touch, source))),
            ListId = source.Topic is { } topic ? new ListId($"{topic}.{from.AsciiDomain}", set.Topics.GetValueOrDefault(topic)?.Title.In(source.Locale)) : null,
            FeedbackId = new FeedbackId("csengage", [touch.Origin?.Journey ?? "none", touch.Template, source.Topic ?? "transactional"]),
            AutoSubmitted = AutoSubmitted.Generated,
        };
    }

    /// <summary>Reports come back to an address that names the touch, where a domain for them is set; otherwise to the sender.</summary>
    public Envelope EnvelopeOf(Touch touch, MailMessage message) => new(bounceDomain is null ? message.From : tokens.ReturnPath(bounceDomain, touch.Id), message.To);

    /// <summary>The id of a touch's message: the same however often it is tried.</summary>
    public string MessageIdOf(Touch touch, string locale) =>
        $"{TouchAddresses.KeyOf(touch.Id)}@{SenderAddress(locale).AsciiDomain}";

    Mailbox SenderAddress(string locale) => Sending.Sender.Of(set, options, locale);

    Mailbox Sender(Touch touch, Addressee to, string locale) => SenderAddress(locale) is var from && touch.AsCsm && to.Csm is { } csm ? from.Named(csm.Name) : from;

    LiquidMap Model(Touch touch, Addressee to, DateTimeOffset now)
    {
        var (source, contact) = (to.Template!.Source, to.Member!.Contact);
        var locale = source.Locale;
        var company = set.OperatorIn(locale);
        var model = new LiquidMapBuilder
        {
            ["operator"] = new LiquidMapBuilder { ["name"] = company.Name is { Length: > 0 } name ? name : SenderAddress(locale).Name, ["legal_name"] = company.LegalName, ["address"] = company.Address, ["url"] = company.Url },
            ["portal"] = new LiquidMapBuilder { ["name"] = to.Portal?.Name ?? to.Account.Name, ["url"] = PortalUrl(to) },
            ["account"] = TemplateModel.Of(to.Account),
            ["contact"] = new LiquidMapBuilder
            {
                ["name"] = contact.FullName(locale) ?? contact.AddressAsTyped, ["greeting_name"] = contact.GreetingName(locale), ["given_name"] = contact.GivenName,
                ["roles"] = LiquidValue.List(to.Member.Membership.Roles, role => role), ["locale"] = locale,
            },
            ["csm"] = to.Csm is null ? LiquidMap.None : new LiquidMapBuilder { ["name"] = to.Csm.Name, ["title"] = StaffTitle.In(to.Csm.Title, locale), ["photo"] = to.Csm.Photo, ["ask_url"] = PortalUrl(to), ["book_url"] = to.Csm.BookUrl },
            ["journey"] = JourneyModel(touch, to, locale),
            ["checkpoint"] = CheckpointModel(touch, locale),
            ["unsubscribe_url"] = source.IsTransactional ? LiquidValue.Nil : LeaveUrl(touch, source),
            ["preferences_url"] = source.IsTransactional ? LiquidValue.Nil : Absolute("/preferences/" + tokens.Write(new MailToken.Preferences(touch.MembershipId))),
        }.Build();
        return to.Next is { } next ? model.With("next", NextModel(next, to, model, locale, now)) : model;
    }

    LiquidMap NextModel(NextStep next, Addressee to, LiquidMap model, string locale, DateTimeOffset now)
    {
        var ((_, _, checkpointKey, task, _, _), journey, guide) = (next.Card, next.Journey, next.Guide);
        var checkpoint = checkpointKey is null ? null : journey?.Find(checkpointKey);
        string In(LocalizedText text) => text.In(locale, set.Operator.Locale);
        var title = task is not null && journey?.TaskOf(task) is { } asked ? In(asked.Title) : guide is not null ? Written(guide.Shown.Title) : checkpoint is null ? "" : In(checkpoint.Title);
        return LiquidMap.Of(
            ("title", title), ("reason", checkpoint is not null && In(checkpoint.Promise) is { Length: > 0 } promise ? promise : guide?.Front.Summary),
            ("minutes", guide is null ? LiquidValue.Nil : next.Minutes), ("url", PortalUrl(to) + (guide is not null ? $"/guides/{guide.Slug}" : task is not null && journey is not null ? task.Place(journey.Key) : "/plan")));

        // A title may hold the reader's name.
        string Written(string text) => text.Contains('{', StringComparison.Ordinal)
            ? Line.Compile(text).Text(model, EngageLiquid.For(new Surroundings { Locale = locale }, to.ZoneOf(set), now, LiquidOutputMode.Text, LiquidMissing.Empty)) : text;
    }

    LiquidValue JourneyModel(Touch touch, Addressee to, string locale)
    {
        if (touch.Origin is not { } origin || !set.Journeys.TryGetValue(origin.Journey, out var journey)) return LiquidMap.None;
        var model = new LiquidMapBuilder { ["title"] = journey.Title.In(locale, set.Operator.Locale), ["progress"] = to.Enrollment is { } enrollment ? journey.ProgressOf(enrollment) : 0m };
        return model.Lazy("stages", () => LiquidValue.List(journey.Stages, stage => StageModel(stage, to, locale)));
    }

    LiquidValue StageModel(Stage stage, Addressee to, string locale)
    {
        string In(LocalizedText text) => text.In(locale, set.Operator.Locale);
        return new LiquidMapBuilder
        {
            ["title"] = In(stage.Title),
            ["checkpoints"] = LiquidValue.List(stage.Checkpoints, checkpoint => new LiquidMapBuilder
            {
                ["title"] = In(checkpoint.Title), ["promise"] = In(checkpoint.Promise), ["side"] = checkpoint.Side == Side.Vendor ? "vendor" : "customer",
                ["state"] = to.Enrollment is null ? "waiting" : Journey.StateOf(checkpoint, to.Enrollment), ["due"] = to.Enrollment?.Find(checkpoint.Key)?.DueAt is { } due ? Core.Calendar.LastMoment(due) : LiquidValue.Nil,
            }),
        };
    }

    LiquidValue CheckpointModel(Touch touch, string locale) =>
        touch.Origin is { } origin && set.Journeys.TryGetValue(origin.Journey, out var journey) && journey.Find(origin.Checkpoint) is { } checkpoint
            ? new LiquidMapBuilder { ["title"] = checkpoint.Title.In(locale, set.Operator.Locale), ["promise"] = checkpoint.Promise.In(locale, set.Operator.Locale) } : LiquidMap.None;

    string PortalUrl(Addressee to) => Absolute(to.Portal is { } portal ? $"/p/{Uri.EscapeDataString(portal.Slug)}" : "/");

    string? GuideUrl(string key, Addressee to) =>
        to.Portal is null || Variant(key, to) is not { } shown ? null : $"{PortalUrl(to)}/guides/{Uri.EscapeDataString(shown.Slug)}";

    CatalogueVariant? Variant(string key, Addressee to) => set.Entry("guide", key)?.In(to.LocaleOf(set), to.Account.Locale, set.Operator.Locale);

    string LeaveUrl(Touch touch, TemplateText source) => Absolute("/u/" + tokens.Write(new MailToken.Unsubscribe(touch.MembershipId, source.Topic ?? "", touch.Id)));

    string Absolute(string path) => new Uri(options.BaseUrl, path).AbsoluteUri;

    // Every link but those by which one leaves: who leaves is not followed.
    string Tracked(string html, Touch touch)
    {
        var number = 0;
        return Href().Replace(html, match =>
        {
            var target = WebUtility.HtmlDecode(match.Groups["url"].Value);
            if (target.StartsWith(Absolute("/u/"), StringComparison.Ordinal) || target.StartsWith(Absolute("/preferences/"), StringComparison.Ordinal)) return match.Value;
            return $"href=\"{Absolute("/c/" + tokens.Write(new MailToken.Click(touch.MembershipId, touch.Id, ++number, target)))}\"";
        });
    }

    [GeneratedRegex("""href="(?<url>https?://[^"]+)"(?=[^<]*>)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Href();
}
