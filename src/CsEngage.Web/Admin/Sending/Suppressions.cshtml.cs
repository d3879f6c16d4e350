using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsEngage.Core;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Mail;
using CsEngage.Store.Accounts;
using CsEngage.Store.Touches;
using CsEngage.Web.Desk;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

// The page of captured mail is a namespace beside this one.
using Mailbox = CsEngage.Mail.Mailbox;

/// <summary>Whom we must not write to and why: search, add, remove, import, export.</summary>
public sealed class SuppressionsModel(SuppressionList list, Deliverability deliverability, EngineSecrets secrets, TimeProvider clock, IStringLocalizer<Words> words) : SendingPage(clock, words)
{
    internal const int Most = 200;
    const int MostExported = 1_000_000, MostImported = 200_000;
    const long LargestFile = 20 * 1024 * 1024;

    IReadOnlyDictionary<SuppressionReason, long> counts = ImmutableDictionary<SuppressionReason, long>.Empty;

    [FromQuery] public string? Q { get; set; }

    [FromQuery] public SuppressionReason? Reason { get; set; }

    public string? Address { get; private set; }

    public SuppressionReason Why { get; private set; }

    public ImmutableArray<SuppressionLine> Lines { get; private set; } = [];

    public long Total => counts.Values.Sum();

    public long Count(SuppressionReason reason) => counts.GetValueOrDefault(reason);

    public Task OnGet() => Fill();

    public async Task<IActionResult> OnGetExport()
    {
        var rows = (await list.All(MostExported)).Select(line => (IEnumerable<string?>)[line.Address ?? "hash:" + Convert.ToHexStringLower(line.AddressHash.AsSpan()), line.Reason.ToString(), line.Source, line.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)]);
        return File(CsvText.Of(["address", "reason", "source", "since"], rows), "text/csv; charset=utf-8", $"suppressions-{Now.UtcDateTime:yyyy-MM-dd}.csv");
    }

    public async Task<IActionResult> OnPostAdd(string? address, SuppressionReason why)
    {
        (Address, Why) = (address, why);
        if (Mailbox.TryParse(address?.Trim()) is not { } box)
        {
            await Fill();
            return Refuse("address", Says["Enter an address such as hana@example.com."]);
        }
        return Said(await deliverability.Suppress(box.Address, why, Actor, Now) ? Says["{0} is not written to any more.", box.Address] : Says["{0} was on the list already.", box.Address]);
    }

    public async Task<IActionResult> OnPostLift(Guid id)
    {
        // Who left comes back only by the person's own act.
        var line = (await list.All(MostExported)).FirstOrDefault(one => one.Id == id);
        if (line is null) return Said(Says["It was off the list already."]);
        if (line.Reason == SuppressionReason.Unsubscribed) return Said(Says["Who wants no mail comes back only by their own act."]);
        await list.Lift(id, Actor, Now);
        return Said(Says["Removed: this address is written to again."]);
    }

    public async Task<IActionResult> OnPostImport(IFormFile? file, SuppressionReason? unsaid)
    {
        if (file is { Length: 0 })
        {
            await Fill();
            return Refuse("file", Says["This file is empty."]);
        }
        if (file is null || file.Length > LargestFile)
        {
            await Fill();
            return Refuse("file", Says["Choose a file of at most 20 MB."]);
        }
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        var given = await SuppressionFile.Read(reader, MostImported, unsaid, Says);
        if (!given.Faults.IsEmpty)
        {
            await Fill();
            foreach (var fault in given.Faults) ModelState.AddModelError("file", fault);
            return Refuse("file", Says["Nothing was taken of this file. Mend it and choose it again."]);
        }
        if (given.Unsaid)
        {
            await Fill();
            return Refuse("unsaid", Says["This file has lines that name no reason: choose one for them, and the file again."]);
        }
        var lines = new List<SuppressionLine>();
        foreach (var (address, hash, reason) in given.Entries)
            lines.Add(new(Guid.CreateVersion7(Now), address is null ? hash : [.. await secrets.HashOf(address.Address)], reason, "import", Now, null, null, address is null ? null : ContactBook.Normalised(address.Address)));
        var added = await list.Add(lines, Actor, Now);
        var said = Says["{0} added, {1} were on the list already.", added, lines.Count - added].Value;
        return Said(given.Alive == 0 ? said : said + " " + Says["{0} left out: what their servers said (mailbox full, blocked, try later …) does not mean that the address is dead.", given.Alive]);
    }

    /// <summary>Said before it is done, for nobody here can take it back.</summary>
    internal string OnlyThePerson => Says["“{0}” cannot be removed by anybody here: only the person can take it back.", Say(SuppressionReason.Unsubscribed)];

    internal string Say(SuppressionReason reason) => reason switch
    {
        SuppressionReason.HardBounce => Says["The address bounced for good"],
        SuppressionReason.Complaint => Says["The person complained"],
        _ => Says["The person wants no mail"],
    };

    internal string Source(string source) => source switch
    {
        "import" => Says["Import"],
        SuppressionList.ThePerson => Says["the person"],
        _ when source.StartsWith("staff:", StringComparison.Ordinal) => Says["by hand"],
        _ when source.StartsWith("touch:", StringComparison.Ordinal) => Says["a touch: {0}", source[6..]],
        _ => source,
    };

    async Task Fill()
    {
        var part = string.IsNullOrWhiteSpace(Q) ? null : ContactBook.Normalised(Q);
        Lines = await list.All(Most, part, part is null ? null : await secrets.HashOf(part), Reason);
        counts = await list.Counts();
    }
}
