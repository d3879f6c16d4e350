using CsEngage.Core.Tests.Journeys;

namespace CsEngage.Core.Tests.Content;

public sealed class AskedTaskTests
{
    const string List = "task:onboarding/team-invited/list";

    // The enrollment stands as of day 1; what is said after that has not been looked at by the engine.
    static Walker Asked(string assignee = "any-contact") =>
        new Walker(Journey(assignee)).Enters().Says(0.5, "workspace.created").To(1);

    static Journey Journey(string assignee) => Core.Journey.Parse(ExampleJourney.Json.Replace("any-contact", assignee, StringComparison.Ordinal));

    static System.Collections.Immutable.ImmutableArray<AskedTask> Of(Walker walker, Guid who, string assignee = "any-contact") =>
        AskedTask.Of(Journey(assignee), walker.Enrollment, walker.Facts.For(who), ExampleJourney.Start.AddDays(2));

    [Fact]
    public void A_tick_counts_at_once_and_for_everybody()
    {
        var walker = Asked();
        Of(walker, Walker.Hana).ShouldHaveSingleItem().DoneAt.ShouldBeNull();
        Of(walker.Says(1.1, "task.done", Walker.Ken, List), Walker.Hana).ShouldHaveSingleItem().DoneAt.ShouldBe(ExampleJourney.Start.AddDays(1.1));
    }

    [Fact]
    public void Taken_back_it_is_open_again_also_when_the_enrollment_has_it_as_done()
    {
        Of(Asked().Says(1.1, "task.done", Walker.Ken, List).Says(1.2, "task.undone", Walker.Hana, List), Walker.Ken).ShouldHaveSingleItem().DoneAt.ShouldBeNull();
        Of(Asked().Says(1.1, "task.done", Walker.Ken, List).To(1.2).Says(1.3, "task.undone", Walker.Hana, List), Walker.Ken).ShouldHaveSingleItem().DoneAt.ShouldBeNull();
    }

    [Fact]
    public void A_task_for_a_role_is_asked_of_that_role_only()
    {
        var walker = Asked("role:champion");
        Of(walker, Walker.Ken, "role:champion").ShouldHaveSingleItem();
        Of(walker, Walker.Hana, "role:champion").ShouldBeEmpty();
    }

    [Fact]
    public void A_task_for_each_contact_is_done_by_each_alone()
    {
        var walker = Asked("each-contact").Says(1.1, "task.done", Walker.Ken, List);
        Of(walker, Walker.Ken, "each-contact").ShouldHaveSingleItem().DoneAt.ShouldNotBeNull();
        Of(walker, Walker.Hana, "each-contact").ShouldHaveSingleItem().DoneAt.ShouldBeNull();
    }

    [Fact]
    public void What_led_to_a_reached_checkpoint_is_not_asked_for_any_more()
    {
        var open = Of(Asked(), Walker.Hana).ShouldHaveSingleItem();
        (open.IsWanted, open.IsClosed).ShouldBe((true, false));
        var reached = Asked().Says(1.2, "contact.signed-in", Walker.Hana).Says(1.2, "contact.signed-in", Walker.Ken).Says(1.2, "contact.signed-in", Walker.Mei).To(1.5);
        reached.Enrollment.Find("team-invited")!.IsReached.ShouldBeTrue();
        var closed = Of(reached, Walker.Hana).ShouldHaveSingleItem();
        (closed.DoneAt, closed.IsWanted, closed.IsClosed).ShouldBe((null, false, true));
    }
}
