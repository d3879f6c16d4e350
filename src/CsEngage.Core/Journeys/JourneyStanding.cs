using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

public sealed partial record Journey
{
    /// <summary>Σ weight of required checkpoints reached ÷ Σ weight of required ones, in [0, 1]; over all of them where none is required.</summary>
    public decimal ProgressOf(Enrollment enrollment)
    {
        var counted = Checkpoints.Any(checkpoint => checkpoint.Required) ? [.. Checkpoints.Where(checkpoint => checkpoint.Required)] : Checkpoints;
        var all = counted.Sum(checkpoint => checkpoint.Weight);
        return all == 0 ? 0 : counted.Where(checkpoint => enrollment.Find(checkpoint.Key) is { IsReached: true }).Sum(checkpoint => checkpoint.Weight) / all;
    }

    /// <summary>The first required checkpoint, in the order of the document, that is open and not reached; null when there is none.</summary>
    public Checkpoint? NextRequired(Enrollment enrollment) =>
        Checkpoints.FirstOrDefault(checkpoint => checkpoint.Required && enrollment.Find(checkpoint.Key) is { IsReached: false });

    /// <summary>The stage in which the enrollment stands: that of the first required checkpoint not reached; the last one when all are.</summary>
    public Stage StageOf(Enrollment enrollment) =>
        Stages.FirstOrDefault(stage => stage.Checkpoints.Any(checkpoint => checkpoint.Required && enrollment.Find(checkpoint.Key) is not { IsReached: true })) ?? Stages[^1];

    /// <summary>The checkpoints that must be reached before this one opens; empty when it is open or only waits for its rule.</summary>
    public static ImmutableArray<string> LockedBy(Checkpoint checkpoint, Enrollment enrollment) =>
        enrollment.Find(checkpoint.Key) is not null ? [] : [.. checkpoint.Opens.After.Where(key => enrollment.Find(key) is not { IsReached: true })];

    /// <summary>How a checkpoint stands, in the words of templates: reached, stuck, behind, open, locked, or waiting for its rule.</summary>
    public static string StateOf(Checkpoint checkpoint, Enrollment enrollment) => enrollment.Find(checkpoint.Key) switch
    {
        { IsReached: true } => "reached",
        { StuckAt: not null } => "stuck",
        { BehindAt: not null } => "behind",
        not null => "open",
        null when !LockedBy(checkpoint, enrollment).IsEmpty => "locked",
        _ => "waiting",
    };

    /// <summary>
    /// The side to which delay is charged now: that of the earliest overdue checkpoint that is open and not reached; null when nothing is overdue.
    /// </summary>
    public Side? DelayedBy(Enrollment enrollment) =>
        Checkpoints.Where(checkpoint => enrollment.Find(checkpoint.Key) is { IsReached: false, BehindAt: not null })
            .OrderBy(checkpoint => enrollment.Find(checkpoint.Key)!.DueAt).Select(checkpoint => (Side?)checkpoint.Side).FirstOrDefault();

