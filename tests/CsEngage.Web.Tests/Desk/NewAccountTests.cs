using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Desk;

[Collection("house")]
public sealed class NewAccountTests(WebHouse house)
{
    [Fact]
    public async Task An_account_is_made_by_hand_with_its_first_contact()
    {
        var csm = (await house.Get<StaffList>().FindByAddress("csm@operator.example"))!.Value;
        var admin = await house.As("admin");
        await admin.Open("/desk/accounts/new");
        await admin.Submit("form.card", ("Name", "青葉商事"), ("Csm", csm.ToString("D")), ("Address", "Ken@aoba.example"), ("Family", "田中"), ("Given", "健"), ("Role", "champion"));
        admin.Status.ShouldBe(302, admin.Text);
        var account = (await house.Get<AccountBook>().FindByExternalId("account-1"))!.Value;
        (account.Name, account.CsmId, account.Lifecycle).ShouldBe(("青葉商事", csm, "onboarding"));
        admin.Location.ShouldBe($"/desk/accounts/{account.Id}");
        var member = (await house.Get<ContactBook>().At(account.Id)).ShouldHaveSingleItem();
        (member.Contact.Address, member.Contact.FamilyName, member.Membership.IsPrimary, member.Membership.Roles.Single()).ShouldBe(("ken@aoba.example", "田中", true, "champion"));
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_is_made()
    {
        var admin = await house.As("admin");
        await admin.Open("/desk/accounts/new");
        await admin.Submit("form.card", ("Name", "Half done"), ("Tier", "no-such"), ("Address", "nowhere"), ("ExternalId", "half-done"));
        admin.Status.ShouldBe(422);
        admin.Text.ShouldContain("There is no such tier.");
        admin.Text.ShouldContain("Enter an address such as hana@example.com.");
        (await house.Get<AccountBook>().FindByExternalId("half-done")).ShouldBeNull();
    }

    [Fact]
    public async Task Who_writes_accounts_of_their_own_looks_after_what_they_add()
    {
        var csm = await house.As("csm");
        await csm.Open("/desk/accounts/new");
        await csm.Submit("form.card", ("Name", "Own Account"));
        csm.Status.ShouldBe(302, csm.Text);
        (await house.Get<AccountBook>().FindByExternalId("own-account"))!.Value.CsmId.ShouldBe(await house.Get<StaffList>().FindByAddress("csm@operator.example"));
        var author = await house.As("author");
        await author.Open("/desk/accounts/new");
        author.Status.ShouldBe(403);
    }
}
