using CsEngage.Engine.Drains;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

/// <summary>What the page of a guide tells its reader: marked is kept, and completed is read and marked.</summary>
[Collection("house")]
public sealed class GuidePageTests(WebHouse house)
{
    const string Guide = "/guides/invite-your-team";
    const string Person = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    [Theory]
    [InlineData("en", "It counts as completed when you have read it to the end.")]
    [InlineData("ja", "最後までお読みいただくと完了になります。")]
    public async Task Marked_early_it_is_kept_and_completed_by_reading(string locale, string marked)
    {
        var member = await house.AddAccount($"Reader {locale}", $"reader-{locale}", $"reader@{locale}.example", "Read", "Er", house.Get<TimeProvider>().GetUtcNow());
        var reader = await house.As(member);
        reader.Cookies["language"] = locale;
        var portal = $"/p/reader-{locale}{Guide}";
        await Open(reader, portal);
        await Mark(reader);
        await Open(reader, portal);
        reader.Page.QuerySelector("main")!.TextContent.ShouldContain(marked);
        reader.Page.QuerySelector("form[action$='/done']").ShouldBeNull();
        (await Kinds(member)).ShouldNotContain("guide.completed");

        await Read(reader);
        (await Kinds(member)).ShouldContain("guide.read");
        (await Kinds(member)).ShouldContain("guide.completed");
        await Open(reader, portal);
        reader.Page.QuerySelector(".done-line")!.TextContent.ShouldNotContain(marked);
    }

    [Fact]
    public async Task Read_first_and_then_marked_it_is_completed_at_once()
    {
        var member = await house.AddAccount("Patient", "patient-r1", "read@patient.example", "Read", "Er", house.Get<TimeProvider>().GetUtcNow());
        var reader = await house.As(member);
        await Open(reader, $"/p/patient-r1{Guide}");
        await Read(reader);
        (await Kinds(member)).ShouldNotContain("guide.completed");
        await Open(reader, $"/p/patient-r1{Guide}");
        await Mark(reader);
        await Open(reader, $"/p/patient-r1{Guide}");
        reader.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Well done.");
        (await Kinds(member)).Count(kind => kind == "guide.completed").ShouldBe(1);
    }

    [Fact]
    public async Task What_somebody_searches_for_in_vain_is_a_signal()
    {
        var member = await house.AddAccount("Seeker", "seeker-s1", "see@seeker.example", "See", "Ker", house.Get<TimeProvider>().GetUtcNow());
        var reader = await house.As(member);
        await Open(reader, "/p/seeker-s1/search?q=invite");
        await Open(reader, "/p/seeker-s1/search?q=invoices");
        await Open(reader, "/p/seeker-s1/search");
        (await Kinds(member)).Where(kind => kind.StartsWith("search.", StringComparison.Ordinal)).ShouldBe(["search.made", "search.failed"], ignoreOrder: true);
    }

    static async Task Mark(Browser reader) => await reader.Submit("form[action$='/done']");

    // As the page's script reports it, two minutes later.
    async Task Read(Browser reader)
    {
        var view = reader.Page.QuerySelector("[data-view]")!.GetAttribute("data-view")!;
        var clock = house.Get<TestClock>();
        clock.MoveTo(clock.GetUtcNow().AddMinutes(2));
        await reader.Send(new HttpRequestMessage(HttpMethod.Post, "/b")
        {
            Content = new StringContent($$"""{"view_id":"{{view}}","sequence":1,"active_ms":120000,"scrolled_ms":60000,"scroll":100,"headings":[0,1]}""", System.Text.Encoding.UTF8, "application/json"),
        });
        reader.Status.ShouldBe(204);
    }

    static async Task Open(Browser reader, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", Person);
        await reader.Send(request);
        reader.Status.ShouldBe(200);
    }

    async Task<List<string>> Kinds(Member member) => [.. (await house.Get<SignalLog>().Recent(member.Membership.AccountId, 50)).Where(signal => signal.Counts).Select(signal => signal.Kind)];
}
