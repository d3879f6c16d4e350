using CsEngage.Core.Tests.Journeys;

namespace CsEngage.Core.Tests.Content;

public sealed class NextCardTests
{
    static NextCard? Card(Walker walker, double day, Guid who, params string[] hidden) => NextCard.Of(
        [(ExampleJourney.Journey, walker.To(day).Enrollment)], walker.Facts.For(who), ExampleJourney.Start.AddDays(day), guide => !hidden.Contains(guide), ["tips"]);

    static Walker Invited => new Walker(ExampleJourney.Journey).Enters().Says(0.5, "workspace.created");

    [Fact]
    public void First_comes_a_task_that_waits() => Card(Invited, 1, Walker.Hana)!.ShouldSatisfyAllConditions(
        card => card.Kind.ShouldBe(NextKind.DueTask), card => card.Task!.Key.ShouldBe("list"), card => card.Checkpoint.ShouldBe("team-invited"));

    [Fact]
    public void Then_the_guide_of_the_next_checkpoint() =>
        Card(Invited.Says(0.7, "task.done", Walker.Ken, "task:onboarding/team-invited/list"), 1, Walker.Hana)!.ShouldSatisfyAllConditions(
            card => card.Kind.ShouldBe(NextKind.NextCheckpoint), card => card.Guide.ShouldBe("invite-your-team"));

    [Fact]
    public void A_checkpoint_that_is_behind_comes_before_that() =>
        Card(Invited.Says(0.7, "task.done", Walker.Ken, "task:onboarding/team-invited/list"), 9, Walker.Hana)!.Kind.ShouldBe(NextKind.BehindCheckpoint);

    [Fact]
    public void At_last_what_similar_accounts_read() =>
        Card(Invited.Says(0.7, "task.done", Walker.Ken, "task:onboarding/team-invited/list"), 1, Walker.Hana, "invite-your-team")!.ShouldSatisfyAllConditions(
            card => card.Kind.ShouldBe(NextKind.Recommended), card => card.Guide.ShouldBe("tips"));

    [Fact]
    public void What_is_completed_is_not_asked_for_again() =>
        Card(Invited.Says(0.7, "task.done", Walker.Ken, "task:onboarding/team-invited/list").Says(0.8, "guide.completed", Walker.Hana, "guide:invite-your-team").Says(0.8, "guide.completed", Walker.Hana, "guide:tips"), 1, Walker.Hana)
            .ShouldBeNull();

    [Fact]
    public void A_tick_moves_the_card_before_the_engine_has_looked()
    {
        var walker = Invited.To(1).Says(1.1, "task.done", Walker.Ken, "task:onboarding/team-invited/list");
        NextCard.Of([(ExampleJourney.Journey, walker.Enrollment)], walker.Facts.For(Walker.Hana), ExampleJourney.Start.AddDays(1.2), _ => true, [])!.Kind.ShouldBe(NextKind.NextCheckpoint);
    }

    [Fact]
    public void A_guide_that_only_led_to_what_is_reached_is_not_recommended()
    {
        var walker = TeamSignedIn.To(2);
        walker.Enrollment.Find("team-invited")!.IsReached.ShouldBeTrue();
        NextCard.Of([(ExampleJourney.Journey, walker.Enrollment)], walker.Facts.For(Walker.Hana), ExampleJourney.Start.AddDays(2), _ => true, ["invite-your-team", "tips"])!.Guide.ShouldBe("tips");
    }

    [Fact]
    public void Whoever_has_arrived_is_asked_nothing()
    {
        var walker = TeamSignedIn.Says(2, "report.created").To(3);
        walker.Enrollment.HasEnded.ShouldBeTrue();
        Card(walker, 3, Walker.Hana).ShouldBeNull();
    }

    static Walker TeamSignedIn => Invited.Says(1, "contact.signed-in", Walker.Hana).Says(1, "contact.signed-in", Walker.Ken).Says(1, "contact.signed-in", Walker.Mei);
}
