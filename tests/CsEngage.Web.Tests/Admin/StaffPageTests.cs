using System.Text.RegularExpressions;
using CsEngage.Core;
using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using CsEngage.Store.Plays;
using CsEngage.Store.Touches;
using CsEngage.Web.Host;
using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task Who_sends_a_link_to_a_dead_address_is_told_and_who_asks_for_one_is_not()
    {
        var (admin, now) = (await house.As("admin"), DateTimeOffset.UtcNow);
        await house.Get<Deliverability>().Suppress("dead@operator.example", SuppressionReason.HardBounce, "test", now);
        await admin.Open("/admin/staff");
        await admin.Submit("#invite", ("Name", "Dead Letter"), ("Address", "Dead@operator.example"), ("Role", "csm"));
        (admin.Status, admin.Page.QuerySelector("#invite")!.TextContent.Contains("Mail to Dead@operator.example bounced for good", StringComparison.Ordinal)).ShouldBe((422, true));
        (await house.Get<StaffList>().FindByAddress("dead@operator.example")).ShouldBeNull();

        // Invited while the address worked.
        await admin.Submit("#invite", ("Name", "Late Bouncer"), ("Address", "late@operator.example"), ("Role", "csm"));
        admin.Location.ShouldBe("/admin/staff");
        await house.Get<Deliverability>().Suppress("late@operator.example", SuppressionReason.HardBounce, "test", now);
        await admin.Open("/admin/staff");
        admin.Page.QuerySelectorAll("a.tag-bad").Select(tag => tag.GetAttribute("href")).ShouldBe(["/admin/sending/suppressions?q=late%40operator.example"]);
        await admin.Submit("form[action*='Again']:has(input[value='" + await house.Get<StaffList>().FindByAddress("late@operator.example") + "'])", []);
        (admin.Status, admin.Page.QuerySelector("main")!.TextContent.Contains("Mail to late@operator.example bounced for good", StringComparison.Ordinal)).ShouldBe((422, true));

        // A visitor learns nothing: the answer is that for an address that nobody has.
        var answers = new List<string>();
        foreach (var address in (string[])["late@operator.example", "nobody@operator.example"])
        {
            var visitor = house.Anonymous();
            await visitor.Open("/account/forgot");
            await visitor.Submit("form.card", ("Address", address));
            answers.Add(visitor.Status + visitor.Page.QuerySelector("main")!.TextContent.Replace(address, "…", StringComparison.Ordinal));
        }
        answers[0].ShouldBe(answers[1]);
    }

    async Task<(Guid Id, Browser Browser)> Hired(string key, string role)
    {
        await using var scope = house.Services.CreateAsyncScope();
        var staff = NewStaff.Of($"{key}@operator.example", key, role, "en", DateTimeOffset.UtcNow);
        (await scope.ServiceProvider.GetRequiredService<UserManager<Staff>>().CreateAsync(staff, WebHouse.Password)).Succeeded.ShouldBeTrue();
        return (staff.Id, await house.As(key));
    }

    [Fact]
    public async Task Who_is_closed_is_signed_out_at_once_and_their_book_is_passed_on()
    {
        var (now, accounts) = (DateTimeOffset.UtcNow, house.Get<AccountBook>());
        var (leaving, browser) = await Hired("leaving", "csm");
        var (heir, _) = await Hired("heir", "csm");
        var member = await house.AddAccount("Passed On", "passed-on-1", "kim@passed.example", "Kim", "Jo", now);
        await accounts.Set(member.Membership.AccountId, "csm", new AttributeValue.Text(leaving.ToString("D")), Edit.Now(now, "test"));
        await house.Get<PlayBook>().Open(new NewPlay("passed", "call", member.Membership.AccountId, null, now, null, Cause.Of("staff", "test"), null, ByRule: false, leaving));

        var admin = await house.As("admin");
        await admin.Open("/admin/staff");
        await admin.Submit($"form[id='close-{leaving:N}']");
        admin.Status.ShouldBe(422, "somebody has to take over");
        await browser.Open("/desk");
        browser.Status.ShouldBe(200);

        await admin.Submit($"form[id='close-{leaving:N}']", ("heir", heir.ToString("D")));
        admin.Status.ShouldBe(302, admin.Text);
        await browser.Open("/desk");
        browser.Location!.ShouldContain("/account/sign-in");
        var again = house.Anonymous();
        await again.Open("/account/sign-in");
        await again.Submit("form.card", ("Address", "leaving@operator.example"), ("Password", WebHouse.Password));
        again.Status.ShouldBe(422);

        (await accounts.Find(member.Membership.AccountId))!.Value.CsmId.ShouldBe(heir);
        (await house.Get<PlayBook>().Find(member.Membership.AccountId, "passed"))!.Assignee.ShouldBe(heir);
        var audit = await house.Get<AuditTrail>().Read(50, subject: $"staff:{leaving:D}");
        audit[0].Entry.Action.ShouldBe("staff.closed");
        audit[0].Entry.After.ShouldBe($$"""{"accounts":1,"plays":1,"heir":"{{heir:D}}"}""");

        await admin.Open("/admin/staff");
        await admin.Submit($"form:has(input[value='{leaving:D}'])");
        await again.Open("/account/sign-in");
        await again.Submit("form.card", ("Address", "leaving@operator.example"), ("Password", WebHouse.Password));
        again.Status.ShouldBe(302, "an opened login is the same as before");
    }

    [Fact]
    public async Task Another_role_counts_from_the_next_request_and_is_in_the_audit()
    {
        var (id, browser) = await Hired("promoted", "csm");
        await browser.Open("/studio");
        browser.Status.ShouldBe(403);
        var admin = await house.As("admin");
        await admin.Open("/admin/staff");
        await admin.Submit($"form[action*='handler=Role']:has(input[value='{id:D}'])", ("Role", "author"));
        admin.Status.ShouldBe(302, admin.Text);
        await browser.Open("/studio");
        browser.Status.ShouldBe(200);
        var entry = (await house.Get<AuditTrail>().Read(50, subject: $"staff:{id:D}"))[0].Entry;
        (entry.Action, entry.Before, entry.After).ShouldBe(("staff.role-changed", """{"roles":"csm"}""", """{"roles":"author"}"""));

        // Whoever saw something else changes nothing.
        (await house.Get<StaffChanges>().GiveRole(id, "csm", StaffRole.Admin, "test", DateTimeOffset.UtcNow)).ShouldBe(StaffChanged.Gone);
        (await house.Get<StaffList>().Find(id))!.Roles.ShouldBe("author");
    }

    [Fact]
    public async Task The_last_who_may_do_everything_keeps_doing_so()
    {
        var (changes, now) = (house.Get<StaffChanges>(), DateTimeOffset.UtcNow);
        var admins = (await house.Get<StaffList>().All()).Where(staff => staff is { Roles: "admin", ClosedAt: null }).Select(staff => staff.Id).ToList();
        var (second, _) = await Hired("second-admin", "admin");
        foreach (var admin in admins) (await changes.GiveRole(admin, "admin", StaffRole.Author, "test", now)).ShouldBe(StaffChanged.Done);
        try
        {
            (await changes.Close(second, null, "test", now)).ShouldBe(StaffChanged.LastAdmin);
            (await changes.GiveRole(second, "admin", StaffRole.Csm, "test", now)).ShouldBe(StaffChanged.LastAdmin);
            (await house.Get<StaffList>().Find(second))!.ClosedAt.ShouldBeNull();
        }
        finally
        {
            foreach (var admin in admins) await changes.GiveRole(admin, "author", StaffRole.Admin, "test", now);
        }
        (await changes.Close(second, null, "test", now)).ShouldBe(StaffChanged.Done);
    }

    [Fact]
    public async Task Nobody_closes_themselves()
    {
        var admin = await house.As("admin");
        var me = (await house.Get<StaffList>().FindByAddress("admin@operator.example"))!.Value;
        await admin.Open("/admin/staff");
        admin.Page.QuerySelector($"form[id='close-{me:N}']").ShouldBeNull();
        var token = admin.Page.QuerySelector("#invite input[name=form_token]")!.GetAttribute("value")!;
        await admin.Post("/admin/staff?handler=Close", ("form_token", token), ("id", me.ToString("D")));
        admin.Status.ShouldBe(422);
    }

    [Theory]
    [InlineData("Success manager", "ja", "Success manager")]
    [InlineData("""{"en":"Success manager","ja":"カスタマーサクセスマネージャー"}""", "ja", "カスタマーサクセスマネージャー")]
    [InlineData("""{"en":"Success manager","ja":"カスタマーサクセスマネージャー"}""", "en", "Success manager")]
    [InlineData(null, "en", null)]
    public void A_title_is_said_in_the_readers_language(string? kept, string locale, string? said) => StaffTitle.In(kept, locale).ShouldBe(said);

    [GeneratedRegex(@"https?://\S+/account/reset/[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [Fact]
    public async Task Who_was_here_is_said_to_have_been_here()
    {
        var csm = await house.As("csm");
        await csm.Open("/desk");
        (await house.Get<StaffList>().All()).Single(one => one.Email == "csm@operator.example").SeenAt.ShouldNotBeNull();
        var admin = await house.As("admin");
        await admin.Open("/admin/staff");
        admin.Page.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector(".sub")!.TextContent.StartsWith("admin@operator.example", StringComparison.Ordinal)).QuerySelector("td.aside")!.TextContent.Trim().ShouldBe("now");
    }
}
