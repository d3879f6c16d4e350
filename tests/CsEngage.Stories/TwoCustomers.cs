namespace CsEngage.Stories;

/// <summary>A company on its first day: three people who work there and two new customers, one of whom will do nothing.</summary>
/// <param name="database">Where it keeps everything.</param>
sealed class TwoCustomers(string database) : BrowserHouse
{
    // A Tuesday, half past nine in Tokyo.
    protected override DateTimeOffset? Begins => new(2026, 11, 24, 0, 30, 0, TimeSpan.Zero);

    protected override string ConnectionString => database;

    protected override async Task Fill()
    {
        var yuki = await AddStaff("yuki@hakaria.example", "Sato Yuki", "csm");
        await AddStaff("author@hakaria.example", "Mori Aoi", "author");
        await AddStaff("admin@hakaria.example", "Kato Ren", "admin");
        await AddAccount("Northwind", "northwind", yuki, ("hana@northwind.example", "佐藤", "花", "ja", "organizer", null), ("ben@northwind.example", "Carter", "Ben", "en", "champion", null));
        await AddAccount("Tailspin", "tailspin", yuki, ("bo@tailspin.example", "Lind", "Bo", "en", "organizer", "America/New_York"), ("ida@tailspin.example", "Berg", "Ida", "en", "champion", null));
    }
}
