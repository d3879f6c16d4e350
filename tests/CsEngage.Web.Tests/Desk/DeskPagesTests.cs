using System.Globalization;
using System.Net;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Health;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Web.Desk;
using CsEngage.Web.Desk.Wording;

namespace CsEngage.Web.Tests.Desk;

[Collection("desk")]
public sealed class DeskPagesTests(DeskHouse house)
{
    static string Text(string page) => WebUtility.HtmlDecode(page);

    [Fact]
    public async Task The_first_line_says_who_needs_me_and_why_without_a_second_page()
    {
        using var csm = await house.As("csm");
        var page = Text(await csm.GetStringAsync("/desk"));
        var line = page[page.IndexOf("<ol class=\"queue\"", StringComparison.Ordinal)..];
        line = line[..line.IndexOf("</li>", StringComparison.Ordinal)];
        line.ShouldContain("Northwind");
        line.ShouldContain("¥4.8M");
        line.ShouldContain("contract ends in 84 days");
        line.ShouldContain("Champion silent, 2 d overdue");
        line.ShouldMatch(@"\d+ points</strong> = Revenue at stake \d+\.\d \+ Risk \d+\.\d \+ Nearness of renewal \d+\.\d \+ Can be acted on \d\.\d");
        line.ShouldContain("/touch?with=guide");
        page.ShouldNotContain("Fabrikam");
        page.ShouldContain("“Shall we do it together?” to Bo Lind");
    }

    [Fact]
    public async Task Everybodys_accounts_are_one_click_away()
    {
        using var csm = await house.As("csm");
        (await csm.GetStringAsync("/desk?book=all")).ShouldContain("Fabrikam");
        (await csm.GetStringAsync("/desk/accounts?book=all")).ShouldContain("Fabrikam");
        (await csm.GetStringAsync("/desk/accounts")).ShouldNotContain("Fabrikam");
    }

