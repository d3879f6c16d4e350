namespace CsEngage.Core;

public sealed partial record Journey
{
    /// <summary>
    /// Decides everything that became due for an enrollment from where it stands up to <paramref name="now"/>. Visits each instant that
    /// matters in order: signals and changes, due times, ends of waits, and the times at which rules change by themselves. So one late
    /// advance gives exactly the enrollment and effects of many small ones.
    /// </summary>
    /// <param name="enrollment">An enrollment of this version; one that has ended or is set aside is given back as it is.</param>
    /// <param name="facts">Facts of its account; readable from <see cref="Enrollment.AdvancedAt"/> on.</param>
    /// <param name="now">Not before <see cref="Enrollment.AdvancedAt"/>; an earlier instant does nothing.</param>
    /// <param name="calendars">Whose business days count.</param>
    /// <exception cref="JourneyException">It does not come to rest.</exception>
    public Advanced Advance(Enrollment enrollment, Facts facts, DateTimeOffset now, Calendars calendars) =>
        new JourneyWalk(this, enrollment, facts, calendars.Of(this)).To(now);
}
