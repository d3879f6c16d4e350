using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core.Tests.Journeys;

public sealed class SimulationTests
{
    static readonly DateTimeOffset From = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    static readonly Behaviour[] Mix = [Behaviour.Champion, Behaviour.Steady, Behaviour.Steady, Behaviour.Slow, Behaviour.Fading, Behaviour.Silent];
    static readonly string[] Zones = ["Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin", "America/New_York"];
    static readonly SimulatedWorld World = SimulatedWorld.Of(Calendar.Of("Asia/Tokyo", "JP"), ExampleJourney.Journey);

    static SimulatedAccount Account(int n)
    {
        var id = new Guid(n, 0, 0, [0xA0, 0, 0, 0, 0, 0, 0, 0]);
        var zone = Zones[n % Zones.Length];
        var joined = From.AddDays(n % 20).AddHours(2);
        var account = new Account(id, string.Create(CultureInfo.InvariantCulture, $"account-{n}"), $"Account {n}", null, null, "onboarding", "tech", null, null, zone, null, null, joined,
            ImmutableSortedDictionary<string, AttributeValue>.Empty);
        string[] roles = ["organizer", "champion", "member", "member", "member"];
        return new(
            AccountHistory.Of(account, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")) with
            {
                Memberships = [.. roles.Select((role, i) => new Membership(new Guid(n, (short)(i + 1), 0, [0xB0, 0, 0, 0, 0, 0, 0, 0]), id, Guid.Empty, null, [role], null, null, i == 0, joined, null))],
            },
            [new(joined, Mix[n % Mix.Length])], Calendar.Of(zone, zone == "Asia/Tokyo" ? "JP" : null));
    }

    static ImmutableArray<SimulatedPast> Run(int accounts, int days, ulong seed) =>
        [.. Enumerable.Range(1, accounts).Select(n => Simulation.Run(Account(n), World, From, From.AddDays(days), new Dice(seed)))];

    [Fact]
    public void The_same_seed_gives_the_same_past_and_another_one_another()
    {
        Told(Run(6, 60, 7)).ShouldBe(Told(Run(6, 60, 7)));
        Told(Run(6, 60, 8)).ShouldNotBe(Told(Run(6, 60, 7)));
    }

    [Fact]
    public void One_account_does_not_change_because_there_are_more()
    {
        Told([Run(2, 40, 7)[1]]).ShouldBe(Told([Run(6, 40, 7)[1]]));
    }

    [Fact]
    public void A_fixed_seed_gives_the_report_that_is_kept() =>
        SimulationReport.Of(Run(40, 120, 7), World.Journeys, 120).ShouldBe(Golden.ReplaceLineEndings("\n"));

    [Fact]
    public void Whatever_happens_the_promises_hold()
    {
        foreach (var past in Run(40, 120, 11))
        {
            var zone = past.History.Account.Zone;
            var calendar = Calendar.Of(zone, zone == "Asia/Tokyo" ? "JP" : null);
            past.Touches.Select(touch => touch.Touch.Id).ShouldBeUnique();
            past.Signals.Select(signal => signal.Key).ShouldBeUnique();
            foreach (var touch in past.Touches.Where(touch => touch.Decision is TouchDecision.Send))
            {
                QuietHours.Default.Covers(calendar.TimeOf(touch.At)).ShouldBeFalse();
                calendar.IsBusinessDay(calendar.DateOf(touch.At)).ShouldBeTrue();
                touch.At.ShouldBeGreaterThanOrEqualTo(touch.Touch.DueAt);
                past.Touches.Count(other => other.Decision is TouchDecision.Send && other.Touch.MembershipId == touch.Touch.MembershipId && other.At > touch.At.AddDays(-7) && other.At <= touch.At).ShouldBeLessThanOrEqualTo(3);
            }
            past.Signals.Zip(past.Signals.Skip(1), (a, b) => a.CountedAt <= b.CountedAt).ShouldAllBe(inOrder => inOrder);
            // What was simulated day by day is what one late advance over all of it gives.
            var enrollment = past.Enrollments.Single();
            var started = ExampleJourney.Journey.Enter(enrollment.Id, enrollment.AccountId, null, 1, enrollment.EnteredAt, World.Salt);
            var calendars = new Calendars(calendar, World.Operator);
            ExampleJourney.Journey.Advance(started.Enrollment, Facts.Of(past.History), enrollment.AdvancedAt, calendars).Enrollment.ToJson().ShouldBe(enrollment.ToJson());
        }
    }

    static string Told(ImmutableArray<SimulatedPast> pasts) => string.Join('\n', pasts.SelectMany(past =>
        past.Signals.Select(signal => $"{signal.CountedAt:O} {signal.Kind} {signal.MembershipId} {signal.Subject}").Concat(past.Enrollments.Select(enrollment => enrollment.ToJson()))
            .Concat(past.Touches.Select(touch => $"{touch.Touch.Id} {touch.At:O} {touch.Decision.GetType().Name}"))));

    const string Golden = """
        accounts 40  days 120  signals 13847
        journey onboarding  entered 40  Active 8  Completed 32
          account-set-up  opened 40  reached 40  fell behind 0  got stuck 0  median days 1.2
          team-invited  opened 40  reached 38  fell behind 15  got stuck 7  median days 4.0
          first-report  opened 38  reached 32  fell behind 21  got stuck 15  median days 7.1
        touches send 285
        touches skipped CheckpointReached 1
        touches skipped TopicOff 1
        held NotABusinessDay 11
        held OverCap 1
        held QuietHours 16
        mails per contact and week 0.083
        plays call-the-organizer 7

        """;
}
