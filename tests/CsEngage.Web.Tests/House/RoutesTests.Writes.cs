using System.Net.Http.Json;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;

namespace CsEngage.Web.Tests.House;

// Whatever changes something, × every kind of visitor. What a form does is guarded as its page is, and by the form's token besides; addresses that
// are no pages stand in a table of their own.
public sealed partial class RoutesTests
{
    /// <summary>An address that takes a method and is no page, and what everybody gets who sends it an empty object.</summary>
    /// <param name="OfContacts">What contacts get, where that is something else.</param>
    sealed record Write(string Method, string Route, string Address, int Status, int? OfContacts = null);

    static readonly Write[] Writes =
    [
        // No cookie opens the API.
        new("POST", "api/v1/signals", "/api/v1/signals", 401),
        new("PUT", "api/v1/accounts/{id}", "/api/v1/accounts/northwind", 401),
        new("PUT", "api/v1/accounts/{account}/contacts/{id}", "/api/v1/accounts/northwind/contacts/hana", 401),
        new("POST", "api/v1/accounts/{account}/contacts/{id}/invite", "/api/v1/accounts/northwind/contacts/hana/invite", 401),
        new("POST", "api/v1/enrollments", "/api/v1/enrollments", 401),
        new("POST", "api/v1/touches", "/api/v1/touches", 401),
        new("DELETE", "api/v1/accounts/{account}/contacts/{id}", "/api/v1/accounts/northwind/contacts/hana", 401),
        new("PUT", "api/v1/accounts/{account}/contracts/{id}", "/api/v1/accounts/northwind/contracts/c1", 401),
        // A provider is believed by its signature, a mail server by its key.
        new("POST", "hooks/mail/{provider}", "/hooks/mail/ses", 403),
        new("POST", "hooks/raw-mail", "/hooks/raw-mail", 403),
        // What was read is reported by contacts only, and an empty report is none.
        new("POST", "b", "/b", 401, OfContacts: 400),
        // Time does not run backwards.
        new("POST", "test/clock", "/test/clock", 409),
    ];

    [Fact]
    public void Every_address_that_takes_a_method_has_a_row()
    {
        var mapped = Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {endpoint.RoutePattern.RawText!.Trim('/')}"))
            .Where(write => !write.StartsWith("GET ", StringComparison.Ordinal) && !write.StartsWith("HEAD ", StringComparison.Ordinal)).Distinct().Order();
        mapped.ShouldBe(Writes.Select(write => $"{write.Method} {write.Route}").Order(), "Add a row to the table of writes, and think about who may send it.");
    }

    [Fact]
    public async Task Whoever_sends_gets_what_the_table_of_writes_says()
    {
        var wrong = new List<string>();
        foreach (var (name, browser, _) in await Visitors())
        {
            foreach (var write in Writes)
            {
                await browser.Send(new HttpRequestMessage(new HttpMethod(write.Method), write.Address) { Content = write.Method == "DELETE" ? null : JsonContent.Create(new { }) });
                var expected = name.StartsWith("contact", StringComparison.Ordinal) ? write.OfContacts ?? write.Status : write.Status;
                if (browser.Status != expected) wrong.Add($"{write.Method} {write.Address} as {name}: {browser.Status}, expected {expected}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_form_is_taken_without_its_token_or_from_somebody_who_may_not_open_its_page()
    {
        var forms = await Forms();
        forms.Count.ShouldBeGreaterThan(15);
        var wrong = new List<string>();
        foreach (var (name, browser, expected) in await Visitors())
        {
            foreach (var (row, address, ignores, isOpen) in forms)
            {
                await browser.Post(address);
                var seen = browser.Status == 400 ? "no token" : Seen(browser).ToString();
                var want = !isOpen && expected(row) is Is.Asked or Is.Refused ? expected(row).ToString() : ignores ? expected(row).ToString() : "no token";
                if (seen != want) wrong.Add($"POST {address} as {name}: {seen} ({browser.Status}), expected {want}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_good_token_opens_nothing_that_the_address_does_not()
    {
        var forms = await Forms();
        var wrong = new List<string>();
        foreach (var (name, browser, expected) in await Visitors())
        {
            var token = await Token(browser, name);
            // Whoever may open the page could also act: only the others are tried, so that nothing is done here.
            foreach (var (row, address, _, _) in forms.Where(form => expected(form.Row) != Is.Shown))
            {
                await browser.Post(address, ("form_token", token));
                // A token belongs to whom it was made for: where another kind of visitor is looked for it is worth as little as none, and 400 says so.
                if (browser.Status != 400 && Seen(browser) != expected(row)) wrong.Add($"POST {address} as {name}: {browser.Status}, expected {expected(row)}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    async Task<(string Name, Browser Browser, Func<Row, Is> Expected)[]> Visitors() =>
    [
        ("anonymous", house.Anonymous(), row => row.Anonymous),
        ("contact of Northwind", await house.As(house.Hana), row => row.ContactA),
        ("contact of Tailspin", await house.As(house.Bo), row => row.ContactB),
        ("author", await house.As("author"), row => row.Author),
        ("csm", await house.As("csm"), row => row.Csm),
        ("admin", await house.As("admin"), row => row.Admin),
    ];

    /// <summary>Every page that takes a form, once for each of its handlers; whether it asks for no token, and whether it lets everybody in before it looks.</summary>
    async Task<List<(Row Row, string Address, bool IgnoresToken, bool IsOpen)>> Forms()
    {
        var forms = new List<(Row, string, bool, bool)>();
        foreach (var endpoint in Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page || Table.FirstOrDefault(row => row.Route == endpoint.RoutePattern.RawText!.Trim('/')) is not { } row) continue;
            var compiled = await house.Get<PageLoader>().LoadAsync(page, EndpointMetadataCollection.Empty);
            // The page about problems is shown, never sent to.
            if (row.Route.StartsWith("problem/", StringComparison.Ordinal)) continue;
            var ignores = compiled.EndpointMetadata.OfType<IAntiforgeryMetadata>().LastOrDefault() is { RequiresValidation: false } || compiled.ModelTypeInfo!.GetCustomAttributes(typeof(IgnoreAntiforgeryTokenAttribute), true).Length > 0;
            foreach (var handler in compiled.HandlerMethods.Where(method => method.HttpMethod == "Post"))
                forms.Add((row, handler.Name is null ? row.Address : row.Address + (row.Address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=" + handler.Name, ignores, endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null));
        }
        return forms;
    }

    static async Task<string> Token(Browser browser, string name)
    {
        await browser.Open(name switch
        {
            "anonymous" => "/account/sign-in",
            "contact of Northwind" => "/p/northwind-x7/preferences",
            "contact of Tailspin" => "/p/tailspin-q2/preferences",
            _ => "/account/sessions",
        });
        return ((IHtmlInputElement)browser.Page.QuerySelector("input[name=form_token]")!).Value;
    }
}
