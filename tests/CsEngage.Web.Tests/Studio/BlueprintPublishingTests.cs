using CsEngage.Core;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

[Collection("house")]
public sealed class BlueprintPublishingTests(WebHouse house)
{
    static string Document(string words) => $$$"""
        {"key":"moved","title":{"en":"Moved"},"guides":[],"journeys":[],"navigation":[{"id":"home","title":{"en":"Home"},"to":"page:home"}],
         "pages":[{"key":"home","title":{"en":"Home"},"blocks":[{"id":"one","kind":"text","body":{"en":"{{{words}}}"}}]}]}
        """;

    [Fact]
    public async Task A_published_blueprint_is_shown_in_the_portals_that_there_are_or_only_in_new_ones_as_its_author_says()
    {
        var shelf = house.Get<DefinitionShelf>();
        await shelf.Put("blueprint", "moved", LocalizedText.Of("Moved"), Document("First words."), "test", DateTimeOffset.UtcNow);
        var ida = await house.As(await house.AddAccount("Movewell", "movewell-m1", "ida@movewell.example", "Move", "Ida", DateTimeOffset.UtcNow, blueprint: "moved"));
        var admin = await house.As("admin");

        async Task Publish(string words, params (string, string)[] how)
        {
            await shelf.SaveDraft("blueprint", "moved", LocalizedText.Of("Moved"), Document(words), (await shelf.Find("blueprint", "moved"))!.DraftVersion, "test", DateTimeOffset.UtcNow);
            await admin.Open("/studio/blueprints/moved");
            await admin.Submit("form[action$='handler=Publish']", how);
            admin.Status.ShouldBe(302, admin.Text);
            await admin.Open("/studio/blueprints/moved");
            await ida.Open("/p/movewell-m1");
        }

        await Publish("Second words.");
        admin.Page.QuerySelector(".notice-good")!.TextContent.ShouldContain("Published as version 2. Portals that show it now: 1.");
        ida.Text.ShouldContain("Second words.");

        await Publish("Third words.", ("only", "new"));
        ida.Text.ShouldContain("Second words.");
        admin.Text.ShouldContain("1 of them show an earlier version.");
        await admin.Submit("form[action$='handler=Portals']");
        await ida.Open("/p/movewell-m1");
        ida.Text.ShouldContain("Third words.");
        (await house.Get<PortalBook>().Find("movewell-m1"))!.BlueprintVersion.ShouldBe(3);
    }
}
