using CsEngage.Tests;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Rules;

/// <summary>What holds for every rule and every history.</summary>
public sealed class RuleLaws
{
    static Facts Narrowed(AccountHistory history, RuleScope scope) => CsEngage.Core.Facts.Of(history) is var facts && scope == RuleScope.Contact ? facts.For(Ben) : facts;

    static readonly Gen<((RuleScope Scope, string Text) Rule, AccountHistory History, int Now)> Cases =
        from rule in AnyRule.Rules from history in AnyRule.Histories from now in Gen.Choose(0, 25 * 48) select (rule, history, now);

    static IEnumerable<((RuleScope, string), AccountHistory, int)> Smaller(((RuleScope, string) Rule, AccountHistory History, int Now) whole)
    {
        for (var i = 0; i < whole.History.Signals.Length; i++) yield return (whole.Rule, whole.History with { Signals = whole.History.Signals.RemoveAt(i) }, whole.Now);
        for (var i = 0; i < whole.History.Changes.Length; i++) yield return (whole.Rule, whole.History with { Changes = whole.History.Changes.RemoveAt(i) }, whole.Now);
        for (var i = 0; i < whole.History.Contracts.Length; i++) yield return (whole.Rule, whole.History with { Contracts = whole.History.Contracts.RemoveAt(i) }, whole.Now);
    }

    [Fact]
    public void The_canonical_text_reads_back_to_the_same_rule() => Law.Holds(AnyRule.Rules, rule =>
    {
        var read = Rule.Parse(rule.Text, rule.Scope);
        Rule.Parse(read.ToString(), rule.Scope).ShouldBe(read);
        Rule.Parse(read.ToString(), rule.Scope).ToString().ShouldBe(read.ToString());
    }, 3000);

    [Fact]
    public void The_canonical_text_means_the_same() => Law.Holds(Cases, at =>
    {
        var read = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        var facts = Narrowed(at.History, at.Rule.Scope);
        Rule.Parse(read.ToString(), at.Rule.Scope).Test(facts, Day(at.Now / 48.0)).ShouldBe(read.Test(facts, Day(at.Now / 48.0)));
    }, 2000);

    [Fact]
    public void With_no_new_signal_the_verdict_stays_until_ChangesAt_and_changes_there() => Law.Holds(Cases, at =>
    {
        var now = Day(at.Now / 48.0);
        var rule = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        // Nothing new happens: what comes after now is taken out, but what is known to come (dated ends and changes) stays.
        var facts = Narrowed(at.History with
        {
            Signals = at.History.Signals.RemoveAll(signal => signal.CountedAt > now),
            Changes = at.History.Changes.RemoveAll(change => change.RecordedAt > now),
        }, at.Rule.Scope);
        var verdict = rule.Evaluate(facts, now);
        var changesAt = verdict.ChangesAt;
        for (var later = now; later < now.AddDays(45) && (changesAt is null || later < changesAt); later = later.AddMinutes(30))
            rule.Test(facts, later).ShouldBe(verdict.Value, $"{rule} at {later:O}, asked at {now:O}");
        if (changesAt is not { } change) return;
        change.ShouldBeGreaterThan(now);
        rule.Test(facts, change.AddTicks(-1)).ShouldBe(verdict.Value, $"{rule} just before {change:O}");
        if (change < now.AddDays(100)) rule.Test(facts, change).ShouldNotBe(verdict.Value, $"{rule} at {change:O}");
    }, 3000, Smaller);

