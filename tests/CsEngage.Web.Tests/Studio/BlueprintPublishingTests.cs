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

    [Fact]
    public async Task The_look_of_a_blueprint_is_that_of_its_portals_and_one_that_cannot_be_read_is_not_published()
    {
        var (shelf, now) = (house.Get<DefinitionShelf>(), house.Get<TimeProvider>().GetUtcNow());
        static string Looks(string theme) => Document("Words.").Replace("\"moved\"", "\"looks\"", StringComparison.Ordinal).Replace("\"guides\"", $"\"theme\":{theme},\"guides\"", StringComparison.Ordinal);
        var bytes = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray();
        var logo = new Media(Guid.NewGuid(), "own-logo.svg", "own-logo.svg", "image/svg+xml", bytes.Length, [.. System.Security.Cryptography.SHA256.HashData(bytes)], null, null, LocalizedText.Empty, null, now, "test");
        var file = house.Get<Engine.Recipes.RecipeBook>().MediaPath(logo.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, bytes);
        await house.Get<MediaShelf>().Add(logo);
        await shelf.Put("blueprint", "looks", LocalizedText.Of("Looks"), Looks("""{"name":"default","tokens":{"accent":"#1D4D3F"},"logo":"own-logo.svg"}"""), "test", now);
        var ida = await house.As(await house.AddAccount("Accentwell", "accentwell-a1", "ida@accentwell.example", "Look", "Ida", now, blueprint: "looks"));
        await ida.Open("/p/accentwell-a1");
        var tokens = ida.Page.QuerySelector("link[href*='tokens.']")!.GetAttribute("href")!;
        tokens.ShouldStartWith("/themes/default/tokens.1d4d3f.css?v=");
        ida.Page.QuerySelector(".brand img")!.GetAttribute("src").ShouldBe("/media/own-logo.svg");
        await ida.Open(tokens);
        ida.Text.ShouldContain("--accent:#1d4d3f;");
        await ida.Open("/media/own-logo.svg");
        (ida.Status, ida.Text).ShouldBe((200, System.Text.Encoding.UTF8.GetString(bytes)));

        var admin = await house.As("admin");
        foreach (var (theme, said) in new[] { ("""{"name":"calm"}""", "There is no theme \"calm\"."), ("""{"name":"default","tokens":{"accent":"#eeeeee"}}""", "The accent #eeeeee has a contrast of 1.1"), ("""{"name":"default","logo":"gone.svg"}""", "There is no file \"gone.svg\" in media/.") })
        {
            await shelf.SaveDraft("blueprint", "looks", LocalizedText.Of("Looks"), Looks(theme), (await shelf.Find("blueprint", "looks"))!.DraftVersion, "test", now);
            await admin.Open("/studio/blueprints/looks");
            await admin.Submit("form[action$='handler=Publish']");
            admin.Status.ShouldBe(422);
            admin.Page.Body!.TextContent.ShouldContain(said);
            admin.Page.Body!.TextContent.ShouldContain("Line ");
        }
        (await shelf.Find("blueprint", "looks"))!.Published.ShouldBe(1);
    }
}
