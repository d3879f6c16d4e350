using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace CsEngage.Web.Api.Reference;

/// <summary>The schemas of the bodies, read from the records that are written and read. Their descriptions stand on the records.</summary>
sealed class SchemaShelf
{
    readonly SortedDictionary<string, JsonNode> known = new(StringComparer.Ordinal);

    static readonly JsonSerializerOptions Serializer = Ready();

    public JsonObject Reference(Type type, bool isPartial)
    {
        var name = NameOf(type) + (isPartial ? "Change" : "");
        if (!known.ContainsKey(name)) known[name] = Of(type, isPartial);
        return Pointer(name);
    }

    public JsonObject Problem()
    {
        known.TryAdd("Problem", new JsonObject
        {
            ["type"] = "object", ["description"] = "RFC 9457, with a stable code for programs.", ["required"] = new JsonArray("status", "code"),
            ["properties"] = new JsonObject
            {
                ["type"] = Text("Where the code is explained."), ["title"] = Text("What the status means."), ["status"] = new JsonObject { ["type"] = "integer" }, ["detail"] = Text("What is wrong and what to do."),
                ["code"] = Text("Stable."),
                ["errors"] = new JsonObject
                {
                    ["type"] = "array", ["description"] = "Each field or parameter that cannot be taken.",
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object", ["required"] = new JsonArray("field", "detail"), ["properties"] = new JsonObject { ["field"] = Text("Where, such as signals[0].kind."), ["detail"] = Text("What would be right.") },
                    },
                },
                ["traceId"] = Text("Names the request in the logs."),
            },
        });
        return Pointer("Problem");
    }

    public JsonObject All()
    {
        var all = new JsonObject();
        foreach (var (name, schema) in known) all[name] = schema.DeepClone();
        return all;
    }

    /// <summary>The schema of a body by itself.</summary>
    /// <param name="isPartial">As it is sent to change something: what only we set is not part of it, and nothing is required.</param>
    public static JsonNode Of(Type type, bool isPartial)
    {
        var schema = Serializer.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (context, node) => Transform(context, node, isPartial) });
        return Settle(schema, isPartial);
    }

    static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node, bool isPartial)
    {
        // A field that may hold anything has a schema that says nothing.
        var rules = node as JsonObject ?? [];
        // The web's defaults also read numbers from text; what is written, and asked for, is a number.
        if (Number(context.TypeInfo.Type) is { } number)
        {
            rules["type"] = rules["type"] is JsonArray types && types.Any(type => type?.GetValue<string>() == "null") ? new JsonArray(number, "null") : number;
            rules.Remove("pattern");
        }
        var attributes = Attributes(context.PropertyInfo?.AttributeProvider).Concat(Attributes(context.PropertyInfo?.AssociatedParameter?.AttributeProvider)).ToList();
        if (attributes.OfType<DescriptionAttribute>().FirstOrDefault() is { } says) rules["description"] = says.Description;
        if (attributes.OfType<ReadOnlyAttribute>().Any()) rules["readOnly"] = true;
        if (isPartial && rules["readOnly"] is not null) rules["x-left-out"] = true;
        return rules;
    }

    /// <summary>What is null is not written, so in what comes back a field is either there or absent.</summary>
    static JsonNode Settle(JsonNode node, bool isPartial)
    {
        if (node is not JsonObject rules) return node;
        foreach (var child in new[] { rules["items"], rules["additionalProperties"] }) if (child is not null) Settle(child, isPartial);
        if (rules["properties"] is not JsonObject properties) return node;

        foreach (var (name, property) in properties.ToList())
        {
            if (property is JsonObject its && its.Remove("x-left-out")) properties.Remove(name);
            else if (property is not null) Settle(property, isPartial);
        }
        rules.Remove("required");
        if (isPartial) return node;
        var required = properties.Where(property => property.Value is JsonObject its && !MayBeNull(its)).Select(property => property.Key).ToList();
        if (required.Count > 0) rules["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        return node;
    }

    static bool MayBeNull(JsonObject rules) =>
        (rules["type"] is JsonArray types && types.Any(type => type?.GetValue<string>() == "null")) || (rules["enum"] is JsonArray choices && choices.Any(choice => choice is null));

    static string? Number(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) || number == typeof(long) => "integer",
        var number when number == typeof(double) || number == typeof(decimal) => "number",
        _ => null,
    };

    static IEnumerable<Attribute> Attributes(ICustomAttributeProvider? provider) => provider?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? [];

    // PageBody<AccountBody> is AccountPage; IntakeAnswer stays.
    static string NameOf(Type type) => type.IsGenericType ? NameOf(type.GenericTypeArguments[0]) + "Page" : type.Name.EndsWith("Body", StringComparison.Ordinal) ? type.Name[..^4] : type.Name;

    static JsonObject Pointer(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    static JsonObject Text(string says) => new() { ["type"] = "string", ["description"] = says };

    static JsonSerializerOptions Ready()
    {
        ApiJson.Options.MakeReadOnly(populateMissingResolver: true);
        return ApiJson.Options;
    }
}
