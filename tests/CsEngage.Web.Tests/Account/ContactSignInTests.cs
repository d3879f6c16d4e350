using System.Text.RegularExpressions;
using CsEngage.Store.Accounts;
using CsEngage.Mail;
using CsEngage.Store.Touches;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Account;

[Collection("house")]
public sealed partial class ContactSignInTests(WebHouse house)
{
    [Fact]
    public async Task The_link_shows_a_button_and_only_the_button_signs_in_once()
    {
        var (_, mail) = await Ask("link");
        var link = Link(mail);
        for (var scan = 0; scan < 10; scan++)
        {
            var scanner = house.Anonymous();
            await scanner.Open(link);
            scanner.Status.ShouldBe(200);
            scanner.Cookies.ShouldNotContainKey("contact");
        }

        var person = house.Anonymous();
        await person.Open(link);
        await person.Submit("form.panel");
        person.Location.ShouldBe("/p/northwind-x7");
        person.Cookies.ShouldContainKey("contact");

        var second = house.Anonymous();
        await second.Open(link);
        second.Status.ShouldBe(410);
    }

    [Fact]
    public async Task Two_who_press_at_once_make_one_session()
    {
        var (_, mail) = await Ask("twice");
        var browsers = new[] { house.Anonymous(), house.Anonymous(), house.Anonymous(), house.Anonymous() };
        foreach (var browser in browsers) await browser.Open(Link(mail));
        await Task.WhenAll(browsers.Select(browser => browser.Submit("form.panel")));
        browsers.Count(browser => browser.Cookies.ContainsKey("contact")).ShouldBe(1);
    }

    [Fact]
    public async Task The_code_signs_in_where_the_mail_is_not_even_in_full_width()
    {
        var (browser, mail) = await Ask("code");
        var wide = string.Concat(Code(mail).Select(digit => (char)(digit - '0' + '０')));
        await browser.Submit("form.panel", ("code", wide));
        browser.Location.ShouldBe("/p/northwind-x7");
        browser.Cookies.ShouldContainKey("contact");
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_opens_nothing()
    {
        var (browser, mail) = await Ask("guess");
        var wrong = Code(mail) == "000000" ? "000001" : "000000";
        for (var n = 0; n < 5; n++)
        {
            await browser.Submit("form.panel", ("code", wrong));
            browser.Status.ShouldBe(422);
        }

        await browser.Submit("form.panel", ("code", Code(mail)));
        browser.Cookies.ShouldNotContainKey("contact");
    }

    [Fact]
    public async Task Known_and_unknown_addresses_get_the_same_answer()
    {
        var (known, _) = await Ask("same");
        var stranger = house.Anonymous();
        await stranger.Open("/p/northwind-x7/sign-in");
        await stranger.Submit("form.panel", ("address", "xame@northwind.example"));
        Plain(stranger.Text).Replace("xame@", "same@", StringComparison.Ordinal).ShouldBe(Plain(known.Text));
        stranger.Status.ShouldBe(known.Status);
    }

    [Fact]
    public async Task The_mail_has_no_way_to_unsubscribe_and_speaks_the_readers_language()
    {
        var (_, mail) = await Ask("hanako", locale: "ja");
        mail.Root.RawHeader("List-Unsubscribe").ShouldBeNull();
        mail.Subject.ShouldContain("サインイン");
        mail.Text!.ShouldContain("佐藤様");
        mail.Html.ShouldNotBeNull();
    }

    async Task<(Browser Browser, ReceivedMessage Mail)> Ask(string name, string? locale = null)
    {
        var address = $"{name}@northwind.example";
        var now = house.Get<TimeProvider>().GetUtcNow();
        var contact = new Core.Contact(Guid.CreateVersion7(), ContactBook.Normalised(address), address, "佐藤", "花", null, null, null, locale, null);
        await house.Get<ContactBook>().Put(contact, now);
        await house.Get<ContactBook>().Put(new Core.Membership(Guid.CreateVersion7(), house.Hana.Membership.AccountId, contact.Id, null, ["member"], null, null, false, now, null), Edit.Now(now, "test"));

        var browser = house.Anonymous();
        await browser.Open("/p/northwind-x7/sign-in");
        await browser.Submit("form.panel", ("address", address));
        browser.Status.ShouldBe(200);
        return (browser, await Mail(address));
    }

    // The mail is committed with the answer; where time is a test's, so is the sending.
    async Task<ReceivedMessage> Mail(string address)
    {
        await house.Sends();
        foreach (var mail in await house.Get<CapturedMailBox>().Recent(50))
            if (mail.To.Contains(address, StringComparison.Ordinal)) return ReceivedMessage.Parse((await house.Get<CapturedMailBox>().Find(mail.Id))!.Message.AsMemory());
        throw new InvalidOperationException($"No mail came to {address}.");
    }

    static string Link(ReceivedMessage mail) => new Uri(LinkText().Match(mail.Text!).Value).AbsolutePath;

    static string Code(ReceivedMessage mail) => CodeText().Match(mail.Text!).Value;

    static string Plain(string page) => Secrets().Replace(page, "");

    [GeneratedRegex(@"https?://\S+/sign-in/[\w-]+", RegexOptions.None, 2000)]
    private static partial Regex LinkText();

    [GeneratedRegex(@"(?<!\w)\d{6}(?!\w)", RegexOptions.None, 2000)]
    private static partial Regex CodeText();

    [GeneratedRegex(@"name=""(form_token|attempt)"" value=""[^""]*""|content=""CfDJ[^""]*""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Secrets();
}
