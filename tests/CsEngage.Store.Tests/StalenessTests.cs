using CsEngage.Core;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests;

/// <summary>
/// Two processes over one database. What accounts and people do is remembered by neither, so that the first question after an acknowledgement knows it;
/// what is published seldom is remembered until the wake-up, and not beyond it.
/// </summary>
public sealed class StalenessTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_one_process_has_acknowledged_is_in_the_next_answer_of_every_other(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        await using var other = Database.Open(test.ConnectionString);
        using var mine = new SettingsBook(test.Database);
        using var theirs = new SettingsBook(other);
        using var log = new SignalLog(other, theirs);
        var (facts, ledger) = (new FactShelf(test.Database, mine), new ViewLedger(other, theirs));
        var (account, _, member) = await Sample.Put(test.Database);

        for (var n = 1; n <= 20; n++)
        {
            var at = Sample.Now.AddSeconds(n);
            await log.Append(new Signal(SignalKey.Of(at, $"{n}"), $"{n}", "guide.completed", at, at, at, account.Id, member.Id, Subject: $"guide:g{n}"));
            var present = Facts.Of(await facts.Present(account, member, NextCard.Needs, at)).For(member.Id);
            (present.LastAt(new("guide.completed", $"guide:g{n}"), at), present.Count(new("guide.completed", null), at)).ShouldBe((at, n));

            var visit = new Visit(Guid.CreateVersion7(at), account.Id, member.Id, "guide:g", n, "en", at);
            await ledger.Open(visit);
            (await new ViewLedger(test.Database, mine).Of(account.Id, member.Id)).Length.ShouldBe(n);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_another_process_publishes_takes_the_place_of_what_is_remembered(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        await using var other = Database.Open(test.ConnectionString);
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (test.Database.WakeUp.On(WakeUp.Everything, () => listens.TrySetResult()))
        {
            // On PostgreSQL a process listens from here on; on SQLite it looks from its first own write on.
            await test.Database.Upgrade();
            if (dialect == Dialect.Postgres) await listens.Task.WaitAsync(TimeSpan.FromMinutes(3));
        }
        using var mine = new SettingsBook(test.Database);
        using var theirs = new SettingsBook(other);
        (await mine.Save(OperatorProfile.Key, new OperatorProfile { Name = "0" }, 0, "mine", Sample.Now)).ShouldBeTrue();

        using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var hung = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        for (var version = 1; version <= 3; version++)
        {
            (await mine.Get<OperatorProfile>(OperatorProfile.Key)).Name.ShouldBe($"{version - 1}");
            (await theirs.Save(OperatorProfile.Key, new OperatorProfile { Name = $"{version}" }, version, "theirs", Sample.Now)).ShouldBeTrue();
            while ((await mine.Get<OperatorProfile>(OperatorProfile.Key)).Name != $"{version}") await moment.WaitForNextTickAsync(hung.Token);
            (await mine.Find<OperatorProfile>(OperatorProfile.Key)).Version.ShouldBe(version + 1);
        }
    }
}
