using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>A play in a simulated past.</summary>
/// <param name="Id">Unique in its account.</param>
/// <param name="Play">Key of the play.</param>
/// <param name="MembershipId">The person it is about.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="DueAt">Until when it was to be done.</param>
/// <param name="Cause">What opened it.</param>
/// <param name="EnrollmentId">The enrollment that opened it.</param>
/// <param name="ByRule">Opened by its own rule.</param>
/// <param name="IsUrgent">Of high priority.</param>
/// <param name="Reasons">What the rule said, as text.</param>
/// <param name="Closing">How it ended; null while it is open.</param>
public sealed record SimulatedPlay(
    string Id, string Play, Guid? MembershipId, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, Cause Cause, Guid? EnrollmentId, bool ByRule, bool IsUrgent, string? Reasons, SimulatedClosing? Closing);

/// <summary>How a play ended in a simulated past.</summary>
/// <param name="At">When.</param>
/// <param name="Outcome">Key of the outcome; null when it closed by itself.</param>
/// <param name="Minutes">Effort, when a person closed it.</param>
/// <param name="Why">Why it closed by itself.</param>
public sealed record SimulatedClosing(DateTimeOffset At, string? Outcome, int? Minutes, string? Why);

/// <summary>
/// The work of CSMs in a simulated past: the real <see cref="PlayPolicy"/> opens and closes plays, journeys do theirs, and people close the rest, most within
/// days, some late. Rules are asked in the morning of each working day.
/// </summary>
public sealed class SimulatedWork
{
    /// <summary>Share of plays that lie about for weeks.</summary>
    const double Left = 0.35;

    readonly Facts facts;
    readonly Calendar calendar;
    readonly ImmutableArray<Play> plays;
    readonly SimulatedAccount account;
    readonly SimulatedPast past;
    readonly Dice dice;
    readonly Dictionary<string, (SimulatedPlay Play, DateTimeOffset HandledAt)> open = new(StringComparer.Ordinal);
    readonly List<SimulatedPlay> done = [];
    ImmutableArray<PlayOnAccount> history = [];

    SimulatedWork(SimulatedAccount account, SimulatedPast past, ImmutableArray<Play> plays, Dice dice)
    {
        (this.account, this.past, this.plays, this.dice) = (account, past, plays, dice);
        (facts, calendar) = (Facts.Of(past.History), account.Calendar);
    }

    /// <summary>The plays of one account from one instant to another, in the order in which they were opened.</summary>
    /// <param name="account">As it was simulated.</param>
    /// <param name="past">What came of it.</param>
    /// <param name="plays">Plays in force.</param>
    /// <param name="from">Rules are asked from here on; journeys are heard from the beginning.</param>
    /// <param name="to">The end of the past.</param>
    /// <param name="dice">Draws how people work.</param>
    public static ImmutableArray<SimulatedPlay> Of(SimulatedAccount account, SimulatedPast past, ImmutableArray<Play> plays, DateTimeOffset from, DateTimeOffset to, Dice dice) =>
        new SimulatedWork(account, past, plays, dice.For("work/" + account.History.Account.ExternalId)).Do(from, to);

