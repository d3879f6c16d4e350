using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Store.Definitions;
using CsEngage.Store.Touches;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

/// <summary>
/// The address in List-Unsubscribe as a table over real HTTP: what is asked, what is answered, and what changed. Reading never changes anything,
/// whoever reads; only a POST that says so does, without cookies, as often as one likes (RFC 8058).
/// </summary>
[Collection("house")]
public sealed class LeaveTests(WebHouse house)
{
    const string Form = "application/x-www-form-urlencoded";
    const string Multipart = "multipart/form-data; boundary=b";
    const string OneClick = "List-Unsubscribe=One-Click";
    const string Parts = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";

    public sealed record Asked(string What, string Method, string Token, string? Type, string? Body, string[] Headers, int Status, bool Leaves, string Query = "")
    {
        public override string ToString() => What;
    }

    static Asked Read(string what, string method = "GET", string token = "good", int status = 200, string query = "", params string[] headers) => new(what, method, token, null, null, headers, status, false, query);

    static Asked Post(string what, string? type, string? body, int status, bool leaves, string token = "good", params string[] headers) => new(what, "POST", token, type, body, headers, status, leaves);

    static readonly Asked[] Table =
    [
        Read("a person opens the link"),
        Read("a prefetch by Sec-Purpose", headers: "Sec-Purpose: prefetch"),
        Read("a prerender by Sec-Purpose", headers: "Sec-Purpose: prefetch;prerender"),
        Read("a prefetch by Purpose", headers: "Purpose: prefetch"),
        Read("a prefetch by X-Moz", headers: "X-Moz: prefetch"),
        Read("a preview by X-Purpose", headers: "X-Purpose: preview"),
        Read("a link scanner", headers: "User-Agent: Mozilla/5.0 (compatible; LinkScanner/1.0; +https://scanner.example)"),
        Read("a program without a name", headers: "User-Agent: "),
        Read("a GET that carries the one-click words in its query", query: "?List-Unsubscribe=One-Click"),
        Read("a GET that carries the button in its query", query: "?leave=1"),
        Read("a GET with a stranger's cookies", headers: "Cookie: contact=forged; staff=forged"),
        Read("a GET that wants JSON", headers: "Accept: application/json"),
        Read("a GET in Japanese", headers: "Accept-Language: ja"),
        Read("a GET with a Range", headers: "Range: bytes=0-10"),
        Read("HEAD", "HEAD"),
        Read("HEAD with the one-click words in its query", "HEAD", query: "?List-Unsubscribe=One-Click"),
        Read("HEAD as a prefetch", "HEAD", headers: "Sec-Purpose: prefetch"),
        Read("a token with its last letter changed", token: "changed", status: 404),
        Read("a token with its first letter changed", token: "changed-first", status: 404),
        Read("a token cut short", token: "short", status: 404),
        Read("a token with one letter more", token: "long", status: 404),
        Read("a token in capitals", token: "capitals", status: 404),
        Read("a made-up token", token: "made-up", status: 404),
        Read("a token for preferences", token: "preferences", status: 404),
        Read("a token for a click", token: "click", status: 404),
        Read("a token for somebody who does not exist", token: "nobody", status: 404),
        Read("a token of another installation", token: "foreign", status: 404),
        Read("a token of ten thousand letters", token: "huge", status: 404),
        Read("no token", token: "none", status: 404),
        Read("HEAD with a changed token", "HEAD", "changed", 404),
        Post("one click", Form, OneClick, 200, true),
        Post("one click with a charset", Form + "; charset=utf-8", OneClick, 200, true),
        Post("one click in small letters", Form, "list-unsubscribe=one-click", 200, true),
        Post("one click among other fields", Form, "a=1&List-Unsubscribe=One-Click&b=2", 200, true),
        Post("one click as multipart", Multipart, Parts, 200, true),
        Post("one click without a type", null, OneClick, 200, true),
        Post("one click as plain text", "text/plain", OneClick + "\r\n", 200, true),
        Post("one click with a stranger's cookies", Form, OneClick, 200, true, headers: "Cookie: contact=forged; staff=forged; form=forged"),
        Post("one click from another site", Form, OneClick, 200, true, headers: ["Origin: https://mail.example", "Sec-Fetch-Site: cross-site"]),
        Post("one click by a mail program's server", Form, OneClick, 200, true, headers: "User-Agent: Google-Unsubscribe"),
        Post("one click in an HTMX request", Form, OneClick, 200, true, headers: "HX-Request: true"),
        Post("the button of the page", Form, "leave=1", 200, true),
        Post("the button of the page without its antiforgery cookie", Form, "leave=1&form_token=forged", 200, true),
        Post("the button that takes it back, with nothing to take back", Form, "return=1", 200, false),
        Post("the button that takes it back, with a changed token", Form, "return=1", 404, false, "changed"),
        Post("both buttons at once", Form, "return=1&leave=1", 200, true),
        Read("a GET that carries the button that takes it back", query: "?return=1"),
        Post("a POST that says nothing", Form, "", 400, false),
        Post("a POST without body and type", null, null, 400, false),
        Post("a POST that says something else", Form, "List-Unsubscribe=Two-Clicks", 400, false),
        Post("a POST of JSON", "application/json", "{\"List-Unsubscribe\":\"One-Click\"}", 400, false),
        Post("a POST of XML", "application/xml", "<List-Unsubscribe>One-Click</List-Unsubscribe>", 400, false),
        Post("a multipart body that does not end", Multipart, "--b\r\nContent-Disposition: form-data; name=\"x\"", 400, false),
        Post("a multipart type without boundary", "multipart/form-data", Parts, 400, false),
        Post("one click with a changed token", Form, OneClick, 404, false, "changed"),
        Post("one click with a made-up token", Form, OneClick, 404, false, "made-up"),
        Post("one click with a token for preferences", Form, OneClick, 404, false, "preferences"),
        Post("one click with a token of another installation", Form, OneClick, 404, false, "foreign"),
        new("PUT", "PUT", "good", Form, OneClick, [], 405, false),
        new("PATCH", "PATCH", "good", Form, OneClick, [], 405, false),
        new("DELETE", "DELETE", "good", null, null, [], 405, false),
        new("OPTIONS", "OPTIONS", "good", null, null, [], 200, false),
        new("a method nobody knows", "LEAVE", "good", Form, OneClick, [], 405, false),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_request_gets_its_answer_and_has_its_effect_and_no_other(int row)
    {
        var asked = Table[row];
        var topic = $"topic-{row.ToString(CultureInfo.InvariantCulture)}";
        using var client = house.CreateClient();
        using var answer = await client.SendAsync(await Request(asked, topic));
        ((int)answer.StatusCode).ShouldBe(asked.Status, asked.What);
        (await HasLeft(topic)).ShouldBe(asked.Leaves, asked.What);
        if (asked.Status == 405) answer.Content.Headers.Allow.ShouldBe(["GET", "HEAD", "POST"], asked.What);

        // A second time is the same as the first.
        using var again = await client.SendAsync(await Request(asked, topic));
        ((int)again.StatusCode).ShouldBe(asked.Status, asked.What);
        (await house.Get<ConsentLedger>().History(house.Hana.Contact.Id)).Count(act => act.Topic == topic).ShouldBe(asked.Leaves ? 1 : 0, asked.What);
    }

    [Fact]
    public void The_table_has_forty_rows_and_more() => Table.Length.ShouldBeGreaterThanOrEqualTo(40);

    [Fact]
    public async Task The_page_asks_before_it_acts_and_says_so_afterwards()
    {
        var browser = house.Anonymous();
        var address = $"/u/{await Token("good", "topic-page")}";
        await browser.Open(address);
        (await HasLeft("topic-page")).ShouldBeFalse();
        await browser.Submit("form.panel");
        browser.Status.ShouldBe(200);
        (await HasLeft("topic-page")).ShouldBeTrue();
        await browser.Open(address);
        browser.Page.QuerySelector("form.panel [name=leave]").ShouldBeNull();
    }

    [Fact]
    public async Task Who_left_by_mistake_takes_it_back_on_the_same_page_and_sees_what_they_receive()
    {
        await house.Get<DefinitionShelf>().Put("topic", "letters", LocalizedText.Of("Letters"), """{"key":"letters","title":{"en":"Letters of the month","ja":"今月のお便り"},"description":{"en":"Letters."},"basis":"contract"}""", "test", DateTimeOffset.UtcNow);
        var browser = house.Anonymous();
        await browser.Open($"/u/{await Token("good", "letters")}");
        await browser.Submit("form.panel");
        browser.Page.QuerySelector("main")!.TextContent.ShouldContain("You get no more mails of this kind: Letters of the month.");
        (await HasLeft("letters")).ShouldBeTrue();

        await browser.Submit("form.panel");
        browser.Status.ShouldBe(200);
        browser.Page.QuerySelector("main")!.TextContent.ShouldContain("You get these mails again.");
        (await HasLeft("letters")).ShouldBeFalse();

        await browser.Open(browser.Page.QuerySelector("main a")!.GetAttribute("href")!);
        browser.Page.QuerySelector("input[value=letters]")!.HasAttribute("checked").ShouldBeTrue();
    }

    [Fact]
    public async Task One_button_leaves_every_topic_there_is_and_will_be_and_links_to_sign_in_still_come()
    {
        await using var own = new WebHouse();
        await ((IAsyncLifetime)own).InitializeAsync();
        Task Topic(string key) => own.Get<DefinitionShelf>().Put("topic", key, LocalizedText.Of(key), $$$"""{"key":"{{{key}}}","title":{"en":"{{{key}}}"},"description":{"en":"Letters."},"basis":"contract"}""", "test", DateTimeOffset.UtcNow);
        await Topic("letters");
        var browser = own.Anonymous();
        var address = $"/preferences/{(await own.Get<EngineSecrets>().Tokens()).Write(new MailToken.Preferences(own.Hana.Membership.Id))}";
        await browser.Open(address);
        browser.Page.QuerySelector("main")!.TextContent.ShouldContain("such as links to sign in, always come");
        await browser.Submit("form.panel", ("none", "true"), ("topic", "letters"));
        browser.Status.ShouldBe(302);

        await Topic("news");
        await browser.Open(address);
        browser.Page.QuerySelector("main")!.TextContent.ShouldContain("You get none of these mails.");
        (browser.Page.QuerySelectorAll("input[name=topic]").Length, browser.Page.QuerySelectorAll("input[name=topic][checked]").Length, browser.Page.QuerySelector("[name=none]")).ShouldBe((2, 0, null));

        await browser.Submit("form.panel", ("topic", "news"));
        await browser.Open(address);
        browser.Page.QuerySelectorAll("input[name=topic][checked]").Select(box => box.GetAttribute("value")).ShouldBe(["news"]);
    }

    async Task<bool> HasLeft(string topic) => (await house.Get<ConsentLedger>().Of(house.Hana.Contact.Id)).Any(act => act.Topic == topic && !act.Given);

    async Task<HttpRequestMessage> Request(Asked asked, string topic)
    {
        var request = new HttpRequestMessage(new HttpMethod(asked.Method), $"/u/{await Token(asked.Token, topic)}{asked.Query}");
        if (asked.Body is { } body) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (asked.Type is { } type) request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var header in asked.Headers) request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        return request;
    }

