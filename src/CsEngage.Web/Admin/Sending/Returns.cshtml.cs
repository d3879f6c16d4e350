using System.Text.RegularExpressions;
using CsEngage.Engine;
using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Mail.Hooks;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

// The page of captured mail is a namespace beside this one.
using Mailbox = CsEngage.Mail.Mailbox;

/// <summary>By which ways reports and answers come back to us.</summary>
public sealed partial class ReturnsModel(SendingBook sending, EngineOptions options, TimeProvider clock, IStringLocalizer<Words> words) : SendingPage(clock, words)
{
    public ReturnRoutes Routes { get; private set; } = new();

    /// <summary>Shown once, right after it was made.</summary>
    public string? NewKey { get; private set; }

    internal string Address(string path) => new Uri(options.BaseUrl, path).AbsoluteUri;

    /// <summary>There is a key that works: another one is made only when that is said twice.</summary>
    public bool AsksForKey { get; private set; }

    /// <summary>What stands in the fields: what is saved, or what was typed and is not kept yet.</summary>
    public ReturnsForm Form { get; private set; } = ReturnsForm.Of(new());

    public async Task OnGet()
    {
        Routes = (await sending.Routes()).Value;
        Form = ReturnsForm.Of(Routes);
    }

    public async Task<IActionResult> OnPostSave(ReturnsForm form)
    {
        (Routes, Form) = ((await sending.Routes()).Value, form);
        var domain = form.BounceDomain?.Trim().ToLowerInvariant() ?? "";
        if (domain.Length > 0 && Mailbox.TryParse("x@" + domain) is null) return Refuse("BounceDomain", Says["This is not a domain."]);
        var folder = form.Maildir?.Trim() ?? "";
        if (folder.Length > 0 && !(Path.IsPathFullyQualified(folder) && Directory.Exists(folder))) return Refuse("Maildir", Says["There is no such folder on this machine."]);
        string[] topics = (form.SesTopics ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(topics, topic => !Topic().IsMatch(topic)) is { } wrong) return Refuse("SesTopics", Says["“{0}” is not the ARN of an SNS topic. One looks like this: {1}", wrong, "arn:aws:sns:ap-northeast-1:123456789012:name"]);
        var sendGrid = form.SendGridKey?.Trim() ?? "";
        if (sendGrid.Length > 0 && !SendGridHook.IsKey(sendGrid)) return Refuse("SendGridKey", Says["This is not the verification key. SendGrid shows it when the signed event webhook is switched on: one line of base64 that begins with MF (a public key), not an API key."]);
        if (form.PostmarkPassword is { Length: > 0 and < 8 }) return Refuse("PostmarkPassword", Says["The password needs 8 characters or more."]);
        await sending.Save<ReturnRoutes>(ReturnRoutes.Key, routes => routes with
        {
            BounceDomain = domain, Maildir = folder, SesTopics = [.. topics], SendGridKey = sendGrid,
            MailgunKey = form.MailgunKey is { Length: > 0 } mailgun ? sending.Sealed(mailgun.Trim()) : routes.MailgunKey, PostmarkUser = form.PostmarkUser?.Trim() ?? "",
            PostmarkPassword = form.PostmarkPassword is { Length: > 0 } postmark ? sending.Sealed(postmark) : routes.PostmarkPassword,
        }, Actor, Now);
        return Said(Says["Kept."]);
    }

    public async Task<IActionResult> OnPostNewKey(ReturnsForm form, bool sure)
    {
        (Routes, Form) = ((await sending.Routes()).Value, form);
        if (Routes.RawKey.Length > 0 && !sure)
        {
            AsksForKey = true;
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }
        var made = Secret.New().Text;
        await sending.Save<ReturnRoutes>(ReturnRoutes.Key, routes => routes with { RawKey = sending.Sealed(made) }, Actor, Now);
        (Routes, NewKey) = ((await sending.Routes()).Value, made);
        return Page();
    }

    public async Task OnPostKeepKey(ReturnsForm form) => (Routes, Form) = ((await sending.Routes()).Value, form);

    [GeneratedRegex(@"\Aarn:aws(?:-[a-z]+)*:sns:[a-z]{2}[a-z0-9-]*:[0-9]{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Topic();
}

/// <summary>What the form sends, as typed.</summary>
public sealed record ReturnsForm(string? BounceDomain, string? Maildir, string? SesTopics, string? SendGridKey, string? MailgunKey, string? PostmarkUser, string? PostmarkPassword)
{
    /// <summary>The form of what is saved; secrets stay where they are.</summary>
    internal static ReturnsForm Of(ReturnRoutes routes) => new(routes.BounceDomain, routes.Maildir, string.Join("\n", routes.SesTopics), routes.SendGridKey, null, routes.PostmarkUser, null);
}
