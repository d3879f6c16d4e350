using CsEngage.Engine.Content;

namespace CsEngage.Engine.Signals;

/// <summary>What a page says about one view of a guide: totals that only grow, so that repeats and any order of arrival do no harm.</summary>
/// <param name="ActiveMs">Time in which the page was visible and somebody did something.</param>
/// <param name="Scroll">How far down it was seen, 0 to 100.</param>
/// <param name="Headings">How many headings were seen.</param>
/// <param name="Steps">How many boxes of its task lists are ticked.</param>
/// <param name="Marked">Whether "mark as done" was pressed.</param>
public sealed record ReadingTotals(long ActiveMs, int Scroll, int Headings, int Steps, bool Marked)
{
    public static readonly ReadingTotals None = new(0, 0, 0, 0, false);

    /// <summary>The larger of each.</summary>
    public ReadingTotals Or(ReadingTotals other) => new(
        Math.Max(ActiveMs, other.ActiveMs), Math.Max(Scroll, other.Scroll), Math.Max(Headings, other.Headings), Math.Max(Steps, other.Steps), Marked || other.Marked);

    /// <summary>
    /// As far as they can be true: no more active time than has passed since the page was rendered, and at most six minutes without a scroll.
    /// </summary>
    public ReadingTotals Bounded(DateTimeOffset openedAt, DateTimeOffset now, int headings)
    {
        var passed = Math.Max(0, (long)(now - openedAt).TotalMilliseconds);
        var scroll = Math.Clamp(Scroll, 0, 100);
        return new(Math.Clamp(ActiveMs, 0, scroll == 0 ? Math.Min(passed, WithoutScroll) : passed), scroll, Math.Clamp(Headings, 0, headings), Math.Max(Steps, 0), Marked);
    }

    const long WithoutScroll = 6 * 60_000;
}

/// <summary>What completes a guide besides reading it.</summary>
public enum GuideDone { Read, Mark, Steps }

/// <summary>When a guide counts as read and as completed.</summary>
/// <param name="Estimated">Estimated reading time.</param>
/// <param name="Headings">How many headings it has.</param>
/// <param name="Steps">How many boxes its task lists have.</param>
/// <param name="Done">Its own requirement.</param>
public sealed record GuideMeasure(TimeSpan Estimated, int Headings, int Steps, GuideDone Done)
{
    const double ShareOfTime = 0.4;
    const int ShareOfScroll = 75;

    public static GuideMeasure Of(Body body, int steps, GuideDone done) => new(body.Reading.Estimated, body.Anchors.Count(), steps, done);

    /// <summary>Active time ≥ 40 % of the estimate, and either scrolled three quarters or seen every heading.</summary>
    public bool IsRead(ReadingTotals totals) =>
        totals.ActiveMs >= Estimated.TotalMilliseconds * ShareOfTime && (totals.Scroll >= ShareOfScroll || (Headings > 0 && totals.Headings >= Headings));

    /// <summary>Read, and what the guide asks for besides.</summary>
    public bool IsCompleted(ReadingTotals totals, bool isRead) => isRead && Done switch
    {
        GuideDone.Mark => totals.Marked,
        GuideDone.Steps => totals.Steps >= Steps,
        _ => true,
    };
}
