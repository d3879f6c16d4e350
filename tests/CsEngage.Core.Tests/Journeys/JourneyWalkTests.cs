using System.Collections.Immutable;

namespace CsEngage.Core.Tests.Journeys;

public sealed class JourneyWalkTests
{
    static Walker Example => new(ExampleJourney.Journey);

    [Fact]
    public void Everything_goes_well() => Example.Enters()
        .Says(0.5, "workspace.created")
        .Says(1, "contact.signed-in", Walker.Hana).Says(1.1, "contact.signed-in", Walker.Ken).Says(2, "contact.signed-in", Walker.Mei)
        .Says(4, "report.created", Walker.Hana).To(5).Path
        .ShouldBe("welcome d0 → account-set-up reached d0.5 → invite-colleagues d0.5 → team-invited reached d2 → your-first-report d2 → first-report reached d4"
            + " → first-report-done d4 → first-report-done d4 → first-report-done d4 → Completed");

    [Fact]
    public void Nobody_is_invited_so_the_CSM_nudges_and_then_calls()
    {
        // Monday 2 November at ten; Tuesday is 文化の日. Opened on Monday evening, due within five business days: Tuesday the 10th.
        var walker = Example.Enters().Says(0.5, "workspace.created").Says(5, "portal.visited", Walker.Hana).To(25);
        walker.Path.ShouldBe(
            "welcome d0 → account-set-up reached d0.5 → invite-colleagues d0.5 → team-invited fell-behind d8.58 → shall-we-help d14.96"
            + " → team-invited got-stuck d15.58 → play call-the-organizer d15.58 → Active");
        var nudge = walker.Touches.Last();
        nudge.AsCsm.ShouldBeTrue();
        nudge.Review.ShouldBe(new Review(4));
        nudge.Id.ShouldBe($"onboarding/{Walker.AccountId}/1/team-invited.behind.nudge/{Walker.Hana}/1");
        walker.Effects.OfType<Effect.OpenPlay>().Single().DueAt.ShouldBe(new DateTimeOffset(2026, 11, 20, 15, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_visit_within_three_days_makes_the_nudge_needless() =>
        Example.Enters().Says(0.5, "workspace.created").Says(13, "portal.visited", Walker.Ken).To(15).Path.ShouldContain("(nudge: When)");

    [Fact]
    public void Reached_while_the_nudge_waits_for_Tuesday_sends_no_nudge() =>
        Example.Enters().Says(0.5, "workspace.created")
            .Says(10, "contact.signed-in", Walker.Hana).Says(10, "contact.signed-in", Walker.Ken).Says(10, "contact.signed-in", Walker.Mei).To(12).Path
            .ShouldBe("welcome d0 → account-set-up reached d0.5 → invite-colleagues d0.5 → team-invited fell-behind d8.58 → team-invited reached d10 → your-first-report d10 → Active");

    [Fact]
    public void A_play_for_a_stuck_checkpoint_closes_when_it_is_reached() =>
        Example.Enters().Says(0.5, "workspace.created").To(16)
            .Says(17, "contact.signed-in", Walker.Hana).Says(17, "contact.signed-in", Walker.Ken).Says(17, "contact.signed-in", Walker.Mei).To(18).Path
            // Silent for ten business days since it opened, which comes before five business days behind.
            .ShouldEndWith("team-invited got-stuck d15.5 → play call-the-organizer d15.5 → closed d17 → team-invited reached d17 → your-first-report d17 → Active");

    [Fact]
    public void Leaving_ends_it_as_failed_and_nothing_follows() =>
        Example.Enters().Says(0.5, "workspace.created").Becomes(3, "lifecycle", "left").To(40).Path
            .ShouldBe("welcome d0 → account-set-up reached d0.5 → invite-colleagues d0.5 → Failed");

    [Fact]
    public void What_was_there_before_it_opened_is_reached_without_being_asked_for() =>
        Example.Says(-1, "contact.signed-in", Walker.Hana).Says(-1, "contact.signed-in", Walker.Ken).Says(-1, "contact.signed-in", Walker.Mei).Enters()
            .Says(1, "workspace.created").To(2).Path.ShouldNotContain("invite-colleagues");

    [Fact]
    public void It_is_blocked_while_our_own_checkpoint_is_overdue()
    {
        var walker = Example.Enters().To(3);
        walker.Enrollment.State.ShouldBe(EnrollmentState.Blocked);
        ExampleJourney.Journey.DelayedBy(walker.Enrollment).ShouldBe(Side.Vendor);
        walker.Says(3.5, "workspace.created").To(4).Enrollment.State.ShouldBe(EnrollmentState.Active);
        // Due by the end of Wednesday, done on Thursday evening: Thursday is ours.
        ExampleJourney.Journey.DelayOf(walker.Enrollment, ExampleJourney.Start.AddDays(4), ExampleJourney.Calendars.Account).ShouldBe((0, 0));
        walker.To(20);
        ExampleJourney.Journey.DelayOf(walker.Enrollment, ExampleJourney.Start.AddDays(20), ExampleJourney.Calendars.Account).Customer.ShouldBeGreaterThan(0);
        ExampleJourney.Journey.DelayedBy(walker.Enrollment).ShouldBe(Side.Customer);
    }

    [Fact]
    public void A_CSM_may_attest_and_take_back()
    {
        var walker = Example.Enters().Says(0.2, "checkpoint.reached", null, "checkpoint:onboarding/account-set-up").To(1);
        walker.Enrollment.Find("account-set-up")!.ReachedAt.ShouldBe(ExampleJourney.Start.AddDays(0.2));
        walker.Effects.OfType<Effect.Append>().ShouldNotContain(append => append.Signal.Kind == "checkpoint.reached");
        walker.Says(1.5, "checkpoint.undone", null, "checkpoint:onboarding/account-set-up").To(2).Enrollment.Find("account-set-up")!.IsReached.ShouldBeFalse();
        walker.Says(2.5, "workspace.created").To(3).Enrollment.Find("account-set-up")!.IsReached.ShouldBeTrue();
    }

    [Fact]
    public void Reached_fires_once_though_undone_and_reached_again()
    {
        var walker = Example.Enters().Says(0.5, "workspace.created")
            .Says(1, "contact.signed-in", Walker.Hana).Says(1, "contact.signed-in", Walker.Ken).Says(1, "contact.signed-in", Walker.Mei).To(2)
            .Says(3, "checkpoint.undone", null, "checkpoint:onboarding/team-invited").To(4)
            .Says(5, "checkpoint.reached", null, "checkpoint:onboarding/team-invited").To(6);
        walker.Enrollment.Find("team-invited")!.IsReached.ShouldBeTrue();
        walker.Touches.Count(touch => touch.Template == "your-first-report").ShouldBe(1);
    }

    [Fact]
    public void A_task_done_by_anyone_is_done_for_all_and_can_be_taken_back()
    {
        var walker = Example.Enters().Says(0.5, "workspace.created").Says(1, "task.done", Walker.Ken, "task:onboarding/team-invited/list").To(1.5);
        walker.Enrollment.Tasks.Single().ShouldSatisfyAllConditions(task => task.DoneBy.ShouldBe(Walker.Ken), task => task.DoneAt.ShouldBe(ExampleJourney.Start.AddDays(1)));
        walker.Says(2, "task.undone", Walker.Ken, "task:onboarding/team-invited/list").To(2.5).Enrollment.Tasks.Single().DoneAt.ShouldBeNull();
    }

    [Fact]
    public void A_late_signal_counts_from_where_the_enrollment_stood()
    {
        var walker = Example.Enters().To(2);
        walker.Says(1, "workspace.created").To(3).Enrollment.Find("account-set-up")!.ReachedAt.ShouldBe(ExampleJourney.Start.AddDays(2));
    }

    [Fact]
    public void Held_out_accounts_are_measured_and_receive_ghosts()
    {
        var walker = new Walker(ExampleJourney.Journey with { HoldoutPercent = 100 }).Enters().Says(0.5, "workspace.created").To(30);
        walker.Touches.ShouldAllBe(touch => touch.IsGhost && touch.Arm == "holdout");
        walker.Touches.ShouldNotBeEmpty();
        walker.Effects.OfType<Effect.OpenPlay>().ShouldBeEmpty();
        walker.Enrollment.Find("team-invited")!.StuckAt.ShouldNotBeNull();
    }

    [Fact]
    public void While_paused_evidence_counts_and_actions_wait()
    {
        var walker = Example.Enters().To(0.2);
        walker.Enrollment = Journey.Pause(walker.Enrollment, ExampleJourney.Start.AddDays(0.2), "staff", "Asked to wait");
        walker.Says(0.5, "workspace.created").To(10);
        walker.Enrollment.Find("account-set-up")!.IsReached.ShouldBeTrue();
        walker.Path.ShouldBe("welcome d0 → account-set-up reached d0.5 → Paused");
        walker.Enrollment = ExampleJourney.Journey.Resume(walker.Enrollment, ExampleJourney.Start.AddDays(10), walker.Facts, ExampleJourney.Calendars);
        walker.To(10).Path.ShouldEndWith("account-set-up reached d0.5 → invite-colleagues d10 → Active");
        // Seven business days of the pause are added to the five, from the opening on 2 November.
        walker.Enrollment.Find("team-invited")!.DueAt.ShouldBe(new DateTimeOffset(2026, 11, 19, 15, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Progress_is_the_weight_reached_of_the_weight_required()
    {
        var walker = Example.Enters().Says(0.5, "workspace.created").To(1);
        ExampleJourney.Journey.ProgressOf(walker.Enrollment).ShouldBe(1 / 3m);
        ExampleJourney.Journey.StageOf(walker.Enrollment).Key.ShouldBe("set-up");
        Journey.LockedBy(ExampleJourney.Journey.Find("first-report")!, walker.Enrollment).ShouldBe(["team-invited"]);
    }

    [Fact]
    public void Moved_to_a_new_version_by_keys_nothing_is_sent_twice()
    {
        var walker = Example.Enters().Says(0.5, "workspace.created").To(1);
        var text = ExampleJourney.Json.Replace("\"open\": [{\"key\": \"ask\", ", "\"open\": [{\"key\": \"early\", \"send\": \"early\", \"to\": \"all contacts\"}, {\"key\": \"ask\", ", StringComparison.Ordinal);
        var newer = Journey.Parse(text) with { Version = 2 };
        var moved = newer.MoveHere(walker.Enrollment, ExampleJourney.Journey, ExampleJourney.Start.AddDays(1));
        moved.Enrollment.Version.ShouldBe(2);
        moved.Enrollment.Find("account-set-up")!.IsReached.ShouldBeTrue();
        var after = newer.Advance(moved.Enrollment, walker.Facts, ExampleJourney.Start.AddDays(2), ExampleJourney.Calendars);
        after.Effects.OfType<Effect.Plan>().ShouldBeEmpty();
    }

    [Fact]
    public void A_sequence_under_way_goes_on_at_the_next_step_that_still_exists()
    {
        var walker = Example.Enters().Says(0.5, "workspace.created").To(9);
        walker.Enrollment.Runs.Single().Step.ShouldBe("nudge");
        var newer = Journey.Parse(ExampleJourney.Json.Replace("{\"key\": \"nudge\"", "{\"key\": \"softer\"", StringComparison.Ordinal)) with { Version = 2 };
        newer.MoveHere(walker.Enrollment, ExampleJourney.Journey, ExampleJourney.Start.AddDays(9)).Enrollment.Runs.ShouldBeEmpty();
    }

    [Fact]
    public void Cancelled_by_hand_it_asks_for_nothing_more()
    {
        var walker = Example.Enters().Says(0.5, "workspace.created").To(16);
        walker.Take(ExampleJourney.Journey.Cancel(walker.Enrollment, ExampleJourney.Start.AddDays(16)));
        walker.Effects.OfType<Effect.ClosePlay>().Count().ShouldBe(1);
        walker.To(60).Enrollment.State.ShouldBe(EnrollmentState.Cancelled);
        walker.NextAt.ShouldBeNull();
    }

    [Fact]
    public void A_journey_of_a_contact_looks_at_that_contact_alone()
    {
        var journey = Journey.Parse("""
            {"key": "newcomer", "title": {"en": "Welcome"}, "participant": "contact", "entry": "role \"member\"", "stages": [{"key": "s", "title": {"en": "S"}, "checkpoints": [
              {"key": "looked", "title": {"en": "Looked around"}, "evidence": "count \"guide.read\" by this contact >= 2", "due": {"days": 3, "from": "opening"},
               "on": {"open": [{"key": "hello", "send": "hello"}], "behind": [{"key": "tip", "send": "tip"}]}}]}]}
            """);
        var walker = new Walker(journey).Says(0.5, "guide.read", Walker.Ken).Says(0.6, "guide.read", Walker.Ken).Says(0.7, "guide.read", Walker.Mei);
        journey.ShouldEnter(walker.Facts.For(Walker.Mei), [], ExampleJourney.Start).Enters.ShouldBeTrue();
        journey.ShouldEnter(walker.Facts.For(Walker.Ken), [], ExampleJourney.Start).Enters.ShouldBeFalse();
        walker.Take(journey.Enter(Guid.Empty, Walker.AccountId, Walker.Mei, 1, ExampleJourney.Start, "salt"));
        walker.To(10).Path.ShouldBe("hello d0 → looked fell-behind d4.58 → tip d4.58 → Active");
        walker.Touches.ShouldAllBe(touch => touch.MembershipId == Walker.Mei && touch.Id.StartsWith($"newcomer/{Walker.Mei}/1/looked.", StringComparison.Ordinal));
        walker.Says(11, "guide.read", Walker.Mei).To(12).Enrollment.State.ShouldBe(EnrollmentState.Completed);
    }

    [Fact]
    public void Set_aside_it_stands_still_until_it_is_retried()
    {
        var walker = Example.Enters();
        walker.Enrollment = Journey.SetAside(walker.Enrollment, "Boom.");
        walker.Says(0.5, "workspace.created").To(1).Enrollment.Find("account-set-up")!.IsReached.ShouldBeFalse();
        walker.Enrollment = Journey.Retry(walker.Enrollment);
        walker.To(1).Enrollment.Find("account-set-up")!.ReachedAt.ShouldBe(ExampleJourney.Start.AddDays(0.5));
    }

    [Fact]
    public void Who_comes_within_a_week_of_an_account_without_people_is_still_welcomed()
    {
        var walker = Joining(2.5).Enters().Says(0.5, "workspace.created");
        walker.To(1).Touches.ShouldBeEmpty();
        walker.To(3).Path.ShouldBe("account-set-up reached d0.5 → welcome d2.5 → invite-colleagues d2.5 → Active");
        walker.Enrollment.Runs.ShouldBeEmpty();
    }

    [Fact]
    public void A_week_without_anybody_ends_the_wait_with_the_reason()
    {
        var walker = Joining(8).Enters();
        walker.NextAt.ShouldNotBeNull();
        walker.To(9).Touches.ShouldBeEmpty();
        var passed = walker.Effects.OfType<Effect.PassBy>().Single();
        (passed.Why, passed.At).ShouldBe((PassReason.Nobody, ExampleJourney.Start.AddDays(7)));
    }

    [Fact]
    public void The_rest_of_a_sequence_does_not_wait_for_somebody_to_address()
    {
        var text = ExampleJourney.Json.Replace("\"stuck\": [", "\"stuck\": [{\"key\": \"letter\", \"send\": \"letter\", \"to\": \"role \\\"executive\\\"\"}, ", StringComparison.Ordinal);
        new Walker(Journey.Parse(text)).Enters().Says(0.5, "workspace.created").To(16).Path.ShouldContain("got-stuck d15.5 → play call-the-organizer d15.5");
    }

    /// <summary>An account whose people all come on one day.</summary>
    static Walker Joining(double day)
    {
        var walker = Example;
        walker.History = walker.History with { Memberships = [.. walker.History.Memberships.Select(member => member with { JoinedAt = ExampleJourney.Start.AddDays(day) })] };
        return walker;
    }
}
