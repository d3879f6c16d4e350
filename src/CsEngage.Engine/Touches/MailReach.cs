using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Touches;

/// <summary>What keeps our mail from a person, before any single one is decided about.</summary>
/// <param name="Suppression">Why nothing is written to the address; null when nothing stands against it.</param>
/// <param name="LeftAll">Since when the person wants none of our mails.</param>
/// <param name="Left">Keys of topics that the person has left.</param>
/// <param name="Again">Keys of topics that the person chose again after leaving all.</param>
public sealed record MailReach(Suppression? Suppression, DateTimeOffset? LeftAll, ImmutableArray<string> Left, ImmutableArray<string> Again)
{
    /// <summary>Of these people, who does not get everything; the others are left out.</summary>
    public static async Task<ImmutableDictionary<Guid, MailReach>> Of(Guid account, IEnumerable<Member> members, SuppressionList suppressions, ConsentLedger consents, EngineSecrets secrets)
    {
        var hashes = new Dictionary<Guid, byte[]>();
        foreach (var contact in members.Select(member => member.Contact).Where(contact => contact.Address is not null)) hashes[contact.Id] = await secrets.HashOf(contact.Address!);
        var (standing, acts) = (await suppressions.Of([.. hashes.Values]), (await consents.At(account)).ToLookup(one => one.ContactId, one => one.Subscription));
        var reach = ImmutableDictionary.CreateBuilder<Guid, MailReach>();
        foreach (var contact in members.Select(member => member.Contact.Id).Distinct())
        {
            var suppression = hashes.TryGetValue(contact, out var hash) ? standing.GetValueOrDefault(Convert.ToHexString(hash)) : null;
            var mail = acts[contact].Where(act => act.Channel == "mail").ToList();
            var all = mail.Find(act => act.Topic == TouchRecipients.AllTopics && !act.Given);
            // Whoever left everything and chose one topic again gets that topic; the rest stays left.
            var left = mail.Where(act => act.Topic != TouchRecipients.AllTopics && !act.Given).Select(act => act.Topic).ToImmutableArray();
            if (suppression is not null || all is not null || !left.IsEmpty) reach[contact] = new(suppression, all?.At, all is null ? left : [], [.. mail.Where(act => act.Given && act.At > all?.At && act.Topic != TouchRecipients.AllTopics).Select(act => act.Topic)]);
        }
        return reach.ToImmutable();
    }
}
