using System.Net;
using CsEngage.Core;
using CsEngage.Mail;
using CsEngage.Store.Accounts;
using CsEngage.Store.Touches;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>What a touch that was sent said: the mail itself where it was captured, else written again from the template as it is now.</summary>
public sealed class SentMail(TouchBook touches, ContactBook contacts, CapturedMailBox mailbox, MailPreview preview, IStringLocalizer<Words> words)
{
    const int Searched = 200;

    /// <summary>Null when it was never sent, or can be neither found nor written again.</summary>
    public async Task<string?> Said(Guid account, string touch, DateTimeOffset now)
    {
        if (await touches.Find(account, touch) is not { SentAt: { } at } line) return null;
        if (await Captured(line, at) is { } kept) return Still(kept);
        var own = OwnWords.Of(line.Payload);
        if ((await preview.Look(line.Touch, now, own)).Mail is not { } mail) return null;
        return Still(Headed(mail.Html, own is null ? words["Written again from the template as it is now: the mail itself is not kept here."] : words["Written again from the words that were sent: the mail itself is not kept here."]));
    }

    async Task<string?> Captured(TouchLine line, DateTimeOffset at)
    {
        if (line.MessageId is not { } wanted || (await contacts.Member(line.Touch.MembershipId))?.Contact.Address is not { } address) return null;
        foreach (var mail in (await mailbox.Recent(Searched, search: address)).OrderBy(mail => (mail.At - at).Duration()))
        {
            if (await mailbox.Find(mail.Id) is not { } whole) continue;
            var read = ReceivedMessage.Parse(whole.Message.AsMemory());
            if (read.Id is { } id && id == MessageId.TryParse(wanted)) return read.Html;
        }
        return null;
    }

    // Its links are the recipient's own, some sign in or unsubscribe: whoever reads it here must not follow them.
    static string Still(string html) => html.Replace(" href=", " data-href=", StringComparison.OrdinalIgnoreCase);

    static string Headed(string html, string text)
    {
        var body = html.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        var at = body < 0 ? 0 : html.IndexOf('>', body) + 1;
        return html.Insert(at, $"<p style=\"margin:0;padding:12px 16px;font:14px sans-serif;background:#fff4d6;color:#3a2c00\">{WebUtility.HtmlEncode(text)}</p>");
    }
}
