using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Content;

public sealed class VisitShelfTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task One_look_up_finds_what_the_books_would_and_only_for_who_belongs_there(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, contact, membership) = await Sample.Put(test.Database, "Hakaria", "organizer");
        var (_, stranger, _) = await Sample.Put(test.Database, "Other");
        var (portals, shelf) = (new PortalBook(test.Database), new VisitShelf(test.Database));
        var portal = (await portals.Put(new Portal(Guid.CreateVersion7(), account.Id, "hakaria-x7", "Hakaria", IsDefault: true, "tech-touch", 3, "{}", null, "verified", ["example.com"], ["success.hakaria.example"], Sample.Now)))!;

        var found = (await shelf.Find("hakaria-x7", contact.Id))!;
        Text(found.Portal).ShouldBe(Text((await portals.Find("hakaria-x7"))!));
        Text(found.Account).ShouldBe(Text((await new AccountBook(test.Database).Find(account.Id))!.Value));
        Text(found.Member).ShouldBe(Text((await new ContactBook(test.Database).Member(membership.Id))!));

        (await shelf.Find("hakaria-x7", stranger.Id)).ShouldBeNull();
        (await shelf.Find("hakaria-x8", contact.Id)).ShouldBeNull();
        await portals.Put(portal with { ArchivedAt = Sample.Now });
        (await shelf.Find("hakaria-x7", contact.Id)).ShouldBeNull();
        await portals.Put(portal with { ArchivedAt = null, Version = portal.Version + 1 });
        (await shelf.Find("hakaria-x7", contact.Id)).ShouldNotBeNull();
        await new ContactBook(test.Database).End(membership.Id, Edit.Now(Sample.Now, "test"));
        (await shelf.Find("hakaria-x7", contact.Id)).ShouldBeNull();
    }

    // Arrays are compared by what they hold.
    static string Text<T>(T value) => JsonSerializer.Serialize(value);
}
