namespace CsEngage.Core.Tests.Touches;

public sealed class BouncesTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
    static BounceReport Report(string status, double daysAgo = 0) => new(status, Now.AddDays(-daysAgo));

    [Theory]
    [InlineData("5.1.1", BounceConsequence.Suppress)]
    [InlineData("5.1.2", BounceConsequence.Suppress)]
    [InlineData("5.1.10", BounceConsequence.Suppress)]
    [InlineData("5.1.8", BounceConsequence.Count)]
    [InlineData("5.2.2", BounceConsequence.Count)]
    [InlineData("", BounceConsequence.Count)]
    [InlineData("5.7.1", BounceConsequence.PauseUs)]
    [InlineData("4.7.0", BounceConsequence.PauseUs)]
    public void A_first_bounce(string status, BounceConsequence consequence) => Bounces.Of(Report(status), [], null).ShouldBe(consequence);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(40, true)]
    public void One_refusal_may_be_about_its_message_three_are_about_us(int refused, bool pauses) => Distrust.Pauses(refused).ShouldBe(pauses);

    [Fact]
    public void The_third_within_ninety_days_suppresses() => Bounces.Of(Report("5.2.2"), [Report("5.2.2", 10), Report("5.0.0", 80)], null).ShouldBe(BounceConsequence.Suppress);

    [Fact]
    public void A_delivery_between_starts_the_count_anew() => Bounces.Of(Report("5.2.2"), [Report("5.2.2", 10), Report("5.2.2", 80)], Now.AddDays(-20)).ShouldBe(BounceConsequence.Count);

    [Fact]
    public void Old_ones_and_those_about_our_reputation_do_not_count() =>
        Bounces.Of(Report("5.2.2"), [Report("5.2.2", 91), Report("5.7.1", 5), Report("5.7.1", 6), Report("5.2.2", 3)], null).ShouldBe(BounceConsequence.Count);

    [Theory]
    [InlineData(3000, 3, 0, 0, 0, 0, AutoPauseReason.Complaints)]
    [InlineData(500, 3, 0, 0, 0, 0, AutoPauseReason.Complaints)]
    [InlineData(100, 2, 0, 0, 0, 0, null)]
    [InlineData(3000, 2, 0, 0, 0, 0, null)]
    [InlineData(0, 0, 49, 40, 0, 0, null)]
    [InlineData(0, 0, 50, 2, 0, 0, null)]
    [InlineData(0, 0, 60, 3, 0, 0, AutoPauseReason.HardBounces)]
    [InlineData(0, 0, 0, 0, 200, 40, AutoPauseReason.Failures)]
    [InlineData(0, 0, 0, 0, 200, 39, null)]
    [InlineData(0, 0, 0, 0, 100, 100, null)]
    public void Sending_pauses_itself(int sent, int complaints, int counted, int hard, int attempts, int failures, AutoPauseReason? reason) =>
        AutoPause.Of(new(sent, complaints, counted, hard, attempts, failures)).ShouldBe(reason);
}
