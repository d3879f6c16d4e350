using CsEngage.Core;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Mail;
using CsEngage.Store;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Sending;

/// <summary>What every answer of a server makes of a touch: states as paths.</summary>
public sealed class DeliveryTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_is_put_off_is_tried_again_later_and_later_and_sent_once(Dialect dialect)
    {
        var server = new ScriptedTransport(ScriptedTransport.Deferred(451, "4.7.1", "Greylisted"), ScriptedTransport.NotThere(), ScriptedTransport.Deferred(421, "4.3.2", "Closing"));
        await using var house = await House.Open(dialect, Start, server);
        var (account, _) = await house.Customer("aoba");
        await house.Settle();
        var waiting = await Welcome(house, account);
        (waiting.State, waiting.Failures, waiting.Code, waiting.LookAt).ShouldBe((TouchState.Pending, 1, "451 4.7.1", Start.AddMinutes(1)));

        var path = new List<string>();
        foreach (var minutes in (int[])[1, 5, 15])
        {
            await house.Pass(TimeSpan.FromMinutes(minutes));
            var line = await Welcome(house, account);
            path.Add($"{line.State} {line.Failures}");
        }
        path.ShouldBe(["Pending 2", "Pending 3", "Sent 3"]);
        server.Taken.ShouldHaveSingleItem().Message.Subject.Length.ShouldBeGreaterThan(0);
        server.Tries.ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task After_two_days_of_being_put_off_it_is_given_up_and_said(Dialect dialect)
    {
        var server = new ScriptedTransport(Enumerable.Repeat(ScriptedTransport.Deferred(452, "4.3.1", "Insufficient storage"), 100));
        await using var house = await House.Open(dialect, Start, server);
        var (account, _) = await house.Customer("aoba");
        await house.Pass(TimeSpan.FromDays(3));
        var line = await Welcome(house, account);
        (line.State, line.Code).ShouldBe((TouchState.Failed, "452 4.3.1"));
        (await house.Get<SignalLog>().Recent(account.Id, 200)).ShouldContain(signal => signal.Kind == "touch.failed" && signal.Subject == $"touch:{line.Touch.Id}");
        server.Taken.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_our_own_settings_are_to_blame_for_waits_until_they_are_right_and_harms_nobody(Dialect dialect)
    {
        var server = new ScriptedTransport(
            ScriptedTransport.Refused(554, "5.7.1", "<hana@aoba.example>: Relay access denied"), ScriptedTransport.Refused(553, "5.7.1", "<success@example.com>: Sender address rejected: not owned by user engage"),
            ScriptedTransport.Refused(550, "5.7.1", "Relaying denied"), ScriptedTransport.Refused(554, "5.7.1", "Relay access denied"));
        await using var house = await House.Open(dialect, Start, server);
        var (account, _) = await house.Customer("aoba");
        await house.Settle();
        var waiting = await Welcome(house, account);
        (waiting.State, waiting.Failures, waiting.Code, waiting.LookAt).ShouldBe((TouchState.Pending, 1, "554 5.7.1", Start.AddMinutes(1)));

        var path = new List<string>();
        foreach (var minutes in (int[])[1, 5, 15, 30])
        {
            await house.Pass(TimeSpan.FromMinutes(minutes));
            var line = await Welcome(house, account);
            path.Add($"{line.State} {line.Failures}");
        }
        path.ShouldBe(["Pending 2", "Pending 3", "Pending 4", "Sent 4"]);
        (await house.Get<SuppressionList>().Of(await house.Get<EngineSecrets>().HashOf("hana@aoba.example"))).ShouldBeNull();
        (await house.Get<SendingSwitches>().Stops()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_nobody_knows_of_is_shown_and_never_sent_again(Dialect dialect)
    {
        var server = new ScriptedTransport(ScriptedTransport.Lost());
        await using var house = await House.Open(dialect, Start, server);
        var (account, _) = await house.Customer("aoba");
        await house.Pass(TimeSpan.FromHours(12));
        var line = await Welcome(house, account);
        line.State.ShouldBe(TouchState.Ambiguous);
        (await house.Get<TouchBook>().Ambiguous(10)).ShouldHaveSingleItem()!.Touch.Id.ShouldBe(line.Touch.Id);
        var key = TouchAddresses.KeyOf(line.Touch.Id);
        server.Taken.Count(taken => $"{taken.Message.Id}".Contains(key, StringComparison.Ordinal)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_dead_address_is_suppressed_at_once_a_full_mailbox_and_distrust_count(Dialect dialect)
    {
        var server = new ScriptedTransport(
            ScriptedTransport.Refused(550, "5.1.1", "No such user here"), ScriptedTransport.Refused(552, "5.2.2", "Mailbox full"), ScriptedTransport.Refused(550, "5.7.1", "Client host blocked using Spamhaus"));
        await using var house = await House.Open(dialect, Start, server);
        var list = house.Get<SuppressionList>();
        var secrets = house.Get<EngineSecrets>();

        var (dead, _) = await house.Customer("dead");
        await house.Settle();
        (await Welcome(house, dead)).State.ShouldBe(TouchState.Failed);
        (await list.Of(await secrets.HashOf("hana@dead.example")))!.Reason.ShouldBe(SuppressionReason.HardBounce);

        var (full, _) = await house.Customer("full");
        await house.Settle();
        (await list.Of(await secrets.HashOf("hana@full.example"))).ShouldBeNull();

        var (wary, _) = await house.Customer("wary");
        await house.Settle();
        (await list.Of(await secrets.HashOf("hana@wary.example"))).ShouldBeNull();
        (await house.Get<SendingSwitches>().Stops()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_third_message_within_a_day_that_a_domain_refuses_for_our_sake_stops_it_until_somebody_looks(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start, new ScriptedTransport());
        var (here, switches) = (house.Get<Deliverability>(), house.Get<SendingSwitches>());
        var path = new List<string>();

        await Refused("hana@wary.example", "touch:1", 0);
        await Refused("hana@wary.example", "touch:1", 1);      // told twice
        await Refused("rin@wary.example", "touch:2", 2);
        await Refused("sora@other.example", "touch:3", 3);     // another domain
        await Refused("yui@wary.example", "touch:4", 25);      // the first is more than a day old
        await Refused("mei@WARY.example", "ses:5 x", 25.5);    // two within a day before it
        await switches.Resume("domain:wary.example", "somebody", Start.AddHours(27));
        await Refused("hana@wary.example", "touch:6", 28);     // the count has begun anew
        await Refused("rin@wary.example", "touch:7", 29);
        await Refused("yui@wary.example", "touch:8", 30);

        path.ShouldBe(["", "", "", "", "", "domain:wary.example", "", "", "domain:wary.example"]);
        (await switches.Stops()).ShouldHaveSingleItem().IsByItself.ShouldBeTrue();
        (await house.Get<SuppressionList>().Of(await house.Get<EngineSecrets>().HashOf("hana@wary.example"))).ShouldBeNull();

        async Task Refused(string address, string source, double hours)
        {
            await here.Bounced(address, null, Mail.Reports.BounceReason.Reputation, new EnhancedStatus(5, 7, 1), "550 5.7.1 blocked", source, Start.AddHours(hours));
            path.Add(string.Join(' ', (await switches.Stops()).Select(stop => stop.Scope)));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_domain_gets_no_more_in_a_minute_than_it_takes_and_the_rest_goes_in_the_next(Dialect dialect)
    {
        var server = new ScriptedTransport();
        await using var house = await House.Open(dialect, Start, server);
        await house.Get<SendingBook>().Save<SendingPace>(SendingPace.Key, pace => pace with { PerMinute = 1 }, "test", Start);
        var accounts = new List<Account>();
        foreach (var name in (string[])["aoba", "kaede", "sumire"]) accounts.Add((await house.CustomerAt(name, $"{name}@mail.example")).Account);
        await house.Settle();
        server.Taken.Count.ShouldBe(1);
        var waiting = new List<TouchLine>();
        foreach (var account in accounts) waiting.Add(await Welcome(house, account));
        waiting.Count(line => line.State == TouchState.Sent).ShouldBe(1);
        waiting.Where(line => line.State == TouchState.Held).ShouldAllBe(line => line.Reason == nameof(HoldReason.DomainRate) && line.HeldUntil == Start.AddMinutes(1));
        await house.Pass(TimeSpan.FromMinutes(1));
        server.Taken.Count.ShouldBe(2);
        await house.Pass(TimeSpan.FromMinutes(1));
        server.Taken.Count.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_new_sender_warms_up_domain_by_domain(Dialect dialect)
    {
        var server = new ScriptedTransport();
        await using var house = await House.Open(dialect, Start, server);
        await house.Get<SendingBook>().Save<SendingPace>(SendingPace.Key, pace => pace with { WarmUpFrom = DateOnly.FromDateTime(Start.UtcDateTime), WarmUpFirstDay = 1 }, "test", Start);
        var (first, _) = await house.CustomerAt("aoba", "aoba@mail.example");
        var (second, _) = await house.CustomerAt("kaede", "kaede@mail.example");
        await house.CustomerAt("sumire", "sumire@other.example");
        await house.Settle();
        // One to each of the two domains; the second to the first one waits for tomorrow.
        server.Taken.Select(taken => taken.Envelope.Recipients[0].Domain).Order().ShouldBe(["mail.example", "other.example"]);
        TouchLine[] both = [await Welcome(house, first), await Welcome(house, second)];
        var held = both.Single(line => line.State != TouchState.Sent);
        (held.State, held.Reason, held.HeldUntil).ShouldBe((TouchState.Held, nameof(HoldReason.WarmingUp), new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Reports_come_back_to_an_address_that_names_the_touch(Dialect dialect)
    {
        var server = new ScriptedTransport();
        await using var house = await House.Open(dialect, Start, server);
        await house.Get<SendingBook>().Save<ReturnRoutes>(ReturnRoutes.Key, set => set with { BounceDomain = "bounces.hakaria.example" }, "test", Start);
        var (account, _) = await house.Customer("aoba");
        await house.Settle();
        var line = await Welcome(house, account);
        var path = server.Taken.ShouldHaveSingleItem().Envelope.From!;
        path.Domain.ShouldBe("bounces.hakaria.example");
        (await house.Get<EngineSecrets>().Tokens()).ReadReturnPath(path.Address).ShouldBe(TouchAddresses.KeyOf(line.Touch.Id));
        (await house.Get<TouchBook>().FindByMessageKey(TouchAddresses.KeyOf(line.Touch.Id)))!.Touch.Id.ShouldBe(line.Touch.Id);
    }

    static async Task<TouchLine> Welcome(House house, Account account) => (await house.Touches(account)).Single(line => line.Touch.Template == "welcome");
}
