using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsEngage.Engine.Content;
using CsEngage.Engine.Recipes;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Store.Audit;
using CsEngage.Store.Content;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Templates;

/// <summary>The mail as the chosen contact would get it: the saved draft, or what is being typed; as it looks, or its text part.</summary>
public sealed class PreviewModel(ContentShelf shelf, TemplateSheet sheet, TextFaults faults, MailFlaws flaws, PreviewContacts people, AuditTrail audit, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    [FromRoute]
    public string Key { get; set; } = "";

    public async Task<IActionResult> OnGet(string locale, Guid? @as, string? part)
    {
        if (!Languages.Has(locale) || await shelf.Find("template", Key) is not { } item) return NotFound();
        var draft = await shelf.Draft(item.Id, locale);
        if (@as is { } membership && await people.May(User, membership))
            await audit.Append(new AuditEntry(clock.GetUtcNow(), $"staff:{User.StaffId()}", "contact.previewed-as", $"membership:{membership:D}"));
        return await Show(RecipeCheck.TextOf(Key, locale, JsonNode.Parse(draft?.Front is { Length: > 0 } front ? front : "{}") as JsonObject ?? [], draft?.Body ?? ""), @as, part);
    }

    public async Task<IActionResult> OnPost(string locale, TemplateForm form, Guid? @as, string? part) =>
        await shelf.Find("template", Key) is null ? NotFound() : Languages.Has(locale) ? await Show(RecipeCheck.TextOf(Key, locale, form.Front("{}"), form.Text), @as, part) : BadRequest();

    async Task<IActionResult> Show(TemplateText text, Guid? membership, string? part)
    {
        if (membership is { } id && !await people.May(User, id)) return Forbid();
        // Foreign styles, no script, and nothing of ours within its reach.
        Response.Headers[SecurityHeaders.PolicyHeader] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
        try
        {
            var mail = await sheet.Write(text, membership);
            if (part == "text") return Content(Page($"<pre style=\"white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.6 ui-monospace,monospace;margin:0;padding:16px\">{WebUtility.HtmlEncode(mail.Text)}</pre>", mail), "text/html; charset=utf-8");
            return Content(Headed(Still(mail.Html), mail), "text/html; charset=utf-8");
        }
        catch (Exception fault) when (fault is ContentException or LiquidException)
        {
            Response.Headers[TextEditor.PreviewFault] = "true";
            // Said as beside the editor, by the line of the author's own text.
            var found = (await faults.Of(text.Body, TextReaders.One, ("name", text.Subject), ("preheader", text.Preheader))).RemoveAll(one => one.IsWarning);
            var said = found.IsEmpty ? faults.Say(fault) : string.Join("\n", found.Select(faults.Say));
            return Content(Page($"<p style=\"font:15px/1.6 system-ui,sans-serif;margin:0;padding:16px;white-space:pre-wrap\">{WebUtility.HtmlEncode(said)}</p>", null), "text/html; charset=utf-8");
        }
    }

    // Its links are the reader's own, some of them unsubscribe: an author who reads it here must not follow them.
    static string Still(string html) => html.Replace(" href=", " data-href=", StringComparison.OrdinalIgnoreCase);

    string Page(string body, RenderedMail? mail) => $"<!doctype html><html lang=\"{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{WebUtility.HtmlEncode(words["Preview"])}</title><meta name=\"color-scheme\" content=\"light dark\"><body style=\"margin:0\">{(mail is null ? "" : Head(mail))}{body}</body></html>";

    string Headed(string html, RenderedMail mail)
    {
        var body = html.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        return html.Insert(body < 0 ? 0 : html.IndexOf('>', body) + 1, Head(mail));
    }

    // What an inbox shows, and below it what mail programs will drop; in the reader's own light or dark, as the mail is.
    string Head(RenderedMail mail) => $$"""
        <style>
        .engage-head { margin: 0; padding: 12px 16px; font: 15px/1.5 system-ui, sans-serif; text-align: start; background: #fff; color: #1d1d1b; border-bottom: 1px solid #dedbd5; }
        .engage-head span, .engage-head li { color: #6b6862; }
        .engage-head details { margin-top: 8px; font-size: 13px; }
        .engage-head ul { margin: 4px 0 0; padding-inline-start: 20px; }
        .engage-head code { overflow-wrap: anywhere; }
        @media (prefers-color-scheme: dark) { .engage-head { background: #1c1e25; color: #eceae5; border-color: #2d2f37; } .engage-head span, .engage-head li { color: #bab9b6; } }
        </style>
        <div class="engage-head"><b>{{WebUtility.HtmlEncode(mail.Subject)}}</b><br><span>{{WebUtility.HtmlEncode(mail.Preheader)}}</span>{{Dropped(mail)}}</div>
        """;

    string Dropped(RenderedMail mail)
    {
        var found = flaws.Of(mail);
        return found.IsEmpty ? "" : $"<details><summary>{WebUtility.HtmlEncode(flaws.Count(found))}</summary><ul>{string.Concat(found.Select(flaw => $"<li>{WebUtility.HtmlEncode(flaw.Text)} <code>{WebUtility.HtmlEncode(flaw.Found)}</code></li>"))}</ul></details>";
    }
}
