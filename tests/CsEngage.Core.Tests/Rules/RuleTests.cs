using System.Collections.Immutable;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Rules;

public sealed class RuleTests
{
    static readonly Facts Nothing = Facts();

    [Theory]
    [InlineData("account.lifecycle = \"onboarding\"", Truth.True)]
    [InlineData("account.lifecycle != \"onboarding\"", Truth.False)]
    [InlineData("account.plan is known", Truth.True)]
    [InlineData("account.colour is known", Truth.False)]
    [InlineData("account.colour = \"red\"", Truth.Unknown)]
    [InlineData("account.colour != \"red\"", Truth.Unknown)]
    [InlineData("account.seats >= 25 and account.seats < 26", Truth.True)]
    [InlineData("account.seats = \"25\"", Truth.Unknown)]
    [InlineData("account.pilot = yes", Truth.True)]
    [InlineData("account.pilot is no", Truth.False)]
    [InlineData("account.tier in [\"free\", \"pro\"]", Truth.True)]
    [InlineData("account.tier not in [\"free\", \"pro\"]", Truth.False)]
    [InlineData("account.colour not in [\"red\"]", Truth.Unknown)]
    [InlineData("account.name contains \"ACME\"", Truth.True)]
    [InlineData("account.name starts with \"k.k.\"", Truth.False)]
    [InlineData("account.name ends with \"k.k.\"", Truth.True)]
    [InlineData("touch model is \"tech\"", Truth.True)]
    [InlineData("account.go-live-on within 30 days", Truth.True)]
    [InlineData("account.go-live-on within 29 days", Truth.False)]
    [InlineData("account.go-live-on passed", Truth.False)]
    [InlineData("account.go-live-on - 31 days passed", Truth.True)]
    [InlineData("account.go-live-on > 2026-06-30", Truth.True)]
    [InlineData("days until account.go-live-on = 30", Truth.True)]
    [InlineData("days since account.created = 100", Truth.True)]
    [InlineData("10 * 2 + 4 / 8 - 1 = 19.5", Truth.True)]
    [InlineData("1 / 0 = 1", Truth.Unknown)]
    [InlineData("1 day + 12 hours = 36 hours", Truth.True)]
    [InlineData("50% = 0.5", Truth.True)]
    [InlineData("-3 < 2", Truth.True)]
    public void Fields_numbers_texts_and_dates_are_compared(string rule, Truth expected) => Verdict(rule, Nothing, 0).Value.ShouldBe(expected);

    [Theory]
    [InlineData("1 = 1", "1 = 2", Truth.False, Truth.True)]
    [InlineData("1 = 1", "account.x = 2", Truth.Unknown, Truth.True)]
    [InlineData("1 = 2", "account.x = 2", Truth.False, Truth.Unknown)]
    [InlineData("account.x = 1", "account.x = 2", Truth.Unknown, Truth.Unknown)]
    public void And_or_and_not_know_three_truths(string a, string b, Truth and, Truth or)
    {
        Verdict($"{a} and {b}", Nothing, 0).Value.ShouldBe(and);
        Verdict($"{b} and {a}", Nothing, 0).Value.ShouldBe(and);
        Verdict($"{a} or {b}", Nothing, 0).Value.ShouldBe(or);
        Verdict($"not ({a} and {b})", Nothing, 0).Value.ShouldBe((Truth)(2 - (int)and));
        Verdict($"not ({a}) or not ({b})", Nothing, 0).Value.ShouldBe((Truth)(2 - (int)and));
    }

    [Fact]
    public void A_window_of_days_is_made_of_calendar_days_of_the_operators_zone()
    {
        // Day 0 is noon; the signal came at 22:00 of day 0 in Tokyo.
        var facts = Facts(Signal("report.exported", 10 / 24.0, Aiko));
        Verdict("count \"report.exported\" in 1 day = 1", facts, 0.49).Value.ShouldBe(Truth.True);
        Verdict("count \"report.exported\" in 1 day = 1", facts, 0.51).Value.ShouldBe(Truth.False);
        Verdict("count \"report.exported\" in 2 days = 1", facts, 1.49).Value.ShouldBe(Truth.True);
        Verdict("count \"report.exported\" in 2 days = 1", facts, 1.51).Value.ShouldBe(Truth.False);
        Verdict("count \"report.exported\" in 1 day before 1 day = 1", facts, 0.51).Value.ShouldBe(Truth.True);
        Verdict("count \"report.exported\" in 2 days = 1", facts, 0.49).ChangesAt.ShouldBe(Day(1.5));
    }

