using System.Globalization;
using CsEngage.Liquid;
using CsEngage.Web.Portal;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

[Collection("house")]
public sealed class ToldMapTests(WebHouse house)
{
    [Fact]
    public async Task Parts_that_are_worked_out_when_read_have_the_names_that_they_list_and_no_other()
    {
        var visit = (await house.Get<Visits>().Of("northwind-x7", house.Hana.Contact.Id, CultureInfo.GetCultureInfo("en")))!;
        var entry = await house.Get<GuideReading>().Entry(visit.Find("invite-your-team")!, visit, isCompleted: true);
        entry.Keys.ShouldBe(["title", "summary", "url", "minutes", "completed"]);
        foreach (var name in entry.Keys) entry.TryGet(name, out _).ShouldBeTrue();
        (entry["title"].ToString(), entry["url"].ToString(), entry["minutes"].AsInteger, entry["completed"].IsTruthy, entry.Count).ShouldBe(("Invite your team", "/p/northwind-x7/guides/invite-your-team", 1, true, 5));
        // It has no summary, and the name is known all the same.
        entry["summary"].IsNil.ShouldBeTrue();
        entry.TryGet("nosuch", out _).ShouldBeFalse();
    }
}
