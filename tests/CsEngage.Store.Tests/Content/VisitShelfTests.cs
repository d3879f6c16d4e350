using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.People;
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

        (found.Csm, found.IsMerged).ShouldBe((null, false));

        (await shelf.Find("hakaria-x7", stranger.Id)).ShouldBeNull();
        (await shelf.Find("hakaria-x8", contact.Id)).ShouldBeNull();
        await portals.Put(portal with { ArchivedAt = Sample.Now });
        (await shelf.Find("hakaria-x7", contact.Id)).ShouldBeNull();
        await portals.Put(portal with { ArchivedAt = null, Version = portal.Version + 1 });
        (await shelf.Find("hakaria-x7", contact.Id)).ShouldNotBeNull();
        await new ContactBook(test.Database).End(membership.Id, Edit.Now(Sample.Now, "test"));
        (await shelf.Find("hakaria-x7", contact.Id)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_is_twice_at_an_account_visits_as_who_came_first(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, contact, membership) = await Sample.Put(test.Database, "Hakaria", "organizer");
        await new PortalBook(test.Database).Put(new Portal(Guid.CreateVersion7(), account.Id, "hakaria-x7", "Hakaria", IsDefault: true, "tech-touch", 3, "{}", null, "verified", [], [], Sample.Now));
        var (people, shelf) = (new ContactBook(test.Database), new VisitShelf(test.Database));
        await people.Put(Sample.Membership(account.Id, contact.Id) with { JoinedAt = membership.JoinedAt.AddDays(1) }, Edit.Now(Sample.Now, "test"));
        (await shelf.Find("hakaria-x7", contact.Id))!.Member.Membership.Id.ShouldBe(membership.Id);

        var earlier = Sample.Membership(account.Id, contact.Id) with { JoinedAt = membership.JoinedAt.AddDays(-1) };
        await people.Put(earlier, Edit.Now(Sample.Now, "test"));
        (await shelf.Find("hakaria-x7", contact.Id))!.Member.Membership.Id.ShouldBe(earlier.Id);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task It_tells_who_looks_after_the_account_and_whether_others_went_into_the_membership(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, contact, membership) = await Sample.Put(test.Database, "Hakaria", "organizer");
        var (accounts, people, shelf) = (new AccountBook(test.Database), new ContactBook(test.Database), new VisitShelf(test.Database));
        await new PortalBook(test.Database).Put(new Portal(Guid.CreateVersion7(), account.Id, "hakaria-x7", "Hakaria", IsDefault: true, "tech-touch", 3, "{}", null, "verified", [], [], Sample.Now));
        var csm = new Staff { Id = Guid.CreateVersion7(), UserName = "ren@operator.example", Email = "ren@operator.example", Name = "Ren", Title = "Success", Roles = "csm", CreatedAt = Sample.Now };
        await test.Database.Writer.Do(transaction => transaction.Add(csm));
        await accounts.Put(account with { CsmId = csm.Id }, Edit.Now(Sample.Now, "test"));
        var twin = Sample.Contact("double@hakaria.example");
        var duplicate = Sample.Membership(account.Id, twin.Id);
        await people.Put(twin, Sample.Now);
        await people.Put(duplicate, Edit.Now(Sample.Now, "test"));
        await people.Merge(duplicate.Id, membership.Id, Edit.Now(Sample.Now, "test"));

        var found = (await shelf.Find("hakaria-x7", contact.Id))!;
        found.Csm.ShouldBe(await new StaffList(test.Database).Card(csm.Id));
        found.Csm!.Name.ShouldBe("Ren");
        found.IsMerged.ShouldBeTrue();
    }

    // Arrays are compared by what they hold.
    static string Text<T>(T value) => JsonSerializer.Serialize(value);
}
