using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>An account as a simulation starts with it.</summary>
/// <param name="History">Account, memberships, contracts and changes; its signals, if any, are what happened before.</param>
/// <param name="Behaviour">How it behaves, from when; in order.</param>
/// <param name="Calendar">Its working days.</param>
/// <param name="LeavesAt">When it stops doing anything; null = never.</param>
public sealed record SimulatedAccount(AccountHistory History, ImmutableArray<BehaviourFrom> Behaviour, Calendar Calendar, DateTimeOffset? LeavesAt = null);

/// <summary>What a simulation plays with.</summary>
/// <param name="Journeys">Published journeys.</param>
/// <param name="Operator">The operator's calendar.</param>
/// <param name="QuietHours">Quiet hours of all contacts.</param>
/// <param name="Caps">Caps of touches.</param>
/// <param name="Salt">Salt of draws.</param>
public sealed record SimulatedWorld(ImmutableArray<Journey> Journeys, Calendar Operator, QuietHours QuietHours, ImmutableArray<Cap> Caps, string Salt)
{
    /// <summary>Under which rules a template goes, by its key.</summary>
    public Func<string, TouchKind> KindOf { get; init; } = _ => TouchKind.Of("onboarding");

    /// <summary>A world with the usual quiet hours and at most three touches a contact and eight an account a week.</summary>
    public static SimulatedWorld Of(Calendar calendar, params ImmutableArray<Journey> journeys) =>
        new(journeys, calendar, QuietHours.Default, [new(PerAccount: false, 3, TimeSpan.FromDays(7)), new(PerAccount: true, 8, TimeSpan.FromDays(7))], "simulation");
}

/// <summary>A touch in a simulation, and what became of it.</summary>
/// <param name="Touch">The touch.</param>
/// <param name="Decision">The last decision about it.</param>
/// <param name="At">When that was.</param>
/// <param name="Holds">Why it was held before, in order.</param>
public sealed record SimulatedTouch(Touch Touch, TouchDecision Decision, DateTimeOffset At, ImmutableArray<HoldReason> Holds);

/// <summary>What came of simulating one account.</summary>
/// <param name="History">The account with all that happened.</param>
/// <param name="Signals">The new signals, in order of time.</param>
/// <param name="Enrollments">Its enrollments, in order of entry.</param>
/// <param name="Touches">Touches with their outcome, in order.</param>
/// <param name="Effects">All effects of all advances, in order.</param>
public sealed record SimulatedPast(
    AccountHistory History, ImmutableArray<Signal> Signals, ImmutableArray<Enrollment> Enrollments, ImmutableArray<SimulatedTouch> Touches, ImmutableArray<Effect> Effects);

/// <summary>
/// Plays accounts through days: people behave as their numbers say, and the real <see cref="Journey.Advance"/> and <see cref="TouchPolicy"/> answer. The same
/// seed gives the same past. It decides day by day: what people do because of a mail comes the day after at the earliest.
/// </summary>
public static class Simulation
{
    /// <summary>One account from one instant to another.</summary>
    public static SimulatedPast Run(SimulatedAccount account, SimulatedWorld world, DateTimeOffset from, DateTimeOffset to, Dice dice) =>
        new SimulatedLife(account, world, dice.For(account.History.Account.ExternalId)).Live(from, to);
}