    [Fact]
    public void A_window_of_hours_is_exact()
    {
        var facts = Facts(Signal("report.exported", 0, Aiko));
        Verdict("count \"report.exported\" in 24 hours = 1", facts, 0.999).Value.ShouldBe(Truth.True);
        Verdict("count \"report.exported\" in 24 hours = 1", facts, 1).Value.ShouldBe(Truth.False);
        Verdict("count \"report.exported\" in 24 hours = 1", facts, 0.5).ChangesAt.ShouldBe(Day(1));
        Verdict("count \"report.exported\" in 24 hours before 24 hours = 1", facts, 0.5).ChangesAt.ShouldBe(Day(1));
    }

    [Fact]
    public void Reading_as_of_an_instant_never_sees_what_came_after()
    {
        var facts = Facts(Signal("report.exported", 1, Aiko), Signal("report.exported", 5, Ben));
        Figure("count \"report.exported\"", facts, 0).Value.ShouldBe(0);
        Figure("count \"report.exported\"", facts, 1).Value.ShouldBe(1);
        Figure("count \"report.exported\" in 30 days", facts, 4.99).Value.ShouldBe(1);
        Figure("last \"report.exported\"", facts, 4).Quantity.Instant.ShouldBe(Day(1));
        Figure("first \"report.exported\"", facts, 9).Quantity.Instant.ShouldBe(Day(1));
    }

    [Theory]
    [InlineData("by any contact", 5)]
    [InlineData("by all contacts", 0)]
    [InlineData("by at least 2 contacts", 2)]
    [InlineData("by at least 3 contacts", 0)]
    [InlineData("by at least 4 contacts", 0)]
    [InlineData("by role \"member\"", 2)]
    [InlineData("by role \"organizer\"", 5)]
    [InlineData("by any contact with role \"member\"", 2)]
    [InlineData("", 7)]
    public void A_figure_by_contacts_is_that_of_the_foremost_the_hindmost_or_of_the_set(string who, int expected) =>
        Figure($"count \"report.exported\" {who}", Facts(
            [.. Enumerable.Range(0, 5).Select(i => Signal("report.exported", i, Aiko)), Signal("report.exported", 1, Ben), Signal("report.exported", 2, Ben)]), 9)
            .Value.ShouldBe(expected);

    [Fact]
    public void Nobody_is_unknown()
    {
        Verdict("count \"report.exported\" by role \"sponsor\" >= 0", Nothing, 0).Value.ShouldBe(Truth.Unknown);
        Verdict("no \"portal.visited\" by role \"sponsor\" for 1 day", Nothing, 0).Value.ShouldBe(Truth.Unknown);
        Verdict("guide \"x\" read by any contact with role \"sponsor\"", Nothing, 0).Value.ShouldBe(Truth.Unknown);
        Verdict("share of contacts with role \"sponsor\" where (1 = 1) = 1", Nothing, 0).Value.ShouldBe(Truth.Unknown);
        Verdict("recency of \"*\" by role \"sponsor\" half-life 7 days >= 0", Nothing, 0).Value.ShouldBe(Truth.Unknown);
        Verdict("recency of \"*\" by role \"member\" half-life 7 days = 0", Nothing, 0).Value.ShouldBe(Truth.True);
    }

