using Microsoft.Playwright;

namespace CsEngage.Bench.Screens;

/// <summary>./dev screenshots: the pictures of the README, taken of a demo whose clock stands still, so that they only change when the screens do.</summary>
static class Screenshots
{
    // Headless browsers say so, and what machines do is counted nowhere.
    const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"];

    sealed record Shot(string Name, string As, string Address, int Width = 1280, int Height = 820, string Locale = "en-US", string? Follow = null);

    static readonly Shot[] Shots =
    [
        new("desk", "csm", "/desk?book=all"),
        new("account", "csm", "/desk/accounts?book=all&q=ninebark", Height: 900, Follow: ".book a.title"),
        new("portal", "contact", "/"),
        new("portal-phone", "contact", "/", 390, 844, "ja-JP"),
        new("journey", "author", "/studio/journeys/onboarding", Height: 900),
    ];

    public static async Task<int> Run(Uri address, string folder)
    {
        Directory.CreateDirectory(folder);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium", Headless = true, Args = Flags,
        });
        foreach (var shot in Shots)
        {
            await using var window = await browser.NewContextAsync(new BrowserNewContextOptions
            {
                BaseURL = address.ToString(), UserAgent = Agent, Locale = shot.Locale, ViewportSize = new ViewportSize { Width = shot.Width, Height = shot.Height }, ReducedMotion = ReducedMotion.Reduce,
            });
            var page = await window.NewPageAsync();
            await page.GotoAsync("/");
            await page.Locator($"form[action=\"/demo/as/{shot.As}\"] button").ClickAsync();
            await page.WaitForLoadStateAsync(LoadState.Load);
            // Staff come in with the language of their login; the pictures are for readers of the README.
            if (await page.Locator("button[name=locale][value=en]:visible").CountAsync() > 0 && shot.As != "contact")
            {
                await page.Locator("button[name=locale][value=en]:visible").First.ClickAsync();
                await page.WaitForLoadStateAsync(LoadState.Load);
            }
            // A contact is let in at the door of its own portal and stays there.
            if (shot.Address != "/") await page.GotoAsync(shot.Address);
            if (shot.Follow is { } link)
            {
                await page.Locator(link).First.ClickAsync();
                await page.WaitForLoadStateAsync(LoadState.Load);
            }
            var file = Path.Combine(folder, shot.Name + ".png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, Animations = ScreenshotAnimations.Disabled });
            Console.WriteLine($"{file} {new FileInfo(file).Length / 1024} KB");
        }
        return 0;
    }
}
