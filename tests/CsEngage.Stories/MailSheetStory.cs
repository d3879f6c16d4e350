using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Journeys;
using CsEngage.Web.Desk.Accounts;
using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>
/// Every shipped template in every language as its reader sees it, on a phone and on a desk, by day and by night: nothing sticks out, nothing is left
/// unfilled. With ENGAGE_PICTURES set, a sheet of all of them lies there to be looked at.
/// </summary>
[Collection("house")]
public sealed class MailSheetStory(StoryHouse house)
{
    public static TheoryData<int, bool> Looks => new() { { 360, false }, { 360, true }, { 700, false }, { 700, true } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_template_fits(int width, bool dark)
    {
        var mails = await Mails();
        mails.Count.ShouldBeGreaterThanOrEqualTo(28);
        await using var window = await house.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        var page = await window.NewPageAsync();
        var pictures = new List<(string Name, byte[] Picture)>();
        foreach (var (name, html) in mails)
        {
            await page.SetContentAsync(html);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, name);
            (await page.EvaluateAsync<string>("document.body.innerText")).ShouldNotContain("{{", customMessage: name);
            var (paper, ink) = (await Colour(page, ".ce-card, .ce-ground", "backgroundColor"), await Colour(page, ".ce-body", "color"));
            (dark ? ink > paper : paper > ink).ShouldBeTrue($"{name}: paper {paper}, ink {ink}");
            Math.Abs(paper - ink).ShouldBeGreaterThan(0.6, name);
            if (Folder is not null) pictures.Add((name, await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true })));
        }
        if (Folder is not null) await Sheet(pictures, width, dark);
    }

    static string? Folder => Environment.GetEnvironmentVariable("ENGAGE_PICTURES") is { Length: > 0 } folder ? folder : null;

    // Lightness from 0 to 1 of the innermost element that sets the colour.
    static async Task<double> Colour(IPage page, string selector, string property) => double.Parse(await page.EvaluateAsync<string>(
        """
        ([selector, property]) => {
          const all = [...document.querySelectorAll(selector)];
          const [r, g, b] = getComputedStyle(all[all.length - 1])[property].match(/[\d.]+/g).map(Number);
          return String((0.2126 * r + 0.7152 * g + 0.0722 * b) / 255);
        }
        """, new[] { selector, property }), CultureInfo.InvariantCulture);

    async Task<List<(string Name, string Html)>> Mails()
    {
        var now = house.Get<TimeProvider>().GetUtcNow();
        var preview = house.Get<MailPreview>();
        var portal = (await house.Get<PortalBook>().Find("northwind"))!;
        var people = await house.Get<ContactBook>().At(portal.AccountId);
        var enrollment = (await house.Get<EnrollmentBook>().Of(portal.AccountId))[0].Enrollment;
        var origin = new TouchOrigin(enrollment.Id, enrollment.Journey, enrollment.Version, enrollment.Entry, enrollment.Checkpoints.Keys.First(), Trigger.Open, "sheet", 1);
        var mails = new List<(string, string)>();
        foreach (var template in (await house.Get<ContentShelf>().Catalogue()).Where(entry => entry.Item.Kind == "template").Select(entry => entry.Item.Key).Order(StringComparer.Ordinal))
            foreach (var person in people.GroupBy(person => person.Contact.Locale).Select(same => same.First()))
            {
                var touch = new Touch($"sheet/{template}", portal.AccountId, person.Membership.Id, "mail", template, null, now, false, null, LateSending.Default, origin, false, null, false, Cause.Of("story", "sheet"));
                var shown = await preview.Look(touch, now);
                mails.Add(($"{template} ({person.Contact.Locale})", shown.Mail.ShouldNotBeNull($"{template}: {shown.Decision}").Html));
            }
        return mails;
    }

    async Task Sheet(List<(string Name, byte[] Picture)> pictures, int width, bool dark)
    {
        var columns = width < 500 ? 8 : 5;
        await using var window = await house.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1800, Height = 1200 } });
        var page = await window.NewPageAsync();
        var cells = string.Concat(pictures.Select(one => $"<figure><img src='data:image/png;base64,{Convert.ToBase64String(one.Picture)}'><figcaption>{one.Name}</figcaption></figure>"));
        await page.SetContentAsync($"<style>body{{display:grid;grid-template-columns:repeat({columns},1fr);gap:16px;background:#888;font:14px sans-serif;margin:16px}}figure{{margin:0}}img{{width:100%}}</style>{cells}");
        Directory.CreateDirectory(Folder!);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder!, $"mail-sheet-{width}-{(dark ? "dark" : "light")}.png"), FullPage = true });
    }
}
