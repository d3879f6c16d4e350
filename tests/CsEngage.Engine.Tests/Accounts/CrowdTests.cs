using CsEngage.Engine.Accounts;
using CsEngage.Engine.Recipes;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Journeys;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Accounts;

public sealed class CrowdTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_crowd_is_made_once_grows_by_what_is_missing_and_is_enrolled_by_the_drains(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        var crowd = new Crowd(house.Get<AccountBook>(), house.Get<ContactBook>(), house.Get<RecipeShelves>(), house.Get<SignalLog>());
        var first = await crowd.Make(new CrowdSize(3, 2, 10, 7), Start);
        (first.Accounts, first.Contacts).ShouldBe((3, 6));
        first.Signals.ShouldBeGreaterThan(0);
        (await crowd.Make(new CrowdSize(3, 2, 10, 7), Start)).ShouldBe(new CrowdMade(0, 0, 0));
        (await crowd.Make(new CrowdSize(5, 2, 10, 7), Start)).Accounts.ShouldBe(2);

        await house.Settle();
        var account = (await house.Get<AccountBook>().FindByExternalId("crowd-5"))!.Value;
        (await house.Get<PortalBook>().Of(account.Id)).ShouldHaveSingleItem().Slug.ShouldBe("crowd-5");
        (await house.Get<EnrollmentBook>().Of(account.Id)).ShouldHaveSingleItem().Enrollment.Journey.ShouldBe("onboarding");
    }
}
