using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Running totals that a page reports, as sent: each message repeats and extends the one before.</summary>
/// <param name="Sequence">Number of the message in its view, from 1.</param>
/// <param name="Active">Time with the page in front and somebody there.</param>
/// <param name="Scrolled">Time of activity before the last scroll; what came after is activity without scroll.</param>
/// <param name="Scroll">How far down, 0 to 1.</param>
/// <param name="Headings">Numbers of the headings that were on screen, from 0.</param>
public sealed record Beacon(int Sequence, TimeSpan Active, TimeSpan Scrolled, double Scroll, ImmutableArray<int> Headings);

/// <summary>
/// A membership's reading of one version of a guide: totals that only grow. Beacons may come in any order, twice, or never: the result is the same
/// as from the furthest of them.
/// </summary>
/// <param name="StartedAt">When the server rendered it.</param>
/// <param name="Active">Active time, bounded.</param>
/// <param name="Scroll">How far down, 0 to 1.</param>
/// <param name="Headings">Numbers of the headings seen.</param>
/// <param name="IsCompleted">The guide's own requirement is met.</param>
public sealed record View(DateTimeOffset StartedAt, TimeSpan Active, double Scroll, ImmutableSortedSet<int> Headings, bool IsCompleted)
{
    /// <summary>Activity that is believed without scrolling.</summary>
    public static readonly TimeSpan MostWithoutScroll = TimeSpan.FromMinutes(6);

    /// <summary>A view that the server has just rendered.</summary>
    public static View At(DateTimeOffset startedAt) => new(startedAt, TimeSpan.Zero, 0, [], IsCompleted: false);

    /// <summary>
    /// The view after one more beacon that arrived at some time: no more active time than has passed since it was rendered, at most six minutes
    /// beyond the last scroll, never less than before.
    /// </summary>
    public View With(Beacon beacon, DateTimeOffset receivedAt)
    {
        var wall = receivedAt > StartedAt ? receivedAt - StartedAt : TimeSpan.Zero;
        var scrolled = beacon.Scrolled > TimeSpan.Zero ? beacon.Scrolled : TimeSpan.Zero;
        var believed = Least(Least(beacon.Active, scrolled + MostWithoutScroll), wall);
        return this with
        {
            Active = believed > Active ? believed : Active,
            Scroll = Math.Max(Scroll, double.IsNaN(beacon.Scroll) ? 0 : Math.Clamp(beacon.Scroll, 0, 1)),
            Headings = Headings.Union(beacon.Headings.Where(heading => heading is >= 0 and < 1000)),
        };
    }

    /// <summary>Read: active time of at least 40 % of the estimate, and scrolled by 75 % or all headings seen.</summary>
    /// <param name="estimate">Estimated reading time.</param>
    /// <param name="headings">How many headings the version has.</param>
    public bool IsRead(TimeSpan estimate, int headings) =>
        Active >= estimate * 0.4 && (Scroll >= 0.75 || (headings > 0 && Headings.Count(heading => heading < headings) == headings));

    /// <summary>Seconds since the view began in which somebody was there, as signals carry them.</summary>
    public decimal ActiveSeconds => Math.Round((decimal)Active.TotalSeconds, 1);

    static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