    [Fact]
    public void With_no_new_signal_a_figure_stays_until_ChangesAt_and_changes_there() => Law.Holds(
        from figure in AnyRule.Number(RuleScope.Account, 2) from history in AnyRule.Histories from now in Gen.Choose(0, 25 * 48) select (figure, history, now),
        at =>
        {
            var now = Day(at.now / 48.0);
            var figure = Figure.Parse(at.figure, RuleScope.Account);
            Figure.Parse(figure.ToString(), RuleScope.Account).ShouldBe(figure);
            var facts = CsEngage.Core.Facts.Of(at.history with
            {
                Signals = at.history.Signals.RemoveAll(signal => signal.CountedAt > now),
                Changes = at.history.Changes.RemoveAll(change => change.RecordedAt > now),
            });
            var value = figure.Evaluate(facts, now);
            for (var later = now; later < now.AddDays(30) && (value.ChangesAt is null || later < value.ChangesAt); later = later.AddHours(1))
                figure.Read(facts, later).ShouldBe(value.Quantity, $"{figure} at {later:O}, asked at {now:O}");
            if (value.ChangesAt is { } change && change < now.AddDays(100)) figure.Read(facts, change).ShouldNotBe(value.Quantity, $"{figure} at {change:O}");
            if (!value.Quantity.IsKnown) return;
            value.ObservedAt.ShouldNotBeNull(figure.ToString());
            value.ObservedAt!.Value.ShouldBeLessThanOrEqualTo(now);
        }, 1000);

    [Fact]
    public void ChangesAt_does_not_look_at_signals_that_come_later() => Law.Holds(Cases, at =>
    {
        var now = Day(at.Now / 48.0);
        var rule = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        var known = at.History with { Changes = at.History.Changes.RemoveAll(change => change.RecordedAt > now) };
        var all = rule.Evaluate(Narrowed(known, at.Rule.Scope), now);
        var past = rule.Evaluate(Narrowed(known with { Signals = known.Signals.RemoveAll(signal => signal.CountedAt > now) }, at.Rule.Scope), now);
        all.Value.ShouldBe(past.Value);
        all.ChangesAt.ShouldBe(past.ChangesAt);
    }, 2000, Smaller);

    [Fact]
    public void Every_reason_agrees_with_the_verdict() => Law.Holds(Cases, at =>
    {
        var verdict = Rule.Parse(at.Rule.Text, at.Rule.Scope).Evaluate(Narrowed(at.History, at.Rule.Scope), Day(at.Now / 48.0));
        verdict.Reasons.Value.ShouldBe(verdict.Value);
        All(verdict.Reasons).ShouldAllBe(reason => reason.Key.Length > 0 && reason.Text.Length > 0);
        foreach (var reason in All(verdict.Reasons))
            switch (reason.Key)
            {
                case "and": reason.Value.ShouldBe(reason.Parts.Min(part => part.Value)); break;
                case "or": reason.Value.ShouldBe(reason.Parts.Max(part => part.Value)); break;
                case "not": ((int)reason.Value!.Value).ShouldBe(2 - (int)reason.Parts[0].Value!.Value); break;
            }
    }, 1000);

    static IEnumerable<Reason> All(Reason reason) => reason.Parts.SelectMany(All).Prepend(reason);

    [Fact]
    public void A_kind_that_is_not_needed_cannot_change_the_verdict() => Law.Holds(Cases, at =>
    {
        var rule = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        var needed = at.History with { Signals = at.History.Signals.RemoveAll(signal => !rule.Needs.Reads(signal.Kind, signal.Subject)) };
        rule.Test(Narrowed(needed, at.Rule.Scope), Day(at.Now / 48.0)).ShouldBe(rule.Test(Narrowed(at.History, at.Rule.Scope), Day(at.Now / 48.0)));
    }, 2000);

    [Fact]
    public void Where_signals_alone_tell_it_colleagues_changes_and_contracts_are_no_part_of_the_verdict() => Law.Holds(Cases, at =>
    {
        var rule = Rule.Parse(at.Rule.Text, at.Rule.Scope);
        if (at.Rule.Scope != RuleScope.Contact || !rule.Needs.IsOfSignals) return;
        var whole = Narrowed(at.History, at.Rule.Scope);
        var reader = whole.MembershipId!.Value;
        var alone = at.History with { Memberships = [at.History.Memberships.First(member => member.Id == reader)], Changes = [], Contracts = [] };
        rule.Test(Facts.Of(alone).For(reader), Day(at.Now / 48.0)).ShouldBe(rule.Test(whole, Day(at.Now / 48.0)));
    }, 2000);
}
