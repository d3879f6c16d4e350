using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Content;

namespace CsEngage.Engine.Settings;

/// <summary>A cap for accounts of one touch model, or of all.</summary>
public sealed record ModelCap(string? Model, Cap Cap);

/// <summary>How touches go out, from the settings document.</summary>
/// <param name="ReplyToCsm">Answers go to the account's CSM.</param>
public sealed record TouchRules(
    ImmutableArray<ModelCap> Caps, QuietHours QuietHours, bool BusinessDaysOnly, LocalizedText FromName, string? FromAddress, bool ReplyToCsm, bool TrackClicks, decimal Holdout)
{
    public static readonly TouchRules Default = Of([]);

    /// <summary>The start of the longest window of any cap.</summary>
    public TimeSpan LongestWindow => Caps.IsEmpty ? TimeSpan.FromDays(1) : Caps.Max(cap => cap.Cap.Window);

    public ImmutableArray<Cap> For(string touchModel) => [.. Caps.Where(cap => cap.Model is null || cap.Model == touchModel).Select(cap => cap.Cap)];

    public static TouchRules Of(JsonObject settings)
    {
        var (policy, mail) = (settings["touch_policy"] as JsonObject ?? [], settings["mail"] as JsonObject ?? []);
        var caps = (policy["caps"] as JsonArray ?? []).OfType<JsonObject>().Select(cap => new ModelCap(cap["model"]?.ToString(), new Cap(cap["per"]!.ToString() == "account", (int)cap["touches"]!.GetValue<long>(), Span(cap["in"]!.AsObject()))));
        var quiet = policy["quiet_hours"] is JsonObject hours ? new QuietHours(Time(hours["from"]!), Time(hours["to"]!)) : QuietHours.Default;
        return new([.. caps], quiet, Flag(policy["business_days_only"], true), mail["from_name"] is JsonObject name ? LocalizedJson.Read(name) : LocalizedText.Empty, mail["from_address"]?.ToString(),
            mail["reply_to"]?.ToString() is null or "csm", Flag(mail["track_clicks"], true), settings["holdout"] is { } share ? decimal.Parse(share.ToJsonString(), CultureInfo.InvariantCulture) : 0);
    }

    static bool Flag(JsonNode? node, bool otherwise) => node?.GetValue<bool>() ?? otherwise;

    static TimeOnly Time(JsonNode node) => TimeOnly.ParseExact(node.ToString(), "HH:mm", CultureInfo.InvariantCulture);

    // A window of "days" is rolling: so many times 24 hours.
    static TimeSpan Span(JsonObject span)
    {
        var (unit, amount) = span.Select(pair => (pair.Key, pair.Value!.GetValue<long>())).First();
        return unit switch { "minutes" => TimeSpan.FromMinutes(amount), "hours" => TimeSpan.FromHours(amount), "weeks" => TimeSpan.FromDays(amount * 7), _ => TimeSpan.FromDays(amount) };
    }
}
