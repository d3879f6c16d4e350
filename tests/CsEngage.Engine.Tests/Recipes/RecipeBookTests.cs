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
        (await book.Diff("saas-onboarding", Now)).ShouldAllBe(difference => difference.Change == "new");
        (await book.Apply("saas-onboarding", "test", Now)).Changes.Length.ShouldBeGreaterThan(40);
        (await book.Diff("saas-onboarding", Now)).ShouldBeEmpty();
        (await book.Apply("saas-onboarding", "test", Now.AddMinutes(1))).Changes.ShouldBeEmpty();
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

    [Fact]
    public async Task A_name_in_a_rule_that_nothing_bears_is_refused_in_a_recipe_and_in_a_draft_alike()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        var folder = Directory.CreateTempSubdirectory("recipes").FullName;
        RecipeFiles.Folder(Shipped.Folder("recipes"), "saas-onboarding").WriteTo(Path.Combine(folder, "saas-onboarding"));
        var book = Book(test.Database, folder);
        await book.Apply("saas-onboarding", "test", Now);
        var file = Path.Combine(folder, "saas-onboarding", "journeys", "onboarding.yaml");
        var good = await File.ReadAllTextAsync(file);
        foreach (var (written, meant, said) in new[]
        {
            ("entry: account.lifecycle", "entry: account.lifecycl", "There is no attribute \"lifecycl\". Did you mean \"lifecycle\"?"),
            ("entry: account.lifecycle = \"onboarding\"", "entry: account.tier = \"businss\"", "There is no tier \"businss\". Did you mean \"business\"?"),
        })
        {
            good.ShouldContain(written);
            var bad = good.Replace(written, meant, StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, bad);
            var line = bad[..bad.IndexOf(meant, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
            (await Should.ThrowAsync<RecipeException>(() => book.Diff("saas-onboarding", Now))).Message.ShouldBe($"journeys/onboarding.yaml:{line}: {said}");
            (await Should.ThrowAsync<RecipeException>(() => book.Apply("saas-onboarding", "test", Now))).Message.ShouldBe($"journeys/onboarding.yaml:{line}: {said}");
            (await book.Judge("journey", "onboarding", bad)).Problems.ShouldHaveSingleItem().ToString().ShouldBe($"onboarding.yaml:{line}: {said}");
        }
        (await book.Judge("journey", "onboarding", good)).Problems.ShouldBeEmpty();
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
        (await book.Diff("saas-onboarding", Now)).ShouldHaveSingleItem().ToString().ShouldBe("changed guide:invite-your-team.en");
        (await book.Apply("saas-onboarding", "test", Now)).Changes.ShouldHaveSingleItem().ToString().ShouldBe("changed guide:invite-your-team.en");
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

        (await book.Apply("saas-onboarding", "test", Now)).Changes.ShouldBeEmpty();
        await File.WriteAllTextAsync(blueprint, (await File.ReadAllTextAsync(blueprint)).Replace("en: Tech touch", "en: Technical touch", StringComparison.Ordinal));
        (await book.Diff("saas-onboarding", Now)).ShouldHaveSingleItem().ToString().ShouldBe("changed blueprint:tech-touch");
        (await book.Apply("saas-onboarding", "test", Now)).Portals.ShouldBe(1);
        (await Shown()).ShouldBe(2);
        (await book.Apply("saas-onboarding", "test", Now)).Changes.ShouldBeEmpty();
        (await Shown()).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_the_company_is_stays_as_it_was_said_and_applying_changes_what_the_comparison_named(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (book, definitions) = (Book(test.Database), new DefinitionShelf(test.Database));
        using var settings = new SettingsBook(test.Database);
        await book.Apply("saas-onboarding", "first-start", Now);
        var acme = new OperatorProfile { Name = "Acme Analytics", Zone = "Europe/Berlin", Locale = "en", Currency = "JPY", FiscalYearStart = 4 };
        await settings.Save(OperatorProfile.Key, acme, 1, "staff:one", Now);
        (await book.Diff("saas-onboarding", Now)).ShouldBeEmpty();
        (await book.Apply("saas-onboarding", "command-line", Now)).Changes.ShouldBeEmpty();
        (await settings.Find<OperatorProfile>(OperatorProfile.Key)).Value.ShouldBe(acme);

        // A draft of what does not differ stays; one of what does is named before it goes.
        var topic = (await definitions.Find("topic", "reviews"))!;
        var draft = topic.Draft.Replace("\"order\":2", "\"order\":7", StringComparison.Ordinal);
        (await definitions.SaveDraft("topic", "reviews", topic.Title, draft, topic.DraftVersion, "staff:one", Now)).ShouldNotBeNull();
        (await book.Apply("saas-onboarding", "command-line", Now)).Changes.ShouldBeEmpty();
        (await definitions.Find("topic", "reviews"))!.Draft.ShouldBe(draft);
        await settings.Save(OperatorProfile.Key, acme with { Currency = "USD" }, 2, "staff:one", Now);
        (await book.Apply("basic", "command-line", Now)).Changes.ShouldContain(change => change.What == "settings");
        var differences = await book.Diff("saas-onboarding", Now);
        differences.Select(difference => difference.ToString()).ShouldBe(["changed setting:operator", "changed settings"]);
        (await book.Apply("saas-onboarding", "command-line", Now)).Changes.ShouldBe(differences);
        (await settings.Find<OperatorProfile>(OperatorProfile.Key)).Value.ShouldBe(acme);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_draft_that_applying_replaces_is_named(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (book, definitions) = (Book(test.Database), new DefinitionShelf(test.Database));
        await book.Apply("saas-onboarding", "test", Now);
        var topic = (await definitions.Find("topic", "reviews"))!;
        var published = topic.Draft.Replace("\"order\":2", "\"order\":7", StringComparison.Ordinal);
        var saved = (await definitions.SaveDraft("topic", "reviews", topic.Title, published, topic.DraftVersion, "staff:one", Now))!.Value;
        (await definitions.Publish("topic", "reviews", saved, "staff:one", Now)).ShouldNotBeNull();
        (await book.Diff("saas-onboarding", Now)).ShouldHaveSingleItem().ToString().ShouldBe("changed topic:reviews");
        await definitions.SaveDraft("topic", "reviews", topic.Title, published.Replace("\"order\":7", "\"order\":8", StringComparison.Ordinal), saved, "staff:one", Now);
        (await book.Diff("saas-onboarding", Now)).ShouldHaveSingleItem().ToString().ShouldBe("changed topic:reviews (replaces a draft that is not published)");
    }
}