    ImmutableArray<SimulatedPlay> Do(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var (at, what) in Mornings(from, to).Concat(Journeys(to)).OrderBy(one => one.At).ToList())
        {
            Handle(at);
            if (what is null) Ask(at);
            else if (what is Effect.OpenPlay begun) Begin(begun);
            else if (what is Effect.ClosePlay ended && open.Values.FirstOrDefault(one => one.Play.Id == ended.Play) is { Play: { } play }) End(play, new(at, null, null, ended.Reason));
        }
        Handle(to);
        return [.. done.Concat(open.Values.Select(one => one.Play)).OrderBy(play => play.OpenedAt).ThenBy(play => play.Id, StringComparer.Ordinal)];
    }

    IEnumerable<(DateTimeOffset At, Effect? What)> Journeys(DateTimeOffset to) =>
        past.Effects.Where(effect => effect is Effect.OpenPlay or Effect.ClosePlay && effect.At <= to).Select(effect => (effect.At, (Effect?)effect));

    IEnumerable<(DateTimeOffset At, Effect? What)> Mornings(DateTimeOffset from, DateTimeOffset to)
    {
        for (var day = calendar.DateOf(from).AddDays(1); calendar.At(day, new(9, 30)) is var at && at <= to; day = day.AddDays(1))
            if (calendar.IsBusinessDay(day) && at >= account.History.Account.CreatedAt)
                yield return (at, null);
    }

    void Ask(DateTimeOffset at)
    {
        foreach (var play in plays)
        {
            if (play.Opens is null && play.Closes is null) continue;
            switch (PlayPolicy.Decide(play, history, facts, at, calendar))
            {
                case PlayDecision.Open opening:
                    var cause = Cause.Of("rule", FormattableString.Invariant($"play:{play.Key}@{at.ToUnixTimeMilliseconds()}"));
                    Open(play, new(FormattableString.Invariant($"rule/{play.Key}/{at.ToUnixTimeMilliseconds()}"), play.Key, null, at, opening.DueAt, cause, null, ByRule: true, play.IsUrgent, opening.Verdict?.Reasons.Text, null));
                    break;
                case PlayDecision.Close when open.TryGetValue(play.Key, out var one):
                    End(one.Play, new(at, null, null, "cleared"));
                    break;
                default: break;
            }
        }
    }

    void Begin(Effect.OpenPlay begun)
    {
        if (plays.FirstOrDefault(one => one.Key == begun.Play) is not { } play || !PlayPolicy.MayOpen(play, history)) return;
        var enrollment = past.Enrollments.FirstOrDefault(one => begun.Id.StartsWith(FormattableString.Invariant($"{one.Journey}/{one.ParticipantId:D}/{one.Entry}/"), StringComparison.Ordinal));
        Open(play, new(begun.Id, begun.Play, begun.MembershipId, begun.At, begun.DueAt, begun.Cause, enrollment?.Id, ByRule: false, play.IsUrgent, null, null));
    }

    void Open(Play document, SimulatedPlay play)
    {
        var days = dice.Happens(Left) ? dice.Between(8, 35) : dice.Between(1, 6);
        open[document.Key] = (play, calendar.At(calendar.AddBusinessDays(calendar.DateOf(play.OpenedAt), days), new TimeOnly(10, 0)).AddMinutes(dice.Between(0, 420)));
        history = history.Add(new(play.Play, play.OpenedAt, null, play.ByRule));
    }

    /// <summary>What people have got round to by now.</summary>
    void Handle(DateTimeOffset now)
    {
        foreach (var (play, at) in open.Values.Where(one => one.HandledAt <= now).OrderBy(one => one.HandledAt).ToList())
        {
            var document = plays.First(one => one.Key == play.Play);
            // An outcome that asks for a sentence of explanation is left to people who can write one.
            var outcomes = document.Outcomes.Where(outcome => !outcome.NeedsReason).ToArray();
            if (outcomes.Length == 0) continue;
            var went = dice.Happens(Reaches(at));
            var fitting = outcomes.Where(outcome => outcome.Result == PlayResult.Success == went).ToArray();
            var outcome = fitting.Length == 0 ? outcomes[0] : fitting[dice.Between(0, fitting.Length - 1)];
            End(play, new(at, outcome.Key, document.Minutes is { } usual ? Math.Max(5, usual * dice.Between(60, 140) / 500 * 5) : null, null));
        }
    }

    void End(SimulatedPlay play, SimulatedClosing closing)
    {
        open.Remove(play.Play);
        done.Add(play with { Closing = closing });
        history = [.. history.Select(one => one.Play == play.Play && one.ClosedAt is null ? one with { ClosedAt = closing.At } : one)];
    }

    double Reaches(DateTimeOffset at) => (account.Behaviour.LastOrDefault(span => span.From <= at) ?? account.Behaviour[0]).Behaviour.Reaches;
}
