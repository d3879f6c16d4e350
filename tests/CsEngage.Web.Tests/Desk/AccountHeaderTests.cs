using System.Net;
using CsEngage.Core;
using CsEngage.Store.Health;
using CsEngage.Store.Touches;
using CsEngage.Web.Desk.Accounts;
using CsEngage.Web.Desk.Wording;

namespace CsEngage.Web.Tests.Desk;

[Collection("desk")]
public sealed class AccountHeaderTests(DeskHouse house)
{
    static string Text(string page) => WebUtility.HtmlDecode(page);

    static string Header(string page)
    {
        var from = page.IndexOf("<header class=\"account-head\"", StringComparison.Ordinal);
        return page[from..page.IndexOf("</header>", from, StringComparison.Ordinal)];
    }

    [Fact]
    public async Task A_week_that_is_worse_than_its_night_is_said_in_the_header()
    {
        var today = TimeZoneInfo.ConvertTime(house.Now, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        var scores = house.Get<ScoreShelf>();
        var live = (await scores.Of(house.Northwind)).Single(score => score.IsPrimary);
        var day = DateOnly.FromDateTime(today.DateTime).AddDays(-7);
        var then = (await scores.Days(house.Northwind, live.Card, day, day)).ShouldHaveSingleItem().Score!.Value;
        var night = (await scores.Before(house.Northwind, live.Card, day.AddDays(7)))!.Value.Snapshot.Score!.Value;
        var week = live.Score!.Value - then;
        Math.Abs(Math.Round(week)).ShouldBeGreaterThan(Math.Abs(Math.Round(live.Score.Value - night)), "The house must have such a week, or this test shows nothing.");

        using var csm = await house.As("csm");
        Header(Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}"))).ShouldContain($"{AccountWords.Whole(week)} over 7 days");
    }

    [Fact]
    public async Task Notice_and_money_stand_in_the_header_as_they_were_signed()
    {
        using var csm = await house.As("csm");
        var header = Header(Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}")));
        header.ShouldContain("¥4.8M a year");
        header.ShouldContain("notice by ");
        header.ShouldNotContain("≈");
    }

    [Theory]
    [InlineData(false, "Written again from the template as it is now")]
    [InlineData(true, "Written again from the words that were sent")]
    public async Task What_a_sent_mail_said_is_one_click_away_and_its_links_are_dead(bool own, string headed)
    {
        var (touches, who) = (house.Get<TouchBook>(), house.People["Contoso/Piotr"]);
        var touch = new Touch(TouchId.Desk(Guid.CreateVersion7(), who), house.Contoso, who, "mail", own ? OwnWords.Template : "value-review", null, house.Now.AddMinutes(-5), AsCsm: true, null, LateSending.Default, null, IsGhost: false, null, LowPriority: false, Cause.Of("staff", "test"));
        var words = own ? new OwnWords("en", "reviews", "letter", "Friday, {{ contact.greeting_name }}?", "See [this](https://example.com/agenda).", null) : null;
        (await touches.Plan(touch, house.Now, words?.ToPayload())).ShouldBeTrue();
        var (claim, line) = (Guid.CreateVersion7(), (await touches.Find(house.Contoso, touch.Id))!);
        (await touches.Claim([line], claim, house.Now, TimeSpan.FromMinutes(2), house.Now.AddDays(-7), (_, _) => new TouchDecision.Send(14, []), _ => $"{Guid.NewGuid():N}@example.com", _ => "reviews")).ShouldHaveSingleItem();
        (await touches.OnTheWire(house.Contoso, touch.Id, claim, house.Now)).ShouldBeTrue();
        (await touches.Ended(house.Contoso, touch.Id, claim, new SendingEnd.Accepted("250", null), house.Now)).ShouldBeTrue();

        using var csm = await house.As("csm");
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await csm.GetStringAsync($"/desk/accounts/{house.Contoso}?tab=story&show=touches"));
        var link = page.QuerySelectorAll("a").Single(one => one.GetAttribute("href")!.EndsWith(Uri.EscapeDataString(touch.Id), StringComparison.Ordinal));
        if (own) link.TextContent.ShouldStartWith("Friday, Piotr");
        using var answer = await csm.GetAsync(link.GetAttribute("href"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        var mail = await answer.Content.ReadAsStringAsync();
        mail.ShouldContain(headed);
        mail.ShouldContain("data-href=");
        mail.ShouldNotContain(" href=");

        using var author = await house.As("author");
        (await author.GetAsync(link.GetAttribute("href"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
