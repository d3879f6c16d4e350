namespace CsEngage.Core.Tests.Touches;

public sealed class TouchLedgerTests
{
    [Fact]
    public void The_ordinary_way_is_pending_claimed_sent_delivered()
    {
        TouchLedger.After(TouchState.Pending, TouchEvent.Claim).ShouldBe(TouchState.Claimed);
        TouchLedger.After(TouchState.Claimed, TouchEvent.Accept).ShouldBe(TouchState.Sent);
        TouchLedger.After(TouchState.Sent, TouchEvent.Deliver).ShouldBe(TouchState.Delivered);
    }

    [Theory]
    [InlineData(TouchState.Failed)]
    [InlineData(TouchState.Skipped)]
    [InlineData(TouchState.Ghost)]
    [InlineData(TouchState.Sent)]
    [InlineData(TouchState.Delivered)]
    [InlineData(TouchState.Bounced)]
    [InlineData(TouchState.Complained)]
    [InlineData(TouchState.Ambiguous)]
    public void What_is_settled_cannot_be_claimed_again(TouchState settled)
    {
        TouchLedger.After(settled, TouchEvent.Claim).ShouldBeNull();
        TouchLedger.IsSettled(settled).ShouldBeTrue();
    }

    [Fact]
    public void Only_pending_touches_are_claimed() => TouchLedger.From(TouchEvent.Claim).ShouldBe([TouchState.Pending]);

    [Fact]
    public void A_connection_lost_after_the_data_leaves_it_ambiguous_and_a_report_settles_it()
    {
        TouchLedger.After(TouchState.Claimed, TouchEvent.Lose).ShouldBe(TouchState.Ambiguous);
        TouchLedger.After(TouchState.Ambiguous, TouchEvent.GiveBack).ShouldBeNull();
        TouchLedger.After(TouchState.Ambiguous, TouchEvent.Bounce).ShouldBe(TouchState.Bounced);
    }

    [Fact]
    public void From_every_state_that_is_not_settled_some_way_leads_to_an_end()
    {
        foreach (var state in Enum.GetValues<TouchState>().Where(state => !TouchLedger.IsSettled(state)))
            TouchLedger.After(state, TouchEvent.Skip).ShouldBe(TouchState.Skipped, state.ToString());
    }

    [Fact]
    public void Transient_trouble_is_retried_ever_more_slowly_for_two_days()
    {
        var start = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
        var (at, failures) = (start, 0);
        while (TouchLedger.RetryAt(start, ++failures, at) is { } next)
        {
            next.ShouldBeGreaterThan(at);
            at = next;
        }
        (at - start).ShouldBeInRange(TimeSpan.FromHours(40), TimeSpan.FromHours(48));
        failures.ShouldBeInRange(8, 20);
    }
}
