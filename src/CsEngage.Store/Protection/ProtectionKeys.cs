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
    // The interface is synchronous; keys are read once a day and made once in months.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. database.Query("SELECT xml FROM protection_keys ORDER BY name", row => row.Text(0)).GetAwaiter().GetResult().Select(text => XElement.Parse(text))];

    public void StoreElement(XElement element, string friendlyName) => database.Writer.Do(transaction => transaction.Execute(
        "INSERT INTO protection_keys (name, xml) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml",
        friendlyName, element.ToString(SaveOptions.DisableFormatting))).GetAwaiter().GetResult();
}
