using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Privacy;

/// <summary>
/// Everything that is known of a person, by walking the model: each table with a contact's or membership's id is in it, also one that is
/// added later. Secrets stay out.
/// </summary>
public sealed class PersonExport(Database database)
{
    /// <summary>Hashes of secrets and keyed hashes say nothing to the person and must not leave.</summary>
    static readonly ImmutableHashSet<string> Secret = ["token_hash", "code_hash", "address_hash"];

    /// <summary>One JSON object: table → rows, column → value.</summary>
    public async Task<string> Of(Guid contactId)
    {
        await using var db = database.Read();
        var document = new JsonObject();
        foreach (var entity in db.Model.GetEntityTypes().Where(entity => Condition(entity) is not null).OrderBy(entity => entity.GetTableName(), StringComparer.Ordinal))
        {
            var columns = entity.GetProperties().Where(property => !Secret.Contains(property.GetColumnName())).ToList();
            var rows = await database.Query(
                $"SELECT {string.Join(", ", columns.Select(column => $"\"{column.GetColumnName()}\""))} FROM {entity.GetTableName()} WHERE {Condition(entity)}", row => Row(row, columns), contactId);
            if (rows.Count > 0) document[entity.GetTableName()!] = new JsonArray([.. rows]);
        }
        return document.ToJsonString(new JsonSerializerOptions { Encoder = StoredJson.Options.Encoder, WriteIndented = true });
    }

    internal static string? Condition(IEntityType entity) => entity switch
    {
        _ when entity.GetTableName() is null || entity.IsMappedToJson() => null,
        _ when entity.GetTableName() == "contacts" => "id = $1",
        _ when entity.FindProperty("ContactId") is not null => "contact_id = $1",
        _ when entity.FindProperty("MembershipId") is not null => "membership_id IN (SELECT id FROM memberships WHERE contact_id = $1)",
        _ => null,
    };

    static JsonObject Row(SqlRow row, List<IProperty> columns)
    {
        var answer = new JsonObject();
        for (var i = 0; i < columns.Count; i++)
            if (row.Has(i)) answer[columns[i].GetColumnName()] = Value(row, i, Nullable.GetUnderlyingType(columns[i].ClrType) ?? columns[i].ClrType);
        return answer;
    }

    static JsonNode? Value(SqlRow row, int at, Type type) =>
        type == typeof(Guid) ? row.Guid(at).ToString("D")
        : type == typeof(DateTimeOffset) ? row.Instant(at)
        : type == typeof(DateOnly) ? row.Day(at).ToString("O", System.Globalization.CultureInfo.InvariantCulture)
        : type == typeof(decimal) ? row.Decimal(at)
        : type == typeof(bool) ? row.Flag(at)
        : type == typeof(int) || type == typeof(long) ? row.Long(at)
        : type == typeof(double) ? row.Double(at)
        : type == typeof(byte[]) ? Convert.ToBase64String(row.Bytes(at))
        : row.Text(at);
}
