using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;

namespace CsEngage.Engine.Accounts;

/// <summary>
/// Decides what a table of contacts would do. A person is found by external id at the account, else by address; who has an address at another
/// account already is the same person. A field that the table does not have, or leaves empty, stays as it is.
/// </summary>
public sealed class ContactImport(ImportShelf shelf, DefinitionShelf definitions)
{
    public async Task<ImportPlan> Plan(byte[] table, DateTimeOffset now)
    {
        var read = CsvImport.Contacts(table);
        var accounts = await shelf.Accounts([.. read.Rows.Concat(read.Faulty).Select(row => row.Account).OfType<string>()]);
        var roles = await Roles();
        var members = await shelf.Members([.. accounts.Values.Select(account => account.Value.Id)]);
        var people = new Dictionary<string, Versioned<Contact>>(await shelf.People([.. read.Rows.Where(row => row.Address is not null).Select(row => ContactBook.Normalised(row.Address!))]), StringComparer.Ordinal);
        var byId = members.Where(member => member.Membership.Value.ExternalId is not null).ToDictionary(member => (member.Membership.Value.AccountId, member.Membership.Value.ExternalId!));
        var byPerson = members.GroupBy(member => (member.Membership.Value.AccountId, member.Contact.Value.Id)).ToDictionary(group => group.Key, group => group.OrderBy(member => member.Membership.Value.EndedAt is not null).First());

        var (lines, persons, memberships) = (new List<ImportLine>(), new Dictionary<Guid, Versioned<Contact>>(), new List<Versioned<Membership>>());
        foreach (var row in read.Rows)
        {
            var name = string.Join(' ', new[] { row.FamilyName, row.GivenName }.OfType<string>());
            var (account, old, person, problem) = Found(row, accounts, byId, byPerson, people);
            ImmutableArray<RowProblem> problems = [.. problem is null ? [] : (RowProblem[])[problem], .. Unknown(row, roles, old?.Value)];
            if (problems.Length > 0)
            {
                lines.Add(new ImportLine(row.Row, row.ExternalId ?? row.Address!, name, ImportMark.Problem, [], problems));
                continue;
            }
            // Somebody may stand in the table twice, once for each of two accounts.
            if (person is not null && persons.TryGetValue(person.Value.Id, out var decided)) person = decided;
            var contact = Contact(row, person?.Value, now);
            var membership = Membership(row, old?.Value, account!.Value.Id, contact.Id, now);
            ImmutableArray<ImportChange> changes = [.. person is null ? [] : Differences(person.Value, contact), .. old is null ? [] : Differences(old.Value, membership)];
            var mark = old is null ? ImportMark.New : changes.IsEmpty ? ImportMark.Unchanged : ImportMark.Changed;
            lines.Add(new ImportLine(row.Row, row.ExternalId ?? row.Address!, name.Length > 0 ? name : contact.FullName("ja") ?? "", mark, mark == ImportMark.New ? [] : changes, []));
            if (person is null || contact != person.Value) persons[contact.Id] = new(contact, person?.Version ?? 0);
            if (person is null && contact.Address is { } address) people[address] = new(contact, 0);
            if (old is null || !Differences(old.Value, membership).IsEmpty) memberships.Add(new(membership, old?.Version ?? 0));
        }
        // What else is wrong with a row is told with its first fault, so that one correction mends it.
        var more = from row in read.Faulty
                   from problem in (row.Account is { } id && !accounts.ContainsKey(id) ? [new RowProblem(row.Row, "account", RowSays.NoAccount, id)] : Array.Empty<RowProblem>())
                       .Concat(Unknown(row, roles, null).Where(unknown => !read.Problems.Any(told => told.Row == row.Row && told.Column == unknown.Column)))
                   select problem;
        return new ImportPlan(ImportLines.With(lines, read.Problems.AddRange(more), read.Others), new ImportBatch([], [.. persons.Values], memberships));
    }

    /// <summary>Keys of the roles; none while the settings name none, and then any will do.</summary>
    async Task<ImmutableArray<string>> Roles()
    {
        ImmutableArray<string> named = [.. SettingsDocument.Listed(await SettingsDocument.InForce(definitions), "roles").Select(one => one["key"]!.ToString())];
        return named.IsEmpty ? [] : [.. RuleWords.BuiltIn.Texts[TextKind.Role].Union(named, StringComparer.Ordinal)];
    }

