using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace CsEngage.Web.Tests.House;

/// <summary>
/// Every address × every kind of visitor, from one table. An address without a row fails, so nothing is opened by accident.
/// Shown: 200 to 299 or a way on; asked: sent to a sign-in; refused: 403; hidden: 404, as for what does not exist; keyless: 401, for no cookie opens the API.
/// </summary>
[Collection("house")]
public sealed partial class RoutesTests(WebHouse house)
{
    enum Is { Shown, Asked, Refused, Hidden, Keyless }

    sealed record Row(string Route, string Address, Is Anonymous, Is ContactA, Is ContactB, Is Author, Is Csm, Is Admin);

    static Row Everybody(string route, string address) => new(route, address, Is.Shown, Is.Shown, Is.Shown, Is.Shown, Is.Shown, Is.Shown);

    static Row Nobody(string route, string address) => new(route, address, Is.Hidden, Is.Hidden, Is.Hidden, Is.Hidden, Is.Hidden, Is.Hidden);

    static Row OfNorthwind(string route, string address) => new(route, address, Is.Asked, Is.Shown, Is.Hidden, Is.Asked, Is.Asked, Is.Asked);

    static Row Staff(string route, string address, Is author, Is csm) => new(route, address, Is.Asked, Is.Asked, Is.Asked, author, csm, Is.Shown);

    // Open to staff who may, but there is no such account.
    static Row StaffElsewhere(string route, string address) => new(route, address, Is.Asked, Is.Asked, Is.Asked, Is.Hidden, Is.Hidden, Is.Hidden);

    static Row Api(string route, string address) => new(route, address, Is.Keyless, Is.Keyless, Is.Keyless, Is.Keyless, Is.Keyless, Is.Keyless);

    const string Nowhere = "00000000-0000-7000-8000-000000000000";

