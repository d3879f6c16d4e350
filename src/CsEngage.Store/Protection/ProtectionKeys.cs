using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Protection;

[Table("protection_keys")]
internal sealed class ProtectionKeyRow
{
    [Key] public string Name { get; set; } = "";
    public string Xml { get; set; } = "";
}

/// <summary>The data-protection keys in the database, so that every process reads every other's cookies.</summary>
internal sealed class ProtectionKeys(Database database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = database.Read();
        return [.. db.Set<ProtectionKeyRow>().AsEnumerable().Select(row => XElement.Parse(row.Xml))];
    }

    // The interface is synchronous; keys are made once in months.
    public void StoreElement(XElement element, string friendlyName) => database.Writer.Do(transaction => transaction.Execute(
        "INSERT INTO protection_keys (name, xml) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml",
        friendlyName, element.ToString(SaveOptions.DisableFormatting))).GetAwaiter().GetResult();
}
