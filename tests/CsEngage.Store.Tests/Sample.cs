using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Accounts;

namespace CsEngage.Store.Tests;

/// <summary>An account with people, for tests that need somebody.</summary>
static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public static Account Account(string name = "Hakaria") => new(
        Guid.CreateVersion7(), name.ToLowerInvariant(), name, null, "pro", "onboarding", "tech", null, "JP", "Asia/Tokyo", "ja", null, Now,
        ImmutableSortedDictionary<string, AttributeValue>.Empty.Add("plan", new AttributeValue.Text("pro")).Add("seats", new AttributeValue.Number(12.5m)));

    public static Contact Contact(string address = "hana@example.com") => new(Guid.CreateVersion7(), ContactBook.Normalised(address), address, "佐藤", "花", "さとう はな", null, null, "ja", null);

    public static Membership Membership(Guid account, Guid contact, params string[] roles) =>
        new(Guid.CreateVersion7(), account, contact, "u-" + Guid.NewGuid().ToString("N"), [.. roles], "Lead", null, true, Now, null);

    public static async Task<(Account Account, Contact Contact, Membership Membership)> Put(Database database, string name = "Hakaria", params string[] roles)
    {
        var account = Account(name);
        var contact = Contact($"hana@{name.ToLowerInvariant()}.example");
        var membership = Membership(account.Id, contact.Id, roles);
        await new AccountBook(database).Put(account, Edit.Now(Now, "system"));
        var people = new ContactBook(database);
        await people.Put(contact, Now);
        await people.Put(membership, Edit.Now(Now, "system"));
        return (account, contact, membership);
    }
}