    static readonly Row[] Table =
    [
        Everybody("", "/"),
        Everybody("account/sign-in", "/account/sign-in"),
        Nobody("account/setup", "/account/setup"),
        Everybody("account/forgot", "/account/forgot"),
        // A link that is worth nothing says so to everybody alike.
        Everybody("account/reset/{token}", "/account/reset/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        // Without the first step there is no second.
        new("account/second-step", "/account/second-step", Is.Asked, Is.Asked, Is.Asked, Is.Asked, Is.Asked, Is.Asked),
        Staff("account/two-steps", "/account/two-steps", Is.Shown, Is.Shown),
        Staff("account/passkeys", "/account/passkeys", Is.Shown, Is.Shown),
        Staff("account/sign-out", "/account/sign-out", Is.Shown, Is.Shown),
        Staff("account/sessions", "/account/sessions", Is.Shown, Is.Shown),
        Everybody("language", "/language"),
        Nobody("demo/as/{role}", "/demo/as/admin"),
        Nobody("problem/{code:int}", "/problem/500"),
        Everybody("healthz/live", "/healthz/live"),
        Everybody("healthz/ready", "/healthz/ready"),
        Everybody("test/clock", "/test/clock"),
        Everybody("themes/{theme}/{file}", "/themes/default/portal.css"),
        Nobody("media/{name}", "/media/nothing.png"),
        Nobody("{**path}", "/nothing-here"),

        OfNorthwind("p/{portal}", "/p/northwind-x7"),
        OfNorthwind("p/{portal}/plan", "/p/northwind-x7/plan"),
        OfNorthwind("p/{portal}/plan/task", "/p/northwind-x7/plan/task"),
        OfNorthwind("p/{portal}/guides", "/p/northwind-x7/guides"),
        OfNorthwind("p/{portal}/guides/{slug}", "/p/northwind-x7/guides/invite-your-team"),
        OfNorthwind("p/{portal}/guides/{slug}/done", "/p/northwind-x7/guides/invite-your-team/done"),
        OfNorthwind("p/{portal}/guides/{slug}/helped", "/p/northwind-x7/guides/invite-your-team/helped"),
        OfNorthwind("p/{portal}/announcements/{key}/dismiss", "/p/northwind-x7/announcements/any/dismiss"),
        // The page of the plain blueprint; of another it is hidden, whoever looks.
        OfNorthwind("p/{portal}/pages/{slug}", "/p/northwind-x7/pages/how-we-work"),
        OfNorthwind("p/{portal}/search", "/p/northwind-x7/search?q=invite"),
        OfNorthwind("p/{portal}/preferences", "/p/northwind-x7/preferences"),
        OfNorthwind("p/{portal}/preferences/end-session", "/p/northwind-x7/preferences/end-session"),
        new("p/{portal}/sign-out", "/p/northwind-x7/sign-out", Is.Asked, Is.Shown, Is.Shown, Is.Asked, Is.Asked, Is.Asked),
        Nobody("u/{token}", "/u/nothing"),
        Nobody("c/{token}", "/c/nothing"),
        Nobody("preferences/{token}", "/preferences/nothing"),
        Everybody("p/{portal}/join/{token}", "/p/northwind-x7/join/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        Everybody("p/{portal}/sign-in", "/p/northwind-x7/sign-in"),
        Everybody("p/{portal}/sign-in/code", "/p/northwind-x7/sign-in/code"),
        // A link that is worth nothing says so to everybody alike.
        Everybody("p/{portal}/sign-in/{token}", "/p/northwind-x7/sign-in/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),

        Staff("studio", "/studio", Is.Shown, Is.Refused),
        Staff("studio/guides/new", "/studio/guides/new", Is.Shown, Is.Refused),
        Staff("studio/guides/{key}", "/studio/guides/invite-your-team", Is.Shown, Is.Refused),
        Staff("studio/guides/{key}/preview", "/studio/guides/invite-your-team/preview?locale=en", Is.Shown, Is.Refused),

        Api("api/v1/accounts", "/api/v1/accounts"),
        Api("api/v1/accounts/{id}", "/api/v1/accounts/northwind"),
        Api("api/v1/accounts/{account}/contacts", "/api/v1/accounts/northwind/contacts"),
        Api("api/v1/accounts/{account}/contacts/{id}", "/api/v1/accounts/northwind/contacts/hana"),
        Api("api/v1/accounts/{account}/contracts", "/api/v1/accounts/northwind/contracts"),
        Api("api/v1/accounts/{account}/contracts/{id}", "/api/v1/accounts/northwind/contracts/c1"),

        Api("api/v1/accounts/{account}/health", "/api/v1/accounts/northwind/health"),
        Api("api/v1/accounts/{account}/engagement", "/api/v1/accounts/northwind/engagement"),
        Api("api/v1/accounts/{account}/timeline", "/api/v1/accounts/northwind/timeline"),
        Api("api/v1/accounts/{account}/enrollments", "/api/v1/accounts/northwind/enrollments"),
        Api("api/v1/accounts/{account}/touches", "/api/v1/accounts/northwind/touches"),
        Api("metrics", "/metrics"),
        Everybody("openapi/v1.json", "/openapi/v1.json"),
        Everybody("docs/api", "/docs/api"),
        Everybody("docs", "/docs"),
        Everybody("docs/{name}", "/docs/liquid"),

        Staff("studio/journeys/{key?}", "/studio/journeys", Is.Shown, Is.Refused),
        Staff("studio/new", "/studio/new?kind=play", Is.Shown, Is.Refused),
        new("studio/templates/{key}", "/studio/templates/no-such", Is.Asked, Is.Asked, Is.Asked, Is.Hidden, Is.Refused, Is.Hidden),
        new("studio/templates/{key}/preview", "/studio/templates/no-such/preview?locale=en", Is.Asked, Is.Asked, Is.Asked, Is.Hidden, Is.Refused, Is.Hidden),
        Staff("studio/{shelf:regex(^(segments|plays|surveys|scorecards|topics|pages|blueprints|announcements|settings)$)}/{key}", "/studio/blueprints/plain", Is.Shown, Is.Refused),
        Staff("studio/{shelf:regex(^(journeys|segments|plays|surveys|scorecards|topics|pages|blueprints|announcements|settings)$)}/{key}/text", "/studio/blueprints/plain/text", Is.Shown, Is.Refused),

        Staff("studio/{shelf:regex(^(guides|templates|journeys|segments|plays|surveys|scorecards|topics|pages|blueprints|announcements|settings)$)}/{key}/versions", "/studio/guides/invite-your-team/versions", Is.Shown, Is.Refused),

        Staff("desk", "/desk", Is.Shown, Is.Shown),
        Staff("desk/accounts", "/desk/accounts", Is.Shown, Is.Shown),
        Staff("desk/accounts/new", "/desk/accounts/new", Is.Refused, Is.Shown),
        StaffElsewhere("desk/accounts/{id:guid}", $"/desk/accounts/{Nowhere}"),
        StaffElsewhere("desk/accounts/{id:guid}/portal/{contact:guid}", $"/desk/accounts/{Nowhere}/portal/{Nowhere}"),
        StaffElsewhere("desk/accounts/{id:guid}/touch", $"/desk/accounts/{Nowhere}/touch"),
        StaffElsewhere("desk/accounts/{account:guid}/plays/{**id}", $"/desk/accounts/{Nowhere}/plays/desk/x"),

        Staff("admin", "/admin", Is.Refused, Is.Refused),
        Staff("admin/keys", "/admin/keys", Is.Refused, Is.Refused),
        Staff("admin/staff", "/admin/staff", Is.Refused, Is.Refused),
        Staff("admin/import", "/admin/import", Is.Refused, Is.Refused),
        new("admin/import/{id:guid}", $"/admin/import/{Nowhere}", Is.Asked, Is.Asked, Is.Asked, Is.Refused, Is.Refused, Is.Hidden),
        Staff("admin/operator", "/admin/operator", Is.Refused, Is.Refused),
        Staff("admin/sending", "/admin/sending", Is.Refused, Is.Refused),
        Staff("admin/sending/server", "/admin/sending/server", Is.Refused, Is.Refused),
        Staff("admin/sending/domains", "/admin/sending/domains", Is.Refused, Is.Refused),
        Staff("admin/sending/pace", "/admin/sending/pace", Is.Refused, Is.Refused),
        Staff("admin/sending/suppressions", "/admin/sending/suppressions", Is.Refused, Is.Refused),
        Staff("admin/sending/returns", "/admin/sending/returns", Is.Refused, Is.Refused),
        Staff("admin/sign-ins", "/admin/sign-ins", Is.Refused, Is.Refused),
        Staff("admin/mailbox/{id:guid?}", "/admin/mailbox", Is.Shown, Is.Shown),
        new("admin/mailbox/{id:guid}/html", $"/admin/mailbox/{Nowhere}/html", Is.Asked, Is.Asked, Is.Asked, Is.Hidden, Is.Hidden, Is.Hidden),
    ];

    [Fact]
    public void Every_address_has_a_row()
    {
        var known = Table.Select(row => row.Route).ToHashSet(StringComparer.Ordinal);
        Addresses().Where(route => !known.Contains(route)).ShouldBeEmpty("Add a row to the table, and think about who may open it.");
        known.Except(Addresses(), StringComparer.Ordinal).ShouldBeEmpty("These rows are about nothing.");
    }

    // Files are found in the source folders only while developing; that address is not part of the product.
    IEnumerable<RouteEndpoint> Endpoints => house.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText != "{**path:file}");

    [Fact]
    public void Every_address_says_who_may_open_it() =>
        Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText).ShouldBeEmpty();

    [Fact]
    public async Task Everybody_gets_what_the_table_says()
    {
        var visitors = new (string Name, Browser Browser, Func<Row, Is> Expected)[]
        {
            ("anonymous", house.Anonymous(), row => row.Anonymous),
            ("contact of Northwind", await house.As(house.Hana), row => row.ContactA),
            ("contact of Tailspin", await house.As(house.Bo), row => row.ContactB),
            ("author", await house.As("author"), row => row.Author),
            ("csm", await house.As("csm"), row => row.Csm),
            ("admin", await house.As("admin"), row => row.Admin),
        };
        var wrong = new List<string>();
        foreach (var (name, browser, expected) in visitors)
        {
            // Signing out comes last, or nothing after it would be tried signed in.
            foreach (var row in Table.OrderBy(row => row.Route.EndsWith("sign-out", StringComparison.Ordinal)))
            {
                await browser.Open(row.Address);
                var seen = Seen(browser);
                if (seen != expected(row)) wrong.Add($"{row.Address} as {name}: {seen} ({browser.Status} {browser.Location}), expected {expected(row)}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_ones_own_looks_like_what_does_not_exist()
    {
        var bo = await house.As(house.Bo);
        await bo.Open("/p/northwind-x7");
        bo.Status.ShouldBe(404);
        var foreign = bo.Page.QuerySelector("main")!.TextContent;
        await bo.Open("/p/no-such-portal");
        bo.Page.QuerySelector("main")!.TextContent.ShouldBe(foreign);
        foreign.ShouldNotContain("Northwind");
    }

    static Is Seen(Browser browser) => browser.Status switch
    {
        >= 300 and < 400 when IsSignIn(browser) => Is.Asked,
        401 => Is.Keyless,
        403 => Is.Refused,
        404 => Is.Hidden,
        >= 200 and < 400 or 410 => Is.Shown,
        _ => throw new InvalidOperationException($"{browser.Status} is not an answer of the table."),
    };

    // The pages of signing in lead to each other; from anywhere else, being sent there means being asked.
    static bool IsSignIn(Browser browser) => browser.Location!.Contains("/sign-in", StringComparison.Ordinal) && !(browser.Address + "/").Contains("/sign-in/", StringComparison.Ordinal);

    HashSet<string> Addresses() => Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods: ["POST"] })
        .Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/')).Distinct(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
}
