using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Store.Upgrades;

/// <summary>One numbered SQL file of a dialect, such as 0001_start.</summary>
internal sealed record UpgradeStep(string Name, string Sql)
{
    public string Sum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    public static IReadOnlyList<UpgradeStep> Of(Dialect dialect)
    {
        var assembly = typeof(UpgradeStep).Assembly;
        var folder = $"CsEngage.Store.Upgrades.{(dialect == Dialect.Postgres ? "postgres" : "sqlite")}.";
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new UpgradeStep(name[folder.Length..^".sql".Length], reader.ReadToEnd());
        })];
    }
}
