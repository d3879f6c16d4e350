using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Store.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace CsEngage.Store.Settings;

/// <summary>A setting as it holds now.</summary>
/// <param name="Version">0 while nobody has set it; give it back when saving.</param>
/// <param name="Fixed">Fields that the environment sets: they win, and screens show them read-only.</param>
public sealed record Setting<T>(T Value, int Version, ImmutableArray<string> Fixed);

[Table("settings")]
internal sealed class SettingRow
{
    [Key] public string Key { get; set; } = "";
    public string Value { get; set; } = "";
    public int Version { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
}

/// <summary>
/// Settings are records, stored as JSON by key, audited. A field under `Engage:Settings:{key}` in the configuration
/// (`Engage__Settings__operator__zone=Asia/Tokyo`) wins over the database.
/// </summary>
public sealed class SettingsBook : IDisposable
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly Database database;
    readonly IConfiguration? configuration;
    readonly ConcurrentDictionary<string, object> known = new(StringComparer.Ordinal);
    readonly IDisposable subscription;
    readonly Remembered<ImmutableSortedSet<string>> unengaged;
    int generation;

    public SettingsBook(Database database, IConfiguration? configuration = null)
    {
        (this.database, this.configuration) = (database, configuration);
        subscription = database.WakeUp.On("settings", Forget);
        unengaged = new(database.WakeUp, "definitions", ReadUnengaged);
    }

    /// <summary>The zone whose days counters, windows and closings follow.</summary>
    public async ValueTask<TimeZoneInfo> OperatorZone() =>
        TimeZoneInfo.FindSystemTimeZoneById((await Find<OperatorProfile>(OperatorProfile.Key)).Value.Zone);

    /// <summary>Kinds from outside that the settings do not count as engagement.</summary>
    public Task<ImmutableSortedSet<string>> Unengaged() => unengaged.Value();

    async Task<ImmutableSortedSet<string>> ReadUnengaged()
    {
        var kinds = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var json in await database.Query(
            "SELECT v.json FROM definitions d JOIN definition_versions v ON v.kind = d.kind AND v.key = d.key AND v.number = d.published WHERE d.kind = 'settings' AND d.archived_at IS NULL", row => row.Text(0)))
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.TryGetProperty("signals", out var signals))
                kinds.UnionWith(signals.EnumerateArray().Where(kind => kind.TryGetProperty("engagement", out var counts) && counts.ValueKind == JsonValueKind.False).Select(kind => kind.GetProperty("kind").GetString()!));
        }
        return kinds.ToImmutable();
    }

    public async Task<T> Get<T>(string key) where T : class, new() => (await Find<T>(key)).Value;

    public async Task<Setting<T>> Find<T>(string key) where T : class, new()
    {
        if (known.TryGetValue(key, out var found) && found is Setting<T> setting) return setting;
        var asked = generation;
        var (value, version) = await Stored(key);
        var read = Compose<T>(key, value, version);
        // Whoever was woken while we read must not be left with the old one.
        if (asked == generation) known[key] = read;
        return read;
    }

    /// <summary>Saves unless somebody else did since <paramref name="version"/>; the answer says whether it was kept.</summary>
    public async Task<bool> Save<T>(string key, T value, int version, string actor, DateTimeOffset now) where T : class, new()
    {
        var after = JsonSerializer.Serialize(value, Json);
        var kept = await database.Writer.Do(async transaction =>
        {
            var before = await transaction.First("SELECT value FROM settings WHERE key = $1", row => row.Text(0), key);
            var written = version == 0
                ? await transaction.Execute("INSERT INTO settings (key, value, version, changed_at, changed_by) VALUES ($1, $2, 1, $3, $4) ON CONFLICT DO NOTHING", key, after, now, actor)
                : await transaction.Execute("UPDATE settings SET value = $1, version = version + 1, changed_at = $2, changed_by = $3 WHERE key = $4 AND version = $5", after, now, actor, key, version);
            if (written == 0) return false;
            await AuditTrail.Append(transaction, new AuditEntry(now, actor, "settings.changed", $"setting:{key}", before, after));
            transaction.Wake("settings");
            return true;
        });
        Forget();
        return kept;
    }

    /// <summary>Saves whatever stood there before, as recipes do. False when it says the same already.</summary>
    internal static async Task<bool> Put<T>(WriteTransaction transaction, string key, T value, string actor, DateTimeOffset now)
    {
        var after = JsonSerializer.Serialize(value, Json);
        var before = await transaction.First("SELECT value FROM settings WHERE key = $1", row => row.Text(0), key);
        if (before == after) return false;
        await transaction.Execute(
            "INSERT INTO settings (key, value, version, changed_at, changed_by) VALUES ($1, $2, 1, $3, $4) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = settings.version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
            key, after, now, actor);
        await AuditTrail.Append(transaction, new AuditEntry(now, actor, "settings.changed", $"setting:{key}", before, after));
        transaction.Wake("settings");
        return true;
    }

    /// <summary>As it is stored, within what else is written; null while nobody has set it.</summary>
    internal static async Task<T?> Find<T>(WriteTransaction transaction, string key) where T : class =>
        await transaction.First("SELECT value FROM settings WHERE key = $1", row => row.Text(0), key) is { } stored ? JsonSerializer.Deserialize<T>(stored, Json) : null;

    async Task<(string? Value, int Version)> Stored(string key) =>
        await database.First("SELECT value, version FROM settings WHERE key = $1", row => ((string?)row.Text(0), row.Int(1)), key);

    Setting<T> Compose<T>(string key, string? stored, int version) where T : class, new()
    {
        var section = configuration?.GetSection($"Engage:Settings:{key}").GetChildren().Where(child => child.Value is not null).ToList() ?? [];
        var own = stored is null ? new T() : JsonSerializer.Deserialize<T>(stored, Json) ?? new T();
        if (section.Count == 0) return new Setting<T>(own, version, []);
        var document = JsonSerializer.SerializeToNode(own, Json)!.AsObject();
        foreach (var field in section) document[field.Key] = Parsed(document[field.Key], field.Value!);
        return new Setting<T>(document.Deserialize<T>(Json)!, version, [.. section.Select(field => field.Key)]);
    }

    // The environment knows only text; the stored field tells what it stands for.
    static JsonNode? Parsed(JsonNode? field, string text) => field?.GetValueKind() switch
    {
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Object or JsonValueKind.Array => JsonNode.Parse(text),
        _ => JsonValue.Create(text),
    };

    void Forget()
    {
        Interlocked.Increment(ref generation);
        known.Clear();
    }

    public void Dispose()
    {
        subscription.Dispose();
        unengaged.Dispose();
    }
}
