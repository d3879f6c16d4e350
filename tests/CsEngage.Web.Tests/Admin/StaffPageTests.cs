using System.Text.RegularExpressions;
using CsEngage.Mail;
using CsEngage.Store.People;
using CsEngage.Store.Touches;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Admin;

[Collection("house")]
public sealed partial class StaffPageTests(WebHouse house)
{
    [Fact]
    public async Task Somebody_new_chooses_a_password_by_the_link_in_the_mail_and_comes_in()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/staff");
        await admin.Submit("#invite", ("Name", "Mori Aoi"), ("Address", "aoi@operator.example"), ("Role", "csm"));
        admin.Location.ShouldBe("/admin/staff");
        await admin.Open("/admin/staff");
        admin.Text.ShouldContain("no password yet");

        await house.Sends();
        var mail = (await house.Get<CapturedMailBox>().Recent(50)).First(one => one.To.Contains("aoi@operator.example", StringComparison.Ordinal));
        var text = ReceivedMessage.Parse((await house.Get<CapturedMailBox>().Find(mail.Id))!.Message.AsMemory()).Text!;
        text.ShouldContain("Mori Aoi");
        var link = new Uri(Link().Match(text).Value).AbsolutePath;

        var person = house.Anonymous();
        await person.Open(link);
        await person.Submit("form.card", ("Password", "a new long password"));
        person.Location.ShouldBe("/account/sign-in");
        await person.Open("/account/sign-in");
        await person.Submit("form.card", ("Address", "aoi@operator.example"), ("Password", "a new long password"));
        await person.Open("/desk");
        person.Status.ShouldBe(200);
        await person.Open("/admin/staff");
        person.Status.ShouldBe(403);
        await person.Open(link);
        person.Page.QuerySelector("input[type=password]").ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_is_invited_twice_or_into_a_role_that_there_is_not()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/staff");
        await admin.Submit("#invite", ("Name", "Again"), ("Address", "csm@operator.example"), ("Role", "csm"));
        (admin.Status, admin.Text.Contains("Somebody signs in with this address already.", StringComparison.Ordinal)).ShouldBe((422, true));
        await admin.Submit("#invite", ("Name", "King"), ("Address", "king@operator.example"), ("Role", "king"));
        admin.Status.ShouldBe(422);
        (await house.Get<StaffList>().FindByAddress("king@operator.example")).ShouldBeNull();
    }

    [Theory]
    [InlineData("Success manager", "ja", "Success manager")]
    [InlineData("""{"en":"Success manager","ja":"カスタマーサクセスマネージャー"}""", "ja", "カスタマーサクセスマネージャー")]
    [InlineData("""{"en":"Success manager","ja":"カスタマーサクセスマネージャー"}""", "en", "Success manager")]
    [InlineData(null, "en", null)]
    public void A_title_is_said_in_the_readers_language(string? kept, string locale, string? said) => StaffTitle.In(kept, locale).ShouldBe(said);

    [GeneratedRegex(@"https?://\S+/account/reset/[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
