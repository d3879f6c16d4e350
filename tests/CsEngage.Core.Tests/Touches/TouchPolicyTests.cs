using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using CsEngage.Tests;

namespace CsEngage.Core.Tests.Touches;

public sealed class TouchPolicyTests
{
    static readonly Calendar Tokyo = Calendar.Of("Asia/Tokyo", "JP");

    /// <summary>Wednesday 25 November 2026, 10:00 in Tokyo.</summary>
    static readonly DateTimeOffset Now = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);

    static readonly Touch Nudge = new(
        "onboarding/a/1/team-invited.behind.nudge/m/1", Guid.Empty, Guid.Empty, "mail", "shall-we-help", null, Now, AsCsm: false, null, LateSending.Default,
        new(Guid.Empty, "onboarding", 1, 1, "team-invited", Trigger.Behind, "nudge", 1), IsGhost: false, null, LowPriority: false, Cause.Of("enrollment", "e", "onboarding"));

    static readonly TouchSituation Fine = new(
        Nudge, Now, TouchKind.Of("onboarding"), new(IsLive: true, EnrollmentState.Active, IsCheckpointReached: false),
        new(HasAddress: true, null, IsSubscribed: true, HasConsent: true, Tokyo, QuietHours.Default, BusinessDaysOnly: true),
        SendingStops.None, AccountHold: null, IsDuplicate: false, ReviewStanding.None, HeldUntil: null, RenderProblem: null, Caps: null);

    static readonly Cap ThreeAWeek = new(PerAccount: false, 3, TimeSpan.FromDays(7));

    [Fact]
    public void What_nothing_stops_is_sent() => TouchPolicy.Decide(Fine).ShouldBeOfType<TouchDecision.Send>().Number.ShouldBe(14);

    public static TheoryData<string, int, string> Reasons => new()
    {
        { "stopped journey", 1, "JourneyStopped" }, { "left", 2, "LeftJourney" }, { "reached", 3, "CheckpointReached" }, { "completed", 3, "JourneyCompleted" },
        { "held out", 4, "Ghost" }, { "kill switch", 5, "SendingStopped" }, { "journey switch", 5, "JourneySendingStopped" }, { "domain switch", 5, "DomainStopped" },
        { "auto-paused", 5, "AutoPaused" }, { "paused", 5, "EnrollmentPaused" }, { "on hold", 5, "AccountOnHold" }, { "no address", 6, "NobodyThere" }, { "bounced", 6, "Bounced" },
        { "complained", 6, "Complained" }, { "unsubscribed", 6, "Unsubscribed" }, { "topic off", 7, "TopicOff" }, { "no consent", 7, "NoConsent" }, { "duplicate", 8, "Duplicate" }, { "had it", 8, "AlreadyHad" },
        { "late", 9, "TooLate" }, { "over cap", 9, "OverCap" }, { "quiet", 10, "QuietHours" }, { "holiday", 10, "NotABusinessDay" }, { "review", 11, "Review" },
        { "stopped in review", 11, "StoppedInReview" }, { "broken", 12, "CannotRender" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Each_step_of_the_decision_says_no_with_its_reason(string trouble, int number, string reason)
    {
        var decision = TouchPolicy.Decide(With(Fine, trouble));
        decision.Number.ShouldBe(number);
        Word(decision).ShouldBe(reason);
    }

    /// <summary>The order of the specification: a touch with two troubles is told the earlier one.</summary>
    [Fact]
    public void The_earlier_step_answers() => Law.Holds(
        from a in Gen.Elements(Reasons.Select(row => (string)row[0]).ToArray())
        from b in Gen.Elements(Reasons.Select(row => (string)row[0]).ToArray())
        select (a, b),
        pair => RankOf(TouchPolicy.Decide(With(With(Fine, pair.a), pair.b))).ShouldBeLessThanOrEqualTo(
            Overwrites(pair.a, pair.b) ? Math.Max(RankOf(pair.a), RankOf(pair.b)) : Math.Min(RankOf(pair.a), RankOf(pair.b))));

    /// <summary>A mail that somebody must look at waits for them from the first minute, also in the night and over a cap.</summary>
    [Theory]
    [InlineData("quiet")]
    [InlineData("holiday")]
    [InlineData("over cap")]
    public void Who_looks_first_is_asked_first(string trouble)
    {
        var asked = With(Fine, trouble) with { Touch = Nudge with { Review = new(Hours: null) } };
        TouchPolicy.Decide(asked).ShouldBeOfType<TouchDecision.Review>().SendsAt.ShouldBeNull();
        Word(TouchPolicy.Decide(asked with { Review = new(ReviewState.Released, Now) })).ShouldBe((string)Reasons.Single(row => (string)row[0] == trouble)[2]);
    }

    [Fact]
    public void What_was_released_late_still_waits_for_room()
    {
        var sent = ImmutableArray.Create(Now.AddDays(-6), Now.AddDays(-3), Now.AddDays(-1));
        var released = Fine with { Touch = Nudge with { DueAt = Now.AddDays(-12), Review = new(Hours: null) }, Review = new(ReviewState.Released, Now.AddDays(-12)), Caps = new([ThreeAWeek], sent, sent) };
        TouchPolicy.Decide(released).ShouldBeOfType<TouchDecision.Hold>().Until.ShouldBe(Now.AddDays(1));
    }

    [Fact]
    public void What_a_reached_checkpoint_gives_is_given_after_completion() =>
        TouchPolicy.Decide(With(Fine, "completed") with { Touch = Nudge with { Origin = Nudge.Origin! with { Trigger = Trigger.Reached } } }).ShouldBeOfType<TouchDecision.Send>();

    [Fact]
    public void What_was_planned_when_it_opened_is_still_sent_after_it_is_reached() =>
        TouchPolicy.Decide(With(Fine, "reached") with { Touch = Nudge with { Origin = Nudge.Origin! with { Trigger = Trigger.Open } } }).ShouldBeOfType<TouchDecision.Send>();

    [Fact]
    public void Who_has_unsubscribed_can_still_sign_in()
    {
        var signIn = Fine with { Kind = TouchKind.Transactional, Touch = Nudge with { Origin = null }, Journey = null };
        foreach (var trouble in new[] { "unsubscribed", "complained", "topic off", "no consent", "kill switch", "on hold", "over cap", "quiet", "holiday", "late" })
            TouchPolicy.Decide(With(signIn, trouble)).ShouldBeOfType<TouchDecision.Send>(trouble);
        TouchPolicy.Decide(With(signIn, "bounced")).ShouldBeOfType<TouchDecision.Skip>().Why.ShouldBe(SkipReason.Bounced);
        TouchPolicy.Decide(With(signIn, "duplicate")).ShouldBeOfType<TouchDecision.Skip>().Why.ShouldBe(SkipReason.Duplicate);
        TouchPolicy.Decide(With(signIn, "broken")).ShouldBeOfType<TouchDecision.Skip>().Why.ShouldBe(SkipReason.CannotRender);
    }

    [Fact]
    public void The_night_is_held_until_the_morning_of_the_next_business_day() =>
        // Friday 20 November, 20:00; Monday is a holiday.
        TouchPolicy.Decide(Fine with { Now = new(2026, 11, 20, 11, 0, 0, TimeSpan.Zero), Touch = Nudge with { DueAt = new(2026, 11, 20, 11, 0, 0, TimeSpan.Zero) } })
            .ShouldBeOfType<TouchDecision.Hold>().Until.ShouldBe(Tokyo.At(new(2026, 11, 24), new(8, 0)));

    [Fact]
    public void What_was_held_for_the_morning_is_not_too_late_then() =>
        TouchPolicy.Decide(Fine with
        {
            Touch = Nudge with { DueAt = new(2026, 11, 20, 11, 0, 0, TimeSpan.Zero) }, Now = Tokyo.At(new(2026, 11, 24), new(8, 0)), HeldUntil = Tokyo.At(new(2026, 11, 24), new(8, 0)),
        }).ShouldBeOfType<TouchDecision.Send>();

    [Fact]
    public void After_an_outage_of_two_days_nothing_floods_out() =>
        TouchPolicy.Decide(Fine with { Touch = Nudge with { DueAt = Now.AddDays(-2) } }).ShouldBeOfType<TouchDecision.Skip>().Why.ShouldBe(SkipReason.TooLate);

    [Fact]
    public void Six_hours_late_is_still_sent() => TouchPolicy.Decide(Fine with { Touch = Nudge with { DueAt = Now.AddHours(-6) } }).ShouldBeOfType<TouchDecision.Send>();

    [Fact]
    public void A_step_may_be_less_patient() =>
        TouchPolicy.Decide(Fine with { Touch = Nudge with { DueAt = Now.AddMinutes(-90), Late = new(60) } }).ShouldBeOfType<TouchDecision.Skip>().Why.ShouldBe(SkipReason.TooLate);

    [Fact]
    public void Over_the_cap_it_waits_until_the_oldest_leaves_the_window()
    {
        var sent = ImmutableArray.Create(Now.AddDays(-6), Now.AddDays(-3), Now.AddDays(-1));
        TouchPolicy.Decide(Fine with { Caps = new([ThreeAWeek], sent, sent) }).ShouldBeOfType<TouchDecision.Hold>().Until.ShouldBe(Now.AddDays(1));
        var later = Now.AddDays(1);
        TouchPolicy.Decide(Fine with { Now = later, HeldUntil = later, Caps = new([ThreeAWeek], sent, sent) }).ShouldBeOfType<TouchDecision.Send>();
    }

    [Fact]
    public void Caps_of_the_account_count_what_colleagues_received()
    {
        var caps = new CapUse([new(PerAccount: true, 2, TimeSpan.FromDays(1))], [], [Now.AddHours(-2), Now.AddHours(-1)]);
        TouchPolicy.Decide(Fine with { Caps = caps }).ShouldBeOfType<TouchDecision.Hold>().Facts.ShouldContain(new DecisionFact("per", "account"));
    }

    [Fact]
    public void A_cap_that_has_no_room_for_a_week_skips()
    {
        var sent = ImmutableArray.Create(Now.AddDays(-1));
        TouchPolicy.Decide(Fine with { Caps = new([new(PerAccount: false, 1, TimeSpan.FromDays(30))], sent, sent) }).ShouldBeOfType<TouchDecision.Skip>().Why.ShouldBe(SkipReason.OverCap);
    }

    [Fact]
    public void Planned_without_the_claim_caps_are_not_asked() => TouchPolicy.Decide(Fine with { Caps = null }).ShouldBeOfType<TouchDecision.Send>();

    [Fact]
    public void Review_of_four_hours_sends_itself_after_four_business_hours()
    {
        var asked = Fine with { Touch = Nudge with { Review = new(4), AsCsm = true }, Now = Tokyo.At(new(2026, 11, 25), new(16, 0)), Review = new(ReviewState.Waiting, Tokyo.At(new(2026, 11, 25), new(16, 0))) };
        asked = asked with { Touch = asked.Touch with { DueAt = asked.Now } };
        TouchPolicy.Decide(asked).ShouldBeOfType<TouchDecision.Review>().SendsAt.ShouldBe(Tokyo.At(new(2026, 11, 26), new(11, 0)));
        TouchPolicy.Decide(asked with { Now = Tokyo.At(new(2026, 11, 26), new(11, 0)) }).ShouldBeOfType<TouchDecision.Send>();
    }

    [Fact]
    public void Review_required_never_sends_itself()
    {
        var asked = Fine with { Touch = Nudge with { Review = new(Hours: null) }, Review = new(ReviewState.Waiting, Now) };
        TouchPolicy.Decide(asked with { Now = Now.AddDays(14) }).ShouldBeOfType<TouchDecision.Review>().SendsAt.ShouldBeNull();
        TouchPolicy.Decide(asked with { Now = Now.AddDays(14), Review = new(ReviewState.Released, Now) }).ShouldBeOfType<TouchDecision.Send>();
    }

    [Fact]
    public void One_person_has_a_template_once_for_a_checkpoint_in_whatever_roles()
    {
        static Touch By(Trigger trigger, string step, int firing = 1, string template = "shall-we-help", string checkpoint = "team-invited") =>
            Nudge with { Template = template, Origin = Nudge.Origin! with { Trigger = trigger, Step = step, Firing = firing, Checkpoint = checkpoint } };
        var sent = By(Trigger.Behind, "organizer");
        By(Trigger.Behind, "champion").Repeats(sent).ShouldBeTrue();
        By(Trigger.Stuck, "again").Repeats(sent).ShouldBeTrue();
        By(Trigger.Behind, "organizer", firing: 2).Repeats(sent).ShouldBeFalse("the checkpoint fell behind again");
        By(Trigger.Behind, "champion", firing: 2).Repeats(sent).ShouldBeFalse();
        By(Trigger.Behind, "champion", template: "other").Repeats(sent).ShouldBeFalse();
        By(Trigger.Behind, "champion", checkpoint: "first-report").Repeats(sent).ShouldBeFalse();
        (By(Trigger.Behind, "champion") with { MembershipId = Guid.Parse("00000000-0000-0000-0000-00000000b001") }).Repeats(sent).ShouldBeFalse();
    }

    [Fact]
    public void On_release_the_whole_decision_runs_again() =>
        TouchPolicy.Decide(With(Fine, "unsubscribed") with { Touch = Nudge with { Review = new(Hours: null) }, Review = new(ReviewState.Released, Now) }).ShouldBeOfType<TouchDecision.Skip>();

    static TouchSituation With(TouchSituation s, string trouble) => trouble switch
    {
        "stopped journey" => s with { Journey = s.Journey! with { IsLive = false } },
        "left" => s with { Journey = Standing(s) with { State = EnrollmentState.Failed } },
        "reached" => s with { Journey = Standing(s) with { IsCheckpointReached = true } },
        "completed" => s with { Journey = Standing(s) with { State = EnrollmentState.Completed } },
        "held out" => s with { Touch = s.Touch with { IsGhost = true, Arm = "holdout" } },
        "kill switch" => s with { Sending = s.Sending with { Everything = true } },
        "journey switch" => s with { Sending = s.Sending with { Journey = true } },
        "domain switch" => s with { Sending = s.Sending with { Domain = true } },
        "auto-paused" => s with { Sending = s.Sending with { AutoPaused = "complaints" } },
        "paused" => s with { Journey = Standing(s) with { State = EnrollmentState.Paused } },
        "on hold" => s with { AccountHold = "escalation" },
        "no address" => s with { Recipient = s.Recipient with { HasAddress = false } },
        "bounced" => s with { Recipient = s.Recipient with { Suppression = new(SuppressionReason.HardBounce, Now.AddDays(-9)) } },
        "complained" => s with { Recipient = s.Recipient with { Suppression = new(SuppressionReason.Complaint, Now.AddDays(-9)) } },
        "unsubscribed" => s with { Recipient = s.Recipient with { Suppression = new(SuppressionReason.Unsubscribed, Now.AddDays(-9)) } },
        "topic off" => s with { Recipient = s.Recipient with { IsSubscribed = false } },
        "no consent" => s with { Recipient = s.Recipient with { HasConsent = false } },
        "duplicate" => s with { IsDuplicate = true },
        "had it" => s with { HasItAlready = true },
        "late" => s with { Touch = s.Touch with { DueAt = Now.AddDays(-2) } },
        "over cap" => s with { Caps = new([ThreeAWeek], [Now.AddDays(-3), Now.AddDays(-2), Now.AddDays(-1)], []) },
        "quiet" => s with { Recipient = s.Recipient with { QuietHours = new(new(9, 0), new(12, 0)) } },
        "holiday" => s with { Recipient = s.Recipient with { Calendar = Tokyo with { Holidays = new Holidays.Dates([new(2026, 11, 25)]) } } },
        "review" => s with { Touch = s.Touch with { Review = new(4) } },
        "stopped in review" => s with { Touch = s.Touch with { Review = new(4) }, Review = new(ReviewState.Stopped, Now) },
        _ => s with { RenderProblem = "contact.greeting_name has no value" },
    };

    static JourneyStanding Standing(TouchSituation s) => s.Journey ?? new(IsLive: true, EnrollmentState.Active, IsCheckpointReached: false);

    static int NumberOf(string trouble) => (int)Reasons.Single(row => (string)row[0] == trouble)[1];

    // The steps are numbered as they are told; that of the review is taken before the two that say when.
    static int RankOf(string trouble) => RankOf(NumberOf(trouble), trouble == "late");

    static int RankOf(TouchDecision decision) => RankOf(decision.Number, decision is TouchDecision.Skip { Why: SkipReason.TooLate });

    static int RankOf(int number, bool isLate) => number == 11 || isLate ? 85 : number * 10;

    // Two troubles of one field cannot both be there: the second replaces the first.
    static bool Overwrites(string a, string b) =>
        new[] { new[] { "left", "completed", "paused" }, ["bounced", "complained", "unsubscribed"], ["review", "stopped in review"] }.Any(group => group.Contains(a) && group.Contains(b))
        // What waited for the morning or for a person is not late.
        || (a == "late" && IsWaiting(b)) || (b == "late" && IsWaiting(a));

    static bool IsWaiting(string trouble) => trouble is "quiet" or "holiday" or "review" or "stopped in review";

    static string Word(TouchDecision decision) => decision switch
    {
        TouchDecision.Skip skip => skip.Why.ToString(),
        TouchDecision.Hold hold => hold.Why.ToString(),
        _ => decision.GetType().Name,
    };
}
