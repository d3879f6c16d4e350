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
    public async Task However_much_waits_a_worker_holds_a_batch_of_it()
    {
        // In full a hundred thousand; always as many as are planned in some seconds.
        var many = Environment.GetEnvironmentVariable("FULL") is { Length: > 0 } ? 100_000 : 10_000;
        var transport = new CountingTransport();
        await using var house = await House.Open(Dialect.Sqlite, Start, transport);
        var people = new List<(Account Account, Membership Membership)>();
        for (var n = 0; n < 3 * Batch; n++) people.Add(await house.Customer($"account{n}"));
        await Plan(house, people, many);
        transport.Claimed = async () => (await house.Get<TouchBook>().Counts()).GetValueOrDefault(TouchState.Claimed);
        var drain = house.Get<DrainTable>().Drains.Single(one => one.Name == "deliver");

        for (var run = 0; run < 10; run++)
        {
            var waiting = await Waiting(house);
            (await drain.Run(house.Now, default)).Done.ShouldBeInRange(1, Batch);
            // What is not taken in this batch is as it was: nobody has looked at it.
            (waiting - await Waiting(house)).ShouldBeInRange(1, Batch);
        }

        // One to each; what is too much for a day waits, decided batch by batch like the rest.
        transport.Taken.ShouldBe(people.Count);
        transport.MostClaimed.ShouldBeInRange(1, Batch);
        (await house.Get<TouchBook>().Counts()).Values.Sum().ShouldBeGreaterThanOrEqualTo(many);
    }

    const int Batch = 100;

    static async Task<long> Waiting(House house) => (await house.Get<TouchBook>().Counts()).GetValueOrDefault(TouchState.Pending);

    static async Task Plan(House house, List<(Account Account, Membership Membership)> people, int many)
    {
        var book = house.Get<TouchBook>();
        foreach (var some in Enumerable.Range(0, many).Chunk(2_000))
            await book.Plan([.. some.Select(n => new Touch($"queue/{n}", people[n % people.Count].Account.Id, people[n % people.Count].Membership.Id, "mail", "welcome", null, Start, false, null, LateSending.Default, null, false, null, false, Cause.Of("staff", "test")))], Start);
    }

    /// <summary>Takes everything and keeps nothing but the counts.</summary>
    sealed class CountingTransport : Mail.IMailTransport
    {
        readonly Lock gate = new();

        public Func<Task<long>>? Claimed { get; set; }

        public int Taken { get; private set; }

        public long MostClaimed { get; private set; }

        public async Task<Mail.Delivery> Send(Mail.Envelope envelope, ReadOnlyMemory<byte> message, Mail.BeforeDot? beforeDot, CancellationToken stop)
        {
            var claimed = Claimed is null ? 0 : await Claimed();
            lock (gate) (Taken, MostClaimed) = (Taken + 1, Math.Max(MostClaimed, claimed));
            return beforeDot is null || await beforeDot(stop)
                ? new Mail.Delivery.Sent(new Mail.SmtpReply(250, null, "ok"))
                : new Mail.Delivery.NotSent(new Mail.Trouble(Mail.SmtpStage.Content, Mail.TroubleKind.Withdrawn, "Withdrawn."));
        }
    }
}