    [Fact]
    public void Absence_counts_from_the_later_of_the_last_signal_and_the_start()
    {
        var facts = Facts(Signal("portal.visited", 0, Ben));
        Verdict("no \"portal.visited\" for 14 days", facts, 13.9).ChangesAt.ShouldBe(Day(14));
        Verdict("no \"portal.visited\" for 14 days", facts, 14).Value.ShouldBe(Truth.True);
        Verdict("no \"portal.visited\" by role \"organizer\" for 14 days", facts, 0).Value.ShouldBe(Truth.True);
        Verdict("no \"portal.visited\" for 14 days", facts.SinceEnrollment(Day(5)), 14).Value.ShouldBe(Truth.False);
        Verdict("no \"portal.visited\" for 14 days", facts.SinceEnrollment(Day(5)), 14).ChangesAt.ShouldBe(Day(19));
        Verdict("no \"portal.visited\" for 14 days", facts.For(Ben), 13.9).Value.ShouldBe(Truth.False);
        Verdict("no \"portal.visited\" for 14 days", facts.For(Aiko), 0).Value.ShouldBe(Truth.True);
        Verdict("no \"portal.visited\" by all contacts for 14 days", facts, 1).Value.ShouldBe(Truth.True);
    }

    [Fact]
    public void A_new_champion_is_given_time()
    {
        var change = new Change(Acme.Id, $"membership:{Chie:D}", "roles", new AttributeValue.Text("member"), new AttributeValue.Text("member,sponsor"), Day(10), Day(10), "desk", null);
        var facts = Core.Facts.Of(Empty with { Changes = [change] });
        Verdict("no \"portal.visited\" by role \"sponsor\" for 7 days", facts, 9).Value.ShouldBe(Truth.Unknown);
        Verdict("no \"portal.visited\" by role \"sponsor\" for 7 days", facts, 10).Value.ShouldBe(Truth.False);
        Verdict("no \"portal.visited\" by role \"sponsor\" for 7 days", facts, 10).ChangesAt.ShouldBe(Day(17));
        facts.MembersAt(Day(9)).Single(m => m.Id == Chie).Roles.ShouldBe(["member"]);
        facts.MembersAt(Day(10)).Single(m => m.Id == Chie).Roles.ShouldBe(["member", "sponsor"]);
    }

    [Fact]
    public void A_share_asks_each_contact_alone()
    {
        var facts = Facts(Signal("guide.read", 0, Ben, "guide:first-report"));
        Figure("share of contacts where (guide \"first-report\" read by this contact)", facts, 1).Value.ShouldBe(1 / 3m);
        Figure("share of contacts with role \"member\" where (guide \"first-report\" read)", facts, 1).Value.ShouldBe(0.5m);
        Figure("share of contacts where (guide \"first-report\" read within 2 days)", facts, 1).ChangesAt.ShouldBe(Day(1.5));
        Figure("share of contacts where (1 = 1)", facts, 1).N.ShouldBe(3);
    }

    [Fact]
    public void Contracts_are_asked_one_by_one()
    {
        var facts = Core.Facts.Of(Empty with { Contracts = [Contract(new(2026, 9, 1)), Contract(new(2027, 1, 1), n: 2)] });
        Verdict("any contract (contract.end within 120 days)", facts, 0).Value.ShouldBe(Truth.True);
        Verdict("all contract (contract.end within 120 days)", facts, 0).Value.ShouldBe(Truth.False);
        Verdict("any contract (contract.end within 90 days)", facts, 0).ChangesAt.ShouldBe(Day(1.5));
        Verdict("all contract (contract.amount = 120 and contract.arr = 1440 and contract.status = \"active\")", facts, 0).Value.ShouldBe(Truth.True);
        Verdict("any contract (1 = 1)", Nothing, 0).Value.ShouldBe(Truth.False);
        Verdict("all contract (1 = 1)", Nothing, 0).Value.ShouldBe(Truth.Unknown);
    }

    [Fact]
    public void Journeys_speak_through_their_signals()
    {
        var facts = Facts(
            Signal("enrollment.started", 0, subject: "journey:onboarding", value: 0),
            Signal("checkpoint.reached", 3, subject: "checkpoint:onboarding/first-report", value: 0.5m),
            Signal("enrollment.completed", 9, subject: "journey:onboarding", value: 1));
        Verdict("enrolled in \"onboarding\"", facts, 0).Value.ShouldBe(Truth.True);
        Verdict("enrolled in \"onboarding\" for 5 days", facts, 4).ChangesAt.ShouldBe(Day(5));
        Verdict("enrolled in \"onboarding\"", facts, 9).Value.ShouldBe(Truth.False);
        Verdict("checkpoint \"first-report\" of \"onboarding\" not reached and enrolled in \"onboarding\" for 2 days", facts, 2).Value.ShouldBe(Truth.True);
        Verdict("checkpoint \"first-report\" of \"onboarding\" reached", facts.For(Aiko), 3).Value.ShouldBe(Truth.True);
        Figure("progress of \"onboarding\"", facts, 4).Value.ShouldBe(0.5m);
        Figure("progress of \"onboarding\"", facts, 9).Value.ShouldBe(1m);
        Figure("progress of \"other\"", facts, 9).Value.ShouldBeNull();
    }

