using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>How sequences run, step by step, each at the time it became due.</summary>
sealed partial class JourneyWalk
{
    // Accounts are often made before their people: who comes within a week is still welcomed.
    static readonly TimeSpan PatienceForSomebody = TimeSpan.FromDays(7);

    /// <summary>Runs what is due. True once a step did something that rules may see, so that the rest looks again first.</summary>
    bool RunSequences(DateTimeOffset at)
    {
        for (var i = 0; i < e.Runs.Length;)
        {
            var run = e.Runs[i];
            var steps = journey.Find(run.Checkpoint)?.Sequence(run.Trigger) ?? [];
            var place = IndexOf(steps, run.Step);
            if (place < 0)
            {
                e = e with { Runs = e.Runs.RemoveAt(i) };
                continue;
            }
            if (!run.IsWaiting && run.ReadyAt > at)
            {
                Wake(run.ReadyAt, at);
                i++;
                continue;
            }
            var (after, acted) = Act(run, steps, place, at);
            // An exit step has already taken away the runs that end with the journey, this one perhaps among them.
            if (i >= e.Runs.Length || !ReferenceEquals(e.Runs[i], run)) i = e.Runs.IndexOf(run);
            if (i < 0) return true;
            if (after is null) e = e with { Runs = e.Runs.RemoveAt(i) };
            else if (after == run) i++;
            else e = e with { Runs = e.Runs.SetItem(i, after) };
            if (acted) return true;
        }
        return false;
    }

    static int IndexOf(ImmutableArray<PlacedStep> steps, string key)
    {
        for (var i = 0; i < steps.Length; i++)
            if (steps[i].Step.Key == key) return i;
        return -1;
    }

    /// <summary>One step: where the run stands after it (null = at its end, the same = it waits on) and whether rules may see a difference.</summary>
    (Run? After, bool Acted) Act(Run run, ImmutableArray<PlacedStep> steps, int place, DateTimeOffset at)
    {
        var placed = steps[place];
        var isWaiting = run.IsWaiting && placed.Step is Step.Wait;
        if (!isWaiting && !IsInMyArms(placed, run)) return (Onward(run, steps, place, run.ReadyAt), false);
        var step = placed.Step;
        // Its condition is asked at the time it has somebody to act for.
        if (run.IsAlone && FindsNobody(step, at))
        {
            var end = run.ReadyAt + PatienceForSomebody;
            Wake(end, at);
            if (end > at) return (run, false);
            Pass(run, step, PassReason.Nobody, reasons: null, at);
            return (null, false);
        }
        if (!isWaiting && step.When is { } when)
        {
            var verdict = when.Evaluate(seen, at);
            if (verdict.Value != Truth.True)
            {
                Pass(run, step, PassReason.When, verdict.Reasons, at);
                return (Onward(run, steps, place, at), false);
            }
        }
        if (step is Step.Wait(_, _, var waiting)) return Waits(run, waiting, steps, place, at);
        var done = string.Create(CultureInfo.InvariantCulture, $"{run.Checkpoint}.{TouchId.Word(run.Trigger)}.{step.Key}/{run.Firing}");
        if (e.Done.Contains(done))
        {
            Pass(run, step, PassReason.AlreadyDone, reasons: null, at);
            return (Onward(run, steps, place, at), false);
        }
        if (!run.IsAlone && FindsNobody(step, at))
        {
            // Taken up again in this very pass, and from then on until somebody comes or patience ends.
            e = e with { Runs = e.Runs.Add(run with { ReadyAt = at, IsWaiting = true, IsAlone = true }) };
            return (Onward(run, steps, place, at), false);
        }
        if (step is not Step.Split) e = e with { Done = e.Done.Add(done) };
        var acted = Do(run, step, placed, at);
        return (Onward(run, steps, place, at), acted);
    }

