using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>A CSM adds a passkey, comes in with it alone, and removes it; the device is the browser's own virtual one.</summary>
[Collection("house")]
public sealed class PasskeyStory(StoryHouse house)
{
    static readonly Dictionary<string, object> Device = new()
    {
        ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
    };

    [Theory]
    [InlineData("en-US", 1280, false)]
    [InlineData("ja-JP", 360, true)]
    public async Task A_passkey_opens_the_door_until_it_is_removed(string locale, int width, bool dark)
    {
        var look = $"{locale}-{width}{(dark ? "-dark" : "")}";
        await using var csm = await Visitor.Arrives(house, locale, width, dark);
        var page = csm.Page;
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("WebAuthn.enable");
        await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new() { ["options"] = Device });

        await csm.SignsInAsStaff("admin@hakaria.example");
        await csm.Opens("/account/passkeys");
        await page.Locator("#passkey-name").FillAsync("My laptop");
        await page.Locator("form[data-passkey=add] button").ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("My laptop");
        await csm.Shows($"passkeys-{look}");

        await page.Context.ClearCookiesAsync();
        await csm.Opens("/account/sign-in?back=/account/passkeys");
        await csm.Shows($"sign-in-passkey-{look}");
        await page.Locator("form[data-passkey=get] button").ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("My laptop");

        await page.Locator("details.sure summary").ClickAsync();
        await page.Locator("form[action*='Remove'] button").ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToHaveCountAsync(0);

        await page.Context.ClearCookiesAsync();
        await csm.Opens("/account/sign-in");
        csm.Forgets("422");
        await page.Locator("form[data-passkey=get] button").ClickAsync();
        await Assertions.Expect(page.Locator(".notice-bad")).ToBeVisibleAsync();
    }
}
