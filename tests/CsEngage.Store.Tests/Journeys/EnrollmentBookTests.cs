using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Journeys;
using CsEngage.Store.Plays;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Journeys;

public sealed class EnrollmentBookTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_advance_is_saved_with_everything_it_asks_for(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var (account, _, membership) = await Sample.Put(test.Database, "Hakaria", "organizer");
        var book = new EnrollmentBook(test.Database, settings);
        var entered = Enrolled(account.Id);
        (await book.Save(new Advanced(entered, [], Now), 0, Now)).ShouldBeTrue();
        var loaded = (await book.Load(account.Id, entered.Id))!;
        (loaded.Version, loaded.NextAt, loaded.Enrollment.ToJson()).ShouldBe((1, Now, entered.ToJson()));

        var given = new GivenTask("team-invited", "list", Now, Now.AddDays(2), null, null);
        var advanced = entered with
        {
            AdvancedAt = Now.AddHours(1), Tasks = [given],
            Checkpoints = entered.Checkpoints.Add("team-invited", new CheckpointProgress(Now, Now.AddDays(5), null, null, null, null, false, Firings.None)),
        };
        var cause = Cause.Of("enrollment", entered.Id.ToString("D"), "onboarding");
        var signal = new Signal(Guid.CreateVersion7(), "sig", "checkpoint.opened", Now, Now, Now, account.Id, Subject: "checkpoint:onboarding/team-invited", Cause: cause);
        Effect[] effects =
        [
            new Effect.Append("sig", Now, signal), new Effect.Plan("touch-1", Now, TouchTests.Planned("touch-1", account.Id, membership.Id)),
            new Effect.OpenPlay("play-1", Now, "call", account.Id, null, Now.AddDays(2), cause), new Effect.SetField("set-1", Now, "account.lifecycle", new AttributeValue.Text("adopting"), cause),
            new Effect.GiveTask("task-1", Now, given, new TaskSpec("list", LocalizedText.Of("List"), LocalizedText.Empty, new Assignee(AssigneeKind.AnyContact), TaskKind.Tick, null, null, true)),
            new Effect.StartJourney("start-1", Now, "expansion", cause), new Effect.Notify("notify-1", Now, "desk", LocalizedText.Of("Look"), "team-invited"),
            new Effect.PassBy("pass-1", Now, "nudge", PassReason.Nobody, null),
        ];
        (await book.Save(new Advanced(advanced, [.. effects], Now.AddDays(5)), 1, Now.AddHours(1))).ShouldBeTrue();

        (await new SignalLog(test.Database, settings).Find(account.Id, signal.Key))!.ReceivedAt.ShouldBe(Now.AddHours(1));
        (await new TouchBook(test.Database, settings).Find(account.Id, "touch-1"))!.State.ShouldBe(TouchState.Pending);
        (await new PlayBook(test.Database).Find(account.Id, "play-1"))!.DueAt.ShouldBe(Now.AddDays(2));
        (await new AccountBook(test.Database).Find(account.Id))!.Value.Lifecycle.ShouldBe("adopting");
        (await new ChangeLog(test.Database).Of(account.Id)).Last().Source.ShouldBe("journey:onboarding");
        (await new TaskBook(test.Database).Of(account.Id)).ShouldHaveSingleItem().Key.ShouldBe("list");
        (await book.Starts(10)).ShouldHaveSingleItem().Journey.ShouldBe("expansion");
        (await book.Passed(account.Id, entered.Id)).ShouldHaveSingleItem().Why.ShouldBe("Nobody");
        (await book.Counts("onboarding")).ShouldHaveSingleItem().ShouldBe(new CheckpointCount("team-invited", 1, 0, 0, 0));
        (await new TimerBook(test.Database).Next(TimerBook.Enrollment)).ShouldBe(Now.AddDays(5));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_many_who_save_the_same_advance_one_is_kept_with_its_effects(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var (account, _, membership) = await Sample.Put(test.Database);
        var book = new EnrollmentBook(test.Database, settings);
        var entered = Enrolled(account.Id);
        var entries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => book.Save(new Advanced(entered with { Id = Guid.CreateVersion7() }, [], Now), 0, Now)));
        entries.Count(kept => kept).ShouldBe(1);
        var loaded = (await book.Running(account.Id)).ShouldHaveSingleItem();
        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => book.Save(
            new Advanced(loaded.Enrollment, [new Effect.Plan($"t{n}", Now, TouchTests.Planned($"t{n}", account.Id, membership.Id))], null), loaded.Version, Now)));
        saves.Count(kept => kept).ShouldBe(1);
        (await new TouchBook(test.Database, settings).Of(account.Id)).Length.ShouldBe(1);
        (await new TimerBook(test.Database).Next(TimerBook.Enrollment)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Each_due_timer_goes_to_one_taker_and_comes_back_when_it_is_dropped(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var timers = new TimerBook(test.Database);
        for (var n = 0; n < 60; n++) await timers.Set("enrollment", Guid.CreateVersion7(), $"t{n}", Now.AddMinutes(n - 49));
        (await timers.Backlog("enrollment", Now)).ShouldBe((50, TimeSpan.FromMinutes(49)));
        var taken = (await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => timers.Take("enrollment", Now, 7, TimeSpan.FromMinutes(1))))).SelectMany(some => some).ToList();
        taken.Select(timer => timer.Id).Distinct().Count().ShouldBe(50);
        taken.Count.ShouldBe(50);
        (await timers.Take("enrollment", Now, 100, TimeSpan.FromMinutes(1))).ShouldBeEmpty();
        foreach (var timer in taken.Skip(10)) await timers.Set(timer.Kind, timer.AccountId, timer.Id, null);
        (await timers.Take("enrollment", Now.AddMinutes(1), 100, TimeSpan.FromMinutes(1))).Count.ShouldBe(11);
        (await timers.Take("segment", Now.AddDays(1), 100, TimeSpan.FromMinutes(1))).ShouldBeEmpty();
    }

    internal static Enrollment Enrolled(Guid account) => new(
        Guid.CreateVersion7(), "onboarding", 1, account, null, 1, Now, Now, EnrollmentState.Active, 0.25, "treated", 0, null,
        ImmutableSortedDictionary.Create<string, CheckpointProgress>(StringComparer.Ordinal), [], [], [], [], ImmutableSortedSet.Create<string>(StringComparer.Ordinal));
}