    bool FindsNobody(Step step, DateTimeOffset at) => step switch
    {
        Step.Send send => MembersOf(send.To, at).IsEmpty,
        Step.Ask ask => MembersOf(ask.To, at).IsEmpty,
        _ => false,
    };

    static Run? Onward(Run run, ImmutableArray<PlacedStep> steps, int place, DateTimeOffset ready) =>
        !run.IsAlone && place + 1 < steps.Length ? run with { Step = steps[place + 1].Step.Key, ReadyAt = ready, IsWaiting = false } : null;

    bool IsInMyArms(PlacedStep placed, Run run)
    {
        foreach (var (split, arm) in placed.Arms)
            if (ArmOf(split, run).Key != arm.Key) return false;
        return true;
    }

    Arm ArmOf(string split, Run run)
    {
        var steps = journey.Find(run.Checkpoint)!.Sequence(run.Trigger);
        var step = (Step.Split)steps[IndexOf(steps, split)].Step;
        return Draw.ArmOf(step, e.Draw, $"{run.Checkpoint}.{TouchId.Word(run.Trigger)}.{split}");
    }

    (Run? After, bool Acted) Waits(Run run, Waiting waiting, ImmutableArray<PlacedStep> steps, int place, DateTimeOffset at)
    {
        switch (waiting)
        {
            case Waiting.For(var duration):
                return (Onward(run, steps, place, duration.After(run.ReadyAt, calendar)), false);
            case Waiting.UntilTime until:
                return (Onward(run, steps, place, Next(until, run.ReadyAt)), false);
            case Waiting.UntilDate until:
                if (Journey.DateOf(until.Attribute, e, account, at) is { } date && calendar.At(date.AddDays(until.PlusDays), until.Time) is var then && then > at)
                {
                    // The date may still change, so it waits here instead of beyond.
                    Wake(then, at);
                    return (run.IsWaiting ? run : run with { IsWaiting = true }, false);
                }
                return (Onward(run, steps, place, at), false);
            case Waiting.UntilRule until:
                if (Holds(until.Rule, seen, at)) return (Onward(run, steps, place, at), false);
                var end = until.Most.After(run.ReadyAt, calendar);
                if (end <= at) return (until.StopsAfter ? null : Onward(run, steps, place, at), false);
                Wake(end, at);
                return (run.IsWaiting ? run : run with { IsWaiting = true }, false);
            default:
                throw new InvalidOperationException($"A wait of kind {waiting.GetType().Name} is not known.");
        }
    }

    DateTimeOffset Next(Waiting.UntilTime until, DateTimeOffset from)
    {
        // Two weeks without such a day is possible only with a workday in a calendar of holidays.
        for (var date = calendar.DateOf(from); ; date = date.AddDays(1))
        {
            if (until.Day is { } day && date.DayOfWeek != day) continue;
            if (until.BusinessDay && !calendar.IsBusinessDay(date) && date < calendar.DateOf(from).AddDays(400)) continue;
            if (calendar.At(date, until.Time) is var then && then >= from) return then;
        }
    }

