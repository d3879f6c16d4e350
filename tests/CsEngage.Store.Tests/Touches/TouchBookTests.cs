using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Settings;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Store.Tests;

/// <summary>Touches for tests.</summary>
static class TouchTests
{
    public static Touch Planned(string id, Guid account, Guid membership, DateTimeOffset? due = null, TouchOrigin? origin = null) => new(
        id, account, membership, "mail", "hello", null, due ?? Sample.Now, false, null, LateSending.Default, origin, false, null, false, Cause.Of("enrollment", "e", "onboarding"));
}

public sealed class TouchBookTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_touch_comes_back_as_it_was_planned_and_is_planned_once(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var book = new TouchBook(test.Database, settings);
        var (account, contact, membership) = await Sample.Put(test.Database);
        var touch = TouchTests.Planned("onboarding/x/1/a.open.ask/m/1", account.Id, membership.Id, Now.AddHours(1), new TouchOrigin(Guid.CreateVersion7(), "onboarding", 3, 1, "a", Trigger.Open, "ask", 1)) with
        {
            Survey = "nps", AsCsm = true, Review = new Review(4), Arm = "split=b", LowPriority = true,
        };
        (await book.Plan(touch, Now, "{\"words\":1}")).ShouldBeTrue();
        (await book.Plan(touch, Now)).ShouldBeFalse();
        var line = (await book.Find(account.Id, touch.Id))!;
        line.Touch.ShouldBe(touch with { Cause = line.Touch.Cause });
        (line.ContactId, line.State, line.LookAt, line.Payload).ShouldBe((contact.Id, TouchState.Pending, Now.AddHours(1), "{\"words\":1}"));
        await book.Plan(touch with { Id = "ghost", IsGhost = true }, Now);
        (await book.Find(account.Id, "ghost"))!.State.ShouldBe(TouchState.Ghost);
        (await book.Due(Now, 10)).ShouldBeEmpty();
        (await book.Due(Now.AddHours(1), 10)).ShouldHaveSingleItem();
        (await book.Next()).ShouldBe(Now.AddHours(1));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Many_workers_claim_each_touch_once_and_never_over_the_cap(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var book = new TouchBook(test.Database, settings);
        var people = new List<(Guid Account, Guid Membership)>();
        for (var n = 0; n < 4; n++)
        {
            var (account, _, membership) = await Sample.Put(test.Database, $"Account{n}");
            people.Add((account.Id, membership.Id));
        }
        for (var n = 0; n < 40; n++) await book.Plan(TouchTests.Planned($"t{n}", people[n % 4].Account, people[n % 4].Membership), Now);
        TouchDecision AtMostThree(TouchLine line, ClaimView view) =>
            view.SentToContact.Length < 3 ? new TouchDecision.Send(14, []) : new TouchDecision.Hold(9, HoldReason.OverCap, Now.AddDays(1), [new("sent", "3")]);
        var due = await book.Due(Now, 100);
        var claims = (await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
            book.Claim([.. due.Skip(worker * 2).Concat(due.Take(worker * 2))], Guid.CreateVersion7(), Now, Lease, Now.AddDays(-7), AtMostThree, line => $"<{line.Touch.Id}@x>", _ => "news")))))
            .SelectMany(some => some).ToList();
        claims.Count(one => one.IsToBeSent).ShouldBe(12);
        claims.Where(one => one.IsToBeSent).GroupBy(one => one.Line.Touch.AccountId).ShouldAllBe(account => account.Count() == 3);
        claims.Select(one => one.Line.Touch.Id).Distinct().Count().ShouldBe(40);
        claims.Count.ShouldBe(40);
        var held = (await book.Of(people[0].Account)).First(line => line.State == TouchState.Held);
        (held.Reason, held.HeldUntil, held.Facts.Single().Value).ShouldBe(("OverCap", Now.AddDays(1), "3"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Whoever_lost_the_lease_says_nothing_more(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var book = new TouchBook(test.Database, settings);
        var (account, _, membership) = await Sample.Put(test.Database);
        foreach (var id in new[] { "before", "after" }) await book.Plan(TouchTests.Planned(id, account.Id, membership.Id), Now);
        var claim = Guid.CreateVersion7();
        (await Claim(book, claim, Now)).Count(one => one.IsToBeSent).ShouldBe(2);
        (await book.OnTheWire(account.Id, "after", Guid.CreateVersion7(), Now)).ShouldBeFalse();
        (await book.OnTheWire(account.Id, "after", claim, Now)).ShouldBeTrue();
        (await book.Holds(account.Id, "after", claim, Now.AddMinutes(1))).ShouldBeTrue();
        (await book.ExpireLeases(Now.AddMinutes(1))).ShouldBeEmpty();

        (await book.ExpireLeases(Now + Lease)).ShouldHaveSingleItem().Touch.Id.ShouldBe("after");
        // What comes back keeps its place: it was due first, and goes before what fell due while it was away.
        (await book.Find(account.Id, "before"))!.LookAt.ShouldBe((await book.Find(account.Id, "before"))!.Touch.DueAt);
        (await book.Find(account.Id, "before"))!.State.ShouldBe(TouchState.Pending);
        (await book.Find(account.Id, "after"))!.State.ShouldBe(TouchState.Ambiguous);
        (await book.Holds(account.Id, "after", claim, Now + Lease)).ShouldBeFalse();
        (await book.OnTheWire(account.Id, "before", claim, Now + Lease)).ShouldBeFalse();
        (await book.Ended(account.Id, "after", claim, new SendingEnd.Accepted("250", null), Now + Lease)).ShouldBeFalse();
        (await book.Due(Now.AddDays(1), 10)).ShouldHaveSingleItem().Touch.Id.ShouldBe("before");
        (await book.Report(account.Id, "after", TouchEvent.Accept, "250", "found in the log", Now.AddDays(1))).ShouldBeTrue();
        (await book.Find(account.Id, "after"))!.State.ShouldBe(TouchState.Sent);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_touch_goes_from_state_to_state_as_the_ledger_allows(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var book = new TouchBook(test.Database, settings);
        var (account, _, membership) = await Sample.Put(test.Database);
        foreach (var id in new[] { "sent", "refused", "later", "lost", "stopped", "reviewed" }) await book.Plan(TouchTests.Planned(id, account.Id, membership.Id), Now);
        (await book.Stop(account.Id, "stopped", "staff:s", SkipReason.Cancelled, Now)).ShouldBeTrue();
        (await book.Decide((await book.Find(account.Id, "reviewed"))!, new TouchDecision.Review(11, Now.AddHours(4), []), Now)).ShouldBeTrue();
        (await book.InReview(null, 10)).ShouldHaveSingleItem().Review.Since.ShouldBe(Now);

        var claim = Guid.CreateVersion7();
        (await Claim(book, claim, Now)).Length.ShouldBe(4);
        (await book.Stop(account.Id, "sent", "staff:s", SkipReason.Cancelled, Now)).ShouldBeFalse();
        foreach (var id in new[] { "sent", "refused", "lost" }) (await book.OnTheWire(account.Id, id, claim, Now)).ShouldBeTrue();
        (await book.Ended(account.Id, "sent", claim, new SendingEnd.Accepted("250", "ok"), Now)).ShouldBeTrue();
        (await book.Ended(account.Id, "refused", claim, new SendingEnd.Refused("550", "no such user"), Now)).ShouldBeTrue();
        (await book.Ended(account.Id, "later", claim, new SendingEnd.GivenBack("451", "busy", Now.AddMinutes(1)), Now)).ShouldBeTrue();
        (await book.Ended(account.Id, "lost", claim, new SendingEnd.Lost("reset"), Now)).ShouldBeTrue();
        (await book.Ended(account.Id, "sent", claim, new SendingEnd.Lost("reset"), Now)).ShouldBeFalse();

        var states = (await book.Of(account.Id)).ToDictionary(line => line.Touch.Id, line => line.State);
        states.ShouldBe(new Dictionary<string, TouchState>
        {
            ["sent"] = TouchState.Sent, ["refused"] = TouchState.Failed, ["later"] = TouchState.Pending, ["lost"] = TouchState.Ambiguous, ["stopped"] = TouchState.Skipped, ["reviewed"] = TouchState.InReview,
        }, ignoreOrder: true);
        var later = (await book.Find(account.Id, "later"))!;
        (later.Failures, later.ClaimedAt, later.LookAt).ShouldBe((1, null, Now.AddMinutes(1)));
        (await book.Report(account.Id, "refused", TouchEvent.Deliver, null, null, Now)).ShouldBeFalse();
        (await book.Report(account.Id, "sent", TouchEvent.Bounce, "5.1.1", "unknown", Now)).ShouldBeTrue();
        (await book.Report(account.Id, "sent", TouchEvent.Deliver, null, null, Now)).ShouldBeFalse();
        (await book.Release(account.Id, "reviewed", "staff:s", Now)).ShouldBeTrue();
        (await book.Find(account.Id, "reviewed"))!.Review.State.ShouldBe(ReviewState.Released);
        (await book.FindByMessageId("<sent@x>"))!.State.ShouldBe(TouchState.Bounced);
        (await book.Counts())[TouchState.Pending].ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_person_at_two_accounts_gets_a_step_once(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var book = new TouchBook(test.Database, settings);
        var (one, contact, first) = await Sample.Put(test.Database, "One");
        var two = Sample.Account("Two");
        await new AccountBook(test.Database).Put(two, Edit.Now(Now, "system"));
        var second = Sample.Membership(two.Id, contact.Id);
        await new ContactBook(test.Database).Put(second, Edit.Now(Now, "system"));
        var origin = new TouchOrigin(Guid.CreateVersion7(), "onboarding", 1, 1, "a", Trigger.Open, "ask", 1);
        await book.Plan(TouchTests.Planned("x1", one.Id, first.Id, origin: origin), Now);
        await book.Plan(TouchTests.Planned("x2", two.Id, second.Id, origin: origin), Now);
        TouchDecision Once(TouchLine line, ClaimView view) => view.IsDuplicate ? new TouchDecision.Skip(8, SkipReason.Duplicate, []) : new TouchDecision.Send(14, []);
        var claimed = await book.Claim(await book.Due(Now, 10), Guid.CreateVersion7(), Now, Lease, Now.AddDays(-7), Once, line => line.Touch.Id, _ => "news");
        claimed.Count(one => one.IsToBeSent).ShouldBe(1);
        (await book.Counts())[TouchState.Skipped].ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_holds_two_roles_gets_the_same_words_once_for_a_checkpoint(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var book = new TouchBook(test.Database, settings);
        var (account, _, member) = await Sample.Put(test.Database, "One");
        var organizer = new TouchOrigin(Guid.CreateVersion7(), "onboarding", 1, 1, "a", Trigger.Behind, "organizer", 1);
        await book.Plan(TouchTests.Planned("x1", account.Id, member.Id, origin: organizer), Now);
        await book.Plan(TouchTests.Planned("x2", account.Id, member.Id, origin: organizer with { Step = "champion" }), Now);
        await book.Plan(TouchTests.Planned("x3", account.Id, member.Id, origin: organizer with { Step = "champion", Checkpoint = "b" }), Now);
        TouchDecision Once(TouchLine line, ClaimView view) => view.HasItAlready ? new TouchDecision.Skip(8, SkipReason.AlreadyHad, []) : new TouchDecision.Send(14, []);
        await book.Claim(await book.Due(Now, 10), Guid.CreateVersion7(), Now, Lease, Now.AddDays(-7), Once, line => line.Touch.Id, _ => "news");
        (await book.Find(account.Id, "x1"))!.State.ShouldBe(TouchState.Claimed);
        (await book.Find(account.Id, "x2"))!.Reason.ShouldBe(nameof(SkipReason.AlreadyHad));
        (await book.Find(account.Id, "x3"))!.State.ShouldBe(TouchState.Claimed);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_left_all_mails_is_listed_counted_and_found_until_a_topic_is_chosen_again(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (list, ledger) = (new SuppressionList(test.Database), new ConsentLedger(test.Database));
        var (_, left, _) = await Sample.Put(test.Database, "Left");
        var (_, other, _) = await Sample.Put(test.Database, "Other");
        Task Act(Contact who, string topic, bool given, int minute) =>
            ledger.Record(new ConsentAct(Guid.CreateVersion7(), who.Id, topic, "mail", given, given ? "opt-in" : "withdrawn", null, "preferences", Now.AddMinutes(minute), null));
        await list.Add(new(Guid.CreateVersion7(), [7], SuppressionReason.Complaint, "import", Now.AddMinutes(2), null, null, "bad@left.example"));
        await Act(left, "news", given: true, 0);
        await Act(left, "*", given: false, 1);
        await Act(other, "news", given: false, 1);

        var lines = await list.All(10);
        lines.Select(line => (line.Address, line.Reason, line.Source, line.Since)).ShouldBe([("bad@left.example", SuppressionReason.Complaint, "import", Now.AddMinutes(2)), (left.Address, SuppressionReason.Unsubscribed, SuppressionList.ThePerson, Now.AddMinutes(1))]);
        (await list.Counts()).ShouldBe(new Dictionary<SuppressionReason, long> { [SuppressionReason.Complaint] = 1, [SuppressionReason.Unsubscribed] = 1 }, ignoreOrder: true);
        (await list.All(1)).ShouldHaveSingleItem().Address.ShouldBe("bad@left.example");
        (await list.All(10, "hana@left", [1])).ShouldHaveSingleItem().Address.ShouldBe(left.Address);
        (await list.All(10, "hana@other", [1])).ShouldBeEmpty();
        (await list.All(10, reason: SuppressionReason.Unsubscribed)).ShouldHaveSingleItem().Address.ShouldBe(left.Address);
        (await list.All(10, reason: SuppressionReason.Complaint)).ShouldHaveSingleItem().Address.ShouldBe("bad@left.example");

        await Act(left, "news", given: true, 3);
        (await list.All(10, reason: SuppressionReason.Unsubscribed)).ShouldBeEmpty();
        (await list.Counts()).ContainsKey(SuppressionReason.Unsubscribed).ShouldBeFalse();
        await Act(left, "*", given: false, 4);
        (await list.All(10, reason: SuppressionReason.Unsubscribed)).ShouldHaveSingleItem().Since.ShouldBe(Now.AddMinutes(4));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_address_stays_suppressed_until_it_is_lifted(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var list = new SuppressionList(test.Database);
        byte[] hash = [1, 2, 3];
        (await list.Of(hash)).ShouldBeNull();
        (await list.Add(new(Guid.CreateVersion7(), [.. hash], SuppressionReason.Unsubscribed, "touch:t", Now, null, null))).ShouldBeTrue();
        (await list.Add(new(Guid.CreateVersion7(), [.. hash], SuppressionReason.Unsubscribed, "touch:t", Now, null, null))).ShouldBeFalse();
        (await list.Add(new(Guid.CreateVersion7(), [.. hash], SuppressionReason.HardBounce, "touch:t", Now, null, null))).ShouldBeTrue();
        (await list.Of(hash)).ShouldBe(new Suppression(SuppressionReason.HardBounce, Now));
        await list.Lift(hash, SuppressionReason.HardBounce, "staff:s", Now);
        (await list.Of(hash))!.Reason.ShouldBe(SuppressionReason.Unsubscribed);
        (await list.Bounced(Guid.CreateVersion7(), hash, new BounceReport("4.2.2", Now), "t1")).ShouldBeEmpty();
        (await list.Bounced(Guid.CreateVersion7(), hash, new BounceReport("4.2.2", Now.AddDays(1)), "t2")).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Consent_is_what_was_said_last_and_the_record_keeps_all(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var ledger = new ConsentLedger(test.Database);
        var contact = Guid.CreateVersion7();
        foreach (var (given, hours) in new[] { (true, 0), (false, 2), (true, 1) })
            await ledger.Record(new ConsentAct(Guid.CreateVersion7(), contact, "news", "mail", given, "opt-in", "v1", "portal", Now.AddHours(hours), "192.0.2.1"));
        (await ledger.Of(contact)).ShouldHaveSingleItem().Given.ShouldBeFalse();
        (await ledger.History(contact)).Length.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Captured_mail_is_shown_newest_first_and_switches_hold(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var box = new CapturedMailBox(test.Database);
        var mail = new CapturedMail(Guid.CreateVersion7(), Now, "a@x", "b@x", "Hello", [1, 2]);
        await box.Keep(mail);
        await box.Keep(mail with { Id = Guid.CreateVersion7(), At = Now.AddMinutes(1), Subject = "Second" });
        (await box.Recent(10)).Select(one => one.Subject).ShouldBe(["Second", "Hello"]);
        (await box.Find(mail.Id))!.Message.ShouldBe([1, 2]);
        var switches = new SendingSwitches(test.Database);
        (await switches.Stop(new SendingStop(SendingSwitches.Everything, "incident", false, "staff:s", Now))).ShouldBeTrue();
        (await switches.Stop(new SendingStop(SendingSwitches.Everything, "incident", false, "staff:s", Now))).ShouldBeFalse();
        (await switches.Stops()).ShouldHaveSingleItem().Reason.ShouldBe("incident");
        (await switches.Resume(SendingSwitches.Everything, "staff:s", Now)).ShouldBeTrue();
        (await switches.Stops()).ShouldBeEmpty();
    }

    static async Task<ImmutableArray<Claimed>> Claim(TouchBook book, Guid claim, DateTimeOffset now) =>
        await book.Claim(await book.Due(now, 100), claim, now, Lease, now.AddDays(-7), (_, _) => new TouchDecision.Send(14, []), line => $"<{line.Touch.Id}@x>", _ => "news");
}
