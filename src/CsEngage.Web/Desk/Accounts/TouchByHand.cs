using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>Puts a touch by hand into the ledger of all touches. Its id is the sender's: the same one twice is one touch.</summary>
public sealed class TouchByHand(TouchBook touches, SignalLog log)
{
    /// <summary>False when it is in the ledger already.</summary>
    public async Task<bool> Plan(Touch touch, OwnWords? words, string source, DateTimeOffset now)
    {
        var isNew = await touches.Plan(touch, now, words?.ToPayload());
        // Said as of the planning, so that saying it again after a crash says it once.
        var at = (await touches.Find(touch.AccountId, touch.Id))!.PlannedAt;
        var properties = ImmutableSortedDictionary<string, string>.Empty.Add("template", touch.Template).Add("channel", touch.Channel);
        await log.Append(DerivedSignal.Of(
            Cause.Of("touch", touch.Id), "touch.planned", at, now, touch.AccountId, touch.MembershipId, $"touch:{touch.Id}", properties: words?.Guide is { } guide ? properties.Add("guide", guide) : properties, source: source));
        return isNew;
    }
}
