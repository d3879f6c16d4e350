using System.Collections.Immutable;
using System.Text;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using CsEngage.Store.Plays;
using CsEngage.Store.Privacy;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Surveys;
using CsEngage.Store.Touches;
using CsEngage.Tests;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Tests.Privacy;

public sealed class ErasureTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    const string Marker = "Zxqvmarker";
    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nothing_of_an_erased_person_is_found_and_the_totals_stay(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (contact, account) = await Person(test.Database);
        (await new PersonExport(test.Database).Of(contact)).ShouldContain(Marker);

        await new Erasure(test.Database).Erase(contact, [9, 9], "staff:s", Now.AddDays(1));

        (await Everything(test.Database)).ShouldNotContain(Marker, Case.Insensitive);
        (await new RollUpShelf(test.Database).Account(account, DateOnly.MinValue, DateOnly.MaxValue)).Sum(day => day.N).ShouldBe(2);
        (await new AuditTrail(test.Database).FirstBroken()).ShouldBeNull();
        (await new Erasure(test.Database).Journal()).ShouldHaveSingleItem().ContactId.ShouldBe(contact);
        (await new ContactBook(test.Database).At(account)).ShouldBeEmpty();
    }

    [Fact]
    public async Task On_SQLite_not_a_byte_of_an_erased_person_is_left_in_the_files()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        var (contact, _) = await Person(test.Database);
        await new Erasure(test.Database).Erase(contact, [9, 9], "staff:s", Now.AddDays(1));
        var folder = Path.GetDirectoryName(test.ConnectionString["Data Source=".Length..])!;
        foreach (var file in Directory.GetFiles(folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            var text = Encoding.Latin1.GetString(copy.ToArray());
            text.Contains(Marker, StringComparison.OrdinalIgnoreCase).ShouldBeFalse(file);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Each_table_that_knows_a_person_is_exported(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        await using var db = test.Database.Read();
        // Tables whose rows name a person in another way, with the reason why they are not in the export.
        Dictionary<string, string> others = new()
        {
            ["enrollments"] = "by membership_id", ["tasks"] = "the account's work; done_by is an id", ["changes"] = "fields of the membership as the export shows them now",
        };
        var exported = db.Model.GetEntityTypes().Where(entity => PersonExport.Condition(entity) is not null).Select(entity => entity.GetTableName()!).ToHashSet();
        foreach (var entity in db.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            if (entity.GetProperties().Any(property => property.GetColumnName() is "contact_id" or "membership_id"))
                exported.ShouldContain(entity.GetTableName()!);
        }
        others.Keys.ShouldAllBe(table => db.Model.GetEntityTypes().Any(entity => entity.GetTableName() == table));
        var (contact, _) = await Person(test.Database);
        (await new PersonExport(test.Database).Of(contact)).ShouldNotContain("token_hash");
    }

    static async Task<(Guid Contact, Guid Account)> Person(Database database)
    {
        using var settings = new SettingsBook(database);
        var account = Sample.Account();
        await new AccountBook(database).Put(account, Edit.Now(Now, "system"));
        var address = $"{Marker}@example.com";
        var contact = Sample.Contact(address) with { FamilyName = Marker, GivenName = Marker, Reading = Marker, DisplayName = Marker, Honorific = Marker };
        var people = new ContactBook(database);
        await people.Put(contact, Now);
        var membership = Sample.Membership(account.Id, contact.Id, "organizer") with { ExternalId = Marker, Title = Marker };
        await people.Put(membership, Edit.Now(Now, "system"));
        await people.Put(membership with { Title = Marker + "2" }, Edit.Now(Now, "system"));

        using var log = new SignalLog(database, settings);
        foreach (var n in new[] { 1, 2 })
        {
            await log.Append(new Signal(Guid.CreateVersion7(), Marker + n, "search.made", Now, Now, Now, account.Id, membership.Id, Session: Marker,
                Properties: ImmutableSortedDictionary<string, string>.Empty.Add("query", Marker)));
        }
        await new TouchBook(database, settings).Plan(TouchTests.Planned("t", account.Id, membership.Id), Now, $"{{\"words\":\"{Marker}\"}}");
        await new SignInTokens(database).Issue(new SignInToken(Guid.CreateVersion7(), "sign-in", contact.Id, membership.Id, null, contact.Address, Now, Now.AddHours(1)), [1]);
        await new ContactSessions(database).Start(new ContactSession(Guid.CreateVersion7(), contact.Id, membership.Id, "verified", Now, Now, Now.AddDays(30), Marker, Marker), [2]);
        await new ConsentLedger(database).Record(new ConsentAct(Guid.CreateVersion7(), contact.Id, "news", "mail", true, "opt-in", "v1", Marker, Now, Marker));
        await new CapturedMailBox(database).Keep(new CapturedMail(Guid.CreateVersion7(), Now, "a@x", contact.Address!, Marker, [.. Encoding.UTF8.GetBytes(Marker)]));
        await new NoteBook(database).Put(new Note(Guid.CreateVersion7(), account.Id, membership.Id, "note", null, Marker, Marker, null, null, Now, null, []));
        var ask = new SurveyAsk(Guid.CreateVersion7(), account.Id, membership.Id, "nps", 1, "mail", null, Now);
        var asks = new AskLedger(database, settings);
        await asks.Ask(ask);
        await asks.Answer(account.Id, ask.Id, 9, Marker, Marker, Now, new Signal(Guid.CreateVersion7(), "x", "survey.answered", Now, Now, Now, account.Id, membership.Id) with { IsPreview = true });
        await new AuditTrail(database).Append(new AuditEntry(Now, "staff:s", "contact.changed", $"contact:{contact.Id:D}", null, Marker));
        return (contact.Id, account.Id);
    }

    /// <summary>Every text of every table.</summary>
    static async Task<string> Everything(Database database)
    {
        await using var db = database.Read();
        var all = new StringBuilder();
        foreach (var table in db.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            foreach (var column in table.GetProperties().Where(property => property.ClrType == typeof(string) || property.ClrType == typeof(byte[])))
            {
                var read = column.ClrType == typeof(byte[])
                    ? await database.Query($"SELECT \"{column.GetColumnName()}\" FROM {table.GetTableName()} WHERE \"{column.GetColumnName()}\" IS NOT NULL", row => Encoding.Latin1.GetString(row.Bytes(0)))
                    : await database.Query($"SELECT \"{column.GetColumnName()}\" FROM {table.GetTableName()} WHERE \"{column.GetColumnName()}\" IS NOT NULL", row => row.Text(0));
                foreach (var text in read) all.AppendLine(text);
            }
        }
        return all.ToString();
    }
}
