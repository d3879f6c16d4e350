using CsEngage.Core;
using CsEngage.Engine.Signals;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Engine.Tests.Signals;

public sealed class ReadingProgressTests
{
    static readonly DateTimeOffset Opened = new(2026, 11, 21, 5, 0, 0, TimeSpan.Zero);
    static readonly GuideMeasure FiveMinutes = new(TimeSpan.FromMinutes(5), 4, 3, GuideDone.Read);

    static ReadingTotals Totals(int seconds, int scroll = 0, int headings = 0, int steps = 0, bool marked = false) => new(seconds * 1000L, scroll, headings, steps, marked);

    [Theory]
    [InlineData(120, 75, 0, true)]
    [InlineData(119, 100, 4, false)]
    [InlineData(120, 74, 3, false)]
    [InlineData(120, 0, 4, true)]
    public void Read_takes_two_fifths_of_the_time_and_three_quarters_of_the_way(int seconds, int scroll, int headings, bool read) =>
        FiveMinutes.IsRead(Totals(seconds, scroll, headings)).ShouldBe(read);

    [Fact]
    public void Completed_asks_for_what_the_guide_asks()
    {
        FiveMinutes.IsCompleted(Totals(1), isRead: true).ShouldBeTrue();
        FiveMinutes.IsCompleted(Totals(1), isRead: false).ShouldBeFalse();
        (FiveMinutes with { Done = GuideDone.Mark }).IsCompleted(Totals(1), isRead: true).ShouldBeFalse();
        (FiveMinutes with { Done = GuideDone.Mark }).IsCompleted(Totals(1, marked: true), isRead: true).ShouldBeTrue();
        (FiveMinutes with { Done = GuideDone.Steps }).IsCompleted(Totals(1, steps: 2), isRead: true).ShouldBeFalse();
        (FiveMinutes with { Done = GuideDone.Steps }).IsCompleted(Totals(1, steps: 3), isRead: true).ShouldBeTrue();
    }

    [Fact]
    public void Nobody_is_active_longer_than_the_page_was_open_nor_six_minutes_without_a_scroll()
    {
        Totals(500, 10).Bounded(Opened, Opened.AddSeconds(60), 4).ActiveMs.ShouldBe(60_000);
        Totals(5000).Bounded(Opened, Opened.AddHours(2), 4).ActiveMs.ShouldBe(360_000);
        Totals(10, 300, 99).Bounded(Opened, Opened.AddHours(2), 4).ShouldBe(Totals(10, 100, 4));
        Totals(10).Bounded(Opened, Opened.AddHours(-1), 4).ActiveMs.ShouldBe(0);
    }

    static readonly Gen<ReadingTotals> Any = from seconds in Gen.Choose(0, 400) from scroll in Gen.Choose(0, 100) from headings in Gen.Choose(0, 5) from marked in Gen.Elements(true, false) select Totals(seconds, scroll, headings, 0, marked);

    [Fact]
    public void Order_and_repetition_of_beacons_do_not_matter() => Law.Holds(Any.ListOf(), beacons =>
    {
        var once = beacons.Aggregate(ReadingTotals.None, (sum, next) => sum.Or(next));
        Enumerable.Reverse(beacons).Concat(beacons).Aggregate(ReadingTotals.None, (sum, next) => sum.Or(next)).ShouldBe(once);
    });

    [Theory]
    [InlineData("GET", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36", null, Actor.Human)]
    [InlineData("GET", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", null, Actor.Human)]
    [InlineData("GET", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36", "prefetch;prerender", Actor.Machine)]
    [InlineData("HEAD", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0", null, Actor.Machine)]
    [InlineData("GET", "", null, Actor.Machine)]
    [InlineData("GET", "curl/8.5.0", null, Actor.Machine)]
    [InlineData("GET", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", null, Actor.Machine)]
    [InlineData("GET", "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", null, Actor.ProbableMachine)]
    public void Programs_are_told_from_people(string method, string agent, string? purpose, Actor actor) => Machines.Of(method, agent, purpose).ShouldBe(actor);
}
