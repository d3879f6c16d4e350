using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Accounts;

/// <summary>How many of whom.</summary>
/// <param name="Days">Days before now on which they came to the portal and read.</param>
/// <param name="Seed">The same seed reads the same on the same days.</param>
public sealed record CrowdSize(int Accounts, int ContactsPerAccount, int Days, long Seed);

/// <summary>What was made.</summary>
public sealed record CrowdMade(int Accounts, int Contacts, long Signals);

/// <summary>
/// Invented customers to measure with: crowd-1, crowd-2 … with contacts c1-1, c1-2 … and a portal each. What would follow from them,
/// enrollments and mail, is left to the drains. Those that are there already are left as they are.
/// </summary>
public sealed class Crowd(AccountBook accounts, ContactBook contacts, RecipeShelves shelves, SignalLog log)
{
    const string Source = "seed";
    // Written at once, so that many share one commit.
    const int Together = 250;
    static readonly string[] Roles = ["organizer", "champion", "sponsor", "member"];
    static readonly (string Country, string Zone, string Locale)[] Places = [("JP", "Asia/Tokyo", "ja"), ("JP", "Asia/Tokyo", "ja"), ("DE", "Europe/Berlin", "en"), ("US", "America/New_York", "en")];

    public async Task<CrowdMade> Make(CrowdSize size, DateTimeOffset now)
    {
        if (await shelves.Definitions.Find("blueprint", "tech-touch") is not { Published: { } blueprint }) throw new InvalidOperationException("There is no blueprint tech-touch for the portals: apply the recipe saas-onboarding first.");
        var since = now.AddDays(-size.Days);
        var made = new CrowdMade(0, 0, 0);
        foreach (var numbers in Enumerable.Range(1, size.Accounts).Chunk(Together))
        {
            var known = await accounts.Ids([.. numbers.Select(Name)]);
            var fresh = numbers.Where(n => !known.ContainsKey(Name(n))).Select(n => AccountOf(n, since)).ToList();
            await Task.WhenAll(fresh.Select(one => accounts.Put(one.Account, Edit.Now(since, Source))));
            var people = fresh.SelectMany(one => Enumerable.Range(1, size.ContactsPerAccount).Select(m => PersonOf(one, m, since))).ToList();
            await Task.WhenAll(people.Select(person => contacts.Put(person.Contact, since)));
            await Task.WhenAll(people.Select(person => contacts.Put(person.Membership, Edit.Now(since, Source))));
            await Task.WhenAll(fresh.Select(one => shelves.Portals.Put(new Portal(Guid.CreateVersion7(since), one.Account.Id, Name(one.Number), one.Account.Name, IsDefault: true, "tech-touch", blueprint, "{}", null, "verified", [], [], since))));
            var signals = await Read(people, size, since);
            made = new(made.Accounts + fresh.Count, made.Contacts + people.Count, made.Signals + signals);
        }
        return made;
    }

    static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"crowd-{number}");

    static Numbered AccountOf(int n, DateTimeOffset since)
    {
        var (country, zone, locale) = Places[n % Places.Length];
        return new(n, new Account(
            Guid.CreateVersion7(since), Name(n), string.Create(CultureInfo.InvariantCulture, $"Crowd & Sons {n}"), null, "business", "onboarding", "tech", null, country, zone, locale, null, since,
            ImmutableSortedDictionary<string, AttributeValue>.Empty.Add("seats", new AttributeValue.Number(n % 500))));
    }

    static Person PersonOf(Numbered account, int m, DateTimeOffset since)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"c{account.Number}-{m}");
        var address = $"{id}@crowd.example";
        var contact = new Contact(Guid.CreateVersion7(since), ContactBook.Normalised(address), address, "佐藤", "Hana", "さとう はな", null, null, account.Account.Locale, null);
        return new(id, contact, new Membership(Guid.CreateVersion7(since), account.Account.Id, contact.Id, id, [Roles[(m - 1) % Roles.Length]], null, null, m == 1, since, null));
    }

    /// <summary>What they did: every third comes on a day and looks at a guide.</summary>
    async Task<long> Read(List<Person> people, CrowdSize size, DateTimeOffset since)
    {
        var dice = new Dice((ulong)size.Seed);
        long appended = 0;
        for (var day = 0; day < size.Days; day++)
        {
            var signals = new List<Signal>();
            foreach (var person in people)
            {
                var own = dice.For(string.Create(CultureInfo.InvariantCulture, $"{person.Id} on {day}"));
                if (!own.Happens(1 / 3.0)) continue;
                var at = SignalTime.Cut(since.AddDays(day).AddMinutes(own.Between(1, 1439)));
                signals.Add(SignalOf(person, "portal.visited", at, "portal:crowd"));
                signals.Add(SignalOf(person, "guide.viewed", at.AddMinutes(1), string.Create(CultureInfo.InvariantCulture, $"guide:seeded-{own.Between(1, 20)}")));
            }
            appended += (await log.Append(signals)).Accepted;
        }
        return appended;
    }

    static Signal SignalOf(Person person, string kind, DateTimeOffset at, string subject)
    {
        var id = $"{Source}/{person.Id}/{kind}/{at.ToUnixTimeMilliseconds()}";
        return new(SignalKey.Of(at, id), id, kind, at, at, at, person.Membership.AccountId, person.Membership.Id, Subject: subject, Source: Source);
    }

    sealed record Numbered(int Number, Account Account);

    sealed record Person(string Id, Contact Contact, Membership Membership);
}
