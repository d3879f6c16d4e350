using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>How checkpoints open, are reached, undone, fall behind and get stuck.</summary>
sealed partial class JourneyWalk
{
    bool Move(Checkpoint checkpoint, DateTimeOffset at) => e.Find(checkpoint.Key) switch
    {
        null => Opens(checkpoint, at),
        { IsReached: true } reached => IsUndone(checkpoint, reached, at),
        var open => Refresh(checkpoint, open, at) || Freshens(checkpoint, open, at) || Reaches(checkpoint, open, at)
            || FallsBehind(checkpoint, open, at) || GetsStuck(checkpoint, open, at),
    };

    void Put(Checkpoint checkpoint, CheckpointProgress progress) => e = e with { Checkpoints = e.Checkpoints.SetItem(checkpoint.Key, progress) };

    string Subject(Checkpoint checkpoint) => $"checkpoint:{journey.Key}/{checkpoint.Key}";

    bool Opens(Checkpoint checkpoint, DateTimeOffset at)
    {
        foreach (var key in checkpoint.Opens.After)
            if (e.Find(key) is not { IsReached: true }) return false;
        if (checkpoint.Opens.When is { } when && !Holds(when, seen, at)) return false;
        var progress = new CheckpointProgress(at, DueAt: null, BehindAt: null, StuckAt: null, ReachedAt: null, UndoneAt: null, NeedsFresh: false, Firings.None);
        progress = progress with { DueAt = DueOf(checkpoint, progress, at) };
        Put(checkpoint, progress);
        foreach (var task in checkpoint.Tasks) Give(checkpoint.Key, task, at, progress.DueAt);
        Emit("checkpoint.opened", Subject(checkpoint), at);
        // Who has had the experience already is not asked to have it.
        if (!HasEvidence(checkpoint, progress, at)) Fire(checkpoint, Trigger.Open, at);
        return true;
    }

    bool Reaches(Checkpoint checkpoint, CheckpointProgress open, DateTimeOffset at)
    {
        if (!HasEvidence(checkpoint, open, at)) return false;
        Put(checkpoint, open with { ReachedAt = at, BehindAt = null, StuckAt = null, NeedsFresh = false });
        e = e with { Runs = e.Runs.RemoveAll(run => run.Checkpoint == checkpoint.Key && (run.Trigger is Trigger.Behind or Trigger.Stuck)) };
        ClosePlays(play => play.Checkpoint == checkpoint.Key, at, "reached");
        if (!IsAttested(checkpoint, open, at)) Emit("checkpoint.reached", Subject(checkpoint), at, Progress());
        if (open.Firings.Reached == 0) Fire(checkpoint, Trigger.Reached, at);
        return true;
    }

    bool HasEvidence(Checkpoint checkpoint, CheckpointProgress open, DateTimeOffset at) =>
        IsAttested(checkpoint, open, at) || (!open.NeedsFresh && ShowsItself(checkpoint, at));

    /// <summary>Undone by hand while the evidence still stood: it counts again once it has been absent.</summary>
    bool Freshens(Checkpoint checkpoint, CheckpointProgress open, DateTimeOffset at)
    {
        if (!open.NeedsFresh || ShowsItself(checkpoint, at)) return false;
        Put(checkpoint, open with { NeedsFresh = false });
        return true;
    }

    /// <summary>Somebody said so: a tick of the customer, the CSM, an import. Since this entry, and since it was undone.</summary>
    bool IsAttested(Checkpoint checkpoint, CheckpointProgress open, DateTimeOffset at) =>
        seen.LastAt(new("checkpoint.reached", Subject(checkpoint)), at) is { } said && said >= e.EnteredAt && !(open.UndoneAt >= said);

    bool ShowsItself(Checkpoint checkpoint, DateTimeOffset at)
    {
        var tasks = checkpoint.Evidence is null ? checkpoint.Tasks : checkpoint.Tasks.RemoveAll(task => !task.Required);
        if (checkpoint.Evidence is null && tasks.IsEmpty) return false;
        foreach (var task in tasks)
            if (!e.Tasks.Any(given => given.Checkpoint == checkpoint.Key && given.Key == task.Key && given.DoneAt is not null)) return false;
        return checkpoint.Evidence is not { } evidence || Holds(evidence, seen, at);
    }

