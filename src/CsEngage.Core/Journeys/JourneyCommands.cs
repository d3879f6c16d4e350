using System.Collections.Immutable;

namespace CsEngage.Core;

public sealed partial record Journey
{
    /// <summary>Pauses an enrollment that has been advanced to <paramref name="now"/>: evidence counts on, actions and due times wait.</summary>
    public static Enrollment Pause(Enrollment enrollment, DateTimeOffset now, string by, string reason) =>
        enrollment.State is EnrollmentState.Active or EnrollmentState.Blocked
            ? enrollment with { State = EnrollmentState.Paused, Pauses = enrollment.Pauses.Add(new(now, Until: null, by, reason)) }
            : enrollment;

    /// <summary>
    /// Resumes it: what became due meanwhile is due now, and due times move by the business days of the pause. Advance it at the same instant.
    /// </summary>
    /// <param name="enrollment">A paused enrollment, advanced to <paramref name="now"/>.</param>
    /// <param name="now">When it goes on.</param>
    /// <param name="facts">Facts of its account.</param>
    /// <param name="calendars">Whose business days count.</param>
    public Enrollment Resume(Enrollment enrollment, DateTimeOffset now, Facts facts, Calendars calendars)
    {
        if (!enrollment.IsPaused) return enrollment;
        var last = enrollment.Pauses.Length - 1;
        var resumed = enrollment with
        {
            State = EnrollmentState.Active,
            Pauses = enrollment.Pauses.SetItem(last, enrollment.Pauses[last] with { Until = now }),
            Runs = [.. enrollment.Runs.Select(run => run.IsWaiting || run.ReadyAt >= now ? run : run with { ReadyAt = now })],
        };
        foreach (var checkpoint in Checkpoints)
            if (resumed.Find(checkpoint.Key) is { IsReached: false, BehindAt: null } open)
                resumed = resumed with
                {
                    Checkpoints = resumed.Checkpoints.SetItem(checkpoint.Key, open with { DueAt = DueOf(checkpoint, resumed, open.OpenedAt, facts.ForAccount(), calendars.Of(this), now) }),
                };
        return resumed;
    }

    /// <summary>Takes a participant out by hand. Touches planned before are skipped when their turn comes.</summary>
    public Advanced Cancel(Enrollment enrollment, DateTimeOffset now)
    {
        if (enrollment.HasEnded) return new(enrollment, [], NextAt: null);
        var signal = SignalOf(enrollment, "enrollment.exited", now, ProgressOf(enrollment), enrollment.Cause);
        var closing = enrollment.Plays.Select(play => (Effect)new Effect.ClosePlay($"{play.Id}/close", now, play.Id, "ended"));
        return new(enrollment with { State = EnrollmentState.Cancelled, EndedAt = now, AdvancedAt = now, Runs = [], Plays = [] },
            [.. closing, new Effect.Append(signal.Id, now, signal)], NextAt: null);
    }

    /// <summary>Puts an enrollment whose advance threw aside, so that it holds up nobody else.</summary>
    public static Enrollment SetAside(Enrollment enrollment, string trouble) => enrollment with { State = EnrollmentState.SetAside, Trouble = trouble };

    /// <summary>Takes up an enrollment that was set aside, from where it stood.</summary>
    public static Enrollment Retry(Enrollment enrollment) =>
        enrollment.State == EnrollmentState.SetAside
            ? enrollment with { State = enrollment.Pauses is [.., { Until: null }] ? EnrollmentState.Paused : EnrollmentState.Active, Trouble = null }
            : enrollment;

    /// <summary>
    /// Moves an enrollment of an older version to this one, by keys: reached stays reached, checkpoints that are new open when they open,
    /// those that are gone are kept but no longer looked at; a sequence goes on at the step it stood before, or at the next of the old steps that
    /// still exists. No step acts twice. Advance it at the same instant.
    /// </summary>
    /// <param name="enrollment">An enrollment of <paramref name="older"/>, advanced to <paramref name="now"/>.</param>
    /// <param name="older">The version it is pinned to.</param>
    /// <param name="now">When it moves.</param>
    public Advanced MoveHere(Enrollment enrollment, Journey older, DateTimeOffset now)
    {
        if (enrollment.HasEnded || enrollment.Version == Version) return new(enrollment, [], NextAt: null);
        var runs = enrollment.Runs.Select(run => Follow(run, older)).OfType<Run>();
        var moved = enrollment with { Version = Version, Runs = [.. runs], AdvancedAt = now };
        var signal = SignalOf(moved, "enrollment.moved", now, ProgressOf(moved), moved.Cause);
        return new(moved, [new Effect.Append(signal.Id, now, signal)], now);
    }

    Run? Follow(Run run, Journey older)
    {
        var mine = (Find(run.Checkpoint)?.Sequence(run.Trigger) ?? []).Select(placed => placed.Step.Key).ToImmutableHashSet();
        var old = (older.Find(run.Checkpoint)?.Sequence(run.Trigger) ?? []).Select(placed => placed.Step.Key).SkipWhile(key => key != run.Step);
        var step = old.FirstOrDefault(mine.Contains);
        return step is null || (run.IsAlone && step != run.Step) ? null : step == run.Step ? run : run with { Step = step, IsWaiting = false, ReadyAt = run.ReadyAt };
    }
}
