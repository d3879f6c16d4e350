using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>One person with a browser window. Whatever the console complains about makes the story fail: that is the test of the strict policy.</summary>
public sealed class Visitor : IAsyncDisposable
{
    readonly BrowserHouse house;
    readonly IBrowserContext context;
    readonly List<string> complaints = [], forgiven = [];

    // Nobody keeps the hands off for a minute while reading.
    static readonly TimeSpan Glance = TimeSpan.FromSeconds(20);

    Visitor(BrowserHouse house, IBrowserContext context, IPage page)
    {
        (this.house, this.context, Page) = (house, context, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add($"{page.Url}: {message.Text}"); };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
    }

    public IPage Page { get; }

    public static async Task<Visitor> Arrives(BrowserHouse house, string locale = "en-US", int width = 1280, bool dark = false)
    {
        var window = await house.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = house.Address.ToString(), UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36", Locale = locale, ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 860 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce,
        });
        window.SetDefaultTimeout(BrowserHouse.Patience);
        window.SetDefaultNavigationTimeout(BrowserHouse.Patience);
        return new Visitor(house, window, await window.NewPageAsync());
    }

    public Task Opens(string address) => Page.GotoAsync(address);

    /// <summary>Reads the page for a while: the host's clock and the browser's both move, and the hand is on the mouse.</summary>
    public async Task Reads(TimeSpan time)
    {
        await house.ClockMovesTo(house.Now + time);
        for (var left = time; left > TimeSpan.Zero; left -= Glance)
        {
            await Page.Mouse.MoveAsync(300 + (float)left.TotalSeconds, 400);
            await Page.Clock.RunForAsync((long)Glance.TotalMilliseconds);
        }

        await Page.EvaluateAsync("window.scrollTo(0, document.documentElement.scrollHeight)");
        await Page.Clock.RunForAsync(1_000);
    }

    public async Task SignsInAsStaff(string address)
    {
        await Opens("/account/sign-in");
        await Page.Locator("#Address").FillAsync(address);
        await Page.Locator("#Password").FillAsync(BrowserHouse.Password);
        await Page.Locator("form.card button").ClickAsync();
        await Page.WaitForURLAsync(house.Address.ToString());
    }

    /// <summary>Asks for a link, takes it from the mail, presses the button.</summary>
    public async Task SignsInByMail(string portal, string address, Func<string, Task<string>> link)
    {
        await Opens(portal);
        await Page.Locator("#address").FillAsync(address);
        await Page.Locator("form.panel button").ClickAsync();
        await Assertions.Expect(Page.Locator("#code")).ToBeVisibleAsync();
        await house.Settles();
        await Opens(await link(address));
        await Page.Locator("form.panel button").ClickAsync();
        await Assertions.Expect(Page.Locator(".greeting")).ToBeVisibleAsync();
    }

    /// <summary>A picture for people, where the environment names a folder for it.</summary>
    public async Task Shows(string name)
    {
        if (Environment.GetEnvironmentVariable("ENGAGE_PICTURES") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    /// <summary>One answer that the story is about, such as a refusal, is not a complaint. The console may still be on its way to say so.</summary>
    public void Forgets(string code) => forgiven.Add($"status of {code}");

    /// <summary>Ends the story: nothing may have been complained about on the way.</summary>
    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        foreach (var code in forgiven)
            if (complaints.FindIndex(complaint => complaint.Contains(code, StringComparison.Ordinal)) is >= 0 and var at) complaints.RemoveAt(at);
        complaints.ShouldBeEmpty();
    }
}
