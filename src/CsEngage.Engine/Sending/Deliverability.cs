using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Mail;
using CsEngage.Mail.Reports;
using CsEngage.Store.Plays;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Sending;

/// <summary>What a refusal, a report or a complaint does to an address and to us.</summary>
public sealed class Deliverability(SuppressionList suppressions, SendingSwitches switches, TouchBook touches, NoticeBook notices, EngineSecrets secrets)
{
    /// <summary>Keeps a bounce and draws its consequence. Told twice, it counts once.</summary>
    /// <param name="address">Whose.</param>
    /// <param name="contactId">The person, if known: deliveries between bounces are counted for it.</param>
    /// <param name="source">What told us: touch:{id}, ses …</param>
    public async Task Bounced(string address, Guid? contactId, BounceReason reason, EnhancedStatus? status, string words, string source, DateTimeOffset now)
    {
        var effect = reason.Effect();
        if (effect == BounceEffect.None) return;
        var hash = await secrets.HashOf(address);
        var report = new BounceReport(Told(effect, status), now);
        var earlier = await suppressions.Bounced(Once(source, hash), hash, report, source);
        switch (Bounces.Of(report, [.. earlier.Where(bounce => bounce.At < now)], contactId is { } id ? await touches.LastDelivered(id) : null))
        {
            case BounceConsequence.Suppress: await Suppress(address, SuppressionReason.HardBounce, source, now); break;
            case BounceConsequence.PauseUs: await Distrusted(address, report, words, source, now); break;
            default: break;
        }
    }

    public async Task<bool> Suppress(string address, SuppressionReason reason, string source, DateTimeOffset now) =>
        await suppressions.Add(new SuppressionLine(Guid.CreateVersion7(now), [.. await secrets.HashOf(address)], reason, source, now, null, null, Store.Accounts.ContactBook.Normalised(address)));

    /// <summary>Whether an address bounced for good. Of all reasons only this one stops answers to one's own request too, such as links to sign in.</summary>
    public async Task<bool> IsDead(string address) => await suppressions.Of(await secrets.HashOf(address)) is { Reason: SuppressionReason.HardBounce };

    /// <summary>Those of many addresses that bounced for good.</summary>
    public async Task<ImmutableHashSet<string>> Dead(IEnumerable<string> addresses)
    {
        var hashes = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in addresses) hashes[address] = await secrets.HashOf(address);
        var known = await suppressions.Of(hashes.Values);
        return [.. hashes.Where(pair => known.GetValueOrDefault(Convert.ToHexString(pair.Value)) is { Reason: SuppressionReason.HardBounce }).Select(pair => pair.Key)];
    }

    /// <summary>The receiving domain of an address, as rates and switches name it.</summary>
    public static string? DomainOf(string? address) => address?.LastIndexOf('@') is { } at and > 0 ? address[(at + 1)..].ToLowerInvariant() : null;

    // They do not trust us: writing on makes it worse, and the person is not to blame. One refusal alone may be about its message or its reader's rules.
    async Task Distrusted(string address, BounceReport report, string words, string source, DateTimeOffset now)
    {
        if (DomainOf(address) is not { } domain) return;
        var hash = await secrets.HashOf("@" + domain);
        var refused = await suppressions.Refused(Once($"{source} {address}", hash), hash, report, source, report.At - Distrust.Window);
        if (!Distrust.Pauses(refused) || !await switches.Stop(new SendingStop($"domain:{domain}", words.Length > 300 ? words[..300] : words, IsByItself: true, "system", now))) return;
        await suppressions.Forgive(hash);
        await notices.Add(new Notice($"domain-stopped/{domain}/{now.ToUnixTimeMilliseconds()}", null, null, "sending", "desk", new LocalizedText(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("en", $"{domain} does not trust our mail. Sending to it has paused itself until somebody looks.")
            .Add("ja", $"{domain} が当社のメールを信頼していないため、送信を自動的に停止しました。ご確認ください。")), "/admin/sending", now));
    }

    // What the words say weighs more than the number: it is kept as the number that says the same, which Core's rule reads.
    static string Told(BounceEffect effect, EnhancedStatus? status) => effect switch
    {
        BounceEffect.Suppress => status is { Class: 5, Subject: 1, Detail: not (7 or 8) } exact ? exact.ToString() : "5.1.0",
        BounceEffect.PauseUs => status is { Subject: 7 } exact ? exact.ToString() : "5.7.0",
        _ => status is { Subject: not (1 or 7) } exact ? exact.ToString() : "5.0.0",
    };

    static Guid Once(string source, byte[] hash) => new(SHA256.HashData([.. Encoding.UTF8.GetBytes(source), .. hash]).AsSpan(0, 16));
}
