using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine;
using CsEngage.Engine.Sending;
using CsEngage.Store.Accounts;
using CsEngage.Store.Touches;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

/// <summary>Where mail goes, what became of it, what is stopped and what nobody knows of.</summary>
public sealed class IndexModel(SendingBook sending, Sender sender, SendingSwitches switches, TouchBook touches, ContactBook contacts, AccountBook accounts, EngineOptions options, TimeProvider clock, IStringLocalizer<Words> words) : SendingPage(clock, words)
{
    internal static readonly ImmutableArray<TouchState> Shown =
        [TouchState.Sent, TouchState.Delivered, TouchState.Bounced, TouchState.Complained, TouchState.Failed, TouchState.Ambiguous, TouchState.Pending, TouchState.Held, TouchState.Skipped];

    IReadOnlyDictionary<TouchState, long> counts = ImmutableDictionary<TouchState, long>.Empty;

    public SendingServer Server { get; private set; } = new();

    public Mail.Mailbox From { get; private set; } = new("success@localhost");

    public bool IsFixed => sending.IsFixed;

    /// <summary>Mail programs leave with one click only over https (RFC 8058 §3.1), so that header is missing.</summary>
    public bool LacksOneClick => options.BaseUrl.Scheme != Uri.UriSchemeHttps;

    public Uri Base => options.BaseUrl;

    public ImmutableArray<SendingStop> Stops { get; private set; } = [];

    /// <summary>What nobody knows of, with whom it was for: that is what the log of a mail server is searched for.</summary>
    public ImmutableArray<(TouchLine Line, Contact? To, string? Account)> Ambiguous { get; private set; } = [];

    public IReadOnlyList<(string Domain, long Sent, long Bounced, long Complained)> Domains { get; private set; } = [];

    /// <summary>Kept in the mailbox instead of sent, for there was no server.</summary>
    public long Captured { get; private set; }

    public long Count(TouchState state) => counts.GetValueOrDefault(state) - (state == TouchState.Sent ? Captured : 0);

    /// <summary>What no server takes now, and the first to be tried again of it.</summary>
    public (long Count, ImmutableArray<TouchLine> First) PutOff { get; private set; }

    public async Task OnGet()
    {
        (Server, Stops) = (await sending.Server(), await switches.Stops());
        foreach (var line in await touches.Ambiguous(20))
            Ambiguous = Ambiguous.Add((line, line.ContactId is { } to ? (await contacts.Find(to))?.Value : null, (await accounts.Find(line.Touch.AccountId))?.Value.Name));
        PutOff = await touches.PutOff(5);
        From = await sender.In(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        (counts, Captured, Domains) = (await touches.Counts(), await touches.Captured(), await touches.ByDomain(Now.AddDays(-7)));
    }

    public async Task<IActionResult> OnPostStop(string why)
    {
        await switches.Stop(new SendingStop(SendingSwitches.Everything, string.IsNullOrWhiteSpace(why) ? "—" : why.Trim(), IsByItself: false, Actor, Now));
        return Said(Says["All sending is stopped."]);
    }

    public async Task<IActionResult> OnPostResume(string scope)
    {
        if (await switches.Resume(scope, Actor, Now)) await touches.LookAgain(null, Now);
        return Said(Says["It goes on."]);
    }

    public async Task<IActionResult> OnPostTryNow()
    {
        var count = await touches.TryNow(Now);
        return Said(Says["Tried again now: {0}.", count]);
    }

    public async Task<IActionResult> OnPostWasSent(Guid account, string id)
    {
        await touches.Report(account, id, TouchEvent.Accept, null, Actor, Now);
        return Said(Says["Marked as sent."]);
    }
}
