using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Health;
using CsEngage.Engine.Recipes;
using CsEngage.Engine.Settings;
using CsEngage.Mail;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Health;
using CsEngage.Store.Journeys;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Recipes;

/// <summary>A house in which the demo's accounts have been given their past.</summary>
public sealed class LivedHouse : IAsyncLifetime
{
    // A Tuesday, noon in Tokyo.
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);
    static readonly Guid Sato = new("0193a000-0000-7000-8000-000000000001");

    internal House House { get; private set; } = null!;

    internal RecipeCustomers Customers { get; private set; } = null!;

    public async Task InitializeAsync() => (House, Customers) = await Live(Dialect.Sqlite, new Refusing());

    internal static async Task<(House, RecipeCustomers)> Live(Dialect dialect, IMailTransport? transport)
    {
        var house = await House.Open(dialect, Now, transport, "demo");
        var customers = await house.Get<RecipeAccounts>().Read("demo");
        var staff = customers.Staff.ToDictionary(person => person.Address, _ => Sato, StringComparer.OrdinalIgnoreCase);
        (await house.Get<RecipeAccounts>().Apply(customers, staff, Now)).ShouldBe(40);
        (await house.Get<RecipePast>().Make(customers, Now)).ShouldBe(40);
        return (house, customers);
    }

    public async Task DisposeAsync() => await House.DisposeAsync();

    /// <summary>A server that nobody may speak to.</summary>
    sealed class Refusing : IMailTransport
    {
        public Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop) => throw new InvalidOperationException("Nothing may be sent for the past.");
    }
}

/// <summary>The demo's past: lived by the real decisions, told once, and true in every part that a screen shows.</summary>
public sealed class RecipePastTests(LivedHouse lived) : IClassFixture<LivedHouse>
{
    static readonly DateTimeOffset Now = LivedHouse.Now;

    readonly House house = lived.House;

    [Fact]
    public async Task Forty_accounts_have_a_believable_past_and_it_is_made_once()
    {
        var all = await house.Get<AccountBook>().All();
        all.Length.ShouldBe(40);
        all.Count(account => account.Lifecycle == "left").ShouldBeGreaterThanOrEqualTo(6);
        var signals = await Signals();
        signals.Length.ShouldBeGreaterThan(20_000);
        signals.Count(signal => signal.Kind == "contract.renewed").ShouldBeGreaterThanOrEqualTo(10);
        foreach (var kind in (string[])["guide.viewed", "guide.read", "guide.completed", "portal.visited", "checkpoint.reached", "checkpoint.fell-behind", "checkpoint.got-stuck", "touch.sent", "touch.held",
            "touch.skipped", "touch.clicked", "survey.answered", "play.opened", "play.closed", "meeting.held", "note.written", "health.band-changed", "consent.withdrawn", "account.left", "ticket.opened"])
            signals.ShouldContain(signal => signal.Kind == kind, kind);
        signals.ShouldAllBe(signal => signal.CountedAt <= Now);

        (await house.Get<RecipePast>().Make(lived.Customers, Now.AddDays(1))).ShouldBe(0);
        (await Signals()).Length.ShouldBe(signals.Length);
    }

    [Fact]
    public async Task Every_kind_of_signal_is_known_to_the_table_or_to_the_settings()
    {
        var named = (await house.Get<SignalLog>().Kinds()).ToHashSet(StringComparer.Ordinal);
        (await Signals()).Select(signal => signal.Kind).Distinct().ShouldAllBe(kind => SignalKinds.Find(kind) != null || named.Contains(kind));
        string[] product = ["workspace.created", "data.connected", "report.created", "report.viewed", "report.exported", "report.scheduled", "dashboard.shared", "alert.created"];
        named.Except(product).ShouldBeEmpty();
    }

