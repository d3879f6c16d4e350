using System.Collections.Immutable;
using CsEngage.Core.Tests.Journeys;

namespace CsEngage.Core.Tests.Content;

public sealed class VisibilityTests
{
    static readonly DateTimeOffset Now = ExampleJourney.Start.AddDays(10);
    static readonly Visible Open = new(IsPublished: true, null, null, Audience: null, IsAssigned: true, [], []);

    static Facts Reader(Guid who) => new Walker(ExampleJourney.Journey).Enters().Says(1, "workspace.created").To(2).Facts.For(who);

    static VisibilityTerm Ask(Visible what, Guid? who = null) => Visibility.Of(what, Reader(who ?? Walker.Hana), Now).Failing;

    [Fact]
    public void What_nothing_forbids_is_visible() => Visibility.Of(Open, Reader(Walker.Hana), Now).IsVisible.ShouldBeTrue();

    [Fact]
    public void The_failing_term_is_named()
    {
        Ask(Open with { IsPublished = false }).ShouldBe(VisibilityTerm.Published);
        Ask(Open with { VisibleFrom = Now.AddSeconds(1) }).ShouldBe(VisibilityTerm.Window);
        Ask(Open with { VisibleUntil = Now }).ShouldBe(VisibilityTerm.Window);
        Ask(Open with { IsAssigned = false }).ShouldBe(VisibilityTerm.Assigned);
        Ask(Open with { Roles = ["organizer"] }).ShouldBe(VisibilityTerm.None);
        Ask(Open with { Roles = ["organizer"] }, Walker.Ken).ShouldBe(VisibilityTerm.Role);
        Ask(Open with { Audience = Rule.Parse("touch model is \"high\"", RuleScope.Contact) }).ShouldBe(VisibilityTerm.Audience);
        Ask(Open with { LockedBy = [new("onboarding", "account-set-up")] }).ShouldBe(VisibilityTerm.None);
        Ask(Open with { LockedBy = [new("onboarding", "team-invited")] }).ShouldBe(VisibilityTerm.Unlocked);
    }

    [Fact]
    public void What_is_not_known_is_denied() => Ask(Open with { Audience = Rule.Parse("account.nothing = 1", RuleScope.Contact) }).ShouldBe(VisibilityTerm.Audience);

    [Fact]
    public void A_stranger_meets_no_audience_has_no_role_and_opens_no_lock()
    {
        Visibility.Of(Open, null, Now).IsVisible.ShouldBeTrue();
        Visibility.Of(Open with { Audience = Rule.Parse("account.lifecycle = \"onboarding\"", RuleScope.Contact) }, null, Now).IsVisible.ShouldBeFalse();
        Visibility.Of(Open with { Roles = ["member"] }, null, Now).IsVisible.ShouldBeFalse();
        Visibility.Of(Open with { LockedBy = [new("onboarding", "account-set-up")] }, null, Now).IsVisible.ShouldBeFalse();
    }

    [Fact]
    public void The_answer_says_when_it_changes_by_itself()
    {
        Visibility.Of(Open with { VisibleFrom = Now.AddDays(1) }, Reader(Walker.Hana), Now).ChangesAt.ShouldBe(Now.AddDays(1));
        Visibility.Of(Open with { VisibleUntil = Now.AddDays(2) }, Reader(Walker.Hana), Now).ChangesAt.ShouldBe(Now.AddDays(2));
    }

    [Fact]
    public void A_locked_piece_tells_what_opens_it()
    {
        var answer = Visibility.Of(Open with { LockedBy = [new("onboarding", "account-set-up"), new("onboarding", "team-invited")] }, Reader(Walker.Hana), Now);
        answer.IsOnlyLocked.ShouldBeTrue();
        answer.Missing.ShouldBe([new LockKey("onboarding", "team-invited")]);
    }
}
