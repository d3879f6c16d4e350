using System.Text.RegularExpressions;
using CsEngage.Store;
using CsEngage.Tests;
using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>
/// The main job, from a guide that is read to a score that a CSM sees: only pages, forms, mail in the mailbox, and time that passes.
/// </summary>
public sealed partial class MainStory
{
    const string Evidence = "guide \"ask-a-colleague\" completed by any contact";
    static readonly Regex Nudge = Like("Shall we do it together"), Cheer = Like("最初のレポートが、読まれ始めました");

    public static TheoryData<Dialect> Databases => [Dialect.Sqlite, Dialect.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task From_a_guide_that_is_read_to_a_score_that_a_csm_sees(Dialect dialect)
    {
        await using var database = await TestDatabase.New(dialect);
        await using var house = new TwoCustomers(database.ConnectionString);
        await house.InitializeAsync();
        await using var admin = await Visitor.Arrives(house);
        await admin.SignsInAsStaff("admin@hakaria.example");
        var mails = new Mailroom(admin);

        // 1. An author writes a guide, looks at it as a contact, publishes it, and puts it under a checkpoint of the journey.
        await using (var author = await Visitor.Arrives(house))
        {
            await author.SignsInAsStaff("author@hakaria.example");
            await Writes(author);
            await PutsItUnderACheckpoint(author);
        }

        // 2. and 3. A contact asks for a link, signs in by it, is greeted by name, reads what is next, and marks it as done.
        await using (var hana = await Visitor.Arrives(house, "ja-JP"))
        {
            await AsksForALinkAndSignsIn(hana, house, mails, "hana@northwind.example");
            await Assertions.Expect(hana.Page.Locator(".greeting")).ToContainTextAsync("佐藤様");
            await ReadsWhatIsNext(hana);
        }

        await using (var ben = await Visitor.Arrives(house))
        {
            await AsksForALinkAndSignsIn(ben, house, mails, "ben@northwind.example");
            await Assertions.Expect(ben.Page.Locator(".greeting")).ToHaveTextAsync(Like("^[^,]+, Ben\\.$"));
        }

        // 4. The checkpoint is reached by its evidence, and what follows from it is a mail, within the cap of one a day.
        await house.ClockMovesTo(InTokyo(11, 25, 10));
        var leave = await IsToldThatItIsReached(mails, admin);

        // 5. The second account does nothing: it falls behind, is nudged once at its own time of day, and becomes work for the CSM.
        await using var yuki = await Visitor.Arrives(house);
        await yuki.SignsInAsStaff("yuki@hakaria.example");
        await house.ClockMovesTo(InTokyo(12, 1, 12));
        (await (await mails.To("bo@tailspin.example", Nudge)).CountAsync()).ShouldBe(0);
        await LooksAt(yuki, "Tailspin", "touches");
        await Assertions.Expect(yuki.Page.Locator("#story")).ToContainTextAsync("Quiet hours of the recipient.");
        await house.ClockMovesTo(InTokyo(12, 3, 10));
        (await (await mails.To("bo@tailspin.example", Nudge)).CountAsync()).ShouldBe(1);
        await mails.Opens("bo@tailspin.example", Nudge);
        (await mails.Source()).Root.RawHeader("Date")!.Trim().ShouldBe("Tue, 01 Dec 2026 08:30:00 -0500");

        // 6. The CSM sees both: who read what and when and who has not, where they stand, what was sent and why, and how healthy they are.
        await SeesTheOneWhoReads(yuki);
        await SeesTheOneWhoDoesNothing(yuki);

        // 7. The contact leaves by one click; the next touch is skipped for that reason; signing in still works.
        using (var mailProgram = new HttpClient())
        using (var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]))
            (await mailProgram.PostAsync(leave, oneClick)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await house.ClockMovesTo(InTokyo(12, 8, 12));
        await LooksAt(yuki, "Northwind", "touches");
        var skipped = yuki.Page.Locator("#story li", new() { HasText = "Skipped" });
        await Assertions.Expect(skipped.First).ToContainTextAsync("Unsubscribed from the topic “Getting started”.");
        await yuki.Shows("story-skipped");
        await using var again = await Visitor.Arrives(house, "ja-JP");
        await AsksForALinkAndSignsIn(again, house, mails, "hana@northwind.example");
        await Assertions.Expect(again.Page.Locator(".greeting")).ToContainTextAsync("佐藤様");
    }

