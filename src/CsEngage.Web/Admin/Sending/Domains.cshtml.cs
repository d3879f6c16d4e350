using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Mail.Dkim;
using CsEngage.Mail.Sending;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

// The page of captured mail is a namespace beside this one.
using Mailbox = CsEngage.Mail.Mailbox;

/// <summary>A signing key as the page shows it.</summary>
public sealed record ShownKey(StoredDkimKey Stored, DkimKey Key, bool IsSigning)
{
    public string Id => $"{Key.Selector}-{Key.Domain}".Replace('.', '-');
}

/// <summary>Signing keys with their records to copy, and what DNS says of a sending domain.</summary>
public sealed class DomainsModel(SendingBook sending, Sender sender, DomainCheck checker, TimeProvider clock, IStringLocalizer<Words> words) : SendingPage(clock, words)
{
    public ImmutableArray<ShownKey> Keys { get; private set; } = [];

    public ImmutableArray<Finding> Findings { get; private set; } = [];

    /// <summary>The key that was told to sign though its record was not found, and what DNS said; it signs when that is confirmed.</summary>
    public (string Id, Finding Found, bool Tomorrow)? Doubt { get; private set; }

    public string Domain { get; private set; } = "";

    public string Servers { get; private set; } = "";

    public DateTimeOffset Seen { get; private set; }

    public string NextSelector => string.Create(CultureInfo.InvariantCulture, $"s{Enumerable.Range(1, 1000).First(n => !Keys.Any(key => key.Key.Selector == $"s{n}"))}");

    public async Task<IActionResult> OnGet(string? domain, string? servers, bool check)
    {
        await Fill(domain);
        if (!check) return Page();
        Servers = servers?.Trim() ?? "";
        var addresses = ImmutableArray.CreateBuilder<IPAddress>();
        foreach (var part in Servers.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IPAddress.TryParse(part, out var address)) return Refuse("servers", Says["“{0}” is not an address such as 192.0.2.10.", part]);
            addresses.Add(address);
        }
        if (Mailbox.TryParse("x@" + Domain) is not { } box) return Refuse("domain", Says["This is not a domain."]);
        var bounces = (await sending.Routes()).Value.BounceDomain is { Length: > 0 } own ? own : box.AsciiDomain;
        Findings = await checker.Check(box.AsciiDomain, bounces, [.. Keys.Where(key => box.AsciiDomain == key.Key.Domain || box.AsciiDomain.EndsWith("." + key.Key.Domain, StringComparison.Ordinal)).Select(key => key.Key)], addresses.ToImmutable(), HttpContext.RequestAborted);
        return Page();
    }

    public async Task<IActionResult> OnPostMake(string domain, string selector)
    {
        await Fill(domain);
        StoredDkimKey made;
        try
        {
            made = sending.NewKey(domain?.Trim() ?? "", selector?.Trim() ?? "", Now);
        }
        catch (FormatException)
        {
            return Refuse("newDomain", Says["Domain and selector are names such as example.com and s1."]);
        }
        if (Keys.Any(key => key.Key.Domain == made.Domain && key.Key.Selector == made.Selector)) return Refuse("newSelector", Says["There is a key of this name already; choose another selector."]);
        await sending.Save<StoredDkimKeys>(StoredDkimKeys.Key, keys => keys with { Keys = keys.Keys.Add(made) }, Actor, Now);
        return Said(Says["The key is made. Publish its record, then let it sign."]);
    }

    public async Task<IActionResult> OnPostSign(string domain, string selector, bool tomorrow, bool sure)
    {
        await Fill(domain);
        if (Keys.FirstOrDefault(one => one.Key.Domain == domain && one.Key.Selector == selector) is not { } key) return NotFound();
        if (!sure && await checker.Key(key.Key, HttpContext.RequestAborted) is { State: FindingState.Bad or FindingState.Unknown } found)
        {
            Doubt = (key.Id, found, tomorrow);
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }
        var from = tomorrow ? Now.AddDays(1) : Now;
        await sending.Save<StoredDkimKeys>(StoredDkimKeys.Key, keys => keys with { Keys = [.. keys.Keys.Select(key => key.Domain == domain && key.Selector == selector ? key with { SignsFrom = from } : key)] }, Actor, Now);
        return Said(tomorrow ? Says["It signs from tomorrow on."] : Says["It signs from now on."]);
    }

    public async Task<IActionResult> OnPostRemove(string domain, string selector)
    {
        await sending.Save<StoredDkimKeys>(StoredDkimKeys.Key, keys => keys with { Keys = keys.Keys.RemoveAll(key => key.Domain == domain && key.Selector == selector) }, Actor, Now);
        return Said(Says["The key is removed. Leave its record for two weeks."]);
    }

    internal string Title(Finding finding)
    {
        var subject = finding.Subject switch { "spf" => "SPF", "dkim" => "DKIM", "dmarc" => "DMARC", "bounces" => Says["Way back for reports (MX)"].Value, _ => Says["Reverse name of the server"].Value };
        return finding.State switch
        {
            FindingState.Good => Says["{0}: good", subject],
            FindingState.Advice => Says["{0}: works, could be better", subject],
            FindingState.Bad => Says["{0}: wrong", subject],
            _ => Says["{0}: DNS could not be asked", subject],
        };
    }

    async Task Fill(string? domain)
    {
        Seen = Now;
        var stored = (await sending.Keys()).Value.Keys;
        var parsed = stored.Select(key => (Stored: key, Key: sending.Parse(key))).ToList();
        var ring = new DkimKeyRing([.. parsed.Where(key => key.Stored.SignsFrom is not null).Select(key => new DkimTerm(key.Key, key.Stored.SignsFrom!.Value))]);
        Keys = [.. parsed.OrderByDescending(key => key.Stored.MadeAt).Select(key => new ShownKey(key.Stored, key.Key, ring.For(new Mailbox("x@" + key.Key.Domain), Seen) == key.Key))];
        Domain = string.IsNullOrWhiteSpace(domain) ? (await sender.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)).AsciiDomain : domain.Trim().ToLowerInvariant();
    }
}