    bool IsUndone(Checkpoint checkpoint, CheckpointProgress reached, DateTimeOffset at)
    {
        var said = seen.LastAt(new("checkpoint.undone", Subject(checkpoint)), at) > reached.ReachedAt;
        if (!said && !HasLostATask(checkpoint, reached, at)) return false;
        Put(checkpoint, reached with { ReachedAt = null, UndoneAt = at, NeedsFresh = true });
        if (!said) Emit("checkpoint.undone", Subject(checkpoint), at, Progress());
        return true;
    }

    /// <summary>
    /// Evidence by rule stays when the rule no longer holds; a task that its doer took back takes the checkpoint with it. Attested checkpoints
    /// may have open tasks all along: only one taken back since undoes.
    /// </summary>
    bool HasLostATask(Checkpoint checkpoint, CheckpointProgress reached, DateTimeOffset at) =>
        checkpoint.Tasks.Any(task => (checkpoint.Evidence is null || task.Required)
            && e.Tasks.Any(given => given.Checkpoint == checkpoint.Key && given.Key == task.Key && given.DoneAt is null)
            && seen.LastAt(new("task.undone", $"task:{journey.Key}/{checkpoint.Key}/{task.Key}"), at) > reached.ReachedAt);

    /// <summary>Due times from dates follow the date.</summary>
    bool Refresh(Checkpoint checkpoint, CheckpointProgress open, DateTimeOffset at)
    {
        if (checkpoint.Due is not { From: DueFrom.ContractStart or DueFrom.ContractEnd or DueFrom.Attribute } || e.IsPaused) return false;
        var due = DueOf(checkpoint, open, at);
        if (due == open.DueAt) return false;
        open = open with { DueAt = due };
        if (open.BehindAt is not null && !(due <= at))
        {
            open = open with { BehindAt = null };
            e = e with { Runs = e.Runs.RemoveAll(run => run.Checkpoint == checkpoint.Key && run.Trigger == Trigger.Behind) };
        }
        Put(checkpoint, open);
        return true;
    }

    DateTimeOffset? DueOf(Checkpoint checkpoint, CheckpointProgress progress, DateTimeOffset at) =>
        Journey.DueOf(checkpoint, e, progress.OpenedAt, account, calendar, at);

    bool FallsBehind(Checkpoint checkpoint, CheckpointProgress open, DateTimeOffset at)
    {
        if (open.DueAt is not { } due || open.BehindAt is not null || e.IsPaused) return false;
        Wake(due, at);
        if (due > at) return false;
        Put(checkpoint, open with { BehindAt = at });
        Emit("checkpoint.fell-behind", Subject(checkpoint), at);
        Fire(checkpoint, Trigger.Behind, at);
        return true;
    }

    bool GetsStuck(Checkpoint checkpoint, CheckpointProgress open, DateTimeOffset at)
    {
        if (e.IsPaused) return false;
        var since = Earlier(StuckByDelay(checkpoint, open), StuckBySilence(open, at));
        Wake(since, at);
        var isStuck = since <= at;
        if (isStuck == open.StuckAt is not null) return false;
        Put(checkpoint, open with { StuckAt = isStuck ? at : null });
        if (isStuck)
        {
            Emit("checkpoint.got-stuck", Subject(checkpoint), at);
            Fire(checkpoint, Trigger.Stuck, at);
        }
        else e = e with { Runs = e.Runs.RemoveAll(run => run.Checkpoint == checkpoint.Key && run.Trigger == Trigger.Stuck) };
        return true;
    }

    DateTimeOffset? StuckByDelay(Checkpoint checkpoint, CheckpointProgress open) =>
        open.BehindAt is { } behind ? calendar.AddBusinessDays(behind, checkpoint.StuckDays + PausedDays(behind)) : null;

    DateTimeOffset? StuckBySilence(CheckpointProgress open, DateTimeOffset at)
    {
        var since = seen.LastEngagedAt(at) is { } heard && heard > open.OpenedAt ? heard : open.OpenedAt;
        return calendar.AddBusinessDays(since, SilentDays + PausedDays(since));
    }

    int PausedDays(DateTimeOffset since) => e.PausedBusinessDays(since, calendar);

    static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    void Fire(Checkpoint checkpoint, Trigger trigger, DateTimeOffset at)
    {
        var progress = e.Find(checkpoint.Key)!;
        progress = progress with { Firings = progress.Firings.Plus(trigger) };
        Put(checkpoint, progress);
        var steps = checkpoint.Sequence(trigger);
        if (steps.Length > 0) e = e with { Runs = e.Runs.Add(new(checkpoint.Key, trigger, progress.Firings.Of(trigger), steps[0].Step.Key, at, IsWaiting: false)) };
    }
}
