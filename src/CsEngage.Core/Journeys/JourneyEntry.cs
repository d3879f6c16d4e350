using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>Whether a participant enters a journey, and why or why not.</summary>
/// <param name="Enters">Whether it enters now.</param>
/// <param name="Why">The reason.</param>
/// <param name="Verdict">What the entry rule said; null when it was not asked.</param>
/// <param name="AskAgainAt">When the answer may be another with no new signal.</param>
public sealed record EntryDecision(bool Enters, EntryReason Why, Verdict? Verdict, DateTimeOffset? AskAgainAt);

/// <summary>Why somebody enters or does not.</summary>
public enum EntryReason
{
    /// <summary>The entry rule holds.</summary>
    Entered,
    /// <summary>The entry rule does not hold, or is not known.</summary>
    RuleDoesNotHold,
    /// <summary>Only by hand or by another journey.</summary>
    OnlyByHand,
    /// <summary>It is in already.</summary>
    IsIn,
    /// <summary>It was in once; the journey allows one entry.</summary>
    OnceOnly,
    /// <summary>The entry rule has held ever since the last enrollment ended.</summary>
    NeverStoppedHolding,
    /// <summary>Too soon after the last entry.</summary>
    TooSoon,
    /// <summary>The journey itself brought the reason about.</summary>
    OwnChain,
}

public sealed partial record Journey
{
    /// <summary>
    /// Whether a participant enters now: the entry rule holds, re-entry allows it, and what made us ask was not brought about by this journey.
    /// </summary>
    /// <param name="facts">In the participant's scope.</param>
    /// <param name="history">All earlier enrollments of this participant in this journey, of any version.</param>
    /// <param name="now">As of when.</param>
    /// <param name="cause">What brought about the signal that made us ask; null for signals from outside.</param>
    public EntryDecision ShouldEnter(Facts facts, ImmutableArray<Enrollment> history, DateTimeOffset now, Cause? cause = null)
    {
        if (cause?.Journeys.Contains(Key) == true) return new(Enters: false, EntryReason.OwnChain, null, null);
        if (Entry is null) return new(Enters: false, EntryReason.OnlyByHand, null, null);
        if (history.Any(earlier => !earlier.HasEnded)) return new(Enters: false, EntryReason.IsIn, null, null);
        if (history.Length > 0 && Reentry is Reentry.Never) return new(Enters: false, EntryReason.OnceOnly, null, null);
        if (Reentry is Reentry.Every(var days) && history.Length > 0 && history.Max(earlier => earlier.EnteredAt).AddDays(days) is var soonest && soonest > now)
            return new(Enters: false, EntryReason.TooSoon, null, soonest);
        var verdict = Entry.Evaluate(facts, now);
        if (verdict.Value != Truth.True) return new(Enters: false, EntryReason.RuleDoesNotHold, verdict, verdict.ChangesAt);
        if (Reentry is Reentry.AfterExit && history.Length > 0 && HasHeldSince(facts, history.Max(earlier => earlier.EndedAt ?? earlier.EnteredAt), now))
            return new(Enters: false, EntryReason.NeverStoppedHolding, verdict, verdict.ChangesAt);
        return new(Enters: true, EntryReason.Entered, verdict, null);
    }

    // Else a journey whose entry rule outlives it would be entered again the moment it ends, for ever.
    bool HasHeldSince(Facts facts, DateTimeOffset ended, DateTimeOffset now)
    {
        var at = ended > facts.Horizon ? ended : facts.Horizon;
        var facing = new Queue<DateTimeOffset>(facts.InstantsBetween(at, now));
        while (at <= now)
        {
            var verdict = Entry!.Evaluate(facts, at);
            if (verdict.Value != Truth.True) return false;
            while (facing.TryPeek(out var past) && past <= at) facing.Dequeue();
            var next = facing.TryPeek(out var fact) ? fact : DateTimeOffset.MaxValue;
            if (verdict.ChangesAt is { } change && change > at && change < next) next = change;
            if (next == DateTimeOffset.MaxValue) break;
            at = next;
        }
        return true;
    }

    /// <summary>
    /// Enrolls a participant at <paramref name="now"/>, with the draw recorded. Advance it at the same instant to open what opens at the start.
    /// </summary>
    /// <param name="id">Id of the new enrollment.</param>
    /// <param name="account">The account.</param>
    /// <param name="membership">The person, in a contact journey.</param>
    /// <param name="entry">1 + the number of earlier entries.</param>
    /// <param name="now">When it enters.</param>
    /// <param name="salt">The operator's salt of draws; the same for ever.</param>
    /// <param name="globalHoldout">Percent of accounts that are held out of everything.</param>
    /// <param name="cause">What brought it about.</param>
    public Advanced Enter(Guid id, Guid account, Guid? membership, int entry, DateTimeOffset now, string salt, decimal globalHoldout = 0, Cause? cause = null)
    {
        var draw = Draw.Of(salt, Key, account);
        // The global share is drawn without the journey, so that it is the same accounts everywhere.
        var heldOut = (decimal)draw * 100 < HoldoutPercent || (decimal)Draw.Of(salt, "", account) * 100 < globalHoldout;
        var enrollment = new Enrollment(
            id, Key, Version, account, membership, entry, now, now, EnrollmentState.Active, draw, heldOut ? "holdout" : "treated", HoldoutPercent, cause,
            ImmutableSortedDictionary.Create<string, CheckpointProgress>(StringComparer.Ordinal), [], [], [], [], ImmutableSortedSet.Create<string>(StringComparer.Ordinal));
        var signal = SignalOf(enrollment, "enrollment.started", now, 0, cause);
        return new(enrollment, [new Effect.Append(signal.Id, now, signal)], now);
    }

    internal static ImmutableSortedDictionary<string, string> PropertiesOf(Enrollment enrollment) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("entry", enrollment.Entry.ToString(CultureInfo.InvariantCulture)).Add("version", enrollment.Version.ToString(CultureInfo.InvariantCulture)).Add("arm", enrollment.Arm);

    Signal SignalOf(Enrollment enrollment, string kind, DateTimeOffset at, decimal? value, Cause? cause)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{enrollment.Journey}/{enrollment.ParticipantId:D}/{enrollment.Entry}/journey:{Key}.{kind}/{at.ToUnixTimeMilliseconds()}");
        return new(SignalKey.Of(at, id), id, kind, at, at, at, enrollment.AccountId, enrollment.MembershipId, Subject: $"journey:{Key}", SubjectVersion: enrollment.Version,
            Value: value, Properties: PropertiesOf(enrollment), Source: "engine", Cause: Cause.Of("enrollment", enrollment.Id.ToString("D"), [.. (cause?.Journeys ?? []).Append(Key).Distinct()]));
    }
}
