using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>One thing that a sequence does. Its key is unique in its sequence and stays when steps are reordered.</summary>
/// <param name="Key">The step's key.</param>
/// <param name="When">Done only when this holds at its time; not when it is unknown.</param>
public abstract record Step(string Key, Rule? When)
{
    /// <summary>Sends a template to each membership of the audience.</summary>
    public sealed record Send(
        string Key, Rule? When, string Template, Audience To, string Channel, bool AsCsm, Review? Review, LateSending Late,
        bool LowPriority) : Step(Key, When);

    /// <summary>Asks a survey of each membership of the audience.</summary>
    public sealed record Ask(
        string Key, Rule? When, string Survey, string? Template, Audience To, string Channel, bool AsCsm, Review? Review, LateSending Late,
        bool LowPriority) : Step(Key, When);

    /// <summary>Waits.</summary>
    public sealed record Wait(string Key, Rule? When, Waiting For) : Step(Key, When);

    /// <summary>Gives the customer a task.</summary>
    public sealed record GiveTask(string Key, Rule? When, TaskSpec Task) : Step(Key, When);

    /// <summary>Opens a play for the CSM.</summary>
    public sealed record OpenPlay(string Key, Rule? When, string Play, Duration? Due) : Step(Key, When);

    /// <summary>Tells staff.</summary>
    /// <param name="Key">The step's key.</param>
    /// <param name="When">Condition.</param>
    /// <param name="Channel">desk, slack, teams or webhook.</param>
    /// <param name="Text">What to say.</param>
    public sealed record Notify(string Key, Rule? When, string Channel, LocalizedText Text) : Step(Key, When);

    /// <summary>Sets fields, by their names in rules (account.lifecycle, account.plan); null makes one unknown.</summary>
    public sealed record Set(string Key, Rule? When, ImmutableSortedDictionary<string, AttributeValue?> Fields) : Step(Key, When);

    /// <summary>Enters the participant into another journey.</summary>
    public sealed record Start(string Key, Rule? When, string Journey) : Step(Key, When);

    /// <summary>Ends the enrollment.</summary>
    public sealed record Exit(string Key, Rule? When, Ending As) : Step(Key, When);

    /// <summary>Goes one of several ways, by the draw that the enrollment recorded.</summary>
    public sealed record Split(string Key, Rule? When, ImmutableArray<Arm> Arms) : Step(Key, When);
}

/// <summary>One way of a split.</summary>
/// <param name="Key">Name of the arm.</param>
/// <param name="Percent">Share; the arms of a split add up to 100.</param>
/// <param name="Holdout">Touches in this arm are ghosts.</param>
/// <param name="Steps">What happens in it.</param>
public sealed record Arm(string Key, decimal Percent, bool Holdout, ImmutableArray<Step> Steps);

/// <summary>A step at its place in a sequence, with the arms that lead to it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Arms">Split step and arm, outermost first.</param>
public sealed record PlacedStep(Step Step, ImmutableArray<(string Split, Arm Arm)> Arms)
{
    internal static ImmutableArray<PlacedStep> Lay(ImmutableArray<Step> steps) => [.. Lay(steps, [])];

    static IEnumerable<PlacedStep> Lay(ImmutableArray<Step> steps, ImmutableArray<(string, Arm)> arms)
    {
        foreach (var step in steps)
        {
            yield return new(step, arms);
            if (step is not Step.Split split) continue;
            foreach (var arm in split.Arms)
                foreach (var placed in Lay(arm.Steps, arms.Add((split.Key, arm)))) yield return placed;
        }
    }
}

/// <summary>Who a step is for, resolved to memberships at the time the step is due.</summary>
public abstract record Audience
{
    /// <summary>The participant of a contact journey; in an account journey, all contacts.</summary>
    public sealed record Participants : Audience;

    /// <summary>Everybody at the account.</summary>
    public sealed record Everyone : Audience;

    /// <summary>Whoever has one of these roles.</summary>
    public sealed record Roles(ImmutableArray<string> Keys) : Audience;

    /// <summary>Whoever a rule in contact scope holds for.</summary>
    public sealed record Where(Rule Rule) : Audience;
}

/// <summary>A person looks before it is sent: it goes by itself after some business hours, or never by itself.</summary>
/// <param name="Hours">Business hours after which it sends itself; null = only when released.</param>
public sealed record Review(int? Hours);

/// <summary>What becomes of a touch that is late, by an outage for example.</summary>
/// <param name="Minutes">Sent when less than this late, skipped as too late otherwise.</param>
public sealed record LateSending(int Minutes)
{
    /// <summary>A day.</summary>
    public static readonly LateSending Default = new(24 * 60);
}

/// <summary>What a wait waits for.</summary>
public abstract record Waiting
{
    /// <summary>Some time.</summary>
    public sealed record For(Duration Duration) : Waiting;

    /// <summary>The next such time of day, of a weekday, a business day, or any day; at once when it is just that.</summary>
    public sealed record UntilTime(DayOfWeek? Day, bool BusinessDay, TimeOnly Time) : Waiting;

    /// <summary>A date attribute, some calendar days before or after, at a time of day. Passed over when the date is not known.</summary>
    public sealed record UntilDate(string Attribute, int PlusDays, TimeOnly Time) : Waiting;

    /// <summary>A rule to hold, no longer than <paramref name="Most"/>; then the sequence goes on, or stops.</summary>
    public sealed record UntilRule(Rule Rule, Duration Most, bool StopsAfter) : Waiting;
}
