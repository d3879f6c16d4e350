using System.Xml.Linq;

namespace CsEngage.Core.Tests.House;

/// <summary>The six rooms and who may use whom: the table of the house, read from the project files.</summary>
public sealed class ArrowsTests
{
    static readonly Dictionary<string, string[]> House = new()
    {
        ["CsEngage.Core"] = [],
        ["CsEngage.Liquid"] = [],
        ["CsEngage.Mail"] = [],
        ["CsEngage.Store"] = ["CsEngage.Core"],
        ["CsEngage.Engine"] = ["CsEngage.Core", "CsEngage.Liquid", "CsEngage.Mail", "CsEngage.Store"],
        ["CsEngage.Web"] = ["CsEngage.Core", "CsEngage.Engine", "CsEngage.Liquid", "CsEngage.Mail", "CsEngage.Store"],
    };

    [Fact]
    public void The_references_of_the_rooms_equal_the_table()
    {
        var rooms = Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), References);

        rooms.Keys.Order().ShouldBe(House.Keys.Order());
        foreach (var (room, uses) in House) rooms[room].ShouldBe(uses, room);
    }

    [Theory]
    [InlineData("CsEngage.Core")]
    [InlineData("CsEngage.Liquid")]
    [InlineData("CsEngage.Mail")]
    public void A_pure_room_has_no_package(string room) =>
        XDocument.Load(Path.Combine(Root, "src", room, room + ".csproj")).Descendants("PackageReference").ShouldBeEmpty();

    static string[] References(string project) =>
        [.. XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/'))).Order()];

    static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "CsEngage.sln"))) folder = folder.Parent;
            return folder.FullName;
        }
    }
}
