using System.Text;
using CsEngage.Core;
using CsEngage.Engine.Accounts;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Accounts;

public sealed class TableImportTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    const string Accounts = "external_id,name,tier,lifecycle,industry\naoba,青葉商事,business,onboarding,retail\nkita,北商店,,,\n";
    const string Contacts = "account,external_id,email,family_name,given_name,roles,primary\naoba,hana,Hana@Aoba.example,佐藤,花,organizer,yes\naoba,,ken@aoba.example,田中,健,,\nkita,,HANA@aoba.example,,,sponsor,\n";

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static async Task<ImportPlan> Import(House house, string kind, string text)
    {
        var plan = await house.Get<TableImport>().Plan(kind, Bytes(text), house.Now);
        if (!plan.HasProblems) (await house.Get<TableImport>().Apply(kind, plan, "staff:test", house.Now)).ShouldBeTrue();
        return plan;
    }

    static string Told(ImportPlan plan) => string.Join(' ', plan.Lines.Select(line => $"{line.Row}:{line.Mark}"));

    [Fact]
    public async Task Every_problem_of_a_row_is_told_at_once()
    {
        await using var house = await House.Open(Dialect.Sqlite, Now);
        var accounts = await Import(house, "accounts", "external_id,name,tier,country,csm,seats\na,A,businss,Japan,nobody@acme.example,many\nb,B,business,JP,,3,9\nc,,businss,,,\n");
        accounts.Lines.Select(line => string.Join(' ', line.Problems.Select(problem => problem.Column).Order(StringComparer.Ordinal))).ShouldBe(["country csm seats tier", "", "name tier"]);
        accounts.Lines[1].Problems.ShouldHaveSingleItem().Message.ShouldStartWith("“9” stands under no column: the header row has 6.");
        var contacts = await Import(house, "contacts", "account,email,zone,roles\ngone,ida,Asia/Nowhere,boss\ngone,ida@acme.example,,boss\n");
        contacts.Lines.Select(line => string.Join(' ', line.Problems.Select(problem => problem.Column).Order(StringComparer.Ordinal))).ShouldBe(["account email roles zone", "account roles"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_same_table_again_changes_nothing_and_a_changed_one_only_what_changed(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        Told(await Import(house, "accounts", Accounts)).ShouldBe("2:New 3:New");
        var account = (await house.Get<AccountBook>().FindByExternalId("aoba"))!;
        (account.Value.Tier, account.Value.Attributes["industry"].Stored).ShouldBe(("business", "retail"));
        var recorded = (await house.Get<ChangeLog>().Of(account.Value.Id)).Length;
        recorded.ShouldBeGreaterThan(3);

        Told(await Import(house, "accounts", Accounts)).ShouldBe("2:Unchanged 3:Unchanged");
        (await house.Get<AccountBook>().FindByExternalId("aoba"))!.Version.ShouldBe(account.Version);
        (await house.Get<ChangeLog>().Of(account.Value.Id)).Length.ShouldBe(recorded);

        var changed = await Import(house, "accounts", "external_id,name,lifecycle\naoba,青葉商事,adopting\nkita,北商店,\n");
        Told(changed).ShouldBe("2:Changed 3:Unchanged");
        changed.Lines[0].Changes.ShouldBe([new ImportChange("lifecycle", "onboarding", "adopting")]);
        // The clock stands still, so what changed first and last is told by the values.
        var change = (await house.Get<ChangeLog>().Of(account.Value.Id)).Single(change => change.Field == "lifecycle" && change.Old is not null);
        (change.Source, change.New!.Stored).ShouldBe(("import", "adopting"));
        (await house.Get<AccountBook>().FindByExternalId("aoba"))!.Value.Tier.ShouldBe("business");
        (await house.Get<AuditTrail>().Read(10, subject: "import:accounts")).Length.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Contacts_find_their_account_and_one_address_is_one_person(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        await Import(house, "accounts", Accounts);
        Told(await Import(house, "contacts", Contacts)).ShouldBe("2:New 3:New 4:New");
        Told(await Import(house, "contacts", Contacts)).ShouldBe("2:Unchanged 3:Unchanged 4:Unchanged");

        var hana = (await house.Get<ContactBook>().FindByAddress("hana@aoba.example"))!;
        (hana.FamilyName, hana.AddressAsTyped).ShouldBe(("佐藤", "Hana@Aoba.example"));
        (await house.Get<ContactBook>().Of(hana.Id)).Select(membership => string.Join(',', membership.Roles)).Order().ShouldBe(["organizer", "sponsor"]);

        var moved = await Import(house, "contacts", "account,external_id,email,title\naoba,hana,hana.sato@aoba.example,部長\n");
        moved.Lines.ShouldHaveSingleItem().Changes.Select(change => change.Field).ShouldBe(["email", "title"]);
        (await house.Get<ContactBook>().FindByAddress("hana@aoba.example")).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task With_one_bad_row_nothing_is_applied(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        await Import(house, "accounts", Accounts);
        await Import(house, "contacts", Contacts);

        var accounts = await Import(house, "accounts", "external_id,name,csm,industry\nnew,New,,\nbad,Bad,nobody@example.com,astrology\n");
        Told(accounts).ShouldBe("2:New 3:Problem");
        accounts.Lines[1].Problems.Select(problem => problem.Says).ShouldBe([RowSays.NotOneOf, RowSays.NoStaff], ignoreOrder: true);
        (await house.Get<AccountBook>().FindByExternalId("new")).ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => house.Get<TableImport>().Apply("accounts", accounts, "staff:test", house.Now));

        var contacts = await Import(house, "contacts", "account,external_id,email\nnowhere,x,x@example.com\naoba,hana,ken@aoba.example\naoba,other,hana@aoba.example\n");
        contacts.Lines.SelectMany(line => line.Problems).Select(problem => problem.Says).ShouldBe([RowSays.NoAccount, RowSays.OtherPerson, RowSays.Somebody]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_changed_by_somebody_else_meanwhile_is_looked_at_again(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        await Import(house, "accounts", Accounts);
        var plan = await house.Get<TableImport>().Plan("accounts", Bytes("external_id,name,tier\naoba,青葉商事,enterprise\nminami,南商店,\n"), house.Now);
        var account = (await house.Get<AccountBook>().FindByExternalId("aoba"))!.Value;
        await house.Get<AccountBook>().Put(account with { Lifecycle = "renewing" }, Edit.Now(house.Now, "staff:other"));

        (await house.Get<TableImport>().Apply("accounts", plan, "staff:test", house.Now)).ShouldBeFalse();
        (await house.Get<AccountBook>().FindByExternalId("minami")).ShouldBeNull();
        (await house.Get<TableImport>().Plan("accounts", Bytes("external_id,name,tier\naoba,青葉商事,enterprise\n"), house.Now)).Print.ShouldNotBe(plan.Print);
    }

    [Fact]
    public async Task Fifty_thousand_rows_go_in_at_once()
    {
        await using var house = await House.Open(Dialect.Sqlite, Now, recipe: null);
        var text = new StringBuilder("external_id,name,tier,country,zone\n");
        for (var n = 0; n < CsvImport.MostRows; n++) text.Append("acc-").Append(n).Append(",Name ").Append(n).Append(",business,JP,Asia/Tokyo\n");
        var plan = await Import(house, "accounts", text.ToString());
        plan.Of(ImportMark.New).ShouldBe(CsvImport.MostRows);
        (await house.Get<AccountBook>().Count()).ShouldBe(CsvImport.MostRows);
        (await house.Get<TableImport>().Plan("accounts", Bytes(text.ToString()), house.Now)).Of(ImportMark.Unchanged).ShouldBe(CsvImport.MostRows);
    }

    [Fact]
    public async Task A_tier_that_the_settings_do_not_know_is_told_with_its_row_and_nothing_is_imported()
    {
        await using var house = await House.Open(Dialect.Sqlite, Now);
        var plan = await Import(house, "accounts", "external_id,name,tier\naoba,青葉商事,busines\nkita,北商店,business\n");
        Told(plan).ShouldBe("2:Problem 3:New");
        plan.Lines[0].Problems.ShouldHaveSingleItem().ToString().ShouldBe("Row 2, tier: There is no tier “busines”. There are starter, business, enterprise. Correct it, or add it in the settings.");
    }

    [Fact]
    public async Task A_tier_that_was_dropped_from_the_settings_stays_where_it_is()
    {
        await using var house = await House.Open(Dialect.Sqlite, Now);
        await house.Get<AccountBook>().Put(new Account(Guid.CreateVersion7(Now), "old", "Old", null, "legacy", "adopting", "tech", null, null, null, null, null, Now, System.Collections.Immutable.ImmutableSortedDictionary<string, AttributeValue>.Empty), Edit.Now(Now, "test"));
        Told(await Import(house, "accounts", "external_id,name,tier\nold,Old & Co,legacy\n")).ShouldBe("2:Changed");
    }
}
