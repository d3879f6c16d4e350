using System.Security.Cryptography;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Accounts;

/// <summary>
/// Opens the portal of every account that never had one, however the account came here: without it nobody could be invited, and links in
/// mails would lead nowhere. A portal that was archived stays so.
/// </summary>
public sealed class PortalDrain(PortalBook portals, AccountBook accounts, FactShelf facts, DefinitionShelf definitions) : Drain("open-portals", "accounts", "settings", "definitions")
{
    const int Batch = 200, LongestName = 40;

    protected override async Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop)
    {
        var choices = PortalChoices.Of(await SettingsDocument.InForce(definitions));
        var opened = 0;
        if (choices.InOrder.IsEmpty) return DrainRun.Nothing;
        for (var after = Guid.Empty; !stop.IsCancellationRequested;)
        {
            var missing = await portals.Missing(after, Batch);
            foreach (var account in missing)
                if (await Open(account, choices, now)) opened++;
            if (missing.Count < Batch) break;
            after = missing[^1];
        }
        return new(opened, null);
    }

    async Task<bool> Open(Guid id, PortalChoices choices, DateTimeOffset now)
    {
        if ((await accounts.Find(id))?.Value is not { } account || await facts.Load(id, null, now) is not { } history) return false;
        if (choices.For(Facts.Of(history), now) is not { } key || await definitions.Find("blueprint", key) is not { Published: { } version }) return false;
        // The account's own id: of two workers that open it at once only one can.
        return await portals.Put(new Portal(id, id, Slug(account.ExternalId), account.Name, IsDefault: true, key, version, "{}", null, "verified", [], [], now)) is not null;
    }

    /// <summary>Readable, and with an end that cannot be guessed: whose portals there are is nobody's business.</summary>
    static string Slug(string externalId)
    {
        var letters = externalId.ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-').Take(LongestName);
        var name = string.Join('-', new string([.. letters]).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return $"{(name.Length == 0 ? "portal" : name)}-{RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 8)}";
    }
}
