using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>
/// What becomes of a touch now: the steps of the decision in their order, the first that stops it answers. Asked when a touch is planned and
/// again at the claim; caps (step 9) only inside the claiming transaction, so that two parallel sends cannot both pass.
/// </summary>
public static class TouchPolicy
{
    /// <summary>How long a touch that is over a cap waits for room before it is skipped.</summary>
    public static readonly TimeSpan LongestCapWait = TimeSpan.FromDays(7);

    /// <summary>The decision. Pure: the same situation gives the same answer.</summary>
    public static TouchDecision Decide(TouchSituation s)
    {
        if (s.Kind.IsTransactional) return Transactional(s);
        // A person is asked first: who looks may do so in the night and while there is no room. When it goes is asked once they have.
        return Journeys(s) ?? HeldOut(s) ?? OnHold(s) ?? Suppressed(s) ?? Unwanted(s) ?? Duplicate(s) ?? NotDue(s) ?? TooLate(s) ?? InReview(s) ?? OverCap(s)
            ?? Quiet(s) ?? Unrenderable(s) ?? (TouchDecision)new TouchDecision.Send(14, []);
    }

    // Who has unsubscribed can still sign in: of 6 only the hard bounce, then 8, 12, 13, 14.
    static TouchDecision Transactional(TouchSituation s)
    {
        if (!s.Recipient.HasAddress) return Skip(6, SkipReason.NobodyThere);
        if (s.Recipient.Suppression is { Reason: SuppressionReason.HardBounce } bounce) return Skip(6, SkipReason.Bounced, Since(bounce.Since));
        return Duplicate(s) ?? Unrenderable(s) ?? (TouchDecision)new TouchDecision.Send(14, []);
    }

    // 1 to 3
    static TouchDecision.Skip? Journeys(TouchSituation s)
    {
        if (s.Journey is not { } journey || s.Touch.Origin is not { } origin) return null;
        if (!journey.IsLive) return Skip(1, SkipReason.JourneyStopped, Fact("journey", origin.Journey));
        if (journey.State is EnrollmentState.Failed or EnrollmentState.Cancelled)
            return Skip(2, SkipReason.LeftJourney, Fact("journey", origin.Journey), Fact("state", journey.State.ToString()));
        if (journey.IsCheckpointReached && (origin.Trigger is Trigger.Behind or Trigger.Stuck))
            return Skip(3, SkipReason.CheckpointReached, Fact("checkpoint", origin.Checkpoint));
        // What a reached checkpoint gives is still given after the last one completed the journey.
        if (journey.State == EnrollmentState.Completed && origin.Trigger != Trigger.Reached)
            return Skip(3, SkipReason.JourneyCompleted, Fact("journey", origin.Journey));
        return null;
    }

    // 4
    static TouchDecision.Ghost? HeldOut(TouchSituation s) =>
        s.Touch.IsGhost ? new(4, s.Touch.Arm is { } arm ? [Fact("arm", arm)] : []) : null;

    // 5, with the switches and a paused enrollment
    static TouchDecision.Hold? OnHold(TouchSituation s)
    {
        if (s.Sending.Everything) return Hold(5, HoldReason.SendingStopped, null);
        if (s.Sending.Journey) return Hold(5, HoldReason.JourneySendingStopped, null);
        if (s.Sending.Domain) return Hold(5, HoldReason.DomainStopped, null);
        if (s.Sending.AutoPaused is { } pause) return Hold(5, HoldReason.AutoPaused, null, Fact("pause", pause));
        if (s.Journey is { State: EnrollmentState.Paused or EnrollmentState.SetAside } standing)
            return Hold(5, HoldReason.EnrollmentPaused, null, Fact("state", standing.State.ToString()));
        return s.AccountHold is { } hold ? Hold(5, HoldReason.AccountOnHold, null, Fact("hold", hold)) : null;
    }

    // 6
    static TouchDecision.Skip? Suppressed(TouchSituation s) => s.Recipient switch
    {
        { HasAddress: false } => Skip(6, SkipReason.NobodyThere),
        { Suppression: { } suppression } => Skip(6, suppression.Reason switch
        {
            SuppressionReason.HardBounce => SkipReason.Bounced,
            SuppressionReason.Complaint => SkipReason.Complained,
            _ => SkipReason.Unsubscribed,
        }, Since(suppression.Since)),
        _ => null,
    };

    // 7
    static TouchDecision.Skip? Unwanted(TouchSituation s) =>
        !s.Recipient.IsSubscribed ? Skip(7, SkipReason.TopicOff, Fact("topic", s.Kind.Topic ?? ""), Fact("channel", s.Touch.Channel))
        : !s.Recipient.HasConsent ? Skip(7, SkipReason.NoConsent, Fact("topic", s.Kind.Topic ?? "")) : null;

