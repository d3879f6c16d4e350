using CsEngage.Engine;
using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

// The page of captured mail is a namespace beside this one.
using Mailbox = CsEngage.Mail.Mailbox;

/// <summary>By which ways reports and answers come back to us.</summary>
public sealed class ReturnsModel(SendingBook sending, EngineOptions options, TimeProvider clock, IStringLocalizer<Words> words) : SendingPage(clock, words)
{
    public ReturnRoutes Routes { get; private set; } = new();

    /// <summary>Shown once, right after it was made.</summary>
    public string? NewKey { get; private set; }

    internal string Address(string path) => new Uri(options.BaseUrl, path).AbsoluteUri;

    public async Task OnGet() => Routes = (await sending.Routes()).Value;

    public async Task<IActionResult> OnPostSave(ReturnsForm form)
    {
        Routes = (await sending.Routes()).Value;
        var domain = form.BounceDomain?.Trim().ToLowerInvariant() ?? "";
        if (domain.Length > 0 && Mailbox.TryParse("x@" + domain) is null) return Refuse("BounceDomain", Says["This is not a domain."]);
        var folder = form.Maildir?.Trim() ?? "";
        if (folder.Length > 0 && !(Path.IsPathFullyQualified(folder) && Directory.Exists(folder))) return Refuse("Maildir", Says["There is no such folder on this machine."]);
        if (form.PostmarkPassword is { Length: > 0 and < 8 }) return Refuse("PostmarkPassword", Says["The password needs 8 characters or more."]);
        await sending.Save<ReturnRoutes>(ReturnRoutes.Key, routes => routes with
        {
            BounceDomain = domain, Maildir = folder, SesTopics = [.. (form.SesTopics ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)], SendGridKey = form.SendGridKey?.Trim() ?? "",
            MailgunKey = form.MailgunKey is { Length: > 0 } mailgun ? sending.Sealed(mailgun.Trim()) : routes.MailgunKey, PostmarkUser = form.PostmarkUser?.Trim() ?? "",
            PostmarkPassword = form.PostmarkPassword is { Length: > 0 } postmark ? sending.Sealed(postmark) : routes.PostmarkPassword,
        }, Actor, Now);
        return Said(Says["Kept."]);
    }

    public async Task<IActionResult> OnPostNewKey()
    {
        var made = Secret.New().Text;
        await sending.Save<ReturnRoutes>(ReturnRoutes.Key, routes => routes with { RawKey = sending.Sealed(made) }, Actor, Now);
        (Routes, NewKey) = ((await sending.Routes()).Value, made);
        return Page();
    }
}

/// <summary>What the form sends, as typed.</summary>
public sealed record ReturnsForm(string? BounceDomain, string? Maildir, string? SesTopics, string? SendGridKey, string? MailgunKey, string? PostmarkUser, string? PostmarkPassword);
