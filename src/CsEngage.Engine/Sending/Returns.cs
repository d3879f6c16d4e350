using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Mail;
using CsEngage.Mail.Hooks;
using CsEngage.Mail.Mime;
using CsEngage.Mail.Reports;
using CsEngage.Store.Accounts;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Sending;

/// <summary>What came of something that came back.</summary>
public enum Returned
{
    /// <summary>It moved a touch or an address.</summary>
    Taken,

    /// <summary>It was known already, or says nothing that anything follows from.</summary>
    Nothing,

    /// <summary>It is a report that did not come to an address of ours: nobody believes it.</summary>
    NotBelieved,

    /// <summary>It is no report and no answer of ours: unrelated mail, left as it is.</summary>
    Unrelated,

    /// <summary>It cannot be read: its bounds are exceeded.</summary>
    Unreadable,
}

/// <summary>
/// Takes what comes back: reports, complaints, automatic and human answers, whether as raw mail or as events of a provider. Everything may
/// come twice and counts once: touches move by the ledger's rules, signals and bounces have ids made from their cause.
/// </summary>
public sealed class Returns(TouchBook touches, ContactBook contacts, SignalLog log, NoteBook notes, Deliverability deliverability, SendingWatch watch, OptOut optOut, EngineSecrets secrets)
{
    const int LongestReply = 20_000;
    static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    // Servers name the address that a message came to in one of these (RFC 5321, section 4.4, names none).
    static readonly string[] Arrivals = ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "X-RCPT-TO", "To"];

    /// <summary>Takes a raw message.</summary>
    /// <param name="arrivedAt">The address it came to, when whoever hands it over knows.</param>
    public async Task<Returned> Take(ReadOnlyMemory<byte> raw, string? arrivedAt, DateTimeOffset now)
    {
        ReceivedMessage message;
        InboundMail read;
        try
        {
            message = ReceivedMessage.Parse(raw);
            read = InboundMail.Read(message);
        }
        catch (MimeException)
        {
            return Returned.Unreadable;
        }
        return read switch
        {
            InboundMail.Bounce bounce => await Touch(arrivedAt, message, null) is { } line ? await Bounced(line, bounce, now) : Returned.NotBelieved,
            InboundMail.Complaint complaint => await Touch(arrivedAt, message, complaint.OriginalFrom) is { } line ? complaint.IsAgainstUs ? await Complained(line, "mail", now) : Returned.Nothing : Returned.NotBelieved,
            // A machine answered for the person: the address works, and nobody has said anything.
            InboundMail.AutoReply => Returned.Nothing,
            _ => await Replied(message, now),
        };
    }

    /// <summary>Takes events whose signature held.</summary>
    /// <param name="provider">ses, sendgrid, postmark or mailgun.</param>
    public async Task<int> Take(string provider, ImmutableArray<MailEvent> events, DateTimeOffset now)
    {
        var taken = 0;
        foreach (var one in events) taken += await Take(provider, one, now) == Returned.Taken ? 1 : 0;
        return taken;
    }

    async Task<Returned> Take(string provider, MailEvent told, DateTimeOffset now)
    {
        var line = await Find(told, now);
        switch (told.Kind)
        {
            case MailEventKind.Delivered when line is not null:
                return await Move(line, TouchEvent.Deliver, Code(told.Code, told.Status), told.Words, "touch.delivered", null, now);
            case MailEventKind.Bounced or MailEventKind.Dropped when line is not null:
                return await Failed(line, told.Reason, told.Status, told.Code, told.Words, now);
            case MailEventKind.Complained when line is not null:
                return await Complained(line, provider, now);
            // No touch of ours is known, but the provider is believed: the address counts all the same.
            case MailEventKind.Bounced or MailEventKind.Dropped when told.Recipient.Length > 0:
                await deliverability.Bounced(told.Recipient, null, told.Reason, told.Status, told.Words, $"{provider}:{told.Id}", now);
                return Returned.Taken;
            case MailEventKind.Complained when told.Recipient.Length > 0:
                return await deliverability.Suppress(told.Recipient, SuppressionReason.Complaint, $"{provider}:{told.Id}", now) ? Returned.Taken : Returned.Nothing;
            case MailEventKind.Unsubscribed when line is not null && await contacts.Member(line.Touch.MembershipId) is { } member:
                await optOut.Set(member, line.Topic is { Length: > 0 } topic ? topic : TouchRecipients.AllTopics, given: false, $"touch:{line.Touch.Id}", now, null);
                return Returned.Taken;
            // Opens and clicks are ours to count: by our own links, under our own rules.
            default: return Returned.Nothing;
        }
    }

    // By our Message-ID, or, where the provider puts its own in its place, by what its server said when it took the mail.
    async Task<TouchLine?> Find(MailEvent told, DateTimeOffset now)
    {
        if (told.Message is { } id && await touches.FindByMessageId(id.ToString().Trim('<', '>')) is { } known) return known;
        if (told.ProviderMessage is not { Length: > 8 } theirs || await contacts.FindByAddress(told.Recipient) is not { } contact) return null;
        return (await touches.SentTo(contact.Id, now - Longest)).FirstOrDefault(line => line.Detail?.Contains(theirs.Split('.')[0], StringComparison.Ordinal) is true);
    }

    async Task<TouchLine?> Touch(string? arrivedAt, ReceivedMessage message, string? originalFrom)
    {
        var tokens = await secrets.Tokens();
        var addresses = Arrivals.SelectMany(name => ReceivedMessage.ReadAddresses(message.Root.RawHeader(name))).Select(box => box.Address).Prepend(originalFrom?.Trim('<', '>', ' ')).Prepend(arrivedAt);
        foreach (var address in addresses)
            if (tokens.ReadReturnPath(address) is { } key) return await touches.FindByMessageKey(key);
        return null;
    }

    async Task<Returned> Bounced(TouchLine line, InboundMail.Bounce bounce, DateTimeOffset now)
    {
        var address = (await contacts.Member(line.Touch.MembershipId))?.Contact.Address;
        // A touch has one recipient; a report may name it by another address to which it was forwarded.
        var one = bounce.Recipients.FirstOrDefault(recipient => string.Equals(recipient.Address, address, StringComparison.OrdinalIgnoreCase)) ?? bounce.Recipients[0];
        return one.Action switch
        {
            BounceAction.Delivered => await Move(line, TouchEvent.Deliver, Code(one.Code, one.Status), one.Words, "touch.delivered", null, now),
            BounceAction.Failed => await Failed(line, one.Reason, one.Status, one.Code, one.Words, now),
            _ => Returned.Nothing,
        };
    }

    async Task<Returned> Failed(TouchLine line, BounceReason reason, EnhancedStatus? status, int code, string words, DateTimeOffset now)
    {
        // First the address, then the touch: a crash between them repeats what may be repeated.
        if ((await contacts.Member(line.Touch.MembershipId))?.Contact.Address is { } address)
            await deliverability.Bounced(address, line.ContactId, reason, status, words, $"touch:{line.Touch.Id}", line.SentAt ?? now);
        var properties = ImmutableSortedDictionary<string, string>.Empty.Add("class", reason.IsHard() ? "hard" : "soft").Add("status", status?.ToString() ?? "");
        var moved = await Move(line, TouchEvent.Bounce, Code(code, status) ?? "5", words, "touch.bounced", properties, now);
        if (moved == Returned.Taken) await watch.Look([line.Touch.Template], now);
        return moved;
    }

    async Task<Returned> Complained(TouchLine line, string source, DateTimeOffset now)
    {
        if ((await contacts.Member(line.Touch.MembershipId))?.Contact.Address is { } address) await deliverability.Suppress(address, SuppressionReason.Complaint, $"touch:{line.Touch.Id}", now);
        var moved = await Move(line, TouchEvent.Complain, null, source, "touch.complained", null, now);
        if (moved == Returned.Taken) await watch.Look([line.Touch.Template], now);
        return moved;
    }

    async Task<Returned> Move(TouchLine line, TouchEvent what, string? code, string words, string kind, ImmutableSortedDictionary<string, string>? properties, DateTimeOffset now) =>
        await touches.Report(line.Touch.AccountId, line.Touch.Id, what, code, words.Length > 500 ? words[..500] : words, now, Signal(line.Touch, kind, now, properties)) ? Returned.Taken : Returned.Nothing;

    // An answer is kept on the timeline when it names a mail of ours and comes from the person whom that went to.
    async Task<Returned> Replied(ReceivedMessage message, DateTimeOffset now)
    {
        foreach (var answered in message.Answers.Reverse())
        {
            if (await touches.FindByMessageId(answered.ToString().Trim('<', '>')) is not { } line || await contacts.Member(line.Touch.MembershipId) is not { } member) continue;
            if (!string.Equals(message.From?.Address, member.Contact.Address, StringComparison.OrdinalIgnoreCase)) continue;
            var id = message.Id?.ToString() ?? $"{line.Touch.Id}/{message.Date:O}";
            var cause = line.Touch.Cause with { Type = "touch", Id = $"{line.Touch.Id}#{id}" };
            var note = SignalKey.DerivedId(cause, line.Touch.AccountId, line.Touch.MembershipId, "touch.replied", null);
            var words = message.Text ?? Mail.Html.PlainText.From(message.Html ?? "");
            var kept = await notes.Put(new Note(note, line.Touch.AccountId, line.Touch.MembershipId, "reply", id, message.Subject, words.Length > LongestReply ? words[..LongestReply] : words, null, null, message.Date ?? now, null, []));
            await log.Append(Signal(line.Touch, "touch.replied", now, null, cause));
            return kept is null ? Returned.Nothing : Returned.Taken;
        }
        return Returned.Unrelated;
    }

    static Signal Signal(Touch touch, string kind, DateTimeOffset now, ImmutableSortedDictionary<string, string>? properties, Cause? cause = null) =>
        DerivedSignal.Of(cause ?? touch.Cause with { Type = "touch", Id = touch.Id }, kind, now, now, touch.AccountId, touch.MembershipId, $"touch:{touch.Id}", properties: properties, source: "mail");

    static string? Code(int code, EnhancedStatus? status) => (code, status) switch { (0, null) => null, (0, { } only) => only.ToString(), (_, null) => $"{code}", _ => $"{code} {status}" };
}
