using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>
/// One advance. At each instant it repeats passes over the journey until a pass changes nothing; that last pass also finds the next instant
/// at which something may change by itself. Visiting an instant at which nothing is due therefore does nothing.
/// </summary>
sealed partial class JourneyWalk(Journey journey, Enrollment enrollment, Facts facts, Calendar calendar)
{
    const int SilentDays = 10;
    const int MostInstants = 200_000;

    readonly List<Verdict> asked = [];
    readonly ImmutableArray<Effect>.Builder effects = ImmutableArray.CreateBuilder<Effect>();
    Facts account = facts.ForAccount().SinceEnrollment(enrollment.EnteredAt);
    Facts seen = Scoped(facts, enrollment);
    Enrollment e = enrollment;
    DateTimeOffset next;

    static Facts Scoped(Facts facts, Enrollment enrollment) =>
        (enrollment.MembershipId is { } member ? facts.For(member) : facts.ForAccount()).SinceEnrollment(enrollment.EnteredAt);

    public Advanced To(DateTimeOffset now)
    {
        if (e.State == EnrollmentState.SetAside || now < e.AdvancedAt) return new(e, [], NextAt: null);
        if (IsOver) return new(e with { AdvancedAt = now }, [], NextAt: null);
        var known = new Queue<DateTimeOffset>(seen.InstantsBetween(e.AdvancedAt, DateTimeOffset.MaxValue));
        var at = e.AdvancedAt;
        // Where it stands is visited once more: a signal may have come late, and then counts from here.
        for (var visits = 0; ; visits++)
        {
            if (visits > MostInstants) throw Restless(at, "visits too many instants");
            Settle(at);
            while (known.TryPeek(out var past) && past <= at) known.Dequeue();
            if (known.TryPeek(out var fact) && fact < next) next = fact;
            if (at == now || IsOver) break;
            at = next < now ? next : now;
        }
        e = e with { AdvancedAt = now };
        return new(e, effects.DrainToImmutable(), IsOver || next == DateTimeOffset.MaxValue ? null : next);
    }

    bool IsOver => e.HasEnded && e.Runs.IsEmpty;

    void Settle(DateTimeOffset at)
    {
        var bound = 16 + (journey.Checkpoints.Length * 10) + journey.Checkpoints.Sum(checkpoint => checkpoint.On.Values.Sum(steps => steps.Length * 2)) + (e.Runs.Length * 4);
        for (var passes = 0; Pass(at); passes++)
            if (passes > bound) throw Restless(at, "does not come to rest");
    }