    [Theory]
    [InlineData("?q=north", "Northwind", "Contoso")]
    [InlineData("?tier=business", "Contoso", "Northwind")]
    [InlineData("?lifecycle=onboarding", "Tailspin", "Contoso")]
    [InlineData("?sort=Arr&down=true&q=northwind", "Northwind", "Contoso")]
    public async Task The_book_is_filtered_and_sorted_by_its_address(string query, string there, string away)
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync("/desk/accounts" + query);
        page.ShouldContain(there);
        page.ShouldNotContain(away);
    }

    [Fact]
    public async Task The_book_is_sorted_by_what_its_heads_say()
    {
        using var csm = await house.As("csm");
        foreach (var sort in Enum.GetNames<PortfolioSort>())
            foreach (var down in new[] { "true", "false" })
                (await csm.GetStringAsync($"/desk/accounts?sort={sort}&down={down}")).ShouldContain("Tailspin");
        var byRevenue = await csm.GetStringAsync("/desk/accounts?sort=Arr&down=true");
        byRevenue.IndexOf("Northwind", StringComparison.Ordinal).ShouldBeLessThan(byRevenue.IndexOf("Contoso", StringComparison.Ordinal));
        byRevenue.IndexOf("Contoso", StringComparison.Ordinal).ShouldBeLessThan(byRevenue.IndexOf("Tailspin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_tells_its_story_and_its_state()
    {
        using var csm = await house.As("csm");
        var page = Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}"));
        page.ShouldContain("¥4.8M a year");
        page.ShouldContain("Champion silent");
        page.ShouldContain("Her colleague Bo takes over the weekly report.");
        page.ShouldContain("of 4 contacts active in 28 days");
        page.ShouldContain("checkpoints reached");
        var story = Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}?tab=story"));
        story.ShouldContain("times in ");
        story.ShouldContain("Quiet hours of the recipient. Goes out ");
        story.ShouldContain("Unsubscribed from the topic “Getting started”.");
        story.ShouldContain("Her colleague Bo takes over the weekly report.");
        Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}?tab=journey")).ShouldContain("Workspace ready");
        var people = Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}?tab=people"));
        people.ShouldContain("has not opened it");
        people.ShouldContain("completed it on");
        var health = Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}?tab=health"));
        health.ShouldContain("Days since a champion was active");
        health.ShouldContain("Contacts active in 28 days");
        Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}?tab=contracts")).ShouldContain("contract ends in 84 days");
    }

    [Fact]
    public void What_is_held_says_when_it_goes_out_by_both_clocks()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var (tokyo, california) = (TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"));
        var at = new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero);
        house.Get<TouchWords>().GoesOut(at, tokyo, california).ShouldBe("Goes out Tue 24 Nov 08:30 in the recipient’s time (Mon 23 Nov 15:30 in yours).");
        house.Get<TouchWords>().GoesOut(at, tokyo, tokyo).ShouldBe("Goes out Tue 24 Nov 08:30.");
    }

    [Fact]
    public async Task A_portal_is_seen_as_a_contact_sees_it_and_counts_as_nobodys_visit()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync($"/desk/accounts/{house.Contoso}?tab=people");
        var from = page.IndexOf($"/desk/accounts/{house.Contoso}/portal/", StringComparison.Ordinal);
        var address = page[from..page.IndexOf('"', from)];
        var before = (await house.Get<SignalLog>().Recent(house.Contoso, 1000)).Length;
        var seen = Text(await csm.GetStringAsync(address));
        seen.ShouldContain("Contoso");
        seen.ShouldContain("preview-mark");
        seen.ShouldContain("inert");
        (await house.Get<SignalLog>().Recent(house.Contoso, 1000)).Length.ShouldBe(before);
        // A contact of another account is nobody here.
        using var elsewhere = await csm.GetAsync(address.Replace(house.Contoso.ToString("D"), house.Northwind.ToString("D"), StringComparison.Ordinal));
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_asks_whether_the_rule_of_a_closed_play_still_holds()
    {
        var play = new NewPlay("long-done", "win-back-the-champion", house.Elsewhere, null, house.Now.AddDays(-9), null, Cause.Of("rule", "play"), null, ByRule: true, null);
        await house.Get<PlayBook>().Open(play);
        (await house.Get<PlayBook>().Close(house.Elsewhere, play.Id, new PlayClosing("by-itself", null, null, null, house.Now.AddDays(-1)))).ShouldBeTrue();
        using var csm = await house.As("csm");
        var page = Text(await csm.GetStringAsync($"/desk/accounts/{house.Elsewhere}/plays/{play.Id}"));
        page.ShouldContain("Why it was opened");
        page.ShouldNotContain("holds now");
    }

    [Fact]
    public async Task A_note_is_kept_and_shown()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync($"/desk/accounts/{house.Contoso}");
        using var kept = await csm.PostAsync($"/desk/accounts/{house.Contoso}?handler=Note", DeskHouse.Form(page, ("text", "They like the <b>new</b> export.")));
        kept.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await csm.GetStringAsync($"/desk/accounts/{house.Contoso}")).ShouldContain("They like the &lt;b&gt;new&lt;/b&gt; export.");
    }

    [Fact]
    public async Task A_play_shows_why_it_was_opened_and_is_closed_with_an_outcome()
    {
        using var csm = await house.As("csm");
        var address = $"/desk/accounts/{house.Tailspin}/plays/";
        var page = await csm.GetStringAsync($"/desk/accounts/{house.Tailspin}");
        using var opened = await csm.PostAsync($"/desk/accounts/{house.Tailspin}?handler=Play", DeskHouse.Form(page, ("play", "hold-kick-off")));
        var play = opened.Headers.Location!.ToString();
        play.ShouldStartWith(address);
        page = Text(await csm.GetStringAsync(play));
        page.ShouldContain("Somebody opened it by hand.");
        using var without = await csm.PostAsync(play + "?handler=Close", DeskHouse.Form(page, ("outcome", "nonsense")));
        (await house.Get<PlayBook>().Find(house.Tailspin, play[address.Length..]))!.ClosedAt.ShouldBeNull();
        var outcome = page.Split("name=\"outcome\" value=\"")[1].Split('"')[0];
        using var closed = await csm.PostAsync(play + "?handler=Close", DeskHouse.Form(page, ("outcome", outcome), ("minutes", "25"), ("reason", "They know what comes next.")));
        closed.Headers.Location!.ToString().ShouldBe($"/desk/accounts/{house.Tailspin}?tab=story&show=work");
        var line = (await house.Get<PlayBook>().Find(house.Tailspin, play[address.Length..]))!;
        (line.Outcome, line.Minutes).ShouldBe((outcome, 25));

        var byRule = Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}/plays/win-back"));
        byRule.ShouldContain("Visited the portal (role champion)");
        byRule.ShouldContain("Write personally, about their work, not about our product");
        byRule.ShouldContain("This still holds now.");
    }

    [Fact]
    public async Task Touches_are_skipped_by_the_ledger()
    {
        using var csm = await house.As("csm");
        var touches = house.Get<TouchBook>();
        var page = await csm.GetStringAsync($"/desk/accounts/{house.Northwind}");
        var touch = new Touch($"desk/unwanted/{house.People["Northwind/Eva"]:D}", house.Northwind, house.People["Northwind/Eva"], "mail", "shall-we-help", null, house.Now, AsCsm: true, null, LateSending.Default, null, IsGhost: false, null, LowPriority: false, Cause.Of("staff", "test"));
        await touches.Plan(touch, house.Now);
        var held = touch.Id;
        using var skipped = await csm.PostAsync($"/desk/accounts/{house.Northwind}?handler=Skip", DeskHouse.Form(page, ("touch", held)));
        (await touches.Find(house.Northwind, held))!.State.ShouldBe(TouchState.Skipped);

    }

    [Fact]
    public async Task An_override_needs_a_reason_and_ends()
    {
        using var csm = await house.As("csm");
        var address = $"/desk/accounts/{house.Contoso}?handler=Override";
        var page = await csm.GetStringAsync($"/desk/accounts/{house.Contoso}");
        using var refused = await csm.PostAsync(address, DeskHouse.Form(page, ("card", "adoption"), ("kind", "Cap"), ("points", "40"), ("days", "60")));
        (await house.Get<ScoreShelf>().Overrides(house.Contoso, "adoption", house.Now.AddDays(1))).ShouldBeEmpty();
        using var kept = await csm.PostAsync(address, DeskHouse.Form(page, ("card", "adoption"), ("kind", "Cap"), ("points", "40"), ("days", "60"), ("reason", "Champion left")));
        (await house.Get<ScoreShelf>().Overrides(house.Contoso, "adoption", house.Now.AddDays(1))).ShouldHaveSingleItem().Points.ShouldBe(40);
    }

    [Fact]
    public async Task What_one_may_not_do_is_refused()
    {
        using var nobody = house.CreateClient(new() { AllowAutoRedirect = false });
        foreach (var address in new[] { "/desk", "/desk/accounts", $"/desk/accounts/{house.Northwind}", $"/desk/accounts/{house.Northwind}/plays/win-back", $"/desk/accounts/{house.Northwind}/touch" })
            (await nobody.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Redirect, address);

        using var author = await house.As("author");
        var page = await author.GetStringAsync($"/desk/accounts/{house.Northwind}");
        page.ShouldNotContain("handler=Note");
        page.ShouldNotContain("handler=Release");
        (await author.GetAsync($"/desk/accounts/{house.Northwind}/touch")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await author.GetAsync("/desk/accounts?handler=Csv")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var act in new[] { "Note", "Release", "Skip", "Hold", "Override", "Play" })
            (await author.PostAsync($"/desk/accounts/{house.Northwind}?handler={act}", DeskHouse.Form(page, ("text", "x"), ("touch", "x"), ("reason", "x"), ("card", "adoption"), ("play", "hold-kick-off")))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, act);

        using var csm = await house.As("csm");
        (await csm.GetAsync($"/desk/accounts/{Guid.CreateVersion7()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_book_leaves_as_a_harmless_spreadsheet()
    {
        using var admin = await house.As("admin");
        using var answer = await admin.GetAsync("/desk/accounts?handler=Csv&book=all");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");
        lines.Length.ShouldBe(5);
        lines.ShouldContain(line => line.StartsWith("Northwind,northwind,Enterprise,high,adopting,4800000,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_page_is_there_in_Japanese()
    {
        using var csm = await house.As("csm");
        csm.DefaultRequestHeaders.Add("Cookie", "language=ja");
        var page = await csm.GetStringAsync("/desk");
        (await csm.GetStringAsync($"/desk/accounts/{house.Northwind}")).Length.ShouldBeGreaterThan(page.Length / 2);
    }
}
