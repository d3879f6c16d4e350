using System.Globalization;

namespace CsEngage.Core;

/// <summary>How much went to one receiving domain lately.</summary>
/// <param name="ThisMinute">Claimed or sent since the minute began.</param>
/// <param name="Today">The same since the day began, in UTC.</param>
public sealed record DomainUse(int ThisMinute, int Today)
{
    /// <summary>Nothing yet.</summary>
    public static readonly DomainUse None = new(0, 0);

    /// <summary>When the minute of an instant began.</summary>
    public static DateTimeOffset MinuteOf(DateTimeOffset now) => new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>When the day of an instant began, in UTC: receivers count that way, and a sender has recipients in many zones.</summary>
    public static DateTimeOffset DayOf(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);
}

/// <summary>A new sender begins with little and sends more each day, so that receivers learn to know it.</summary>
/// <param name="From">The first day.</param>
/// <param name="FirstDay">How many per receiving domain on that day; 1 or more.</param>
/// <param name="Growth">Factor from one day to the next; above 1.</param>
/// <param name="Enough">From so many a day on nothing is held back any more.</param>
public sealed record WarmUp(DateOnly From, int FirstDay, decimal Growth, int Enough)
{
    /// <summary>50 on the first day, half as much again each day; over after 18 days, at 50,000.</summary>
    public static WarmUp Usual(DateOnly from) => new(from, 50, 1.5m, 50_000);

    /// <summary>How many may go to one domain on a day; null once the plan is over.</summary>
    public int? AllowedOn(DateOnly day)
    {
        decimal allowed = FirstDay;
        for (var n = day.DayNumber - From.DayNumber; n > 0 && allowed < Enough; n--) allowed *= Growth;
        return allowed >= Enough ? null : (int)allowed;
    }

    /// <summary>The first day on which nothing is held back.</summary>
    public DateOnly OverOn()
    {
        var day = From;
        while (AllowedOn(day) is not null) day = day.AddDays(1);
        return day;
    }
}

/// <summary>How fast one receiving domain is written to.</summary>
/// <param name="PerMinute">At most so many in a minute; null for no limit.</param>
/// <param name="WarmUp">The plan of a new sender; null when there is none.</param>
public sealed record DomainPace(int? PerMinute, WarmUp? WarmUp)
{
    /// <summary>As fast as the servers take it.</summary>
    public static readonly DomainPace Free = new(null, null);

    /// <summary>Why one more has to wait and until when; null when it may go now.</summary>
    public TouchDecision.Hold? Wait(DomainUse use, string domain, DateTimeOffset now)
    {
        if (PerMinute is { } most && use.ThisMinute >= most)
            return new(9, HoldReason.DomainRate, DomainUse.MinuteOf(now).AddMinutes(1), [new("domain", domain), new("most", most.ToString(CultureInfo.InvariantCulture))]);
        if (WarmUp?.AllowedOn(DateOnly.FromDateTime(now.UtcDateTime)) is { } allowed && use.Today >= allowed)
            return new(9, HoldReason.WarmingUp, DomainUse.DayOf(now).AddDays(1), [new("domain", domain), new("allowed", allowed.ToString(CultureInfo.InvariantCulture))]);
        return null;
    }
}
