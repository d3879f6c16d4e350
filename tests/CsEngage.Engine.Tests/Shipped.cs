namespace CsEngage.Engine.Tests;

/// <summary>Folders of the repository, found from where the tests run.</summary>
static class Shipped
{
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CsEngage.sln"))) return Path.Combine(folder.FullName, name);
        throw new DirectoryNotFoundException("CsEngage.sln is in no folder above the tests.");
    }
}
