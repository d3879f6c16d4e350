using CsEngage.Core;
using CsEngage.Store.Definitions;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Definitions;

public sealed class DefinitionShelfTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_version_once_published_stays_and_the_draft_goes_on(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var shelf = new DefinitionShelf(test.Database);
        var title = LocalizedText.Of("Your first report");
        (await shelf.SaveDraft("journey", "onboarding", title, "{\"n\":1}", 0, "system", Now)).ShouldBe(1);
        (await shelf.SaveDraft("journey", "onboarding", title, "{\"n\":9}", 0, "system", Now)).ShouldBeNull();
        (await shelf.Publish("journey", "onboarding", 1, "system", Now))!.Number.ShouldBe(1);
        (await shelf.SaveDraft("journey", "onboarding", title, "{\"n\":2}", 1, "system", Now)).ShouldBe(2);
        (await shelf.Publish("journey", "onboarding", 1, "system", Now)).ShouldBeNull();
        (await shelf.InForce("journey")).ShouldHaveSingleItem().Json.ShouldBe("{\"n\":1}");
        (await shelf.Publish("journey", "onboarding", 2, "system", Now))!.Number.ShouldBe(2);
        (await shelf.InForce("journey")).ShouldHaveSingleItem().Json.ShouldBe("{\"n\":2}");
        (await shelf.Version("journey", "onboarding", 1))!.Json.ShouldBe("{\"n\":1}");
        await shelf.Archive("journey", "onboarding", "system", Now, Now);
        (await shelf.InForce("journey")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Putting_the_same_again_makes_no_version(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var shelf = new DefinitionShelf(test.Database);
        (await shelf.Put("topic", "news", LocalizedText.Of("News"), "{}", "recipe", Now)).Number.ShouldBe(1);
        (await shelf.Put("topic", "news", LocalizedText.Of("News"), "{}", "recipe", Now)).Number.ShouldBe(1);
        (await shelf.Put("topic", "news", LocalizedText.Of("News"), "{\"x\":1}", "recipe", Now)).Number.ShouldBe(2);
    }
}
