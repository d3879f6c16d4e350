using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;

namespace CsEngage.Web.Api.Reference;

/// <summary>A call as it can be pasted into a terminal.</summary>
static class Curl
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(MappedCall mapped)
    {
        var address = mapped.Places.Aggregate(mapped.Path, (path, place) => path.Replace($"{{{place}}}", mapped.Example(place), StringComparison.Ordinal));
        var line = new StringBuilder("curl ");
        if (mapped.Method != "GET") line.Append("-X ").Append(mapped.Method).Append(' ');
        line.Append("\"$ENGAGE").Append(address).Append("\" \\\n  -H \"Authorization: Bearer $KEY\"");
        if (mapped.Call.Sent is { } sent) line.Append(" \\\n  -H \"Content-Type: application/json\" \\\n  -d '").Append(Pretty(sent.Replace("{now}", "2026-11-21T09:00:00Z", StringComparison.Ordinal))).Append('\'');
        return line.ToString();
    }

    public static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(Indented);
}

/// <summary>Prose with `code` in it.</summary>
static class Prose
{
    public static IHtmlContent Of(string text)
    {
        var html = new HtmlContentBuilder();
        foreach (var (part, at) in text.Split('`').Select((part, at) => (part, at)))
        {
            if (at % 2 == 0) html.Append(part);
            else html.AppendHtml("<code>").Append(part).AppendHtml("</code>");
        }
        return html;
    }
}
