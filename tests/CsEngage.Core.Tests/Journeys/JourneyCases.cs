using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Core.Tests.Journeys;

/// <summary>What a customer, a CSM or another system did, so many minutes after the entry.</summary>
public sealed record Deed(int Minute, int What, int Who);

/// <summary>A random journey in small pieces, with what happened and when the engine woke up. Shrinks piece by piece.</summary>
public sealed record JourneyCase(
    ImmutableArray<CheckpointCase> Checkpoints, int? Exit, int Holdout, string Zone, ImmutableArray<Deed> Deeds, ImmutableArray<int> Wakes, int Minutes)
{
    public override string ToString() =>
        $"{Zone} holdout {Holdout} exit {Exit} to {Minutes}\n" + string.Join('\n', Checkpoints.Select(c => c.ToString()))
        + $"\ndeeds {string.Join(' ', Deeds.Select(d => $"{d.Minute}:{d.What}.{d.Who}"))}\nwakes {string.Join(' ', Wakes)}\n{Journey.ToJson()}";

    public Journey Journey => JourneyCases.Build(this);
}

public sealed record CheckpointCase(ImmutableArray<int> After, int? When, int? Evidence, int? Due, int DueFrom, int Stuck, bool Vendor, bool Required, bool Task, ImmutableArray<ImmutableArray<StepCase>> On)
{
    public override string ToString() =>
        $"after {string.Join(',', After)} when {When} evidence {Evidence} due {Due}/{DueFrom} stuck {Stuck} vendor {Vendor} required {Required} task {Task} on {string.Join(" | ", On.Select(s => string.Join(' ', s.Select(x => $"{x.What}/{x.Number}/{x.When}"))))}";
}

public sealed record StepCase(int What, int Number, int? When);

/// <summary>Generator and shrinker of journeys with signals and wake-ups, shared by all laws about journeys.</summary>
public static class JourneyCases
{
    public static readonly DateTimeOffset Start = new(2026, 3, 23, 6, 30, 0, TimeSpan.Zero);
    public static readonly Guid AccountId = Guid.Parse("00000000-0000-0000-0000-00000000a001");
    public static readonly ImmutableArray<Guid> People = [.. Enumerable.Range(1, 3).Select(n => Guid.Parse($"00000000-0000-0000-0000-00000000b00{n}"))];

    static readonly ImmutableArray<Rule> Rules =
    [
        .. new[]
        {
            """count "x.done" >= 1""", """count "x.done" in 3 days >= 2""", """no "x.done" for 2 days""", """count "y.done" by at least 2 contacts >= 1""",
            """checkpoint "c0" of "j" reached""", """account.plan = "pro" """, """enrolled in "j" for 5 days""", """progress of "j" >= 0.5""",
            """count "y.done" in 5 hours >= 1""", """not (account.plan = "pro")""", """no "y.done" by role "organizer" for 3 days""",
            """count "checkpoint.opened" of "checkpoint:j/c1" >= 1""", """no "portal.visited" for 36 hours""", """count "checkpoint.got-stuck" >= 1""",
        }.Select(text => Rule.Parse(text, RuleScope.Account)),
    ];

    static readonly string[] Zones = ["Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Etc/UTC"];

    static readonly Gen<int> AnyRule = Gen.Choose(0, Rules.Length - 1);
    static Gen<int?> Maybe(Gen<int> gen, int percent) => Gen.Frequency((percent, gen.Select(n => (int?)n)), (100 - percent, Gen.Constant((int?)null)));

