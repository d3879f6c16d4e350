using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>An author writes and publishes; a contact asks for a link, finds it in the mailbox, signs in and reads.</summary>
[Collection("house")]
public sealed partial class FirstPageStory(StoryHouse house)
{
    [Fact]
    public async Task An_author_writes_a_guide_previews_it_as_a_contact_and_publishes_it()
    {
        await using var author = await Visitor.Arrives(house);
        var page = author.Page;
        await author.SignsInAsStaff("author@hakaria.example");
        await author.Opens("/studio/guides/new");
        await page.Locator("#Name").FillAsync("Invite your team");
        await author.Shows("studio-new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start writing" }).ClickAsync();

        await page.Locator(".cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync("A report that one person reads is a private note, {{ contact.greeting_name }}. A report that four people read changes a meeting.\n\n## Choose the first readers\n\nStart small. Three to eight people are enough.\n\n## Send the invitation\n\n1. Open **Settings**.\n2. Choose *People*.\n\n> [!TIP]\n> Leave out whoever only wants to be informed.\n");
        var preview = page.FrameLocator("iframe[data-preview]");
        await Assertions.Expect(preview.Locator(".prose")).ToContainTextAsync("private note, Hana");

        await page.Locator("#as").SelectOptionAsync(new SelectOptionValue { Label = "Ben Carter · Northwind" });
        await Assertions.Expect(preview.Locator(".prose")).ToContainTextAsync("private note, Ben");
        await author.Shows("studio-editor");

        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Published as version 1");
        await author.Opens("/studio");
        await Assertions.Expect(page.Locator("table")).ToContainTextAsync("Invite your team");
        await author.Shows("studio-library");
    }

    [Fact]
    public async Task A_value_that_does_not_exist_is_not_published()
    {
        await using var author = await Visitor.Arrives(house);
        var page = author.Page;
        await author.SignsInAsStaff("author@hakaria.example");
        await author.Opens("/studio/guides/new");
        await page.Locator("#Name").FillAsync("First report");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start writing" }).ClickAsync();
        await page.Locator(".cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync("Hello {{ contact.greetin_name }}.");
        await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync(), response => response.Status == 422);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("contact.greetin_name");
        await Assertions.Expect(page.Locator(".cm-content")).ToContainTextAsync("greetin_name");
        author.Forgets("422");
    }

    [Theory]
    [InlineData("en-US", "ben@northwind.example", "Ben", "Connect your data")]
    [InlineData("ja-JP", "hana@northwind.example", "佐藤様", "データをつなぐ")]
    public async Task A_contact_signs_in_by_the_link_in_the_mail_and_reads_a_guide(string locale, string address, string name, string guide)
    {
        await using var contact = await Visitor.Arrives(house, locale);
        var page = contact.Page;
        await contact.Opens("/p/northwind");
        await contact.Shows($"sign-in-{locale}");
        await page.Locator("#address").FillAsync(address);
        await page.Locator("form.panel button").ClickAsync();
        await Assertions.Expect(page.Locator("#code")).ToBeVisibleAsync();
        await contact.Shows($"sign-in-sent-{locale}");

        await contact.Opens(await LinkTo(address));
        await page.Locator("form.panel button").ClickAsync();
        await Assertions.Expect(page.Locator(".greeting")).ToContainTextAsync(name);
        await contact.Shows($"home-{locale}");

        await page.GetByRole(AriaRole.Link, new() { Name = guide }).First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(guide);
        await contact.Shows($"guide-{locale}");
    }

    // The staff's mailbox, as an admin looks into it on another machine.
    async Task<string> LinkTo(string address)
    {
        await using var admin = await Visitor.Arrives(house);
        var page = admin.Page;
        await admin.SignsInAsStaff("admin@hakaria.example");
        await admin.Opens("/admin/mailbox");
        await page.Locator(".mail-list a", new() { HasText = address }).First.ClickAsync();
        var button = page.FrameLocator("iframe.mail-html").Locator("a[href*='/sign-in/']").First;
        await Assertions.Expect(button).ToBeVisibleAsync();
        await admin.Shows("mailbox");
        return SignInLink().Match(await button.GetAttributeAsync("href") ?? "").Value;
    }

    [GeneratedRegex(@"/p/[\w-]+/sign-in/[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex SignInLink();
}