    [Fact]
    public void A_checkpoint_counts_for_the_entry_in_which_it_was_reached_and_until_it_is_undone()
    {
        var facts = Facts(
            Signal("enrollment.started", 0, subject: "journey:renewal"), Signal("checkpoint.reached", 1, subject: "checkpoint:renewal/met"),
            Signal("checkpoint.undone", 2, subject: "checkpoint:renewal/met"), Signal("checkpoint.reached", 3, subject: "checkpoint:renewal/met"),
            Signal("enrollment.completed", 4, subject: "journey:renewal"), Signal("enrollment.started", 300, subject: "journey:renewal"));
        Truth[] met = [.. new[] { 0.5, 1, 2, 3, 5, 300 }.Select(day => Verdict("checkpoint \"met\" of \"renewal\" reached", facts, day).Value)];
        met.ShouldBe([Truth.False, Truth.True, Truth.False, Truth.True, Truth.True, Truth.False]);
        Verdict("enrolled in \"renewal\"", facts, 300).Value.ShouldBe(Truth.True);
    }

    [Fact]
    public void Surveys_values_and_segments_are_read_from_their_last_signal()
    {
        var facts = Facts(
            Signal("survey.answered", 0, Aiko, "survey:nps", 9), Signal("survey.answered", 2, Ben, "survey:nps", 3),
            Signal("segment.entered", 1, subject: "segment:pilot"), Signal("segment.left", 3, subject: "segment:pilot"),
            Signal("usage.reported", 1, value: 40), Signal("usage.reported", 2, value: 10));
        Figure("survey \"nps\" last answer", facts, 1).Value.ShouldBe(9);
        Figure("survey \"nps\" last answer", facts, 3).ObservedAt.ShouldBe(Day(2));
        Verdict("survey \"nps\" last answer <= 6", facts, 2).Value.ShouldBe(Truth.True);
        Verdict("survey \"nps\" last answer by role \"organizer\" <= 6", facts, 2).Value.ShouldBe(Truth.False);
        Verdict("survey \"csat\" last answer <= 6", facts, 2).Value.ShouldBe(Truth.Unknown);
        Verdict("segment \"pilot\"", facts, 2).Value.ShouldBe(Truth.True);
        Verdict("segment \"pilot\"", facts.For(Aiko), 3).Value.ShouldBe(Truth.False);
        Figure("last value of \"usage.reported\"", facts, 3).Value.ShouldBe(10);
        Figure("sum \"usage.reported\" in 30 days", facts, 3).Value.ShouldBe(50);
        Figure("average \"usage.reported\"", facts, 3).Value.ShouldBe(25);
    }

    [Fact]
    public void Machines_staff_and_previews_do_not_count()
    {
        var human = Signal("guide.read", 0, Aiko);
        Figure("count \"guide.read\"", Facts(human, human, human with { Key = Person(-1), Actor = Actor.Machine }, human with { Key = Person(-2), IsStaff = true },
            human with { Key = Person(-3), IsPreview = true }), 1).Value.ShouldBe(1);
    }

    [Fact]
    public void Recency_halves_in_steps_of_days()
    {
        var facts = Facts(Signal("guide.read", 0, Aiko));
        Figure("recency of \"guide.read\" half-life 7 days", facts, 0).Value.ShouldBe(1);
        Figure("recency of \"guide.read\" half-life 7 days", facts, 7).Value.ShouldBe(0.5m);
        Figure("recency of \"*\" half-life 7 days", facts, 14.9).Value.ShouldBe(0.25m);
        Figure("recency of \"*\" half-life 7 days", facts, 14.9).ChangesAt.ShouldBe(Day(15));
        Figure("recency of \"guide.viewed\" half-life 7 days", facts, 7).Value.ShouldBe(0);
    }