    [Fact]
    public async Task Touches_are_settled_with_reasons_and_nothing_was_sent_for_them()
    {
        var touches = await Touches();
        touches.Select(line => line.Touch.Id).ShouldBeUnique();
        touches.Count(line => line.State == TouchState.Sent).ShouldBeGreaterThan(150);
        touches.Count(line => line.State == TouchState.Skipped).ShouldBeGreaterThan(5);
        touches.Where(line => line.State == TouchState.Skipped).ShouldAllBe(line => line.Reason != null && Enum.IsDefined(Enum.Parse<SkipReason>(line.Reason)));
        // What is still to be decided is of these days, so that the first start lets no flood go.
        var waiting = touches.Where(line => !TouchLedger.IsSettled(line.State)).ToList();
        waiting.Count.ShouldBeLessThan(20);
        waiting.ShouldAllBe(line => line.Touch.DueAt > Now.AddDays(-14));
        var set = await house.Get<Authored>().Current();
        foreach (var line in touches.Where(line => line.State == TouchState.Sent))
        {
            var account = (await house.Get<AccountBook>().Find(line.Touch.AccountId))!.Value;
            var calendar = set.CalendarsOf(account).Account;
            set.Rules.QuietHours.Covers(calendar.TimeOf(line.SentAt!.Value)).ShouldBeFalse(line.Touch.Id);
            calendar.IsBusinessDay(calendar.DateOf(line.SentAt.Value)).ShouldBeTrue(line.Touch.Id);
        }
        foreach (var week in touches.Where(line => line.State == TouchState.Sent && line.Topic is not null).GroupBy(line => line.Touch.MembershipId))
            foreach (var line in week) week.Count(other => other.SentAt > line.SentAt!.Value.AddDays(-7) && other.SentAt <= line.SentAt).ShouldBeLessThanOrEqualTo(3, line.Touch.Id);

        // Mail of the last days lies in the mailbox, written by the real templates; the transport refuses and was never asked.
        var mails = await house.Mails();
        // In this house the CSM is nobody, so mails that name one have no words to show.
        mails.Length.ShouldBeInRange(1, touches.Count(line => line.State == TouchState.Sent && line.Touch.Channel == "mail" && line.SentAt > Now.AddDays(-7)));
        foreach (var mail in mails) ReceivedMessage.Parse(mail.Message.AsMemory()).Text!.Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Scores_have_a_day_for_every_day_and_each_day_is_what_the_card_says_about_it()
    {
        var cards = await house.Get<CardBook>().InForce();
        var card = cards.Cards["adoption"];
        var days = OperatorDays.In(TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        var yesterday = days.DateOf(Now).AddDays(-1);
        var checkedDays = 0;
        foreach (var account in await house.Get<AccountBook>().All())
        {
            var closed = await house.Get<ScoreShelf>().Days(account.Id, card.Key, yesterday.AddDays(-399), yesterday);
            var expected = Math.Min(400, yesterday.DayNumber - days.DateOf(account.CreatedAt).DayNumber + 1);
            closed.Count.ShouldBeInRange(expected - 1, expected, account.ExternalId);
            closed.Zip(closed.Skip(1), (a, b) => b.Day.DayNumber - a.Day.DayNumber).ShouldAllBe(step => step == 1);

            var facts = Facts.Of((await house.Get<FactShelf>().Load(account.Id, card.Needs, days.StartOf(yesterday.AddDays(-30))))!);
            foreach (var day in closed.Where((_, n) => n % 7 == 0).Where(day => day.Day > yesterday.AddDays(-30)))
            {
                var snapshot = (await house.Get<ScoreShelf>().Snapshot(account.Id, card.Key, day.Day))!;
                var again = card.Score(facts, days.StartOf(day.Day.AddDays(1)), []);
                if (again.Score is { } score)
                {
                    Math.Abs(again.Measures.Sum(measure => measure.Contribution) - score).ShouldBeLessThan(1e-9);
                    Math.Abs(snapshot.Score!.Value - score).ShouldBeLessThan(1e-2, $"{account.ExternalId} {day.Day}");
                }
                else
                {
                    snapshot.Score.ShouldBeNull();
                    day.Band.ShouldBe(Band.NotEnoughData);
                }
                checkedDays++;
            }
            var live = await house.Get<ScoreShelf>().Find(account.Id, card.Key);
            live!.At.ShouldBe(Now);
        }
        checkedDays.ShouldBeGreaterThan(100);
        var bands = (await house.Get<ScoreShelf>().All("adoption")).Select(live => live.Band.Band).ToList();
        foreach (var band in (Band[])[Band.Red, Band.Yellow, Band.Green]) bands.Count(one => one == band).ShouldBeGreaterThan(1, band.ToString());
    }

    [Fact]
    public async Task Plays_were_opened_once_each_and_most_are_done()
    {
        var plays = new List<PlayLine>();
        foreach (var account in await house.Get<AccountBook>().All()) plays.AddRange(await house.Get<PlayBook>().Of(account.Id));
        plays.Count.ShouldBeGreaterThan(40);
        plays.ShouldContain(play => play.ByRule);
        plays.ShouldContain(play => !play.ByRule && play.EnrollmentId != null);
        plays.Where(play => play.ClosedAt is null).GroupBy(play => (play.AccountId, play.Play)).ShouldAllBe(open => open.Count() == 1);
        plays.Count(play => play.ClosedAt is null).ShouldBeInRange(3, plays.Count / 3);
        plays.Where(play => play.ClosedAt is not null).ShouldAllBe(play => play.ClosedAt >= play.OpenedAt && play.Outcome != null);
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    public async Task The_engine_goes_on_from_there_without_a_jolt(Dialect dialect)
    {
        var (there, _) = await LivedHouse.Live(dialect, transport: null);
        await using var closing = there;
        var before = await Touches(there);
        before.Length.ShouldBe((await Touches()).Length, "Both databases tell the same past.");
        await there.Settle();
        (await there.Settle()).ShouldBe(0);
        var after = await Touches(there);
        // Nobody is enrolled, welcomed or nudged again because the engine looks for the first time.
        (after.Length - before.Length).ShouldBeInRange(0, 5);
        foreach (var account in await there.Get<AccountBook>().All())
            (await there.Get<EnrollmentBook>().Of(account.Id)).GroupBy(one => one.Enrollment.Journey).ShouldAllBe(entries => entries.Count() == 1);
    }

    async Task<ImmutableArray<Signal>> Signals()
    {
        var signals = ImmutableArray.CreateBuilder<Signal>();
        foreach (var account in await house.Get<AccountBook>().All()) signals.AddRange(await house.Get<SignalLog>().Since(account.Id, DateTimeOffset.UnixEpoch));
        return signals.ToImmutable();
    }

    Task<ImmutableArray<TouchLine>> Touches() => Touches(house);

    static async Task<ImmutableArray<TouchLine>> Touches(House of)
    {
        var touches = ImmutableArray.CreateBuilder<TouchLine>();
        foreach (var account in await of.Get<AccountBook>().All()) touches.AddRange(await of.Get<TouchBook>().Of(account.Id, 1000));
        return touches.ToImmutable();
    }
}