    JourneyException Restless(DateTimeOffset at, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Journey \"{journey.Key}\" version {journey.Version} {what} at {at:O} for enrollment {e.Id}."));

    /// <summary>One look at everything. True if something changed, so that it must be looked at again.</summary>
    bool Pass(DateTimeOffset at)
    {
        next = DateTimeOffset.MaxValue;
        asked.Clear();
        if (!e.HasEnded)
        {
            if (Exits(at)) return true;
            if (Tasks(at)) return true;
            foreach (var checkpoint in journey.Checkpoints)
                if (Move(checkpoint, at)) return true;
            if (Completes(at)) return true;
            Block();
        }
        if (!e.IsPaused && RunSequences(at)) return true;
        // When rules change by themselves is costly to find, so it is asked only in the pass that came to rest.
        foreach (var verdict in asked) Wake(verdict.ChangesAt, at);
        return false;
    }

    // ---- Rules ----

    bool Holds(Rule rule, Facts about, DateTimeOffset at)
    {
        var verdict = rule.Evaluate(about, at);
        asked.Add(verdict);
        return verdict.Holds;
    }

    void Wake(DateTimeOffset? when, DateTimeOffset at)
    {
        if (when is { } then && then > at && then < next) next = then;
    }

    // ---- Ending ----

    bool Exits(DateTimeOffset at)
    {
        foreach (var exit in journey.Exits)
        {
            if (!Holds(exit.When, seen, at)) continue;
            End(exit.As, at);
            return true;
        }
        return false;
    }

    bool Completes(DateTimeOffset at)
    {
        var any = false;
        foreach (var checkpoint in journey.Checkpoints)
        {
            if (!checkpoint.Required) continue;
            any = true;
            if (e.Find(checkpoint.Key) is not { IsReached: true }) return false;
        }
        // Without a required checkpoint there is nothing to complete it but all of them.
        if (!any && journey.Checkpoints.Any(checkpoint => e.Find(checkpoint.Key) is not { IsReached: true })) return false;
        End(Ending.Completed, at);
        return true;
    }

    void End(Ending ending, DateTimeOffset at)
    {
        if (e.HasEnded)
        {
            // An exit among what follows completion ends what is left of it.
            e = e with { Runs = [] };
            return;
        }
        var (state, kind) = ending switch
        {
            Ending.Completed => (EnrollmentState.Completed, "enrollment.completed"),
            Ending.Failed => (EnrollmentState.Failed, "enrollment.failed"),
            _ => (EnrollmentState.Cancelled, "enrollment.exited"),
        };
        // What a reached checkpoint gives still comes after completion, the last one's most of all; nothing comes after leaving.
        var reached = HasReachedEverything();
        e = e with
        {
            State = state, EndedAt = at,
            Runs = ending == Ending.Completed && reached ? e.Runs.RemoveAll(run => run.Trigger != Trigger.Reached) : [],
        };
        ClosePlays(_ => true, at, "ended");
        Emit(kind, $"journey:{journey.Key}", at, Progress());
    }

    bool HasReachedEverything() => journey.Checkpoints.All(checkpoint => !checkpoint.Required || e.Find(checkpoint.Key) is { IsReached: true });

    void Block()
    {
        if (e.State is not (EnrollmentState.Active or EnrollmentState.Blocked)) return;
        var state = journey.NextRequired(e) is { Side: Side.Vendor } ours && e.Find(ours.Key) is { BehindAt: not null } ? EnrollmentState.Blocked : EnrollmentState.Active;
        if (state != e.State) e = e with { State = state };
    }

    decimal Progress() => journey.ProgressOf(e);

    // ---- Tasks ----

    bool Tasks(DateTimeOffset at)
    {
        for (var i = 0; i < e.Tasks.Length; i++)
        {
            var task = e.Tasks[i];
            var (done, by) = IsDone(task, at);
            if (done == task.DoneAt is not null) continue;
            e = e with { Tasks = e.Tasks.SetItem(i, task with { DoneAt = done ? at : null, DoneBy = done ? by : null }) };
            return true;
        }
        return false;
    }

    (bool Done, Guid? By) IsDone(GivenTask task, DateTimeOffset at)
    {
        var subject = task.Subject(journey.Key);
        var (done, undone) = (new CounterKey("task.done", subject), new CounterKey("task.undone", subject));
        if (task.DoneAt is { } since) return (!(seen.LastAt(undone, at) > since), task.DoneBy);
        // Ticks of an earlier entry do not count for this one.
        var last = seen.LastAt(done, at);
        if (last is null || last < e.EnteredAt) return (false, null);
        var members = e.MembershipId is { } only ? [new MemberAt(only, [])] : account.MembersAt(at);
        if (SpecOf(task)?.Assignee.Kind == AssigneeKind.EachContact && e.MembershipId is null)
            return (members.Length > 0 && members.All(member => IsLater(account.For(member.Id), done, undone, at)), LastOf(members, done, at));
        return (IsLater(seen, done, undone, at), LastOf(members, done, at));
    }

    bool IsLater(Facts who, CounterKey done, CounterKey undone, DateTimeOffset at) =>
        who.LastAt(done, at) is { } did && did >= e.EnteredAt && !(who.LastAt(undone, at) >= did);

    Guid? LastOf(ImmutableArray<MemberAt> members, CounterKey done, DateTimeOffset at) =>
        members.Select(member => (member.Id, At: account.For(member.Id).LastAt(done, at))).Where(pair => pair.At is not null)
            .OrderByDescending(pair => pair.At).ThenBy(pair => pair.Id).Select(pair => (Guid?)pair.Id).FirstOrDefault();

    TaskSpec? SpecOf(GivenTask task) => journey.TaskOf(task);

    void Give(string checkpoint, TaskSpec spec, DateTimeOffset at, DateTimeOffset? due)
    {
        if (e.Tasks.Any(task => task.Checkpoint == checkpoint && task.Key == spec.Key)) return;
        var given = new GivenTask(checkpoint, spec.Key, at, spec.Due is { } days ? DueAfter(days, at) : due, DoneAt: null, DoneBy: null);
        e = e with { Tasks = e.Tasks.Add(given) };
        effects.Add(new Effect.GiveTask(string.Create(CultureInfo.InvariantCulture, $"{e.Journey}/{e.ParticipantId:D}/{e.Entry}/{checkpoint}/task.{spec.Key}"), at, given, spec));
    }

    DateTimeOffset DueAfter(Duration duration, DateTimeOffset at) =>
        duration.Unit == DurationUnit.BusinessDays ? calendar.EndOfBusinessDay(at, duration.Amount) : duration.After(at, calendar);

    // ---- What others see ----

    void Emit(string kind, string subject, DateTimeOffset at, decimal? value = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{e.Journey}/{e.ParticipantId:D}/{e.Entry}/{subject}.{kind}/{at.ToUnixTimeMilliseconds()}");
        var signal = new Signal(SignalKey.Of(at, id), id, kind, at, at, at, e.AccountId, e.MembershipId, Subject: subject, SubjectVersion: e.Version,
            Value: value, Properties: Journey.PropertiesOf(e), Source: "engine", Cause: Cause);
        effects.Add(new Effect.Append(id, at, signal));
        See(facts => facts.With(signal));
    }

    Cause Cause => Core.Cause.Of("enrollment", e.Id.ToString("D"), [.. (e.Cause?.Journeys ?? []).Append(e.Journey).Distinct()]);

    void See(Func<Facts, Facts> with)
    {
        account = with(account);
        seen = Scoped(account, e);
    }

    void ClosePlays(Func<OpenedPlay, bool> which, DateTimeOffset at, string reason)
    {
        foreach (var play in e.Plays.Where(which)) effects.Add(new Effect.ClosePlay($"{play.Id}/close", at, play.Id, reason));
        e = e with { Plays = e.Plays.RemoveAll(play => which(play)) };
    }
}
