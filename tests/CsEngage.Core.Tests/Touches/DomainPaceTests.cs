namespace CsEngage.Core.Tests.Touches;

public sealed class DomainPaceTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 0, 30, TimeSpan.Zero);
    static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public void Without_limits_nothing_waits() => DomainPace.Free.Wait(new DomainUse(10_000, 1_000_000), "example.jp", Now).ShouldBeNull();

    [Fact]
    public void What_is_too_much_for_a_minute_goes_in_the_next_one()
    {
        var pace = new DomainPace(30, null);
        pace.Wait(new DomainUse(29, 29), "example.jp", Now).ShouldBeNull();
        var wait = pace.Wait(new DomainUse(30, 30), "example.jp", Now)!;
        (wait.Why, wait.Until).ShouldBe((HoldReason.DomainRate, Now.AddSeconds(30)));
        wait.Facts.ShouldContain(new DecisionFact("domain", "example.jp"));
    }

    [Fact]
    public void A_new_sender_sends_half_as_much_again_each_day_until_the_plan_is_over()
    {
        var plan = WarmUp.Usual(Today);
        Enumerable.Range(0, 4).Select(n => plan.AllowedOn(Today.AddDays(n))).ShouldBe([50, 75, 112, 168]);
        plan.AllowedOn(Today.AddDays(-3)).ShouldBe(50);
        plan.OverOn().ShouldBe(Today.AddDays(18));
        plan.AllowedOn(plan.OverOn()).ShouldBeNull();
        var days = Enumerable.Range(0, 18).Select(n => plan.AllowedOn(Today.AddDays(n))!.Value).ToList();
        days.ShouldBe(days.Order());
    }

    [Fact]
    public void What_is_too_much_for_a_day_of_the_warm_up_goes_tomorrow()
    {
        var pace = new DomainPace(null, WarmUp.Usual(Today));
        pace.Wait(new DomainUse(0, 49), "example.jp", Now).ShouldBeNull();
        var wait = pace.Wait(new DomainUse(0, 50), "example.jp", Now)!;
        (wait.Why, wait.Until).ShouldBe((HoldReason.WarmingUp, new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Minutes_and_days_begin_where_the_clock_says() => (DomainUse.MinuteOf(Now), DomainUse.DayOf(Now)).ShouldBe((Now.AddSeconds(-30), new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero)));
}
