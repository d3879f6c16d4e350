using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>An admin sets sending up: a server that does not answer, a key, a suppression, a test mail that lands in the mailbox.</summary>
[Collection("house")]
public sealed class SendingStory(StoryHouse house)
{
    [Theory]
    [InlineData("en-US", 1280, false)]
    [InlineData("ja-JP", 360, true)]
    public async Task An_admin_sets_sending_up_and_reads_what_was_kept(string locale, int width, bool dark)
    {
        var look = $"{locale}-{width}{(dark ? "-dark" : "")}";
        await using var admin = await Visitor.Arrives(house, locale, width, dark);
        var page = admin.Page;
        await admin.SignsInAsStaff("admin@hakaria.example");
        await admin.Opens("/admin/sending");
        await admin.Shows($"sending-{look}");

        await admin.Opens("/admin/sending/server");
        await page.Locator("#Host").FillAsync("127.0.0.1");
        await page.Locator("#Port").FillAsync("9");
        await page.Locator("button[formaction*='Test']").ClickAsync();
        await Assertions.Expect(page.Locator(".checks .is-bad")).ToBeVisibleAsync();
        await admin.Shows($"sending-server-{look}");

        await page.Locator("#to").FillAsync($"ops@{(width < 500 ? "phone" : "desk")}.example");
        await page.Locator("form[action*='Send'] button").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();

        await admin.Opens("/admin/sending/domains");
        await page.Locator("#newDomain").FillAsync($"{(width < 500 ? "phone" : "desk")}.example");
        await page.Locator("form[action*='Make'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".dkim-key").First).ToBeVisibleAsync();
        await page.Locator("button[name=check]").ClickAsync();
        await Assertions.Expect(page.Locator(".checks li").First).ToBeVisibleAsync();
        await admin.Shows($"sending-domains-{look}");

        await admin.Opens("/admin/sending/pace");
        await page.Locator("input[name=warmUp]").CheckAsync();
        await page.Locator("form[action*='Save'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".formula .is-today")).ToBeVisibleAsync();
        await admin.Shows($"sending-pace-{look}");

        await admin.Opens("/admin/sending/suppressions");
        await page.Locator("#address").FillAsync($"gone-{width}@northwind.example");
        await page.Locator("form[action*='Add'] button").ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync($"gone-{width}@northwind.example");
        await admin.Shows($"sending-suppressions-{look}");

        await admin.Opens("/admin/sending/returns");
        await admin.Shows($"sending-returns-{look}");

        await admin.Opens("/admin/mailbox");
        await page.Locator("input[name=q]").FillAsync(width < 500 ? "phone.example" : "desk.example");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".mail-list a").First.ClickAsync();
        await Assertions.Expect(page.Locator(".mail-words")).ToContainTextAsync("SPF");
        await page.Locator(".mail-tabs a").Last.ClickAsync();
        await Assertions.Expect(page.Locator(".mail-text")).ToContainTextAsync("Auto-Submitted");
        await admin.Shows($"mailbox-{look}");
    }
}
