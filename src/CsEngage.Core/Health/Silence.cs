using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>How often people of an account usually come: the gaps, in days, between days on which anybody did.</summary>
/// <param name="Gaps">The gaps, shortest first.</param>
/// <param name="LastOn">The last day on which anybody did; null when nobody ever did.</param>
public sealed record Cadence(ImmutableArray<int> Gaps, DateOnly? LastOn)
{
    /// <summary>Fewer gaps than these say nothing about a habit.</summary>
    public const int FewestGaps = 5;

    /// <summary>Read from what counts as engagement, within the last days.</summary>
    public static Cadence Of(Facts facts, DateTimeOffset now, int days = 180)
    {
        var line = facts.Base.Set(new(CounterKey.Engagement)) is var set && facts.Contact >= 0 ? set.Of(facts.Contact) : set.All;
        var calendar = facts.Base.Days;
        var (first, gaps, last) = (calendar.DayOf(now.UtcTicks) - days, ImmutableArray.CreateBuilder<int>(), (int?)null);
        foreach (var instant in line.Instants)
        {
            if (instant > now.UtcTicks) break;
            var day = calendar.DayOf(instant);
            if (last is { } before && day > before && day >= first) gaps.Add(day - before);
            last = day;
        }
        gaps.Sort();
        return new(gaps.DrainToImmutable(), last is { } on ? DateOnly.FromDayNumber(on) : null);
    }

    /// <summary>Read from the days on which anybody did, in any order.</summary>
    public static Cadence OfDays(IEnumerable<DateOnly> days)
    {
        var seen = days.Distinct().Order().ToArray();
        return new([.. seen.Skip(1).Zip(seen, (day, before) => day.DayNumber - before.DayNumber).Order()], seen.Length == 0 ? null : seen[^1]);
    }

    /// <summary>The gap that nine of ten do not exceed; null when there are too few.</summary>
    public int? Usual => Gaps.Length < FewestGaps ? null : Gaps[(int)Math.Ceiling(Gaps.Length * 0.9) - 1];

    /// <summary>The median of what is usual among peers; null when none of them has a habit yet.</summary>
    public static int? OfPeers(IEnumerable<int?> usual)
    {
        var known = usual.Where(gap => gap is not null).Select(gap => gap!.Value).Order().ToArray();
        return known.Length == 0 ? null : known[(known.Length - 1) / 2];
    }
}

/// <summary>An account that was expected and did not come. A reason of its own beside the band: green but silent is shown as such.</summary>
/// <param name="Days">Days since anybody came, or since it began.</param>
/// <param name="Expected">After so many days somebody would usually have come.</param>
/// <param name="ByOwnPast">Whether that is known from its own past; otherwise from its peers, or by default.</param>
public sealed record Silence(int Days, int Expected, bool ByOwnPast)
{
    /// <summary>Nobody is called silent sooner than this.</summary>
    public const int Soonest = 7;

    /// <summary>What is expected of an account that has neither a past nor peers.</summary>
    public const int Default = 14;

    /// <summary>The silence of an account, when it has been away for more than twice what is usual; null when it has not.</summary>
    public static Silence? Of(Cadence cadence, int? peers, DateOnly began, DateOnly today) => Of(cadence.Usual, cadence.LastOn, peers, began, today);

    /// <summary>The same where only what is usual is at hand.</summary>
    /// <param name="usual">The usual gap of its own past; null when it has no habit.</param>
    /// <param name="lastOn">The last day on which anybody did; null when nobody ever did.</param>
    /// <param name="peers">What is usual among its peers.</param>
    /// <param name="began">The account's first day.</param>
    /// <param name="today">Today.</param>
    public static Silence? Of(int? usual, DateOnly? lastOn, int? peers, DateOnly began, DateOnly today)
    {
        var expected = usual ?? peers ?? Default;
        var days = today.DayNumber - (lastOn ?? began).DayNumber;
        return days > Math.Max(Soonest, 2 * expected) ? new(days, expected, usual is not null) : null;
    }
}