    [Fact]
    public void In_contact_scope_the_contact_and_the_account_are_read()
    {
        var facts = Facts(Signal("guide.read", 0, Ben, "guide:a"), Signal("contract.signed", 0)).For(Ben);
        Verdict("role \"champion\" and not role \"organizer\"", facts, 1).Value.ShouldBe(Truth.True);
        Verdict("guide \"a\" read and guide \"a\" read by this contact and account.tier = \"pro\"", facts, 1).Value.ShouldBe(Truth.True);
        Verdict("contact.title is not known and contact.joined passed", facts, 1).Value.ShouldBe(Truth.True);
        Verdict("count \"contract.signed\" = 1", facts, 1).Value.ShouldBe(Truth.True);
        Verdict("guide \"a\" read", facts.For(Aiko), 1).Value.ShouldBe(Truth.False);
        Verdict("guide \"a\" read by any contact", facts.For(Aiko), 1).Value.ShouldBe(Truth.True);
        Should.Throw<ArgumentException>(() => Rule.Parse("role \"champion\"", RuleScope.Contact).Evaluate(Nothing, Day(0)));
    }

    [Fact]
    public void Facts_are_not_read_before_their_horizon() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Rule.Parse("1 = 1", RuleScope.Account).Evaluate(Nothing, Nothing.Horizon.AddTicks(-1)));

    [Fact]
    public void Reasons_are_data_with_the_facts_that_were_used()
    {
        var reason = Verdict("account.tier = \"pro\" and count \"guide.read\" by role \"member\" in 30 days >= 2", Facts(Signal("guide.read", 0, Ben)), 1).Reasons;
        reason.Key.ShouldBe("and");
        reason.Value.ShouldBe(Truth.False);
        reason.Parts.Select(part => (part.Key, part.Value)).ShouldBe([("compare", Truth.True), ("compare", Truth.False)]);
        reason.Parts[1].Found.Number.ShouldBe(1);
        reason.Parts[1]["comparator"].Text.ShouldBe(">=");
        reason.Parts[1]["wanted"].Number.ShouldBe(2);
        reason.Parts[1].Parts[0]["kind"].Text.ShouldBe("guide.read");
        reason.Parts[1].Parts[0]["window"].Text.ShouldBe("in 30 days");
        reason.Parts[1].Parts[0]["window-size"].Duration.ShouldBe(TimeSpan.FromDays(30));
        reason.Parts[1].Parts[0]["who"].Text.ShouldBe("role \"member\"");
        reason.Parts[1].Parts[0]["who-kind"].Text.ShouldBe("role");
        reason.Parts[1].Parts[0]["role"].Text.ShouldBe("member");
    }

    [Fact]
    public void Needs_name_what_must_be_loaded()
    {
        var needs = Rule.Parse("""
            touch model is "tech" and guide "a" read by role "organizer" within 3 days and count "contact.signed-in" in 28 days before 28 days > 1
            and segment "pilot" and enrolled in "onboarding" and survey "nps" last answer > 6 and any contract (contract.end passed)
            and count "portal.visited" in 6 hours > 1
            """, RuleScope.Account).Needs;
        needs.AccountFields.ShouldBe(["touch-model"]);
        needs.ContractFields.ShouldBe(["end"]);
        needs.Segments.ShouldBe(["pilot"]);
        needs.Journeys.ShouldBe(["onboarding"]);
        needs.Surveys.ShouldBe(["nps"]);
        needs.Contacts.ShouldBeTrue();
        needs.IsOfSignals.ShouldBeFalse();
        needs.DaysBack.ShouldBe(56);
        needs.RawDaysBack.ShouldBe(1);
        needs.Reads("guide.read", "guide:a").ShouldBeTrue();
        needs.Reads("guide.read", "guide:b").ShouldBeFalse();
        needs.Reads("contact.signed-in", null).ShouldBeTrue();
    }
}
