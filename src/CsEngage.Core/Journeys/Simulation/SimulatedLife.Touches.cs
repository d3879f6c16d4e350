using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What becomes of touches, by the real policy, and what people do about them.</summary>
sealed partial class SimulatedLife
{
    /// <summary>Share of touches after which the reader leaves the topic.</summary>
    const double Leavers = 0.012;

    readonly List<WaitingTouch> waiting = [];
    readonly List<SimulatedTouch> decided = [];
    readonly List<(Touch Touch, DateTimeOffset At)> sent = [];
    readonly HashSet<string> ids = new(StringComparer.Ordinal);
    readonly HashSet<(Guid Membership, string? Topic)> leavers = [];

    /// <summary>A touch with the time at which it is looked at next.</summary>
    sealed record WaitingTouch(Touch Touch, DateTimeOffset At, DateTimeOffset? HeldUntil = null, DateTimeOffset? ReviewSince = null, bool IsReleased = false)
    {
        public ImmutableArray<HoldReason> Holds { get; init; } = [];
        public bool WasLookedAt { get; init; }
    }

    ImmutableArray<SimulatedTouch> Decided() => [.. decided];

    void Touches(DateTimeOffset end)
    {
        while (waiting.Where(touch => touch.At < end).OrderBy(touch => touch.At).ThenBy(touch => touch.Touch.Id, StringComparer.Ordinal).FirstOrDefault() is { } next)
        {
            waiting.Remove(next);
            Decide(next, end);
        }
    }

    void Decide(WaitingTouch w, DateTimeOffset end)
    {
        var decision = TouchPolicy.Decide(Situation(w));
        w = w with { WasLookedAt = true };
        if (TouchSignal.Of(w.Touch, decision, SignalTime.Cut(w.At)) is { } said) Add(said);
        switch (decision)
        {
            case TouchDecision.Hold { Until: { } until } hold:
                waiting.Add(w with { At = until, HeldUntil = hold.Why is HoldReason.QuietHours or HoldReason.NotABusinessDay or HoldReason.OverCap ? until : w.HeldUntil, Holds = w.Holds.Add(hold.Why) });
                return;
            case TouchDecision.Review review:
                // A CSM who must release does so within half a day.
                var since = w.ReviewSince ?? w.At;
                waiting.Add(w with { At = review.SendsAt ?? account.Calendar.AddBusinessHours(since, TimeSpan.FromMinutes(dice.Between(20, 240))), ReviewSince = since, IsReleased = review.SendsAt is null });
                return;
            case TouchDecision.Send:
                sent.Add((w.Touch, w.At));
                Add(TouchSignal.Of(w.Touch, "touch.sent", SignalTime.Cut(w.At)));
                Respond(w, end);
                break;
        }
        decided.Add(new(w.Touch, decision, w.At, w.Holds));
    }

    TouchSituation Situation(WaitingTouch w)
    {
        var origin = w.Touch.Origin!;
        var enrollment = enrollments.First(pair => pair.Enrollment.Id == origin.EnrollmentId).Enrollment;
        var there = people.MembersAt(w.At).Any(member => member.Id == w.Touch.MembershipId);
        var kind = world.KindOf(w.Touch.Template);
        var state = enrollment.EndedAt <= w.At ? enrollment.State : EnrollmentState.Active;
        return new(
            w.Touch, w.At, kind, new(IsLive: true, state, enrollment.Find(origin.Checkpoint)?.ReachedAt <= w.At),
            new(there, null, !leavers.Contains((w.Touch.MembershipId, kind.Topic)), HasConsent: true, account.Calendar, world.QuietHours, BusinessDaysOnly: true), SendingStops.None, AccountHold: null,
            !ids.Add(w.Touch.Id) && !w.WasLookedAt,
            w.IsReleased ? new(ReviewState.Released, w.ReviewSince) : w.ReviewSince is null ? ReviewStanding.None : new(ReviewState.Waiting, w.ReviewSince), w.HeldUntil, RenderProblem: null,
            new(world.Caps, [.. sent.Where(one => one.Touch.MembershipId == w.Touch.MembershipId).Select(one => one.At)], [.. sent.Select(one => one.At)])) { HasItAlready = sent.Any(one => w.Touch.Repeats(one.Touch)) };
    }

    void Respond(WaitingTouch w, DateTimeOffset end)
    {
        var behaviour = Behaviour(w.At);
        var who = w.Touch.MembershipId;
        if (dice.Happens(behaviour.FollowsMail))
            Plan(Soon(end, 1), at =>
            {
                Happens(at, "touch.clicked", who, TouchSignal.SubjectOf(w.Touch));
                Happens(at.AddSeconds(3), "portal.visited", who, "portal:home");
            });
        Leave(w);
        if (w.Touch.Survey is not { } survey) return;
        Happens(w.At, "survey.asked", who, $"survey:{survey}", source: "engine");
        var (least, most) = survey.Contains("csat", StringComparison.Ordinal) ? behaviour.Csat : behaviour.Nps;
        if (dice.Happens(behaviour.Answers)) Plan(Soon(end, 2), at => Happens(at, "survey.answered", who, $"survey:{survey}", dice.Between(least, most)));
    }

    // Now and then somebody has enough of a topic: drawn from the touch itself, so that nothing else is drawn otherwise.
    void Leave(WaitingTouch w)
    {
        if (world.KindOf(w.Touch.Template).Topic is not { } topic || new Dice(0).For(w.Touch.Id).Share() >= Leavers) return;
        leavers.Add((w.Touch.MembershipId, topic));
        Happens(w.At.AddMinutes(10), "consent.withdrawn", w.Touch.MembershipId, $"topic:{topic}");
    }
}