    static readonly Gen<StepCase> Steps = from what in Gen.Choose(0, 15) from number in Gen.Choose(0, 9) from when in Maybe(AnyRule, 25) select new StepCase(what, number, when);
    static readonly Gen<ImmutableArray<StepCase>> Sequences = from n in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 4))) from steps in Steps.ArrayOf(n) select steps.ToImmutableArray();

    static Gen<CheckpointCase> CheckpointAt(int index) =>
        from after in Gen.Frequency((1, Gen.Constant(Array.Empty<int>())), (index == 0 ? 0 : 2, Gen.Choose(0, Math.Max(0, index - 1)).ArrayOf(1)), (index < 2 ? 0 : 1, Gen.Choose(0, Math.Max(0, index - 1)).ArrayOf(2)))
        from when in Maybe(AnyRule, 20)
        from evidence in Maybe(AnyRule, 80)
        from due in Maybe(Gen.Choose(0, 8), 70)
        from dueFrom in Gen.Choose(0, 3)
        from stuck in Gen.Choose(1, 4)
        from flags in Gen.Choose(0, 31)
        from sequences in Sequences.ArrayOf(4)
        select new CheckpointCase([.. after.Distinct()], when, evidence, due, dueFrom, stuck, flags % 2 == 0, flags / 2 % 4 != 0, flags / 8 % 2 == 0, [.. sequences]);

    public static readonly Gen<JourneyCase> All =
        from n in Gen.Choose(1, 4)
        from first in CheckpointAt(0)
        from second in CheckpointAt(1)
        from third in CheckpointAt(2)
        from fourth in CheckpointAt(3)
        let checkpoints = new[] { first, second, third, fourth }.Take(n)
        from exit in Maybe(AnyRule, 10)
        from holdout in Gen.Frequency((9, Gen.Constant(0)), (1, Gen.Constant(100)))
        from zone in Gen.Elements(Zones)
        from minutes in Gen.Choose(1, 45 * 24 * 60)
        from deeds in (from minute in Gen.Choose(0, minutes) from what in Gen.Choose(0, 9) from who in Gen.Choose(0, 2) select new Deed(minute, what, who)).ArrayOf().Resize(14)
        from wakes in Gen.Choose(0, minutes).ArrayOf().Resize(10)
        select new JourneyCase([.. checkpoints], exit, holdout, zone, [.. deeds.OrderBy(deed => deed.Minute)], [.. wakes.Order()], minutes);

    /// <summary>Every case that is one piece smaller.</summary>
    public static IEnumerable<JourneyCase> Smaller(JourneyCase big)
    {
        if (big.Checkpoints.Length > 1)
            yield return big with { Checkpoints = big.Checkpoints.RemoveAt(big.Checkpoints.Length - 1) };
        for (var i = 0; i < big.Deeds.Length; i++) yield return big with { Deeds = big.Deeds.RemoveAt(i) };
        for (var i = 0; i < big.Wakes.Length; i++) yield return big with { Wakes = big.Wakes.RemoveAt(i) };
        if (big.Exit is not null) yield return big with { Exit = null };
        if (big.Zone != "Etc/UTC") yield return big with { Zone = "Etc/UTC" };
        if (big.Minutes > 1) yield return big with { Minutes = big.Minutes - (big.Minutes / 4) - 1 };
        for (var i = 0; i < big.Checkpoints.Length; i++)
            foreach (var smaller in Smaller(big.Checkpoints[i])) yield return big with { Checkpoints = big.Checkpoints.SetItem(i, smaller) };
    }

    static IEnumerable<CheckpointCase> Smaller(CheckpointCase big)
    {
        if (big.After.Length > 0) yield return big with { After = [] };
        if (big.When is not null) yield return big with { When = null };
        if (big.Evidence is not null) yield return big with { Evidence = null };
        if (big.Due is not null) yield return big with { Due = null };
        if (big.Task) yield return big with { Task = false };
        for (var t = 0; t < big.On.Length; t++)
            for (var s = 0; s < big.On[t].Length; s++)
            {
                yield return big with { On = big.On.SetItem(t, big.On[t].RemoveAt(s)) };
                if (big.On[t][s].When is not null) yield return big with { On = big.On.SetItem(t, big.On[t].SetItem(s, big.On[t][s] with { When = null })) };
            }
    }

    public static Journey Build(JourneyCase c) => new(
        "j", LocalizedText.Of("J"), LocalizedText.Empty, Topic: null, ParticipantKind.Account, Rules[5], new Reentry.Never(),
        c.Exit is { } exit ? [new(Rules[exit], Ending.Failed)] : [], "c0", ValueAnchor.Entry, c.Holdout, CalendarOf.Account,
        [new("s", LocalizedText.Of("S"), [.. c.Checkpoints.Select(Build)])]);

    static Checkpoint Build(CheckpointCase c, int index) => new(
        $"c{index}", LocalizedText.Of("C"), LocalizedText.Empty, c.Vendor ? Side.Vendor : Side.Customer, c.Required, 1 + index,
        new([.. c.After.Where(after => after < index).Select(after => $"c{after}")], c.When is { } when ? Rules[when] : null),
        c.Evidence is { } evidence ? Rules[evidence] : null, c.Evidence is null ? ManualBy.Customer : null,
        c.Due is { } due ? new(due, c.DueFrom switch { 0 => DueFrom.Start, 1 => DueFrom.Attribute, _ => DueFrom.Opening }, c.DueFrom == 1 ? "account.go_live" : null) : null,
        c.Stuck, [], c.Task ? [new("t", LocalizedText.Of("T"), LocalizedText.Empty, new(c.Stuck % 2 == 0 ? AssigneeKind.AnyContact : AssigneeKind.EachContact), TaskKind.Tick, null, null, Required: c.Stuck > 2)] : [],
        c.On.Select((steps, t) => KeyValuePair.Create((Trigger)t, (ImmutableArray<Step>)[.. steps.Select((step, s) => Build(step, $"k{s}"))]))
            .Where(pair => pair.Value.Length > 0).ToImmutableSortedDictionary());

    static Step Build(StepCase c, string key)
    {
        var when = c.When is { } rule ? Rules[rule] : null;
        return c.What switch
        {
            0 or 1 => new Step.Send(key, when, "hello", new Audience.Everyone(), "mail", AsCsm: false, null, LateSending.Default, LowPriority: false),
            2 or 3 => new Step.Send(key, when, "hello", new Audience.Roles(["organizer"]), "mail", AsCsm: true, new Review(4), LateSending.Default, LowPriority: false),
            4 => new Step.Wait(key, when, new Waiting.For(new((DurationUnit)(c.Number % 3), c.Number + 1))),
            5 => new Step.Wait(key, when, new Waiting.UntilTime(c.Number % 2 == 0 ? (DayOfWeek)(c.Number % 7) : null, c.Number % 3 == 0, new(c.Number + 2, 30))),
            6 => new Step.Wait(key, when, new Waiting.UntilRule(Rules[c.Number % 9], new(DurationUnit.Days, c.Number), c.Number % 2 == 0)),
            7 => new Step.Wait(key, when, new Waiting.UntilDate("account.go_live", c.Number - 5, new(9, 0))),
            8 => new Step.OpenPlay(key, when, "call", new(DurationUnit.BusinessDays, c.Number)),
            9 => new Step.Set(key, when, ImmutableSortedDictionary<string, AttributeValue?>.Empty.Add("account.plan", new AttributeValue.Text(c.Number % 2 == 0 ? "pro" : "free"))),
            10 => new Step.Notify(key, when, "desk", LocalizedText.Of("Look")),
            11 => new Step.Start(key, when, c.Number == 0 ? "j" : "other"),
            12 => new Step.Exit(key, when, c.Number == 0 ? Ending.Completed : c.Number > 6 ? Ending.Failed : Ending.Cancelled),
            13 => new Step.GiveTask(key, when, new("given", LocalizedText.Of("G"), LocalizedText.Empty, new(AssigneeKind.AnyContact), TaskKind.Tick, null, new(DurationUnit.BusinessDays, 2), Required: false)),
            14 => new Step.Ask(key, when, "nps", null, new Audience.Where(Rule.Parse("""count "x.done" by this contact >= 1""", RuleScope.Contact)), "mail", AsCsm: false, null, LateSending.Default, LowPriority: true),
            _ => new Step.Split(key, when,
            [
                new("a", c.Number * 10, Holdout: c.Number == 3, [new Step.Wait(key + "aw", null, new Waiting.For(new(DurationUnit.Days, 1))), new Step.Send(key + "a", null, "a", new Audience.Everyone(), "mail", AsCsm: false, null, LateSending.Default, LowPriority: false)]),
                new("b", 100 - (c.Number * 10), Holdout: false, [new Step.Notify(key + "b", null, "desk", LocalizedText.Of("B"))]),
            ]),
        };
    }

    /// <summary>The account before anything happened.</summary>
    public static AccountHistory History(JourneyCase c)
    {
        var account = new Account(AccountId, "acme", "Acme", null, null, "onboarding", "tech", null, "JP", c.Zone, null, null, Start.AddDays(-10),
            ImmutableSortedDictionary<string, AttributeValue>.Empty.Add("plan", new AttributeValue.Text("free")));
        var history = AccountHistory.Of(account, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        return history with
        {
            Memberships = [.. People.Select((id, n) => new Membership(id, AccountId, id, null, [n == 0 ? "organizer" : "member"], null, null, n == 0, JoinedAt(c, n), null))],
        };
    }

    // In a quarter of the cases people come one after another after the account has entered.
    static DateTimeOffset JoinedAt(JourneyCase c, int n) => c.Minutes % 4 == 0 ? Start.AddMinutes(c.Minutes / (n + 2)) : Start.AddDays(-5);

    /// <summary>What happened, up to an instant.</summary>
    public static AccountHistory With(AccountHistory history, JourneyCase c, DateTimeOffset until)
    {
        foreach (var (deed, n) in c.Deeds.Select((deed, n) => (deed, n)))
        {
            var at = Start.AddMinutes(deed.Minute);
            if (at > until) continue;
            history = deed.What switch
            {
                0 => Signalled(history, "x.done", n, at, deed.Who),
                1 => Signalled(history, "y.done", n, at, deed.Who),
                2 => Signalled(history, "portal.visited", n, at, deed.Who),
                3 => Signalled(history, "task.done", n, at, deed.Who, "task:j/c0/t"),
                4 => Signalled(history, "task.undone", n, at, deed.Who, "task:j/c0/t"),
                5 => Signalled(history, "checkpoint.reached", n, at, null, "checkpoint:j/c1"),
                6 => Signalled(history, "checkpoint.undone", n, at, null, "checkpoint:j/c0"),
                7 => Changed(history, "plan", new AttributeValue.Text(deed.Who == 0 ? "pro" : "free"), at),
                8 => Changed(history, "go_live", new AttributeValue.Date(DateOnly.FromDateTime(at.UtcDateTime).AddDays((deed.Who * 4) - 2)), at),
                _ => Signalled(history, "task.done", n, at, deed.Who, "task:j/c1/t"),
            };
        }
        return history;
    }

    static AccountHistory Signalled(AccountHistory history, string kind, int n, DateTimeOffset at, int? who, string? subject = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"deed-{n}");
        return history.With(new Signal(SignalKey.Of(at, id), id, kind, at, at, at, AccountId, who is { } person ? People[person] : null, Subject: subject, Source: who is null ? "desk" : "portal"));
    }

    // What people changed stands before what the journey set at the same instant, for it reacted to them.
    static AccountHistory Changed(AccountHistory history, string field, AttributeValue value, DateTimeOffset at, string source = "api")
    {
        var change = new Change(AccountId, "account", field, ValueOf(history, field, at), value, at, at, source, null);
        var earlier = history.Changes.Count(known => known.At < at || (known.At == at && (source == "journey" || known.Source != "journey")));
        return history with { Changes = history.Changes.Insert(earlier, change) };
    }

    static AttributeValue? ValueOf(AccountHistory history, string field, DateTimeOffset at) =>
        history.Changes.LastOrDefault(change => change.Field == field && change.At <= at)?.New ?? history.Account.Attributes.GetValueOrDefault(field);

    /// <summary>What an engine would have stored after these effects.</summary>
    public static AccountHistory Stored(AccountHistory history, JourneyCase c, IEnumerable<Effect> effects)
    {
        foreach (var effect in effects)
            if (effect is Effect.Append append) history = history.With(append.Signal);
            else if (effect is Effect.SetField set && ValueOf(With(history, c, set.At), "plan", set.At) != set.Value) history = Changed(history, "plan", set.Value!, set.At, "journey");
        return history;
    }
}
