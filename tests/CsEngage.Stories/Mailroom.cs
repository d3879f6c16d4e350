using System.Text;
using System.Text.RegularExpressions;
using CsEngage.Mail;
using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>The staff's mailbox, where every mail stands that an installation without a mail server would have sent.</summary>
sealed partial class Mailroom(Visitor admin)
{
    /// <summary>Mails to an address whose subject fits, newest first.</summary>
    public async Task<ILocator> To(string address, Regex subject)
    {
        await admin.Opens("/admin/mailbox");
        return admin.Page.Locator(".mail-list a", new() { HasText = address }).Filter(new() { HasTextRegex = subject });
    }

    /// <summary>Opens the newest of them; it has to be there.</summary>
    public async Task Opens(string address, Regex subject)
    {
        await (await To(address, subject)).First.ClickAsync();
        await Assertions.Expect(admin.Page.Locator(".mail-read")).ToBeVisibleAsync();
    }

    /// <summary>The mail that is open, as it would go over the wire.</summary>
    public async Task<ReceivedMessage> Source()
    {
        await admin.Page.Locator(".mail-tabs a[href*='part=source']").ClickAsync();
        // A long message comes in pieces; all of it is wanted.
        await admin.Page.WaitForURLAsync("**part=source*");
        var source = await admin.Page.Locator(".mail-text").TextContentAsync() ?? "";
        return ReceivedMessage.Parse(Encoding.Latin1.GetBytes(source.ReplaceLineEndings("\r\n")));
    }

    /// <summary>Address of the sign-in link in the newest mail that has one.</summary>
    public async Task<string> SignInLink(string address)
    {
        await Opens(address, SignInSubject());
        var button = admin.Page.FrameLocator("iframe.mail-html").Locator("a[href*='/sign-in/']").First;
        await Assertions.Expect(button).ToBeVisibleAsync();
        await admin.Shows("mailbox");
        return Link().Match(await button.GetAttributeAsync("href") ?? "").Value;
    }

    [GeneratedRegex("sign-in link|サインイン用リンク", RegexOptions.None, 1000)]
    private static partial Regex SignInSubject();

    [GeneratedRegex(@"/p/[\w-]+/sign-in/[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
