using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using CsEngage.Tests;

namespace CsEngage.Core.Tests.Content;

public sealed class ViewTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);
    static TimeSpan Seconds(int n) => TimeSpan.FromSeconds(n);

    static readonly Gen<(Beacon Beacon, int ArrivesAt)> Beacons =
        from sequence in Gen.Choose(1, 20)
        from active in Gen.Choose(-10, 2000)
        from scrolled in Gen.Choose(-10, 2000)
        from scroll in Gen.Choose(-20, 140)
        from headings in Gen.Choose(-1, 8).ArrayOf().Resize(4)
        from at in Gen.Choose(0, 3600)
        select (new Beacon(sequence, Seconds(active), Seconds(scrolled), scroll / 100.0, [.. headings]), at);

    static View After(IEnumerable<(Beacon Beacon, int ArrivesAt)> beacons) => beacons.Aggregate(View.At(Start), (view, one) => view.With(one.Beacon, Start.AddSeconds(one.ArrivesAt)));

    static string Told(View view) => $"{view.Active} {view.Scroll} {string.Join(',', view.Headings)}";

    [Fact]
    public void The_order_in_which_beacons_arrive_does_not_matter_and_neither_do_repeats() => Law.Holds(
        from beacons in Beacons.ArrayOf().Resize(10)
        from shuffled in Gen.Shuffle(beacons.Concat(beacons).ToArray())
        select (beacons, shuffled),
        c => Told(After(c.shuffled)).ShouldBe(Told(After(c.beacons))));

    [Fact]
    public void Totals_only_grow_and_never_exceed_the_time_that_passed() => Law.Holds(
        from beacons in Beacons.ArrayOf().Resize(10) select beacons,
        beacons =>
        {
            var view = View.At(Start);
            foreach (var (beacon, at) in beacons)
            {
                var next = view.With(beacon, Start.AddSeconds(at));
                next.Active.ShouldBeGreaterThanOrEqualTo(view.Active);
                next.Scroll.ShouldBeInRange(view.Scroll, 1);
                next.Headings.IsSupersetOf(view.Headings).ShouldBeTrue();
                view = next;
            }
            view.Active.ShouldBeLessThanOrEqualTo(Seconds(beacons.Select(one => one.ArrivesAt).DefaultIfEmpty(0).Max()));
        });

    [Fact]
    public void Nobody_reads_for_an_hour_without_scrolling() =>
        View.At(Start).With(new(1, Seconds(3600), TimeSpan.Zero, 0, []), Start.AddHours(2)).Active.ShouldBe(View.MostWithoutScroll);

    [Fact]
    public void Six_minutes_after_the_last_scroll_are_believed() =>
        View.At(Start).With(new(1, Seconds(3600), Seconds(600), 0.5, []), Start.AddHours(2)).Active.ShouldBe(Seconds(960));

    [Theory]
    [InlineData(40, 0.75, 0, true)]
    [InlineData(39, 1, 3, false)]
    [InlineData(100, 0.74, 2, false)]
    [InlineData(40, 0, 3, true)]
    public void Read_is_enough_time_and_enough_seen(int seconds, double scroll, int headings, bool read) =>
        (View.At(Start) with { Active = Seconds(seconds), Scroll = scroll, Headings = [.. Enumerable.Range(0, headings)] }).IsRead(Seconds(100), headings: 3).ShouldBe(read);
}
