using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Journeys;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Drains;

/// <summary>A worker is killed at every point that matters, and started again after its leases are over.</summary>
public sealed class KillTests
{
    // A Tuesday, 10:00 in Tokyo: nothing is held for the night.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    static readonly string[] Points = ["after-claim", "in-data", "after-dot", "before-mark", "mid-batch", "before-save", "after-claim", "in-data", "after-dot", "before-mark"];

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Ten_kills_lose_nothing_that_was_acknowledged_and_send_nothing_twice(Dialect dialect)
    {
        await using var sink = new SmtpSink();
        await using var house = await House.Open(dialect, Start);
        var accounts = new List<Account>();
        var kills = 0;
        for (var wave = 0; wave < Points.Length; wave++)
        {
            for (var one = 0; one < 4; one++) accounts.Add((await house.Customer($"wave{wave}-{one}")).Account);
            foreach (var account in accounts.SkipLast(4).TakeLast(4)) await house.Signal(account, null, "workspace.created");
            if (await Run(house, sink, $"{Points[wave]}=kill@{wave % 3 + 1}")) kills++;
            // Leases are over, and quiet hours far away.
            house.Clock.MoveTo(house.Now.AddMinutes(5));
        }
        kills.ShouldBe(Points.Length);
        for (var again = 0; again < 2; again++)
        {
            (await Run(house, sink, null)).ShouldBeFalse();
            house.Clock.MoveTo(house.Now.AddMinutes(5));
        }

        // Nothing twice: each message reached the server at most once.
        sink.Taken.GroupBy(id => id).Where(group => group.Count() > 1).ShouldBeEmpty();
        var ambiguous = 0;
        foreach (var account in accounts)
        {
            // Nothing lost: everybody is enrolled once, the evidence counted, the welcome came to an end.
            var enrollment = (await house.Get<EnrollmentBook>().Of(account.Id)).ShouldHaveSingleItem().Enrollment;
            if (accounts.IndexOf(account) < accounts.Count - 4) enrollment.Find("account-set-up")!.IsReached.ShouldBeTrue(account.Name);
            foreach (var line in await house.Touches(account))
            {
                line.State.ShouldNotBe(TouchState.Claimed, line.Touch.Id);
                var taken = line.MessageId is { } id && sink.Taken.Contains(id);
                if (line.State == TouchState.Sent) taken.ShouldBeTrue($"{line.Touch.Id} is sent, and the server knows nothing of it");
                if (taken) line.State.ShouldBeOneOf(TouchState.Sent, TouchState.Ambiguous);
                if (line.State == TouchState.Ambiguous) ambiguous++;
            }
            // A welcome that a kill held up still comes before the mail that followed it: of two that share a cap the one due first goes first.
            var welcome = await Welcome(house, account);
            welcome.State.ShouldBeOneOf([TouchState.Sent, TouchState.Ambiguous], $"{welcome.Touch.Id}: {welcome.Reason} {welcome.Detail}");
        }
        // What is not known is at most what was on the wire.
        ambiguous.ShouldBeLessThanOrEqualTo(kills * 4);
    }

    /// <summary>A claim, the mark before the dot, the dot, the record: whoever is killed between two of them leaves the touch where the next worker can tell what to do.</summary>
    [Theory]
    [MemberData(nameof(Windows))]
    public async Task A_kill_in_each_window_of_the_ledger_ends_as_that_window_says(Dialect dialect, string window, bool isTaken, TouchState ends)
    {
        await using var sink = new SmtpSink();
        await using var house = await House.Open(dialect, Start);
        var (account, _) = await house.Customer("aoba");
        (await Run(house, sink, $"{window}=kill@1")).ShouldBeTrue();
        var line = await Welcome(house, account);
        // Nothing is told before it is recorded: neither in the ledger nor as a signal.
        line.State.ShouldBe(TouchState.Claimed);
        (await Told(house, account)).ShouldBeEmpty();

        house.Clock.MoveTo(house.Now.AddMinutes(5));
        (await Run(house, sink, null)).ShouldBeFalse();
        line = await Welcome(house, account);
        line.State.ShouldBe(ends);
        (await Told(house, account)).ShouldBe([ends == TouchState.Sent ? "touch.sent" : "touch.ambiguous"]);
        sink.Taken.Count(id => id == line.MessageId).ShouldBe(isTaken || ends == TouchState.Sent ? 1 : 0);
    }

    /// <summary>Each on each database. Before the mark the next worker sends it; after it nobody knows, and it is lost rather than doubled.</summary>
    public static TheoryData<Dialect, string, bool, TouchState> Windows
    {
        get
        {
            var windows = new TheoryData<Dialect, string, bool, TouchState>();
            foreach (var dialect in new[] { Dialect.Sqlite, Dialect.Postgres })
            {
                windows.Add(dialect, "after-claim", false, TouchState.Sent);
                windows.Add(dialect, "in-data", false, TouchState.Sent);
                windows.Add(dialect, "on-the-wire", false, TouchState.Ambiguous);
                windows.Add(dialect, "after-dot", true, TouchState.Ambiguous);
                windows.Add(dialect, "before-mark", true, TouchState.Ambiguous);
            }
            return windows;
        }
    }

    static async Task<TouchLine> Welcome(House house, Account account) => (await house.Touches(account)).Single(line => line.Touch.Template == "welcome");

    static async Task<IEnumerable<string>> Told(House house, Account account) =>
        (await house.Get<SignalLog>().Recent(account.Id, 200)).Select(signal => signal.Kind).Where(kind => kind is "touch.sent" or "touch.ambiguous" or "touch.failed");

    /// <summary>True when the worker was killed.</summary>
    static async Task<bool> Run(House house, SmtpSink sink, string? faults)
    {
        using var worker = Child.Work(house.ConnectionString, sink.Port, house.Now, faults);
        var errors = worker.StandardError.ReadToEndAsync();
        await worker.WaitForExitAsync();
        // 128 + 9: killed. Anything else must have gone well.
        if (worker.ExitCode == 137) return true;
        worker.ExitCode.ShouldBe(0, await errors);
        return false;
    }
}
