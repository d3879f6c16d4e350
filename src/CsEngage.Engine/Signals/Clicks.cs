using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Signals;

/// <summary>
/// Links in mails: sealed to one target, so that nobody is led anywhere else. Every hit is kept; only a person's counts. Scanners of mail programs
/// that call themselves browsers give themselves away by opening several links of one mail at once.
/// </summary>
public sealed class Clicks(EngineSecrets secrets, ContactBook contacts, SignalLog log, TimeProvider clock)
{
    static readonly TimeSpan Burst = TimeSpan.FromSeconds(10);
    const int LinksOfABurst = 3, MostRemembered = 10_000;

    readonly ConcurrentDictionary<string, ImmutableArray<(int Link, DateTimeOffset At)>> recent = new(StringComparer.Ordinal);

    /// <summary>Where the link leads; null when it is not one of ours.</summary>
    public async Task<string?> Follow(string token, Actor actor)
    {
        if ((await secrets.Tokens()).Read(token) is not MailToken.Click click) return null;
        // A mail outlives the person it was written to; its links go on leading where they led.
        if (await contacts.Member(click.MembershipId) is not { } member) return click.Target;
        var now = clock.GetUtcNow();
        if (actor == Actor.Human && IsBurst(click, now)) actor = Actor.ProbableMachine;
        var id = $"{click.TouchId}#{click.Link.ToString(CultureInfo.InvariantCulture)}@{Guid.CreateVersion7(now):N}";
        await log.Append(DerivedSignal.Of(
            Cause.Of("click", id), "touch.clicked", now, now, member.Membership.AccountId, member.Membership.Id, $"touch:{click.TouchId}",
            properties: ImmutableSortedDictionary<string, string>.Empty.Add("url", click.Target), source: "portal") with { Actor = actor, Identity = Identity.Claimed });
        return click.Target;
    }

    // What came before the third link was told already, and signals do not change; from there on it is a machine.
    bool IsBurst(MailToken.Click click, DateTimeOffset now)
    {
        if (recent.Count >= MostRemembered) recent.Clear();
        var links = recent.AddOrUpdate(click.TouchId, _ => [(click.Link, now)], (_, seen) => [.. seen.Where(one => now - one.At < Burst), (click.Link, now)]);
        return links.Select(one => one.Link).Distinct().Count() >= LinksOfABurst;
    }
}
