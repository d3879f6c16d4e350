using CsEngage.Core;
using CsEngage.Engine.Touches;
using CsEngage.Mail;
using CsEngage.Store;
using CsEngage.Store.Journeys;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Journeys;

/// <summary>The main job without a browser: signal → enrollment → touch → signal, with the programme that ships.</summary>
public sealed class LoopTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_new_customer_is_enrolled_welcomed_once_and_moves_on_by_evidence(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        var (account, hana) = await house.Customer("aoba", "ja");
        await house.Settle();

        var enrollment = (await house.Get<EnrollmentBook>().Of(account.Id)).ShouldHaveSingleItem().Enrollment;
        (enrollment.Journey, enrollment.State).ShouldBe(("onboarding", EnrollmentState.Active));
        var welcome = (await house.Touches(account)).ShouldHaveSingleItem();
        (welcome.Touch.Template, welcome.State).ShouldBe(("welcome", TouchState.Sent), string.Join(", ", welcome.Facts));
        var mail = (await house.Mails()).ShouldHaveSingleItem();
        mail.To.ShouldBe("hana@aoba.example");
        var received = ReceivedMessage.Parse(mail.Message.AsMemory());
        received.Text!.ShouldContain("佐藤様");
        received.Root.RawHeader("List-Unsubscribe")!.Trim().ShouldStartWith("<https://success.example/u/");
        received.Root.RawHeader("List-Unsubscribe-Post")!.Trim().ShouldBe("List-Unsubscribe=One-Click");
        received.Html!.ShouldContain("https://success.example/c/");

        // Evidence from the operator's own product.
        await house.Signal(account, null, "workspace.created");
        await house.Settle();
        enrollment = (await house.Get<EnrollmentBook>().Of(account.Id))[0].Enrollment;
        enrollment.Find("account-set-up")!.IsReached.ShouldBeTrue();
        var kinds = (await house.Get<SignalLog>().Recent(account.Id, 100)).Select(signal => signal.Kind).ToList();
        kinds.ShouldContain("checkpoint.reached");
        kinds.ShouldContain("touch.sent");

        // Looking again does nothing twice.
        (await house.Settle()).ShouldBe(0);
        (await house.Mails()).Length.ShouldBe((await house.Touches(account)).Count(line => line.State == TouchState.Sent));
        (await house.Get<TouchBook>().Captured()).ShouldBe((await house.Mails()).Length);       // there is no server: they went to nobody
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_silent_customer_falls_behind_is_nudged_in_office_hours_and_becomes_a_play(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        var (account, hana) = await house.Customer("kaede");
        await house.Settle();
        await house.Signal(account, null, "workspace.created");
        await house.Pass(TimeSpan.FromDays(30));

        var enrollment = (await house.Get<EnrollmentBook>().Of(account.Id)).ShouldHaveSingleItem().Enrollment;
        enrollment.Checkpoints.Values.ShouldContain(progress => progress.BehindAt != null);
        enrollment.Checkpoints.Values.ShouldContain(progress => progress.StuckAt != null);
        (await house.Get<PlayBook>().Of(account.Id)).ShouldNotBeEmpty();
        var sent = (await house.Touches(account)).Where(line => line.State == TouchState.Sent).ToList();
        sent.Select(line => line.Touch.Id).Distinct().Count().ShouldBe(sent.Count);
        sent.ShouldContain(line => line.Touch.Origin!.Trigger == Trigger.Behind);
        var tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
        foreach (var line in sent)
        {
            var local = TimeZoneInfo.ConvertTime(line.SentAt!.Value, tokyo);
            TimeOnly.FromTimeSpan(local.TimeOfDay).ShouldBeInRange(new(8, 30), new(18, 30), line.Touch.Id);
            local.DayOfWeek.ShouldNotBeOneOf(DayOfWeek.Saturday, DayOfWeek.Sunday);
        }
        // Every touch has come to an end or says when it is looked at.
        foreach (var line in await house.Touches(account)) (TouchLedger.IsSettled(line.State) || line.LookAt > house.Now || line.State == TouchState.InReview).ShouldBeTrue($"{line.Touch.Id} is {line.State} ({line.Reason})");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_leaves_by_one_click_is_written_to_no_more_and_the_reason_is_kept(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        var (account, hana) = await house.Customer("sumire");
        await house.Settle();
        var mail = ReceivedMessage.Parse((await house.Mails())[0].Message.AsMemory());
        var token = mail.Root.RawHeader("List-Unsubscribe")!.Split("/u/")[1].TrimEnd('>');
        var leaving = house.Get<OptOut>();
        (await leaving.Look(token))!.IsOff.ShouldBeFalse();
        (await leaving.Leave(token, house.Now, "192.0.2.1")).ShouldBeTrue();
        (await leaving.Leave(token, house.Now, "192.0.2.1")).ShouldBeTrue();
        (await leaving.Leave(token + "x", house.Now, null)).ShouldBeFalse();
        (await leaving.Look(token))!.IsOff.ShouldBeTrue();

        await house.Signal(account, null, "workspace.created");
        await house.Pass(TimeSpan.FromDays(20));
        (await house.Mails()).Length.ShouldBe(1);
        var skipped = (await house.Touches(account)).Where(line => line.State == TouchState.Skipped).ToList();
        skipped.ShouldNotBeEmpty();
        skipped.ShouldAllBe(line => line.Reason == nameof(SkipReason.TopicOff) || line.Reason == nameof(SkipReason.CheckpointReached));
        (await house.Get<SignalLog>().Recent(account.Id, 200)).Count(signal => signal.Kind == "consent.withdrawn").ShouldBe(1);
        (await house.Get<SignalLog>().Recent(account.Id, 200)).ShouldContain(signal => signal.Kind == "touch.skipped" && signal.Properties!["reason"] == "topic_off");
    }
}
