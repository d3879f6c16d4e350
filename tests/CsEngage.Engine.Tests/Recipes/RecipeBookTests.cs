using System.Text;
using CsEngage.Engine.Recipes;
using CsEngage.Store;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Recipes;
using CsEngage.Store.Settings;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Recipes;

public sealed class RecipeBookTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static RecipeBook Book(Database database, string? recipes = null) => new(
        new RecipeFolders(recipes ?? Shipped.Folder("recipes"), Directory.CreateTempSubdirectory("media").FullName), new RecipeShelf(database), new DefinitionShelf(database), new ContentShelf(database), new MediaShelf(database));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_programme_is_applied_once_and_comes_back_the_same(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = Book(test.Database);
        (await book.Diff("saas-onboarding")).ShouldAllBe(difference => difference.Change == "new");
        (await book.Apply("saas-onboarding", "test", Now)).Changed.ShouldBeGreaterThan(40);
        (await book.Diff("saas-onboarding")).ShouldBeEmpty();
        (await book.Apply("saas-onboarding", "test", Now.AddMinutes(1))).ShouldBe(default);
        (await new ContentShelf(test.Database).Published("guide", "invite-your-team", "ja"))!.Number.ShouldBe(1);
        using var settings = new SettingsBook(test.Database);
        (await settings.Get<OperatorProfile>(OperatorProfile.Key)).Zone.ShouldBe("Asia/Tokyo");

        // Exported, applied to an empty database and exported again: byte for byte the same.
        var exported = await book.Export("copy");
        var folder = Directory.CreateTempSubdirectory("recipes").FullName;
        exported.WriteTo(Path.Combine(folder, "copy"));
        await using var other = await TestDatabase.New(dialect);
        var second = Book(other.Database, folder);
        await second.Apply("copy", "test", Now);
        var again = await second.Export("copy");
        again.All.Keys.ShouldBe(exported.All.Keys);
        foreach (var (path, bytes) in exported.All) Encoding.UTF8.GetString(again.All[path]).ShouldBe(Encoding.UTF8.GetString(bytes), path);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nothing_of_a_broken_recipe_is_applied(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var folder = Directory.CreateTempSubdirectory("recipes").FullName;
        RecipeFiles.Folder(Shipped.Folder("recipes"), "saas-onboarding").WriteTo(Path.Combine(folder, "saas-onboarding"));
        var broken = Path.Combine(folder, "saas-onboarding", "journeys", "onboarding.yaml");
        await File.WriteAllTextAsync(broken, (await File.ReadAllTextAsync(broken)).Replace("entry: account.lifecycle", "entry: acount.lifecycle"));
        var fault = await Should.ThrowAsync<RecipeException>(() => Book(test.Database, folder).Apply("saas-onboarding", "test", Now));
        fault.Problems.ShouldContain(problem => problem.File == "journeys/onboarding.yaml" && problem.Line > 0);
        (await new DefinitionShelf(test.Database).All("topic")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_changed_guide_becomes_a_new_version_and_nothing_else_changes(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var folder = Directory.CreateTempSubdirectory("recipes").FullName;
        RecipeFiles.Folder(Shipped.Folder("recipes"), "saas-onboarding").WriteTo(Path.Combine(folder, "saas-onboarding"));
        var book = Book(test.Database, folder);
        await book.Apply("saas-onboarding", "test", Now);
        await File.AppendAllTextAsync(Path.Combine(folder, "saas-onboarding", "guides", "invite-your-team.en.md"), "\nOne more line.\n");
        (await book.Diff("saas-onboarding")).ShouldHaveSingleItem().ToString().ShouldBe("changed guide:invite-your-team.en");
        (await book.Apply("saas-onboarding", "test", Now)).ShouldBe(new(1, 0));
        (await new ContentShelf(test.Database).Published("guide", "invite-your-team", "en"))!.Number.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Portals_show_a_blueprint_that_a_recipe_changes_and_applying_it_again_moves_nothing(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        var (account, _) = await house.Customer("aoba");
        var folder = Directory.CreateTempSubdirectory("recipes").FullName;
        RecipeFiles.Folder(Shipped.Folder("recipes"), "saas-onboarding").WriteTo(Path.Combine(folder, "saas-onboarding"));
        var book = Book(house.Get<Database>(), folder);
        var blueprint = Path.Combine(folder, "saas-onboarding", "blueprints", "tech-touch.yaml");
        async Task<int> Shown() => (await house.Get<PortalBook>().Of(account.Id))[0].BlueprintVersion;

        (await book.Apply("saas-onboarding", "test", Now)).ShouldBe(default);
        await File.WriteAllTextAsync(blueprint, (await File.ReadAllTextAsync(blueprint)).Replace("en: Tech touch", "en: Technical touch", StringComparison.Ordinal));
        (await book.Diff("saas-onboarding")).ShouldHaveSingleItem().ToString().ShouldBe("changed blueprint:tech-touch");
        (await book.Apply("saas-onboarding", "test", Now)).ShouldBe(new(1, 1));
        (await Shown()).ShouldBe(2);
        (await book.Apply("saas-onboarding", "test", Now)).ShouldBe(default);
        (await Shown()).ShouldBe(2);
    }
}
