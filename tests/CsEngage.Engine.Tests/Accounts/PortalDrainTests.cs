using System.Collections.Immutable;
using System.Text;
using CsEngage.Core;
using CsEngage.Engine.Accounts;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Accounts;

public sealed class PortalDrainTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    static async Task<Account> Import(House house, string table)
    {
        var plan = await house.Get<TableImport>().Plan(TableImport.Accounts, Encoding.UTF8.GetBytes(table), house.Now);
        (await house.Get<TableImport>().Apply(TableImport.Accounts, plan, "staff:test", house.Now)).ShouldBeTrue();
        return (await house.Get<AccountBook>().FindByExternalId("株式会社 A/1"))!.Value;
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_account_gets_the_portal_that_the_settings_choose_and_never_a_second_one(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        var account = await Import(house, "external_id,name,tier\n株式会社 A/1,青葉商事,enterprise\n");
        account.TouchModel.ShouldBe("high");

        await house.Settle();
        var portal = (await house.Get<PortalBook>().Of(account.Id)).ShouldHaveSingleItem();
        (portal.Name, portal.Blueprint, portal.IsDefault, portal.Access).ShouldBe(("青葉商事", "high-touch", true, "verified"));
        portal.Slug.ShouldMatch("^a-1-[a-z0-9]{8}$");

        // Somebody archived it: it does not come back.
        await house.Get<PortalBook>().Put(portal with { ArchivedAt = house.Now });
        await house.Settle();
        (await house.Get<PortalBook>().Of(account.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_blueprint_to_choose_there_is_no_portal_and_one_comes_with_the_settings()
    {
        await using var house = await House.Open(Dialect.Sqlite, Now, recipe: null);
        var account = await Import(house, "external_id,name\n株式会社 A/1,青葉商事\n");
        await house.Settle();
        (await house.Get<PortalBook>().Of(account.Id)).ShouldBeEmpty();

        await house.Get<Engine.Recipes.RecipeBook>().Apply("saas-onboarding", "test", house.Now);
        await house.Settle();
        (await house.Get<PortalBook>().Of(account.Id)).ShouldHaveSingleItem().Blueprint.ShouldBe("tech-touch");
    }

    [Fact]
    public async Task A_touch_model_follows_the_rules_until_somebody_names_one()
    {
        await using var house = await House.Open(Dialect.Sqlite, Now);
        (await Import(house, "external_id,name\n株式会社 A/1,青葉商事\n")).TouchModel.ShouldBe("tech");
        (await Import(house, "external_id,name,tier\n株式会社 A/1,青葉商事,business\n")).TouchModel.ShouldBe("low");
        (await Import(house, "external_id,name,touch_model\n株式会社 A/1,青葉商事,high\n")).TouchModel.ShouldBe("high");
        (await Import(house, "external_id,name,tier\n株式会社 A/1,青葉商事,starter\n")).TouchModel.ShouldBe("high");
    }

    [Fact]
    public async Task An_account_of_a_recipe_that_a_worker_saw_first_gets_no_second_portal()
    {
        await using var house = await House.Open(Dialect.Sqlite, Now, recipe: "demo");
        var customers = await house.Get<Engine.Recipes.RecipeAccounts>().Read("demo");
        await house.Get<Engine.Recipes.RecipeAccounts>().Apply(customers, customers.Staff.ToImmutableDictionary(one => one.Address, _ => Guid.CreateVersion7(Now)), house.Now);
        var account = (await house.Get<AccountBook>().All()).First(one => one.Lifecycle != "left");
        var portal = (await house.Get<PortalBook>().Of(account.Id)).ShouldHaveSingleItem();
        // The drain and the recipe give it the same id, so whoever comes second finds it there.
        (portal.Id, await house.Get<PortalBook>().Put(portal with { Version = 0, Slug = "another" })).ShouldBe((account.Id, null));
        (await house.Get<PortalBook>().Of(account.Id)).ShouldHaveSingleItem().Slug.ShouldBe(portal.Slug);
    }
}
