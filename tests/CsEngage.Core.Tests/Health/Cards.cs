using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Core.Tests.Health;

/// <summary>Cards and readings for tests.</summary>
static class Cards
{
    public static Measure Measure(string key, double weight, ScoreMap? map = null, Freshness? freshness = null, int minimumN = 0, string figure = "count \"guide.read\" in 28 days") =>
        new(key, LocalizedText.Of(key), LocalizedText.Empty, Core.Figure.Parse(figure, RuleScope.Account), "count", weight, Direction.HigherIsBetter,
            map ?? new ScoreMap.Linear(0, 100), minimumN, freshness);

    public static MeasureGroup Group(string key, double weight, params ImmutableArray<Measure> measures) => new(key, LocalizedText.Of(key), weight, null, measures);

    public static Scorecard Card(params ImmutableArray<MeasureGroup> groups) =>
        new("adoption", 1, LocalizedText.Of("Adoption"), LocalizedText.Empty, HealthScope.Account, 0.5, new Bands(45, 70), Hysteresis.Usual, groups);

    public static MeasureReading Known(decimal value, int n = 10, DateTimeOffset? observed = null) => new(value, observed, n);

    public static readonly MeasureReading Unknown = new(null, null, 0);

    /// <summary>Up to four groups of up to four measures.</summary>
    public static readonly Gen<Scorecard> AnyCard =
        from sizes in Gen.Choose(1, 4).ArrayOf(3)
        from weights in Gen.Choose(1, 50_000).ArrayOf(3 + 12)
        from minimum in Gen.Elements(0, 0.3, 0.5, 0.9)
        select Card([.. Enumerable.Range(0, 3).Select(g => Group($"g{g}", weights[g] / 10_000.0,
            [.. Enumerable.Range(0, sizes[g]).Select(m => Measure($"g{g}m{m}", weights[3 + g * 4 + m] / 10_000.0, minimumN: 2,
                freshness: m % 2 == 0 ? null : new(TimeSpan.FromDays(10), (Staleness)(m % 3), TimeSpan.FromDays(5))))]))]) with { CoverageMinimum = minimum };

    public static Gen<MeasureReading> AnyReading(DateTimeOffset now) =>
        from value in Gen.Choose(-2_000, 12_000)
        from known in Gen.Choose(0, 9)
        from n in Gen.Choose(0, 20)
        from age in Gen.Choose(0, 40)
        select known == 0 ? Unknown : new MeasureReading(value / 100m, known == 1 ? null : now.AddHours(-age * 12), n);

    static readonly Gen<HealthOverride> AnyOverride =
        from kind in Gen.Elements(OverrideKind.Cap, OverrideKind.Floor, OverrideKind.Set)
        from points in Gen.Choose(0, 100)
        from days in Gen.Choose(0, 20)
        select HealthOverride.Begin(Sample.Person(points), kind, points, "because", Sample.Aiko, Sample.Day(days - 10), Sample.Day(days));

    public static readonly Gen<ImmutableArray<HealthOverride>> AnyOverrides =
        from n in Gen.Choose(0, 3)
        from all in Gen.ArrayOf(AnyOverride, n)
        select all.ToImmutableArray();
}
