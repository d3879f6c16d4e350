using System.Collections.Immutable;
using CsEngage.Core.Tests.Rules;
using CsEngage.Tests;
using FsCheck.Fluent;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Segments;

public sealed class SegmentTests
{
    static readonly Cause Why = Cause.Of("signal", "s-1");

    static Segment Segment(string key, string rule, RuleScope scope = RuleScope.Account) => new(key, LocalizedText.Of(key), Rule.Parse(rule, scope));

    [Fact]
    public void A_place_is_remembered_from_entering_to_leaving()
    {
        var segment = Segment("active", "count \"guide.read\" in 2 days >= 1");
        var facts = Facts(Signal("guide.read", 1, Aiko));

        SegmentMembership.Step(segment, facts, null, Day(0), Why).ShouldSatisfyAllConditions(step => step.Place.ShouldBeNull(), step => step.Signals.ShouldBeEmpty());

        var entered = SegmentMembership.Step(segment, facts, null, Day(1), Why);
        entered.Place.ShouldBe(new SegmentPlace("active", Acme.Id, null, Day(1), null));
        entered.Signals.Single().Kind.ShouldBe("segment.entered");
        entered.Signals.Single().Subject.ShouldBe("segment:active");
        entered.LookAgainAt.ShouldBe(Day(2.5));

        SegmentMembership.Step(segment, facts, entered.Place, Day(1), Why).Signals.ShouldBeEmpty();

        var left = SegmentMembership.Step(segment, facts, entered.Place, Day(2.5), Why);
        left.Place.ShouldBe(entered.Place! with { LeftAt = Day(2.5) });
        left.Signals.Single().Kind.ShouldBe("segment.left");
    }

    [Fact]
    public void Steps_at_every_instant_leave_what_recomputing_finds() => Law.Holds(
        from rule in AnyRule.Rule(RuleScope.Account, 2) from history in AnyRule.Histories select (rule, history),
        at =>
        {
            var segment = Segment("any", at.rule);
            var facts = CsEngage.Core.Facts.Of(at.history);
            var (from, to) = (Day(0), Day(25));

            var places = ImmutableArray.CreateBuilder<SegmentPlace>();
            SegmentPlace? running = null;
            DateTimeOffset? alarm = from;
            var instants = facts.InstantsBetween(from, to).Concat(Enumerable.Range(0, 25 * 8).Select(i => from.AddHours(i * 3))).Append(to).Distinct().Order();
            foreach (var instant in instants)
            {
                for (; alarm <= instant; Look(alarm.Value)) { }
                Look(instant);
            }
            if (running is not null) places.Add(running);

            SegmentMembership.Recompute(segment, facts, from, to).ShouldBe(places.DrainToImmutable());

            void Look(DateTimeOffset now)
            {
                var step = SegmentMembership.Step(segment, facts, running, now, Why);
                if (step.Place is { LeftAt: not null } left) places.Add(left);
                running = step.Place is { LeftAt: null } ? step.Place : null;
                alarm = step.LookAgainAt is { } at && at <= to ? at : null;
            }
        }, 200);

    [Fact]
    public void A_contact_whose_membership_ended_is_in_no_segment()
    {
        var segment = Segment("all", "account.tier = \"pro\"", RuleScope.Contact);
        var facts = CsEngage.Core.Facts.Of(Empty with { Memberships = [Empty.Memberships[0] with { EndedAt = Day(3) }] }).For(Aiko);
        var entered = SegmentMembership.Step(segment, facts, null, Day(1), Why).Place;
        entered!.MembershipId.ShouldBe(Aiko);
        SegmentMembership.Step(segment, facts, entered, Day(3), Why).Place!.LeftAt.ShouldBe(Day(3));
    }

    [Fact]
    public void Segments_are_ordered_after_those_they_read_and_circles_are_refused()
    {
        SegmentOrder.Of([Segment("a", "segment \"b\" and segment \"c\""), Segment("b", "segment \"c\""), Segment("c", "1 = 1")])
            .Select(segment => segment.Key).ShouldBe(["c", "b", "a"]);
        Should.Throw<SegmentCircleException>(() => SegmentOrder.Of([Segment("a", "segment \"b\""), Segment("b", "not segment \"c\""), Segment("c", "segment \"b\"")]))
            .Circle.ShouldBe(["b", "c", "b"]);
        Should.Throw<SegmentCircleException>(() => SegmentOrder.Of([Segment("a", "segment \"a\"")])).Circle.ShouldBe(["a", "a"]);
    }
}