    /// <summary>Business days of delay up to an instant, charged at each time to the side of the earliest checkpoint overdue then.</summary>
    public (int Customer, int Vendor) DelayOf(Enrollment enrollment, DateTimeOffset now, Calendar calendar)
    {
        var end = enrollment.EndedAt ?? now;
        var overdue = Checkpoints.Select(checkpoint => (checkpoint.Side, Progress: enrollment.Find(checkpoint.Key)))
            .Where(pair => pair.Progress is { DueAt: not null })
            .Select(pair => (pair.Side, From: pair.Progress!.DueAt!.Value, Until: pair.Progress.ReachedAt ?? end))
            .Where(span => span.From < span.Until).OrderBy(span => span.From).ToArray();
        var edges = overdue.SelectMany(span => new[] { span.From, span.Until }).Distinct().Order().ToArray();
        var (customer, vendor) = (0, 0);
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var charged = overdue.Where(span => span.From <= edges[i] && span.Until > edges[i]).Select(span => (Side?)span.Side).FirstOrDefault();
            var days = calendar.BusinessDaysBetween(edges[i], edges[i + 1]) - enrollment.PausedBusinessDays(edges[i], edges[i + 1], calendar);
            if (charged == Side.Customer) customer += days;
            if (charged == Side.Vendor) vendor += days;
        }
        return (customer, vendor);
    }

    /// <summary>Business days since the current stage's first checkpoint opened (or the stage before was left), less paused days.</summary>
    public int DaysInStage(Enrollment enrollment, DateTimeOffset now, Calendar calendar)
    {
        var since = StageOf(enrollment).Checkpoints.Select(checkpoint => enrollment.Find(checkpoint.Key)?.OpenedAt).Where(at => at is not null).Min() ?? enrollment.EnteredAt;
        var end = enrollment.EndedAt ?? now;
        return end <= since ? 0 : calendar.BusinessDaysBetween(since, end) - enrollment.PausedBusinessDays(since, end, calendar);
    }

    /// <summary>What a given task asks, wherever the document has it; null when a later version dropped it.</summary>
    public TaskSpec? TaskOf(GivenTask task)
    {
        if (Find(task.Checkpoint) is not { } checkpoint) return null;
        return checkpoint.Tasks.FirstOrDefault(spec => spec.Key == task.Key)
            ?? checkpoint.On.Keys.SelectMany(trigger => checkpoint.Sequence(trigger)).Select(placed => placed.Step).OfType<Step.GiveTask>()
                .Select(step => step.Task).FirstOrDefault(spec => spec.Key == task.Key);
    }

    /// <summary>The end of the due day of a checkpoint opened at some time; null when it has none or its date is not known.</summary>
    internal static DateTimeOffset? DueOf(Checkpoint checkpoint, Enrollment enrollment, DateTimeOffset openedAt, Facts account, Calendar calendar, DateTimeOffset now)
    {
        if (checkpoint.Due is not { } due) return null;
        if (due.From is DueFrom.Start or DueFrom.Opening)
        {
            var from = due.From == DueFrom.Start ? enrollment.EnteredAt : openedAt;
            return calendar.EndOfBusinessDay(from, due.Days + enrollment.PausedBusinessDays(from, calendar));
        }
        var date = due.From switch
        {
            DueFrom.ContractStart => ContractDate("start", account, now),
            DueFrom.ContractEnd => ContractDate("end", account, now),
            _ => DateOf(due.Attribute!, enrollment, account, now),
        };
        return date is { } day ? calendar.StartOf((due.Days == 0 ? day : calendar.AddBusinessDays(day, due.Days)).AddDays(1)) : null;
    }

    /// <summary>A date attribute as of an instant, by its name in rules; null when it is not known or no date.</summary>
    internal static DateOnly? DateOf(string attribute, Enrollment enrollment, Facts account, DateTimeOffset now)
    {
        var name = attribute[(attribute.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var value = attribute.StartsWith("contact.", StringComparison.Ordinal)
            ? enrollment.MembershipId is { } member ? account.FieldOf(member, name, now) : null
            : account.Field(name, now);
        return value switch
        {
            AttributeValue.Date(var date) => date,
            AttributeValue.Text(var text) when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
            _ => null,
        };
    }

    /// <summary>A date of the contract that runs now, or of the next to begin, or of the last that ended.</summary>
    internal static DateOnly? ContractDate(string field, Facts account, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var contracts = account.Base.Contracts.Where(contract => contract.IsThere(now.UtcTicks))
            .Select(contract => (contract.Id, Start: Date(contract, "start"), End: Date(contract, "end"), Wanted: Date(contract, field)))
            .OrderBy(contract => contract.Start <= today && contract.End >= today ? 0 : contract.Start > today ? 1 : 2)
            .ThenBy(contract => contract.Start > today ? contract.Start!.Value.DayNumber : -(contract.Start ?? default).DayNumber).ThenBy(contract => contract.Id);
        return contracts.Select(contract => contract.Wanted).FirstOrDefault();

        DateOnly? Date(ContractLine contract, string name) => contract.Field(name).At(now.UtcTicks, now.UtcTicks).Value is AttributeValue.Date(var date) ? date : null;
    }
}
