using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Touches;

/// <summary>A topic as the preferences page shows it.</summary>
public sealed record TopicChoice(Topic Topic, bool IsOn);

/// <summary>What an address by which one leaves would do, for the page that asks before it acts.</summary>
/// <param name="Topic">What is left; null for everything.</param>
/// <param name="IsOff">It is left already.</param>
/// <param name="Preferences">The token of the page on which this person chooses.</param>
public sealed record LeavePage(Member Member, Topic? Topic, bool IsOff, string Preferences);

/// <summary>Leaving and choosing, from the addresses in mails: no sign-in, nothing happens by GET, and doing it twice is doing it once.</summary>
public sealed class OptOut(EngineSecrets secrets, ContactBook contacts, ConsentLedger consents, Authored authored, SignalLog log, TouchBook touches)
{
    /// <summary>What the address is about; null when it is not one of ours. Changes nothing.</summary>
    public async Task<LeavePage?> Look(string token)
    {
        if ((await secrets.Tokens()).Read(token) is not MailToken.Unsubscribe leave || await contacts.Member(leave.MembershipId) is not { } member) return null;
        var topic = (await authored.Current()).Topics.GetValueOrDefault(leave.Topic);
        return new(member, topic, IsOff(await consents.Of(member.Contact.Id), leave.Topic), (await secrets.Tokens()).Write(new MailToken.Preferences(leave.MembershipId)));
    }

    /// <summary>Leaves the topic of the mail. False when the address is not one of ours.</summary>
    public async Task<bool> Leave(string token, DateTimeOffset now, string? ip)
    {
        if ((await secrets.Tokens()).Read(token) is not MailToken.Unsubscribe leave || await contacts.Member(leave.MembershipId) is not { } member) return false;
        await Set(member, leave.Topic.Length == 0 ? TouchRecipients.AllTopics : leave.Topic, given: false, $"touch:{leave.TouchId}", now, ip);
        return true;
    }

    /// <summary>Takes leaving back, by the address by which somebody left: only for the one topic that it is about. False when it is not one of ours.</summary>
    public async Task<bool> Return(string token, DateTimeOffset now, string? ip)
    {
        if ((await secrets.Tokens()).Read(token) is not MailToken.Unsubscribe { Topic.Length: > 0 } leave || await contacts.Member(leave.MembershipId) is not { } member) return false;
        if (IsOff(await consents.Of(member.Contact.Id), leave.Topic)) await Set(member, leave.Topic, given: true, $"touch:{leave.TouchId}", now, ip);
        return true;
    }

    /// <summary>The topics of a person, from the address of the preferences page; null when it is not one of ours.</summary>
    public async Task<(Member Member, ImmutableArray<TopicChoice> Topics)?> Preferences(string token)
    {
        if ((await secrets.Tokens()).Read(token) is not MailToken.Preferences preferences || await contacts.Member(preferences.MembershipId) is not { } member) return null;
        return (member, await Topics(member));
    }

    public async Task<ImmutableArray<TopicChoice>> Topics(Member member)
    {
        var acts = await consents.Of(member.Contact.Id);
        return [.. (await authored.Current()).Topics.Values.Select(topic => new TopicChoice(topic, topic.NeedsConsent
            ? acts.Any(act => act.Topic == topic.Key && act.Channel == "mail" && act.Given) && !IsOff(acts, topic.Key) : !IsOff(acts, topic.Key)))];
    }

    /// <summary>Exactly these topics from now on. What is as it was leaves no trace.</summary>
    public async Task Choose(Member member, IReadOnlyCollection<string> wanted, string source, DateTimeOffset now, string? ip)
    {
        foreach (var choice in await Topics(member))
            if (choice.IsOn != wanted.Contains(choice.Topic.Key)) await Set(member, choice.Topic.Key, !choice.IsOn, source, now, ip);
    }

    /// <summary>Turns a topic on or off; with * everything off.</summary>
    public async Task Set(Member member, string topic, bool given, string source, DateTimeOffset now, string? ip)
    {
        var acts = await consents.Of(member.Contact.Id);
        var last = acts.FirstOrDefault(act => act.Topic == topic && act.Channel == "mail");
        // Who left everything and comes back to one topic says so anew.
        if (last is not null && last.Given == given && given != IsOff(acts, topic) && (topic != TouchRecipients.AllTopics || acts.All(act => act.Channel != "mail" || IsOff(acts, act.Topic)))) return;
        var id = Guid.CreateVersion7(now);
        await consents.Record(new ConsentAct(id, member.Contact.Id, topic, "mail", given, given ? "opt-in" : "withdrawn", null, source, now, ip));
        await log.Append(DerivedSignal.Of(Cause.Of("consent", id.ToString("D")), given ? "consent.given" : "consent.withdrawn", now, now, member.Membership.AccountId, member.Membership.Id, $"topic:{topic}", source: "portal"));
        if (given) await touches.LookAgain(member.Membership.AccountId, now);
    }

    static bool IsOff(ImmutableArray<Subscription> acts, string topic)
    {
        var own = acts.FirstOrDefault(act => act.Topic == topic && act.Channel == "mail");
        var all = acts.FirstOrDefault(act => act.Topic == TouchRecipients.AllTopics && act.Channel == "mail");
        return (own is null || all?.At > own.At ? all : own) is { Given: false };
    }
}
