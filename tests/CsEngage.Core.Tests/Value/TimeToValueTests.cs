using FsCheck;
using FsCheck.Fluent;
using CsEngage.Core.Tests.Journeys;
using CsEngage.Tests;

namespace CsEngage.Core.Tests.Value;

public sealed class TimeToValueTests
{
    [Fact]
    public void It_counts_from_the_anchor_to_the_value_checkpoint()
    {
        var journey = ExampleJourney.Journey with { Anchor = ValueAnchor.Entry };
        var walker = new Walker(journey).Enters().Says(0.5, "workspace.created")
            .Says(1, "contact.signed-in", Walker.Hana).Says(1, "contact.signed-in", Walker.Ken).Says(1, "contact.signed-in", Walker.Mei).Says(4, "report.created").To(5);
        TimeToValue.Of(journey, walker.Enrollment, walker.Facts, ExampleJourney.Start.AddDays(9)).ShouldBe(new(4, IsReached: true));
        TimeToValue.Of(journey with { Anchor = ValueAnchor.Created }, walker.Enrollment, walker.Facts, ExampleJourney.Start.AddDays(9))!.Days.ShouldBe(7);
    }

    [Fact]
    public void Who_is_on_the_way_is_censored_and_not_dropped()
    {
        var journey = ExampleJourney.Journey with { Anchor = ValueAnchor.Entry };
        var walker = new Walker(journey).Enters().To(5);
        TimeToValue.Of(journey, walker.Enrollment, walker.Facts, ExampleJourney.Start.AddDays(9)).ShouldBe(new(9, IsReached: false));
    }

    [Fact]
    public void Without_a_contract_that_anchor_is_unknown()
    {
        var walker = new Walker(ExampleJourney.Journey).Enters().To(5);
        TimeToValue.Of(ExampleJourney.Journey, walker.Enrollment, walker.Facts, ExampleJourney.Start.AddDays(9)).ShouldBeNull();
    }

    [Fact]
    public void The_curve_is_that_of_the_textbook()
    {
        // Six accounts: reached after 1, 3, 3, 5 days; still on the way after 2 and 4.
        var curve = ValueCurve.Of([new(1, true), new(2, false), new(3, true), new(3, true), new(4, false), new(5, true)]);
        curve.Points.Select(point => Math.Round(point.Share, 4)).ShouldBe([0.1667, 0.5833, 1]);
        curve.Points.Select(point => point.AtRisk).ShouldBe([6, 4, 1]);
        curve.Median.ShouldBe(3);
        (curve.Reached, curve.Open).ShouldBe((4, 2));
    }

    [Fact]
    public void Dropping_who_is_on_the_way_would_flatter() => Law.Holds(
        from days in (from day in Gen.Choose(1, 100) from reached in Gen.Elements(true, false) select new TimeToValue(day, reached)).NonEmptyListOf()
        select days.ToArray(),
        times =>
        {
            var curve = ValueCurve.Of(times);
            curve.Points.Zip(curve.Points.Skip(1), (a, b) => a.Share <= b.Share + 1e-9 && a.Days < b.Days).ShouldAllBe(grows => grows);
            curve.Points.ShouldAllBe(point => point.Share > 0 && point.Share <= 1 + 1e-9);
            if (curve.Median is { } median && ValueCurve.Of(times.Where(time => time.IsReached)).Median is { } flattered) median.ShouldBeGreaterThanOrEqualTo(flattered);
        });
}
