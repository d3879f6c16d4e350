using System.Globalization;
using CsEngage.Engine.Accounts;
using CsEngage.Web.Host;

namespace CsEngage.Web.Admin.Import;

/// <summary>A table that was uploaded and not applied yet.</summary>
public sealed record StagedTable(Guid Id, string Kind, string File);

/// <summary>
/// Uploaded tables between the look and the deed. They hold personal data, so they are the uploader's alone and go when they were applied,
/// or after a day.
/// </summary>
public sealed class StagedTables(Settings settings, TimeProvider clock)
{
    public const int MostBytes = 20 << 20;
    static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    readonly string folder = Path.Combine(settings.DataFolder, "imports");

    public async Task<Guid> Put(string kind, Guid staff, Stream table)
    {
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder, "*.csv").Where(file => File.GetLastWriteTimeUtc(file) < clock.GetUtcNow().UtcDateTime - Kept)) File.Delete(old);
        var id = Guid.NewGuid();
        await using var file = File.Create(Name(id, kind, staff));
        await table.CopyToAsync(file);
        return id;
    }

    public StagedTable? Find(Guid id, Guid staff) =>
        new[] { TableImport.Accounts, TableImport.Contacts }.Select(kind => new StagedTable(id, kind, Name(id, kind, staff))).FirstOrDefault(table => File.Exists(table.File));

    public void Remove(StagedTable table) => File.Delete(table.File);

    string Name(Guid id, string kind, Guid staff) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{id:N}-{staff:N}-{kind}.csv"));
}
