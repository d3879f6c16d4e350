namespace CsEngage.Core.Tests.House;

/// <summary>Where the repository stands on disk.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "CsEngage.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
