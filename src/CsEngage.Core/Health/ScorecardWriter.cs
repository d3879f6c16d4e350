using System.Text.Json;

namespace CsEngage.Core;

/// <summary>Writes `scorecard/1`.</summary>
static class ScorecardWriter
{
    internal static string Write(Scorecard card) => DocumentWriting.Write(json => Write(json, card));

    static void Write(Utf8JsonWriter json, Scorecard card)
    {
        json.WriteStartObject();
        json.WriteString("key", card.Key);
        json.WriteText("title", card.Title);
        json.WriteText("description", card.Description);
        json.WriteString("scope", card.Scope switch { HealthScope.Account => "account", HealthScope.Department => "department", _ => "membership" });
        json.WriteNumber("coverage_minimum", card.CoverageMinimum);
        Object(json, "bands", ("yellow", card.Bands.Yellow), ("green", card.Bands.Green));
        Object(json, "hysteresis", ("points", card.Hysteresis.Points), ("closings", card.Hysteresis.Closings));
        json.WriteList("groups", card.Groups, group => Write(json, group));
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, MeasureGroup group)
    {
        json.WriteStartObject();
        json.WriteString("key", group.Key);
        json.WriteText("title", group.Title);
        json.WriteNumber("weight", group.Weight);
        if (group.CoverageMinimum is { } minimum) json.WriteNumber("coverage_minimum", minimum);
        json.WriteList("measures", group.Measures, measure => Write(json, measure));
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Measure measure)
    {
        json.WriteStartObject();
        json.WriteString("key", measure.Key);
        json.WriteText("title", measure.Title);
        json.WriteText("why", measure.Why);
        json.WriteString("figure", measure.Figure.ToString());
        json.WriteString("unit", measure.Unit);
        json.WriteNumber("weight", measure.Weight);
        json.WriteString("direction", measure.Direction == Direction.HigherIsBetter ? "higher-is-better" : "lower-is-better");
        json.WriteStartObject("map");
        Write(json, measure.Map);
        json.WriteEndObject();
        if (measure.MinimumN > 0) json.WriteNumber("minimum_n", measure.MinimumN);
        if (measure.MinimumAge > TimeSpan.Zero) Span(json, "minimum_age", measure.MinimumAge);
        if (measure.Freshness is { } freshness) Write(json, freshness);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, ScoreMap map)
    {
        switch (map)
        {
            case ScoreMap.Linear linear:
                Object(json, "linear", ("zero_at", linear.ZeroAt), ("full_at", linear.FullAt));
                break;
            case ScoreMap.Tiers tiers:
                json.WriteStartArray("tiers");
                foreach (var (below, score) in tiers.Steps)
                {
                    json.WriteStartObject();
                    if (below is { } bound) json.WriteNumber("below", bound);
                    json.WriteNumber("score", score);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                break;
            case ScoreMap.Curve curve:
                json.WriteStartArray("curve");
                foreach (var (value, score) in curve.Through)
                {
                    json.WriteStartObject();
                    json.WriteNumber("value", value);
                    json.WriteNumber("score", score);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                break;
        }
    }

    static void Write(Utf8JsonWriter json, Freshness freshness)
    {
        json.WriteStartObject("freshness");
        Span(json, "max_age", freshness.MaxAge);
        json.WriteString("then", freshness.Then switch { Staleness.Drop => "drop", Staleness.Hold => "hold", _ => "decay" });
        if (freshness.HalfLife is { } half) Span(json, "half_life", half);
        json.WriteEndObject();
    }

    static void Span(Utf8JsonWriter json, string name, TimeSpan span)
    {
        json.WriteStartObject(name);
        if (span.Ticks % TimeSpan.TicksPerDay == 0) json.WriteNumber("days", span.Days);
        else json.WriteNumber("minutes", (int)span.TotalMinutes);
        json.WriteEndObject();
    }

    static void Object(Utf8JsonWriter json, string name, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in numbers) json.WriteNumber(key, value);
        json.WriteEndObject();
    }
}