    /// <summary>Does a step. True when rules may see a difference.</summary>
    bool Do(Run run, Step step, PlacedStep placed, DateTimeOffset at)
    {
        if (e.IsHeldOut && (step is Step.GiveTask or Step.OpenPlay or Step.Notify or Step.Start))
        {
            Pass(run, step, PassReason.HeldOut, reasons: null, at);
            return false;
        }
        var id = string.Create(CultureInfo.InvariantCulture, $"{TouchId.StepPath(e, run.Checkpoint, run.Trigger, step.Key)}/{run.Firing}");
        switch (step)
        {
            case Step.Send send:
                Plan(run, step, placed, send.To, send.Template, null, send.Channel, send.AsCsm, send.Review, send.Late, send.LowPriority, at);
                return false;
            case Step.Ask ask:
                Plan(run, step, placed, ask.To, ask.Template ?? "survey", ask.Survey, ask.Channel, ask.AsCsm, ask.Review, ask.Late, ask.LowPriority, at);
                return false;
            case Step.GiveTask give:
                Give(run.Checkpoint, give.Task, at, e.Find(run.Checkpoint)?.DueAt);
                return true;
            case Step.OpenPlay play:
                effects.Add(new Effect.OpenPlay(id, at, play.Play, e.AccountId, e.MembershipId, play.Due is { } due ? DueAfter(due, at) : null, Cause));
                if (run.Trigger is Trigger.Behind or Trigger.Stuck) e = e with { Plays = e.Plays.Add(new(id, run.Checkpoint)) };
                return false;
            case Step.Notify notify:
                effects.Add(new Effect.Notify(id, at, notify.Channel, notify.Text, run.Checkpoint));
                return false;
            case Step.Set set:
                foreach (var (field, value) in set.Fields) SetField(id, field, value, at);
                return true;
            case Step.Start start when Cause.Journeys.Contains(start.Journey):
                Pass(run, step, PassReason.OwnChain, reasons: null, at);
                return false;
            case Step.Start start:
                effects.Add(new Effect.StartJourney(id, at, start.Journey, Cause));
                return false;
            case Step.Exit exit:
                End(exit.As, at);
                return true;
            default:
                return false;
        }
    }

    void Pass(Run run, Step step, PassReason why, Reason? reasons, DateTimeOffset at)
    {
        var path = TouchId.StepPath(e, run.Checkpoint, run.Trigger, step.Key);
        effects.Add(new Effect.PassBy(string.Create(CultureInfo.InvariantCulture, $"{path}/{run.Firing}/passed"), at, path, why, reasons));
    }

    void Plan(
        Run run, Step step, PlacedStep placed, Audience to, string template, string? survey, string channel, bool asCsm, Review? review, LateSending late,
        bool low, DateTimeOffset at)
    {
        var ghost = e.IsHeldOut || placed.Arms.Any(pair => pair.Arm.Holdout);
        var arm = e.IsHeldOut ? e.Arm : placed.Arms.IsEmpty ? null : string.Join(' ', placed.Arms.Select(pair => $"{pair.Split}={pair.Arm.Key}"));
        var origin = new TouchOrigin(e.Id, e.Journey, e.Version, e.Entry, run.Checkpoint, run.Trigger, step.Key, run.Firing);
        foreach (var member in MembersOf(to, at))
        {
            var id = TouchId.Of(e, run.Checkpoint, run.Trigger, step.Key, member, run.Firing);
            effects.Add(new Effect.Plan(id, at, new(id, e.AccountId, member, channel, template, survey, at, asCsm, review, late, origin, ghost, arm, low, Cause)));
        }
    }

    ImmutableArray<Guid> MembersOf(Audience to, DateTimeOffset at)
    {
        if (to is Audience.Participants && e.MembershipId is { } participant) return [participant];
        return [.. account.MembersAt(at).Where(member => to switch
        {
            Audience.Roles(var roles) => member.Roles.Any(roles.Contains),
            Audience.Where(var rule) => Holds(rule, account.For(member.Id), at),
            _ => true,
        }).Select(member => member.Id).Order()];
    }

    void SetField(string step, string field, AttributeValue? value, DateTimeOffset at)
    {
        var id = $"{step}/{field}";
        effects.Add(new Effect.SetField(id, at, field, value, Cause));
        var (subject, name) = field.Split('.') is ["contact", var own] && e.MembershipId is { } member ? ($"membership:{member:D}", own) : ("account", field[(field.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        var old = subject == "account" ? account.Field(name, at) : account.FieldOf(e.MembershipId!.Value, name, at);
        if (old == value) return;
        var change = new Change(e.AccountId, subject, name, old, value, at, at, "journey", Cause);
        See(facts => Facts.Of(facts.History with { Changes = facts.History.Changes.Add(change) }).SinceEnrollment(e.EnteredAt));
    }
}
