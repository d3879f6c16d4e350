using CsEngage.Store.Settings;
using CsEngage.Tests;
using Microsoft.Extensions.Configuration;

namespace CsEngage.Store.Tests.Settings;

public sealed class SettingsBookTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_two_who_save_the_second_is_told(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var book = new SettingsBook(test.Database);
        (await book.Get<OperatorProfile>("operator")).Zone.ShouldBe("UTC");
        (await book.Save("operator", new OperatorProfile { Name = "Hana" }, 0, "system", Now)).ShouldBeTrue();
        (await book.Save("operator", new OperatorProfile { Name = "Other" }, 0, "system", Now)).ShouldBeFalse();
        var found = await book.Find<OperatorProfile>("operator");
        found.Value.Name.ShouldBe("Hana");
        (await book.Save("operator", found.Value with { Zone = "Asia/Tokyo" }, found.Version, "system", Now)).ShouldBeTrue();
        (await book.Get<OperatorProfile>("operator")).Zone.ShouldBe("Asia/Tokyo");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_the_environment_sets_wins_and_says_so(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Engage:Settings:operator:zone"] = "Asia/Tokyo", ["Engage:Settings:operator:fiscal_year_start"] = "4",
        }).Build();
        using var book = new SettingsBook(test.Database, configuration);
        await book.Save("operator", new OperatorProfile { Name = "Hana", Zone = "UTC" }, 0, "system", Now);
        var found = await book.Find<OperatorProfile>("operator");
        found.Value.ShouldBe(new OperatorProfile { Name = "Hana", Zone = "Asia/Tokyo", FiscalYearStart = 4 });
        found.Fixed.ShouldBe(["fiscal_year_start", "zone"], ignoreOrder: true);
    }
}
