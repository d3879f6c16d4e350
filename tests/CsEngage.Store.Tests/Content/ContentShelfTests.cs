using CsEngage.Store.Content;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Content;

public sealed class ContentShelfTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_published_guide_is_seen_until_it_is_withdrawn(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var shelf = new ContentShelf(test.Database);
        var (item, draft) = await Put(shelf, "invite", "ja", "チームを招待", "invite");
        (await shelf.Catalogue()).ShouldBeEmpty();
        (await shelf.Publish(item.Id, "ja", draft.Version + 1, new("x", []), "system", Now)).ShouldBeNull();
        (await shelf.Publish(item.Id, "ja", draft.Version, new("契約を更新", ["guide:other"]), "system", Now))!.Number.ShouldBe(1);
        (await shelf.Published("guide", "invite", "ja"))!.Title.ShouldBe("チームを招待");
        (await shelf.Published("guide", "invite", "en")).ShouldBeNull();
        (await shelf.Catalogue()).ShouldHaveSingleItem().Variants.ShouldHaveSingleItem().Slug.ShouldBe("invite");
        (await shelf.WhereUsed("guide:other")).ShouldHaveSingleItem().Key.ShouldBe("invite");
        (await shelf.Withdraw(item.Id, "ja", "system", Now)).ShouldBeTrue();
        (await shelf.Catalogue()).ShouldBeEmpty();
        (await shelf.Search(["契約"], 10)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_two_who_edit_the_second_is_told(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var shelf = new ContentShelf(test.Database);
        var (_, draft) = await Put(shelf, "invite", "en", "Invite", "invite");
        (await shelf.SaveDraft(draft with { Title = "Mine" })).ShouldNotBeNull();
        (await shelf.SaveDraft(draft with { Title = "Yours" })).ShouldBeNull();
        (await shelf.Draft(draft.ItemId, "en"))!.Title.ShouldBe("Mine");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Old_addresses_lead_on_and_no_two_guides_share_one(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var shelf = new ContentShelf(test.Database);
        var (item, draft) = await Put(shelf, "invite", "en", "Invite", "invite-team");
        await shelf.Publish(item.Id, "en", draft.Version, new("", []), "system", Now);
        var renamed = (await shelf.SaveDraft((await shelf.Draft(item.Id, "en"))! with { Slug = "invite-colleagues" }))!;
        await shelf.Publish(item.Id, "en", renamed.Version, new("", []), "system", Now);
        (await shelf.KeyOf("guide", "invite-team", "ja")).ShouldBe("invite");
        (await shelf.KeyOf("guide", "invite-colleagues", "en")).ShouldBe("invite");
        (await shelf.KeyOf("guide", "nothing", "en")).ShouldBeNull();
        var (other, otherDraft) = await Put(shelf, "other", "en", "Other", "invite-team");
        (await shelf.Publish(other.Id, "en", otherDraft.Version, new("", []), "system", Now))!.Slug.ShouldBe("invite-team-2");
        (await shelf.Versions(item.Id, "en")).Select(version => version.Number).ShouldBe([2, 1]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_release_publishes_all_or_none(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var shelf = new ContentShelf(test.Database);
        var (a, draftA) = await Put(shelf, "a", "en", "A", "a");
        var (b, draftB) = await Put(shelf, "b", "en", "B", "b");
        (await shelf.Release([(a.Id, "en", draftA.Version, new("", [])), (b.Id, "en", draftB.Version + 1, new("", []))], "system", Now)).ShouldBeFalse();
        (await shelf.Catalogue()).ShouldBeEmpty();
        (await shelf.Release([(a.Id, "en", draftA.Version, new("", [])), (b.Id, "en", draftB.Version, new("", []))], "system", Now)).ShouldBeTrue();
        (await shelf.Catalogue()).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Search_finds_two_characters_half_width_and_upper_case(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var shelf = new ContentShelf(test.Database);
        (string Key, string Title, string Text)[] guides =
        [
            ("contract", "契約の更新", "毎年の契約を更新します。"), ("data", "データの取り込み", "ﾃﾞｰﾀを CSV で取り込みます。"), ("aether", "Über Äther", "100%_done \\ path"), ("plain", "Plain", "nothing"),
        ];
        foreach (var (key, title, text) in guides)
        {
            var (item, draft) = await Put(shelf, key, "ja", title, key);
            await shelf.Publish(item.Id, "ja", draft.Version, new(text, []), "system", Now);
        }
        async Task<string[]> Find(params string[] words)
        {
            var found = new List<string>();
            foreach (var text in await shelf.Search(words, 10)) found.Add((await shelf.Find(text.ItemId))!.Key);
            return [.. found];
        }
        (await Find("契約")).ShouldBe(["contract"]);
        (await Find("ﾃﾞｰﾀ")).ShouldBe(["data"]);
        (await Find("データ", "csv")).ShouldBe(["data"]);
        (await Find("äther")).ShouldBe(["aether"]);
        (await Find("%_d")).ShouldBe(["aether"]);
        (await Find("\\")).ShouldBe(["aether"]);
        (await Find("契約", "csv")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Portals_move_to_a_version_of_their_blueprint(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, _, _) = await Sample.Put(test.Database);
        var book = new PortalBook(test.Database);
        var portal = (await book.Put(new Portal(Guid.CreateVersion7(), account.Id, "hakaria", "Hakaria", true, "standard", 1, "{}", null, "verified", ["example.com"], ["help.hakaria.example"], Now)))!;
        (await book.Put(portal with { Version = 0 })).ShouldBeNull();
        (await book.OfHost("help.hakaria.example"))!.Slug.ShouldBe("hakaria");
        (await book.Move("standard", 2)).ShouldBe(1);
        (await book.Of(account.Id)).ShouldHaveSingleItem().BlueprintVersion.ShouldBe(2);
        (await book.Find("nobody")).ShouldBeNull();
    }

    static async Task<(Item Item, Draft Draft)> Put(ContentShelf shelf, string key, string locale, string title, string slug)
    {
        var item = (await shelf.Put(new Item(Guid.CreateVersion7(), "guide", key, ["start"], null, null, null, null, null, Now)))!;
        var draft = (await shelf.SaveDraft(new Draft(item.Id, locale, title, slug, "# " + title, "{}", "draft", 0, Now, "system")))!;
        return (item, draft);
    }
}