    // 8
    static TouchDecision.Skip? Duplicate(TouchSituation s) => s.IsDuplicate ? Skip(8, SkipReason.Duplicate) : s.HasItAlready ? Skip(8, SkipReason.AlreadyHad) : null;

    static TouchDecision.Hold? NotDue(TouchSituation s) => s.Touch.DueAt > s.Now ? Hold(9, HoldReason.NotDue, s.Touch.DueAt) : null;

    /// <summary>
    /// Lateness counts from when it could first have been sent: due, out of quiet hours, room under the caps, and, where a person looks first,
    /// the end of the review. What waited for a person or for the morning is not late.
    /// </summary>
    static TouchDecision.Skip? TooLate(TouchSituation s)
    {
        var start = s.Recipient.QuietHours.FirstAllowed(s.Touch.DueAt, s.Recipient.Calendar, s.Recipient.BusinessDaysOnly);
        if (s.Touch.Review is { } review)
        {
            if (review.Hours is null || s.Review.State == ReviewState.Released) return null;
            var since = s.Review.Since ?? s.Touch.DueAt;
            var ends = s.Recipient.Calendar.AddBusinessHours(since > start ? since : start, TimeSpan.FromHours(review.Hours.Value));
            start = s.Recipient.QuietHours.FirstAllowed(ends, s.Recipient.Calendar, s.Recipient.BusinessDaysOnly);
        }
        if (s.HeldUntil > start) start = s.HeldUntil.Value;
        var latest = start.AddMinutes(s.Touch.Late.Minutes);
        return s.Now <= latest ? null : Skip(9, SkipReason.TooLate, Fact("due", Text(s.Touch.DueAt)), Fact("latest", Text(latest)));
    }

    // 9
    static TouchDecision? OverCap(TouchSituation s)
    {
        var (at, cap) = RoomAt(s);
        if (at <= s.Now || cap is null) return null;
        ImmutableArray<DecisionFact> facts = [Fact("cap", cap.Most.ToString(CultureInfo.InvariantCulture)), Fact("per", cap.PerAccount ? "account" : "contact"), Fact("window", cap.Window.ToString("c", CultureInfo.InvariantCulture))];
        // What a person has just released has not waited for room yet.
        var since = s.Review.State == ReviewState.Released && s.HeldUntil is null ? s.Now : s.Touch.DueAt;
        return at - since > LongestCapWait ? Skip(9, SkipReason.OverCap, facts) : Hold(9, HoldReason.OverCap, at, facts);
    }

    static (DateTimeOffset At, Cap? Cap) RoomAt(TouchSituation s) => s.Caps is not { } use ? (s.Now, null)
        : use.Caps.Select(cap => (At: cap.RoomAt(cap.PerAccount ? use.SentToAccount : use.SentToContact, s.Now), Cap: (Cap?)cap)).Append((At: s.Now, Cap: null)).MaxBy(pair => pair.At);

    // 10
    static TouchDecision.Hold? Quiet(TouchSituation s)
    {
        var until = s.Recipient.QuietHours.FirstAllowed(s.Now, s.Recipient.Calendar, s.Recipient.BusinessDaysOnly);
        if (until <= s.Now) return null;
        var dayOff = s.Recipient.BusinessDaysOnly && !s.Recipient.Calendar.IsBusinessDay(s.Recipient.Calendar.DateOf(s.Now));
        return Hold(10, dayOff ? HoldReason.NotABusinessDay : HoldReason.QuietHours, until, Fact("zone", s.Recipient.Calendar.Zone.Id));
    }

    // 11
    static TouchDecision? InReview(TouchSituation s)
    {
        if (s.Touch.Review is not { } review || s.Review.State == ReviewState.Released) return null;
        if (s.Review.State == ReviewState.Stopped) return Skip(11, SkipReason.StoppedInReview);
        var since = s.Review.Since ?? s.Now;
        var sends = review.Hours is { } hours ? s.Recipient.Calendar.AddBusinessHours(since, TimeSpan.FromHours(hours)) : (DateTimeOffset?)null;
        return sends <= s.Now ? null : new TouchDecision.Review(11, sends, []);
    }

    // 12
    static TouchDecision.Skip? Unrenderable(TouchSituation s) => s.RenderProblem is { } problem ? Skip(12, SkipReason.CannotRender, Fact("problem", problem)) : null;

    static TouchDecision.Skip Skip(int number, SkipReason why, params ImmutableArray<DecisionFact> facts) => new(number, why, facts);
    static TouchDecision.Hold Hold(int number, HoldReason why, DateTimeOffset? until, params ImmutableArray<DecisionFact> facts) => new(number, why, until, facts);
    static DecisionFact Fact(string name, string value) => new(name, value);
    static DecisionFact Since(DateTimeOffset at) => new("since", Text(at));
    static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
