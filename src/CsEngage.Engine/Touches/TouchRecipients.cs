using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Touches;

/// <summary>What people want and what stops us: suppressions, subscriptions, consent and switches.</summary>
public sealed class TouchRecipients(SuppressionList suppressions, ConsentLedger consents, SendingSwitches switches, EngineSecrets secrets)
{
    /// <summary>The topic that stands for everything commercial.</summary>
    public const string AllTopics = "*";

    public async Task<Recipient> Of(Touch touch, TouchKind kind, Addressee to, AuthoredSet set, DateTimeOffset now)
    {
        var calendar = Calendar.Of(to.ZoneOf(set).Id, to.Account.Country ?? set.Operator.Country);
        var address = to.Member?.Contact.Address;
        var isThere = to.Member is { } member && !(member.Membership.EndedAt <= now) && (touch.Channel != "mail" || address is not null);
        var suppression = address is null ? null : await suppressions.Of(await secrets.HashOf(address));
        var (subscribed, consented) = await Wants(touch, kind, to, set);
        return new Recipient(isThere, suppression, subscribed, consented, calendar, set.Rules.QuietHours, set.Rules.BusinessDaysOnly);
    }

    async Task<(bool Subscribed, bool Consented)> Wants(Touch touch, TouchKind kind, Addressee to, AuthoredSet set)
    {
        if (kind.Topic is not { } topic || to.Member is null) return (true, true);
        var acts = await consents.Of(to.Member.Contact.Id);
        var own = acts.FirstOrDefault(act => act.Topic == topic && act.Channel == touch.Channel);
        var all = acts.FirstOrDefault(act => act.Topic == AllTopics && act.Channel == touch.Channel);
        // Whoever left everything and then chose one topic again gets that topic.
        var latest = own is null || (all is not null && all.At > own.At) ? all : own;
        var subscribed = latest is not { Given: false };
        var needsConsent = set.Topics.GetValueOrDefault(topic)?.NeedsConsent ?? false;
        return (subscribed, !needsConsent || own is { Given: true });
    }

    public async Task<SendingStops> Stops(Touch touch, Addressee to)
    {
        var stops = await switches.Stops();
        if (stops.IsEmpty) return SendingStops.None;
        var domain = to.Member?.Contact.Address is { } address ? address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..] : "";
        var paused = stops.FirstOrDefault(stop => stop.IsByItself && (stop.Scope == $"template:{touch.Template}" || stop.Scope == $"journey:{touch.Origin?.Journey}"));
        return new(stops.Any(stop => stop.Scope == SendingSwitches.Everything), stops.Any(stop => !stop.IsByItself && stop.Scope == $"journey:{touch.Origin?.Journey}"),
            stops.Any(stop => stop.Scope == $"domain:{domain}"), paused?.Reason);
    }
}