    static async Task Writes(Visitor author)
    {
        var page = author.Page;
        await author.Opens("/studio/guides/new");
        await page.Locator("#Name").FillAsync("Ask a colleague");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start writing" }).ClickAsync();
        await page.Locator(".cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync(
            "A report that one person reads is a private note, {{ contact.greeting_name | default: \"friends\" }}. A report that four people at {{ account.name }} read changes a meeting.\n\n" +
            "## Choose one\n\nSomebody who asks you for the same number every week.\n\n## Ask\n\n1. Open **Settings**.\n2. Choose *People*.\n3. Write one sentence of your own.\n\n" +
            string.Concat(Enumerable.Repeat("Whoever was asked in person reads along for a month; whoever was only added to a list does not. ", 12)));
        var preview = page.FrameLocator("iframe[data-preview]");
        await page.Locator("#as").SelectOptionAsync(new SelectOptionValue { Label = "Ben Carter · Northwind" });
        await Assertions.Expect(preview.Locator(".prose")).ToContainTextAsync("private note, Ben. A report that four people at Northwind");
        await Assertions.Expect(preview.Locator("main")).ToContainTextAsync("Ben Carter does not see it yet: it is not published.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice[role]").First).ToContainTextAsync("Published as version 1");
        await Assertions.Expect(preview.Locator("main")).ToContainTextAsync("the portal does not hold it");
        await author.Shows("story-editor");
    }

    static async Task PutsItUnderACheckpoint(Visitor author)
    {
        var page = author.Page;
        await author.Opens("/studio/journeys/onboarding");
        await page.GetByRole(AriaRole.Link, new() { Name = "As text" }).ClickAsync();
        var text = await page.Locator("textarea[name=text]").InputValueAsync();

        // A slip is told with its line, and what was written is still there.
        await Pastes(page, WithCheckpoint(text, "guide \"ask-a-colleague\" finished by any contact"));
        await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync(), response => response.Status == 422);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Like(@"Line \d+: "));
        author.Forgets("422");
        await Pastes(page, WithCheckpoint(text, Evidence));
        await author.Shows("story-journey-text");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice-good")).ToContainTextAsync("Draft saved.");

        var step = page.Locator("article.step", new() { HasText = "A colleague asked" }).First;
        await step.Locator("select").SelectOptionAsync("ask-a-colleague");
        await step.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("article.step", new() { HasText = "A colleague asked" }).First.Locator("a[href='/studio/guides/ask-a-colleague']")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice-good")).ToContainTextAsync("Published as version 2");
    }

    static async Task AsksForALinkAndSignsIn(Visitor contact, BrowserHouse house, Mailroom mails, string address)
    {
        var page = contact.Page;
        var portal = "/p/" + address.Split('@', '.')[1];
        await page.Clock.InstallAsync();
        await contact.Opens(portal);
        await page.Locator("#address").FillAsync(address);
        await page.Locator("form.panel button").ClickAsync();
        await Assertions.Expect(page.Locator("#code")).ToBeVisibleAsync();
        await house.Settles();

        // Looking at the link, as mail scanners do too, only shows a button; pressing it signs in.
        var link = await mails.SignInLink(address);
        await contact.Opens(link);
        await contact.Opens(link);
        (await page.Context.CookiesAsync()).ShouldNotContain(cookie => cookie.Name == "contact");
        await page.Locator("form.panel button").ClickAsync();
        await Assertions.Expect(page.Locator(".greeting")).ToBeVisibleAsync();
    }

    static async Task ReadsWhatIsNext(Visitor hana)
    {
        var page = hana.Page;
        await Assertions.Expect(page.Locator(".way-head .num")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".next")).ToHaveCountAsync(1);
        await hana.Shows("story-home");
        await page.Locator(".next-act a").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Like("/guides/ask-a-colleague$"));
        // The guide is written in English alone, and greets as English does.
        await Assertions.Expect(page.Locator(".prose")).ToContainTextAsync("private note, 花. A report");
        await hana.Reads(TimeSpan.FromMinutes(2));
        await page.Locator("form[action$='/done'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".done-line strong")).ToHaveTextAsync("完了");
        await hana.Shows("story-done");
    }

    // The answer is the address of its one-click way out.
    static async Task<string> IsToldThatItIsReached(Mailroom mails, Visitor admin)
    {
        await mails.Opens("hana@northwind.example", Cheer);
        await Assertions.Expect(admin.Page.FrameLocator("iframe.mail-html").Locator("body")).ToContainTextAsync("佐藤様");
        await admin.Shows("story-mail");
        var message = await mails.Source();
        message.Root.RawHeader("Content-Type")!.ShouldContain("multipart/alternative");
        message.Text!.ShouldContain("佐藤様");
        message.Html!.ShouldContain("/c/");
        // RFC 8058 lets mail programs be told of one click only over https, which this host does not speak; the address acts all the same.
        return message.Root.RawHeader("List-Unsubscribe")!.Trim().TrimStart('<').TrimEnd('>');
    }

    static async Task SeesTheOneWhoReads(Visitor yuki)
    {
        var page = yuki.Page;
        await LooksAt(yuki, "Northwind");
        (await page.Locator("#why li").CountAsync()).ShouldBeGreaterThan(0);
        await yuki.Shows("story-northwind");
        await Turns(yuki, "people");
        var row = page.Locator("#reading tr", new() { HasText = "Ask a colleague" });
        await Assertions.Expect(row).ToContainTextAsync(Like("completed it on .*24"));
        await Assertions.Expect(row).ToContainTextAsync("Ben Carter has not opened it");
        await Turns(yuki, "journey");
        await Assertions.Expect(page.Locator("#journey li.is-reached", new() { HasText = "A colleague asked" })).ToContainTextAsync("reached");
        await Turns(yuki, "story");
        foreach (var told in new[] { "Opened the guide", "Read the guide", "Completed the guide", "Signed in" })
            await Assertions.Expect(page.Locator("#story")).ToContainTextAsync(told);
        await Assertions.Expect(page.Locator("#story li", new() { HasText = "Sent" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".account-score span")).ToHaveTextAsync(Like(@"^\d+$"));
        await Assertions.Expect(page.Locator(".account-score small")).ToContainTextAsync(Like(@"\d+ ?% known"));
        await Assertions.Expect(page.Locator(".account-why .change").First).ToContainTextAsync("since yesterday");
    }

    static async Task SeesTheOneWhoDoesNothing(Visitor yuki)
    {
        var page = yuki.Page;
        await yuki.Opens("/desk");
        await Assertions.Expect(page.Locator(".queue-name", new() { HasText = "Tailspin" })).ToBeVisibleAsync();
        await LooksAt(yuki, "Tailspin");
        await Assertions.Expect(page.Locator("#next")).ToContainTextAsync("Call the organizer");
        await Assertions.Expect(page.Locator(".account-score small")).ToContainTextAsync("known");
        await yuki.Shows("story-tailspin");
        await Turns(yuki, "journey");
        await Assertions.Expect(page.Locator("#journey li.is-stuck", new() { HasText = "A colleague asked" })).ToContainTextAsync("stuck");
        await Turns(yuki, "people");
        var row = page.Locator("#reading tr", new() { HasText = "Ask a colleague" });
        await Assertions.Expect(row).ToContainTextAsync("Bo Lind has not opened it");
        await Assertions.Expect(row).ToContainTextAsync("Ida Berg has not opened it");
        await Assertions.Expect(page.Locator("#contacts")).ToContainTextAsync("never active");
    }

    // Over everything that is in the editor.
    static async Task Pastes(IPage page, string text)
    {
        await page.Locator(".cm-content").ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Locator(".cm-content").EvaluateAsync(
            "(editor, text) => { const held = new DataTransfer(); held.setData('text/plain', text); editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: held, bubbles: true, cancelable: true })); }", text);
    }

    static async Task LooksAt(Visitor csm, string account, string? show = null)
    {
        await csm.Opens("/desk/accounts");
        await Assertions.Expect(csm.Page.Locator("table a", new() { HasText = "Northwind" })).ToBeVisibleAsync();
        await Assertions.Expect(csm.Page.Locator("table a", new() { HasText = "Tailspin" })).ToBeVisibleAsync();
        await csm.Page.Locator("table a", new() { HasText = account }).ClickAsync();
        await Assertions.Expect(csm.Page.Locator("h1")).ToContainTextAsync(account);
        if (show is null) return;
        await Turns(csm, "story");
        await csm.Page.Locator($"#story nav a[href*='show={show}']").ClickAsync();
    }

    /// <summary>To another part of the account's page.</summary>
    static async Task Turns(Visitor csm, string tab)
    {
        await csm.Page.Locator($".tab-line a[href$='?tab={tab}']").ClickAsync();
        await Assertions.Expect(csm.Page.Locator($".tab-line a[href$='?tab={tab}']")).ToHaveAttributeAsync("aria-current", "page");
    }

    /// <summary>The journey with one more checkpoint, in front of the others, as an author would type it.</summary>
    static string WithCheckpoint(string journey, string evidence)
    {
        var first = FirstCheckpoint().Match(journey);
        first.Success.ShouldBeTrue(journey);
        var lines = $$$"""
            - key: colleague-asked
              title: {en: A colleague asked, ja: 同僚に声をかける}
              promise: {en: So that you are not alone with it., ja: 一人で抱えずに進められるように。}
              side: customer
              opens: {at: start}
              evidence: {{{evidence}}}
              due: {days: 3, from: opening}
              stuck: {days: 3}
              on:
                reached:
                - {key: cheer, send: first-report-done, to: role "organizer"}
                - {key: settle, wait: {business_days: 8}}
                - {key: next, send: your-first-report, to: role "organizer"}
                behind:
                - {key: pause, wait: {until: tue 09:00}}
                - {key: nudge, send: shall-we-help, to: role "organizer"}
                stuck:
                - {key: call, play: call-the-organizer, due: {days: 2}}

            """;
        return journey.Insert(first.Index, string.Concat(lines.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => first.Groups["indent"].Value + line + "\n")));
    }

    static DateTimeOffset InTokyo(int month, int day, int hour) => new(2026, month, day, hour, 0, 0, TimeSpan.FromHours(9));

    [GeneratedRegex("^(?<indent> *)- key: account-set-up$", RegexOptions.Multiline, 1000)]
    private static partial Regex FirstCheckpoint();

    // Playwright takes no other options.
    static Regex Like(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(5));
}
