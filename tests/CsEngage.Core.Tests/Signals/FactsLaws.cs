using System.Collections.Immutable;
using CsEngage.Core.Tests.Rules;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Signals;

/// <summary>However the facts came together, they say the same.</summary>
public sealed class FactsLaws
{
    static readonly Gen<((RuleScope Scope, string Text) Rule, AccountHistory History, int Now, int Seed)> Cases =
        from rule in AnyRule.Rules from history in AnyRule.Histories from now in Gen.Choose(0, 25 * 48) from seed in Gen.Choose(0, 10_000)
        select (rule, history, now, seed);

    static Truth Test(Rule rule, AccountHistory history, int now) => Test(rule, Core.Facts.Of(history), now);

    static Truth Test(Rule rule, Facts facts, int now) => rule.Test(rule.Scope == RuleScope.Contact ? facts.For(Ben) : facts, Day(now / 48.0));

    [Fact]
    public void The_order_of_signals_and_duplicates_do_not_matter() => Law.Holds(Cases, at =>
    {
        var rule = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        ImmutableArray<Signal> shuffled = [.. at.History.Signals.Concat(at.History.Signals.Take(at.Seed % 7)).OrderBy(signal => HashCode.Combine(at.Seed, signal.Key))];
        Test(rule, at.History with { Signals = shuffled }, at.Now).ShouldBe(Test(rule, at.History, at.Now));
    }, 1000);

    [Fact]
    public void One_signal_after_another_equals_all_at_once() => Law.Holds(Cases, at =>
    {
        var rule = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        var facts = at.History.Signals.Concat(at.History.Signals.Take(3)).Aggregate(Core.Facts.Of(at.History with { Signals = [] }), (facts, signal) => facts.With(signal));
        Test(rule, facts, at.Now).ShouldBe(Test(rule, at.History, at.Now));
    }, 500);

    [Fact]
    public void Counters_before_the_horizon_equal_the_signals_they_were_made_of() => Law.Holds(Cases, at =>
    {
        var rule = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        var horizon = Horizon(at.Now, at.Seed, rule);
        var counted = at.History with
        {
            Counts = DayCount.Of(at.History.Signals, Tokyo),
            Signals = at.History.Signals.RemoveAll(signal => signal.CountedAt < horizon),
            Horizon = horizon,
        };
        Test(rule, counted, at.Now).ShouldBe(Test(rule, at.History, at.Now), rule.ToString());
        // What lies on the wrong side of the horizon does no harm.
        Test(rule, counted with { Signals = at.History.Signals }, at.Now).ShouldBe(Test(rule, at.History, at.Now));
    }, 2000);

    static DateTimeOffset Horizon(int now, int seed, Rule rule)
    {
        var days = OperatorDays.In(Tokyo);
        return days.StartOf(days.DateOf(Day(now / 48.0)).AddDays(-rule.Needs.RawDaysBack - seed % 5));
    }

    [Fact]
    public void Days_folded_together_say_the_same_or_unknown() => Law.Holds(Cases, at =>
    {
        var rule = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        if (at.Rule.Text.Contains("where", StringComparison.Ordinal) || at.Rule.Text.Contains("known", StringComparison.Ordinal)) return;
        var horizon = Horizon(at.Now, at.Seed, rule);
        ImmutableArray<DayCount> folded = [.. DayCount.Of(at.History.Signals.Where(signal => signal.CountedAt < horizon), Tokyo)
            .GroupBy(count => (count.MembershipId, count.Kind, count.Subject)).Select(all => all.Aggregate((a, b) => a.Plus(b)))];
        var truth = Test(rule, at.History with { Counts = folded, Horizon = horizon }, at.Now);
        if (truth != Truth.Unknown) truth.ShouldBe(Test(rule, at.History, at.Now), rule.ToString());
    }, 1500);

    [Fact]
    public void Counters_add_up_in_any_order() => Law.Holds(AnyRule.Signals, signals =>
    {
        var once = DayCount.Of(signals, Tokyo);
        var inParts = DayCount.Of(signals.Where((_, i) => i % 2 == 0), Tokyo).Concat(DayCount.Of(signals.Where((_, i) => i % 2 == 1), Tokyo))
            .GroupBy(count => (count.MembershipId, count.Kind, count.Subject, count.Day)).Select(day => day.Reverse().Aggregate((a, b) => a.Plus(b)));
        inParts.ToHashSet().SetEquals(once).ShouldBeTrue();
    }, 500);

    [Fact]
    public void What_was_known_then_is_what_had_arrived_then()
    {
        var late = Signal("guide.read", 0, Aiko) with { ReceivedAt = Day(5) };
        var change = new Change(Acme.Id, "account", "tier", null, new AttributeValue.Text("free"), Day(1), Day(6), "desk", null);
        var history = Empty with { Signals = [late], Changes = [change] };
        Figure("count \"guide.read\"", Core.Facts.Of(history.AsKnownAt(Day(4))), 4).Value.ShouldBe(0);
        Figure("count \"guide.read\"", Core.Facts.Of(history.AsKnownAt(Day(5))), 5).Value.ShouldBe(1);
        Core.Facts.Of(history.AsKnownAt(Day(5))).Field("tier", Day(5)).ShouldBe(new AttributeValue.Text("pro"));
        Core.Facts.Of(history).Field("tier", Day(5)).ShouldBe(new AttributeValue.Text("free"));
        Core.Facts.Of(history).Field("tier", Day(0)).ShouldBeNull();
    }

    [Fact]
    public void Signals_of_a_merged_membership_follow_to_the_one_it_went_into()
    {
        var old = Person(77);
        var facts = Core.Facts.Of(Empty with { Signals = [Signal("guide.read", 0, old, "guide:a")], Merged = ImmutableDictionary<Guid, Guid>.Empty.Add(old, Ben) });
        Verdict("guide \"a\" read", facts.For(Ben), 1).Value.ShouldBe(Truth.True);
        Verdict("guide \"a\" read", facts.For(old), 1).Value.ShouldBe(Truth.True);
        Verdict("guide \"a\" read by role \"champion\"", facts, 1).Value.ShouldBe(Truth.True);
    }

    [Fact]
    public void Instants_between_are_those_at_which_something_happened()
    {
        var facts = Facts(Signal("guide.read", 1, Ben), Signal("guide.viewed", 1, Ben), Signal("guide.read", 3, Ben));
        facts.InstantsBetween(Day(0), Day(9)).ShouldBe([Day(1), Day(3)]);
        facts.InstantsBetween(Day(1), Day(3)).ShouldBe([Day(3)]);
        facts.InstantsBetween(Day(3), Day(9)).ShouldBeEmpty();
        facts.FirstInstantAfter(Day(1)).ShouldBe(Day(3));
        facts.FirstInstantAfter(Day(3)).ShouldBeNull();
    }

    [Fact]
    public void Engagement_is_what_people_did_not_what_was_done_to_them()
    {
        var facts = Facts(Signal("touch.sent", 5, Ben), Signal("portal.visited", 2, Ben), Signal("report.exported", 3, Aiko));
        facts.LastEngagedAt(Day(9)).ShouldBe(Day(3));
        facts.For(Ben).LastEngagedAt(Day(9)).ShouldBe(Day(2));
        facts.For(Chie).LastEngagedAt(Day(9)).ShouldBeNull();
        Figure("count \"*\" in 30 days", facts, 9).Value.ShouldBe(2);
        Figure("share of contacts where (count \"*\" by this contact in 28 days >= 1)", facts, 9).Value.ShouldBe(2 / 3m);
    }
}
