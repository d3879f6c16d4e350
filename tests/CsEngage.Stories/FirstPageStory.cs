using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>An author writes and publishes; a contact asks for a link, finds it in the mailbox, signs in and reads.</summary>
[Collection("house")]
public sealed class FirstPageStory(StoryHouse house)
{
    [Fact]
    public async Task An_author_writes_a_guide_previews_it_as_a_contact_and_publishes_it()
    {
        await using var author = await Visitor.Arrives(house);
        var page = author.Page;
        await author.SignsInAsStaff("author@hakaria.example");
        await author.Opens("/studio/guides/new");
        await page.Locator("#Name").FillAsync("Ask a colleague");
        await author.Shows("studio-new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start writing" }).ClickAsync();

        await page.Locator(".cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync("A report that one person reads is a private note, {{ contact.greeting_name | default: \"friends\" }}. A report that four people read changes a meeting.\n\n## Choose the first readers\n\nStart small. Three to eight people are enough.\n\n## Send the invitation\n\n1. Open **Settings**.\n2. Choose *People*.\n\n> [!TIP]\n> Leave out whoever only wants to be informed.\n");
        var preview = page.FrameLocator("iframe[data-preview]");
        await Assertions.Expect(preview.Locator(".prose")).ToContainTextAsync("private note, Hana");

        await page.Locator("#as").SelectOptionAsync(new SelectOptionValue { Label = "Ben Carter · Northwind" });
        await Assertions.Expect(preview.Locator(".prose")).ToContainTextAsync("private note, Ben");
        await author.Shows("studio-editor");

        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice[role]").First).ToContainTextAsync("Published as version 1");
        await author.Opens("/studio");
        await Assertions.Expect(page.Locator("table")).ToContainTextAsync("Ask a colleague");
        await author.Shows("studio-library");
    }

    [Fact]
    public async Task A_value_that_does_not_exist_is_not_published()
    {
        await using var author = await Visitor.Arrives(house);
        var page = author.Page;
        await author.SignsInAsStaff("author@hakaria.example");
        await author.Opens("/studio/guides/new");
        await page.Locator("#Name").FillAsync("A first report");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start writing" }).ClickAsync();
        await page.Locator(".cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync("Hello {{ contact.greetin_name }}.");
        await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync(), response => response.Status == 422);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("contact.greetin_name");
        await Assertions.Expect(page.Locator(".cm-content")).ToContainTextAsync("greetin_name");
        author.Forgets("422");
    }

    [Theory]
    [InlineData("en-US", "ben@northwind.example", "Ben")]
    [InlineData("ja-JP", "hana@northwind.example", "佐藤様")]
    public async Task A_contact_signs_in_by_the_link_in_the_mail_and_reads_a_guide(string locale, string address, string name)
    {
        await using var contact = await Visitor.Arrives(house, locale);
        var page = contact.Page;
        await contact.SignsInByMail("/p/northwind", address, LinkTo);
        await Assertions.Expect(page.Locator(".greeting")).ToContainTextAsync(name);
        await contact.Shows($"home-{locale}");

        await contact.Opens("/p/northwind/guides");
        await page.Locator("main a[href$='connect-your-data']").First.ClickAsync();
        await Assertions.Expect(page.Locator(".prose h2").First).ToBeVisibleAsync();
        await contact.Shows($"guide-{locale}");
    }

    [Fact]
    public async Task What_a_contact_reads_and_marks_as_done_becomes_signals()
    {
        await using var contact = await Visitor.Arrives(house);
        var page = contact.Page;
        await page.Clock.InstallAsync();
        await contact.SignsInByMail("/p/tailspin", "bo@tailspin.example", LinkTo);
        await contact.Opens("/p/tailspin/guides");
        await page.Locator("main a[href$='connect-your-data']").First.ClickAsync();

        // Marked at once it is kept, and counts when it has been read.
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as done" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("It counts as completed when you have read it to the end.");
        await contact.Shows("guide-marked-early");
        await contact.Reads(TimeSpan.FromMinutes(6));
        await contact.Opens("/p/tailspin/plan");
        await contact.Opens("/p/tailspin/guides/connect-your-data");
        await Assertions.Expect(page.Locator(".done-line")).ToContainTextAsync("Done");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Assertions.Expect(page.Locator(".helped")).ToContainTextAsync("Thank you");

        var account = (await house.Get<CsEngage.Store.Accounts.AccountBook>().FindByExternalId("tailspin"))!.Value;
        var kinds = (await house.Get<CsEngage.Store.Signals.SignalLog>().Recent(account.Id, 50)).Where(signal => signal.Counts).Select(signal => signal.Kind).ToHashSet(StringComparer.Ordinal);
        new[] { "contact.signed-in", "portal.visited", "guide.viewed", "guide.read", "guide.completed", "guide.rated" }.Where(kind => !kinds.Contains(kind)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en-US", false)]
    [InlineData("ja-JP", true)]
    public async Task Every_page_of_a_portal_stands_on_a_phone_and_in_the_dark(string locale, bool dark)
    {
        await using var contact = await Visitor.Arrives(house, locale, width: 390, dark: dark);
        var page = contact.Page;
        var name = $"{locale}-390{(dark ? "-dark" : "")}";
        await contact.SignsInByMail("/p/northwind", dark ? "mei@northwind.example" : "tom@northwind.example", LinkTo);
        foreach (var place in new[] { "", "/plan", "/guides", "/guides/connect-your-data", "/search?q=data", "/preferences" })
        {
            await contact.Opens("/p/northwind" + place);
            // Nothing sticks out at the side.
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue(place);
            await contact.Shows($"portal{place.Replace('/', '-').Replace("?q=data", "", StringComparison.Ordinal)}-{name}");
        }
    }

    [Fact]
    public async Task An_author_puts_a_guide_under_a_checkpoint_and_publishes_the_journey()
    {
        await using var author = await Visitor.Arrives(house, dark: true);
        var page = author.Page;
        await author.SignsInAsStaff("author@hakaria.example");
        await author.Opens("/studio/journeys/onboarding");
        var step = page.Locator("article.step", new() { HasText = "Team invited" }).First;
        await step.Locator("select").SelectOptionAsync("alerts");
        await step.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("article.step", new() { HasText = "Team invited" }).First.Locator("a[href='/studio/guides/alerts']")).ToBeVisibleAsync();
        await author.Shows("studio-journey-dark");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice-good")).ToContainTextAsync("Published as version 2");
    }

    // The staff's mailbox, as an admin looks into it on another machine.
    async Task<string> LinkTo(string address)
    {
        await using var admin = await Visitor.Arrives(house);
        await admin.SignsInAsStaff("admin@hakaria.example");
        return await new Mailroom(admin).SignInLink(address);
    }
}
