namespace CsEngage.Core;

/// <summary>How an account behaves: the numbers a simulation draws from. Shares and chances are 0 to 1.</summary>
/// <param name="VisitsPerWeek">Sessions per week of an active contact.</param>
/// <param name="ActiveShare">Share of contacts who are active in a usual month.</param>
/// <param name="ChampionFactor">How many times as often a champion or organizer comes.</param>
/// <param name="ReportsPerVisit">Uses of the product per session, once it is connected.</param>
/// <param name="ExportsPerMonth">Exports of the account per month.</param>
/// <param name="Pace">Time taken for a checkpoint, as a multiple of its due time.</param>
/// <param name="Reaches">Chance that a checkpoint on the customer's side is ever reached.</param>
/// <param name="Reads">Chance that a guide that is offered is read.</param>
/// <param name="Completes">Chance that a guide that was read is completed.</param>
/// <param name="FollowsMail">Chance of a visit after a mail.</param>
/// <param name="Answers">Chance that a survey is answered.</param>
/// <param name="Nps">Lowest and highest recommendation, 0 to 10.</param>
/// <param name="Csat">Lowest and highest satisfaction, 1 to 5.</param>
/// <param name="PostsPerMonth">Posts of the account in the community.</param>
/// <param name="TicketsPerMonth">Tickets of the account.</param>
/// <param name="Trend">Factor on visits every 30 days since the behaviour began.</param>
/// <param name="MonthEnd">Most visits fall into the last and first three days of a month.</param>
/// <param name="MeetingsPerQuarter">Meetings with the CSM.</param>
public sealed record Behaviour(
    double VisitsPerWeek, double ActiveShare, double ChampionFactor = 2, double ReportsPerVisit = 1.5, double ExportsPerMonth = 2, double Pace = 1, double Reaches = 0.9,
    double Reads = 0.5, double Completes = 0.7, double FollowsMail = 0.3, double Answers = 0.3, (int Least, int Most) Nps = default, (int Least, int Most) Csat = default,
    double PostsPerMonth = 0, double TicketsPerMonth = 0.2, double Trend = 1, bool MonthEnd = false, double MeetingsPerQuarter = 0)
{
    /// <summary>Carried by one person.</summary>
    public static readonly Behaviour Champion = new(2.2, 0.75, 2.5, 2, 8, 0.7, 0.99, 0.8, 0.8, 0.55, 0.5, (8, 10), (4, 5), 0.6, 0.2, 1, MonthEnd: false, 2);

    /// <summary>As most are.</summary>
    public static readonly Behaviour Steady = new(1.5, 0.6, 1.5, 1.8, 4, 1, 0.95, 0.6, 0.7, 0.4, 0.35, (7, 9), (3, 5), 0.2, 0.15, 1, MonthEnd: false, 1);

    /// <summary>Slow to start.</summary>
    public static readonly Behaviour Slow = new(0.7, 0.45, 1.8, 1.3, 1, 2.2, 0.85, 0.45, 0.6, 0.4, 0.3, (6, 8), (3, 4), 0, 0.4, 1, MonthEnd: false, 1);

    /// <summary>Less and less.</summary>
    public static readonly Behaviour Fading = new(1, 0.45, 1.2, 1.2, 1.5, 1.5, 0.7, 0.25, 0.5, 0.15, 0.15, (4, 7), (2, 4), 0, 0.2, 0.68);

    /// <summary>Hardly ever heard of.</summary>
    public static readonly Behaviour Silent = new(0.1, 0.2, 1, 1, 0.1, 3, 0.45, 0.1, 0.4, 0.08, 0.05, (4, 7), (3, 4), 0, 0);
}

/// <summary>A behaviour from some time on.</summary>
public sealed record BehaviourFrom(DateTimeOffset From, Behaviour Behaviour);