    // What somebody is already they may stay, even if the settings have dropped it since.
    static IEnumerable<RowProblem> Unknown(ContactRow row, ImmutableArray<string> roles, Membership? old) =>
        roles.IsEmpty ? [] : row.Roles.Where(role => !roles.Contains(role) && old?.Roles.Contains(role) != true).Select(role => new RowProblem(row.Row, "roles", RowSays.NoRole, role, string.Join(", ", roles)));

    static (Versioned<Account>? Account, Versioned<Membership>? Old, Versioned<Contact>? Person, RowProblem? Problem) Found(
        ContactRow row, IReadOnlyDictionary<string, Versioned<Account>> accounts, Dictionary<(Guid, string), (Versioned<Membership> Membership, Versioned<Contact> Contact)> byId,
        Dictionary<(Guid, Guid), (Versioned<Membership> Membership, Versioned<Contact> Contact)> byPerson, Dictionary<string, Versioned<Contact>> people)
    {
        if (!accounts.TryGetValue(row.Account, out var account)) return (null, null, null, new(row.Row, "account", RowSays.NoAccount, row.Account));
        var withAddress = row.Address is null ? null : people.GetValueOrDefault(ContactBook.Normalised(row.Address));
        if (row.ExternalId is { } id && byId.TryGetValue((account.Value.Id, id), out var member))
        {
            return withAddress is not null && withAddress.Value.Id != member.Contact.Value.Id
                ? (account, null, null, new(row.Row, "email", RowSays.OtherPerson)) : (account, member.Membership, member.Contact, null);
        }
        if (withAddress is null || !byPerson.TryGetValue((account.Value.Id, withAddress.Value.Id), out var known)) return (account, null, withAddress, null);
        // The operator's id of a contact does not move to another one by an import.
        return row.ExternalId is not null && known.Membership.Value.ExternalId is { } theirs && theirs != row.ExternalId
            ? (account, null, null, new(row.Row, "email", RowSays.Somebody)) : (account, known.Membership, known.Contact, null);
    }

    static Contact Contact(ContactRow row, Contact? old, DateTimeOffset now)
    {
        var contact = old ?? new Contact(Guid.CreateVersion7(now), null, null, null, null, null, null, null, null, null);
        return contact with
        {
            Address = row.Address is null ? contact.Address : ContactBook.Normalised(row.Address),
            // The same address written otherwise is not a change.
            AddressAsTyped = row.Address is null || ContactBook.Normalised(row.Address) == contact.Address ? contact.AddressAsTyped ?? row.Address : row.Address,
            FamilyName = row.FamilyName ?? contact.FamilyName, GivenName = row.GivenName ?? contact.GivenName, Reading = row.Reading ?? contact.Reading, Locale = row.Locale ?? contact.Locale, Zone = row.Zone ?? contact.Zone,
        };
    }

    static Membership Membership(ContactRow row, Membership? old, Guid account, Guid person, DateTimeOffset now)
    {
        var membership = old ?? new Membership(Guid.CreateVersion7(now), account, person, row.ExternalId, [], null, null, false, now, null);
        return membership with
        {
            ExternalId = membership.ExternalId ?? row.ExternalId, Roles = row.Roles.IsEmpty ? membership.Roles : row.Roles, Title = row.Title ?? membership.Title, Department = row.Department ?? membership.Department,
            IsPrimary = row.IsPrimary ?? membership.IsPrimary, EndedAt = null,
        };
    }

    static ImmutableArray<ImportChange> Differences(Contact old, Contact now) => ImportLines.Differences(
        ("email", old.AddressAsTyped, now.AddressAsTyped), ("family_name", old.FamilyName, now.FamilyName), ("given_name", old.GivenName, now.GivenName), ("reading", old.Reading, now.Reading),
        ("locale", old.Locale, now.Locale), ("zone", old.Zone, now.Zone));

    static ImmutableArray<ImportChange> Differences(Membership old, Membership now) => ImportLines.Differences(
        ("external_id", old.ExternalId, now.ExternalId), ("roles", RoleList.Write(old.Roles), RoleList.Write(now.Roles)), ("title", old.Title, now.Title), ("department", old.Department, now.Department),
        ("primary", old.IsPrimary ? "yes" : "no", now.IsPrimary ? "yes" : "no"), ("ended", old.EndedAt is null ? null : "yes", now.EndedAt is null ? null : "yes"));
}
