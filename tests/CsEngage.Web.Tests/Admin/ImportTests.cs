using System.Reflection;
using System.Text;
using AngleSharp.Html.Dom;
using CsEngage.Engine.Accounts;
using CsEngage.Store.Accounts;
using CsEngage.Web.Admin.Import;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Admin;

[Collection("house")]
public sealed class ImportTests(WebHouse house)
{
    [Fact]
    public async Task A_table_is_looked_at_first_and_then_applied_once()
    {
        var admin = await house.As("admin");
        await Upload(admin, "accounts", "external_id,name\nimported-1,青葉商事\nnorthwind,Northwind\n");
        admin.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        admin.Page.QuerySelector("tbody .title")!.TextContent.ShouldBe("青葉商事");
        (await house.Get<AccountBook>().FindByExternalId("imported-1")).ShouldBeNull();

        var plan = admin.Address;
        await admin.Submit("form.actions");
        admin.Status.ShouldBe(302);
        (await house.Get<AccountBook>().FindByExternalId("imported-1"))!.Value.Name.ShouldBe("青葉商事");
        await admin.Open("/admin/import");
        admin.Text.ShouldContain("1 new, 0 changed, 1 unchanged");
        // What was applied is gone, and so is its file.
        await admin.Open(plan);
        admin.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Problems_are_shown_by_row_with_what_to_do_and_nothing_can_be_applied()
    {
        var admin = await house.As("admin");
        await Upload(admin, "contacts", "account,email\nno-such,hana@example.com\nnorthwind,broken\n");
        admin.Page.QuerySelectorAll("tbody tr").Select(row => row.QuerySelector("td")!.TextContent).ShouldBe(["2", "3"]);
        admin.Text.ShouldContain("Import the accounts first");
        admin.Page.QuerySelector("form.actions").ShouldBeNull();
        await admin.Post(admin.Address, ("form_token", ((IHtmlInputElement)admin.Page.QuerySelector("input[name=form_token]")!).Value), ("print", ""));
        admin.Status.ShouldBe(409);
    }

    [Fact]
    public async Task Nobody_else_sees_an_uploaded_table()
    {
        var admin = await house.As("admin");
        await Upload(admin, "accounts", "external_id,name\nsecret,Secret\n");
        var other = await house.As("csm");
        await other.Open(admin.Address);
        other.Status.ShouldBe(403);
        house.Get<StagedTables>().Find(Guid.Parse(admin.Address.Split('/')[^1]), Guid.NewGuid()).ShouldBeNull();
    }

    [Fact]
    public void Every_sentence_of_the_import_has_its_Japanese() =>
        typeof(RowSays).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order().ShouldBe(ImportWords.All.Order());

    static async Task Upload(Browser browser, string kind, string table)
    {
        await browser.Open("/admin/import");
        var token = ((IHtmlInputElement)browser.Page.QuerySelector("form.card input[name=form_token]")!).Value;
        var content = new MultipartFormDataContent
        {
            { new StringContent(kind), "Kind" }, { new StringContent(token), "form_token" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(table)), "Table", "table.csv" },
        };
        await browser.Send(new HttpRequestMessage(HttpMethod.Post, "/admin/import") { Content = content });
        browser.Status.ShouldBe(302, browser.Text);
        await browser.Open(browser.Location!);
        browser.Status.ShouldBe(200);
    }
}