    async Task<string> Token(string kind, string topic)
    {
        var tokens = await house.Get<EngineSecrets>().Tokens();
        var good = tokens.Write(new MailToken.Unsubscribe(house.Hana.Membership.Id, topic, "touch-1"));
        return kind switch
        {
            "good" => good,
            "changed" => good[..^1] + (good[^1] == 'A' ? 'B' : 'A'),
            "changed-first" => (good[0] == 'A' ? 'B' : 'A') + good[1..],
            "short" => good[..^4],
            "long" => good + "A",
            "capitals" => good.ToUpperInvariant(),
            "made-up" => "bWFkZS11cC10b2tlbi1vZi1zb21lYm9keQ",
            "preferences" => tokens.Write(new MailToken.Preferences(house.Hana.Membership.Id)),
            "click" => tokens.Write(new MailToken.Click(house.Hana.Membership.Id, "touch-1", 1, "https://hakaria.example/")),
            "nobody" => tokens.Write(new MailToken.Unsubscribe(Guid.CreateVersion7(), topic, "touch-1")),
            "foreign" => new TouchAddresses(new Mail.Tokens.MailTokens(new byte[32])).Write(new MailToken.Unsubscribe(house.Hana.Membership.Id, topic, "touch-1")),
            "huge" => new string('A', 10_000),
            _ => "",
        };
    }
}
