using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Store;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Tests.Sending;

/// <summary>The queue is the ledger: however much waits, a worker holds a batch of it.</summary>
public sealed class QueueTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_long_queue_takes_no_more_memory_than_a_short_one()
    {
        // In full a hundred thousand; always as many as are planned in some seconds.
        var many = Environment.GetEnvironmentVariable("FULL") is { Length: > 0 } ? 100_000 : 10_000;
        await using var house = await House.Open(Dialect.Sqlite, Start, new CountingTransport());
        var people = new List<(Account Account, Membership Membership)>();
        for (var n = 0; n < 100; n++) people.Add(await house.Customer($"account{n}"));
        await house.Settle();
        await Plan(house, people, 0, 1_000);
        var few = await Work(house);

        await Plan(house, people, 1_000, many);
        var full = await Work(house);
        (full - few).ShouldBeLessThan(8 * 1024 * 1024, $"{few / 1024} KB with 1,000 waiting, {full / 1024} KB with {many}");
        (await house.Get<TouchBook>().Counts()).Values.Sum().ShouldBeGreaterThanOrEqualTo(many);
    }

    // What is alive after each of some batches, at most.
    static async Task<long> Work(House house)
    {
        var drain = house.Get<DrainTable>().Drains.Single(one => one.Name == "deliver");
        var most = 0L;
        for (var run = 0; run < 10; run++)
        {
            await drain.Run(house.Now, default);
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }
        return most;
    }

    static async Task Plan(House house, List<(Account Account, Membership Membership)> people, int from, int to)
    {
        var book = house.Get<TouchBook>();
        foreach (var some in Enumerable.Range(from, to - from).Chunk(2_000))
            await book.Plan([.. some.Select(n => new Touch($"queue/{n}", people[n % 100].Account.Id, people[n % 100].Membership.Id, "mail", "welcome", null, Start, false, null, LateSending.Default, null, false, null, false, Cause.Of("staff", "test")))], Start);
    }

    /// <summary>Takes everything and keeps nothing.</summary>
    sealed class CountingTransport : Mail.IMailTransport
    {
        int taken;

        public async Task<Mail.Delivery> Send(Mail.Envelope envelope, ReadOnlyMemory<byte> message, Mail.BeforeDot? beforeDot, CancellationToken stop)
        {
            if (beforeDot is not null && !await beforeDot(stop)) return new Mail.Delivery.NotSent(new Mail.Trouble(Mail.SmtpStage.Content, Mail.TroubleKind.Withdrawn, "Withdrawn."));
            Interlocked.Increment(ref taken);
            return new Mail.Delivery.Sent(new Mail.SmtpReply(250, null, "ok"));
        }
    }
}
