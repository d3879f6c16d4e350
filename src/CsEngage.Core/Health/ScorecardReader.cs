using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>Reads `scorecard/1` and notes everything that is wrong, not only the first thing.</summary>
sealed class ScorecardReader
{
    readonly List<DocumentProblem> problems = [];
    RuleScope scope;

    internal static ScorecardReading Read(JsonElement json, int version)
    {
        var reader = new ScorecardReader();
        var card = reader.ReadCard(new(json, "$", reader.problems), version);
        return reader.problems.Count == 0 ? new(card, []) : new(null, [.. reader.problems]);
    }

    Scorecard ReadCard(DocumentNode node, int version)
    {
        if (!node.IsObject) node.Wrong("A scorecard is expected.", "Write it as {key: …, title: …, groups: […], bands: …}.");
        node.Only("schema", "key", "title", "description", "scope", "coverage_minimum", "bands", "hysteresis", "groups");
        if (node["schema"].TextOrNull is { } schema and not "scorecard/1") node["schema"].Wrong($"\"{schema}\" cannot be read here.", "Use scorecard/1.");
        if (node["scope"].IsMissing) node["scope"].Wrong("It is missing whom a score is about.", "Use account, department or membership.");
        var about = node["scope"].Choice(HealthScope.Account, ("account", HealthScope.Account), ("department", HealthScope.Department), ("membership", HealthScope.Membership));
        scope = about == HealthScope.Membership ? RuleScope.Contact : RuleScope.Account;
        var groups = ReadGroups(node["groups"]);
        return new(node["key"].Key(), version, node["title"].Title(), node["description"].Localized(), about,
            Share(node["coverage_minimum"], 0.5m), ReadBands(node["bands"]), ReadHysteresis(node["hysteresis"]), groups);
    }

    ImmutableArray<MeasureGroup> ReadGroups(DocumentNode node)
    {
        var groups = node.Items();
        if (groups.Length == 0) node.Wrong("A card needs a group.", "Add one with a measure.");
        DocumentNode.Distinct(groups.Select(group => (group["key"].TextOrNull ?? "", group["key"])), "this card");
        DocumentNode.Distinct(groups.SelectMany(group => group["measures"].IsList ? group["measures"].Items() : [])
            .Select(measure => (measure["key"].TextOrNull ?? "", measure["key"])), "this card");
        return [.. groups.Select(ReadGroup)];
    }

    MeasureGroup ReadGroup(DocumentNode node)
    {
        node.Only("key", "title", "weight", "coverage_minimum", "measures");
        var measures = node["measures"].Items();
        if (measures.Length == 0) node["measures"].Wrong("A group needs a measure.", "Add one, or take the group away.");
        return new(node["key"].Key(), node["title"].Title(), Weight(node["weight"]),
            node["coverage_minimum"].IsMissing ? null : Share(node["coverage_minimum"], 0.5m), [.. measures.Select(ReadMeasure)]);
    }

    Measure ReadMeasure(DocumentNode node)
    {
        node.Only("key", "title", "why", "figure", "unit", "weight", "direction", "map", "minimum_n", "freshness");
        if (node["unit"].IsMissing) node["unit"].Wrong("The unit is missing.", "Use count, share, ratio, score, days or money.");
        if (node["direction"].IsMissing) node["direction"].Wrong("The direction is missing.", "Use higher-is-better or lower-is-better.");
        var direction = node["direction"].Choice(Direction.HigherIsBetter, ("higher-is-better", Direction.HigherIsBetter), ("lower-is-better", Direction.LowerIsBetter));
        var map = ReadMap(node["map"]);
        if (map is not null && !map.Points(direction))
            node["map"].Wrong($"The map runs against {(direction == Direction.HigherIsBetter ? "higher-is-better" : "lower-is-better")}.", "Turn the scores or the direction round.");
        return new(node["key"].Key(), node["title"].Title(), node["why"].Localized(), ReadFigure(node["figure"]),
            node["unit"].Choice("count", ("count", "count"), ("share", "share"), ("ratio", "ratio"), ("score", "score"), ("days", "days"), ("money", "money")),
            Weight(node["weight"]), direction, map ?? new ScoreMap.Linear(0, 1), node["minimum_n"].Whole(0, 1, 1_000_000), ReadFreshness(node["freshness"]));
    }

    Figure ReadFigure(DocumentNode node)
    {
        var nothing = Figure.Parse("0", scope);
        if (node.TextOrNull is not { } text)
        {
            node.Wrong("A figure is missing.", "Write one, such as count \"guide.read\" in 28 days.");
            return nothing;
        }
        try
        {
            var figure = Figure.Parse(text, scope);
            if (figure.Kind is QuantityKind.Number or QuantityKind.Duration or QuantityKind.Unknown) return figure;
            node.Wrong("The figure gives no number.", figure.Kind is QuantityKind.Instant or QuantityKind.Date ? "Put \"days since\" before it." : "Use a count, a share or a number.");
        }
        catch (RuleException broken)
        {
            node.Wrong(string.Create(CultureInfo.InvariantCulture, $"The figure cannot be read at position {broken.Position}: {broken.Message}"), "Mend the figure.");
        }
        return nothing;
    }

    static ScoreMap? ReadMap(DocumentNode node)
    {
        node.Only("tiers", "linear", "curve");
        switch (node.IsObject ? node.Properties() : [])
        {
            case [("tiers", var tiers)]: return ReadTiers(tiers);
            case [("linear", var linear)]: return ReadLinear(linear);
            case [("curve", var curve)]: return ReadCurve(curve);
            default:
                node.Wrong("A map has exactly one shape.", "Use tiers, linear or curve.");
                return null;
        }
    }

    static ScoreMap.Tiers? ReadTiers(DocumentNode node)
    {
        var items = node.Items();
        if (items.Length < 2)
        {
            node.Wrong("Tiers are at least two.", "Add a step.");
            return null;
        }
        var steps = ImmutableArray.CreateBuilder<(double? Below, double Score)>();
        for (var i = 0; i < items.Length; i++)
        {
            items[i].Only("below", "score");
            double? below = items[i]["below"].IsMissing ? null : Any(items[i]["below"]);
            if (below is null != (i == items.Length - 1)) items[i].Wrong(below is null ? "This step has no bound." : "The last step has a bound.", "All steps but the last say below what they lie.");
            if (i > 0 && below <= steps[^1].Below) items[i]["below"].Wrong("The steps do not ascend.", "Put them in order.");
            steps.Add((below, Points(items[i]["score"])));
        }
        return new(steps.DrainToImmutable());
    }

    static ScoreMap.Linear? ReadLinear(DocumentNode node)
    {
        node.Only("zero_at", "full_at");
        var (zero, full) = (Any(node["zero_at"]), Any(node["full_at"]));
        if (zero is { } from && full is { } to && !from.Equals(to)) return new(from, to);
        if (zero is not null && full is not null) node.Wrong("The line has no length.", "Give zero_at and full_at different values.");
        return null;
    }

    static ScoreMap.Curve? ReadCurve(DocumentNode node)
    {
        var items = node.Items();
        if (items.Length < 2)
        {
            node.Wrong("A curve goes through at least two points.", "Add a point.");
            return null;
        }
        var points = ImmutableArray.CreateBuilder<(double Value, double Score)>();
        foreach (var item in items)
        {
            item.Only("value", "score");
            var value = Any(item["value"]) ?? 0;
            if (points.Count > 0 && value <= points[^1].Value) item["value"].Wrong("The points do not ascend.", "Put them in order.");
            points.Add((value, Points(item["score"])));
        }
        return new(points.DrainToImmutable());
    }

    static Freshness? ReadFreshness(DocumentNode node)
    {
        if (node.IsMissing) return null;
        node.Only("max_age", "then", "half_life");
        if (node["then"].IsMissing) node["then"].Wrong("It is missing what happens then.", "Use drop, hold or decay.");
        var then = node["then"].Choice(Staleness.Hold, ("drop", Staleness.Drop), ("hold", Staleness.Hold), ("decay", Staleness.Decay));
        var (age, half) = (Span(node["max_age"]), node["half_life"].IsMissing ? null : Span(node["half_life"]));
        if (node["max_age"].IsMissing) node["max_age"].Wrong("The age is missing.", "Write {days: 60}.");
        if (then == Staleness.Decay && half is not { Ticks: > 0 }) node["half_life"].Wrong("Decay needs a half-life.", "Write {days: 30}.");
        return new(age ?? TimeSpan.Zero, then, half);
    }

    static TimeSpan? Span(DocumentNode node) => node.Span(daysAreBusiness: false) switch
    {
        null => null,
        { Unit: DurationUnit.Minutes } minutes => TimeSpan.FromMinutes(minutes.Amount),
        { Unit: DurationUnit.BusinessDays } => Refuse(node),
        var days => TimeSpan.FromDays(days.Amount),
    };

    static TimeSpan? Refuse(DocumentNode node)
    {
        node.Wrong("Age is counted in calendar days.", "Write {days: 60}.");
        return null;
    }

    static Bands ReadBands(DocumentNode node)
    {
        node.Only("yellow", "green");
        if (!node.IsObject) node.Wrong("The bands are missing.", "Write {yellow: 45, green: 70}.");
        var (yellow, green) = (Points(node["yellow"]), Points(node["green"]));
        if (yellow > green) node.Wrong("Green begins below yellow.", "Turn them round.");
        return new(yellow, green);
    }

    static Hysteresis ReadHysteresis(DocumentNode node)
    {
        if (node.IsMissing) return Hysteresis.Usual;
        node.Only("points", "closings");
        return new((double)node["points"].Number(2, 0, 100, "0 to 100"), node["closings"].Whole(2, 1, 366));
    }

    static double Points(DocumentNode node)
    {
        if (node.IsMissing) node.Wrong("Points are missing.", "Use 0 to 100.");
        return (double)node.Number(0, 0, 100, "0 to 100");
    }

    static double? Any(DocumentNode node)
    {
        if (node.IsMissing) node.Wrong("A number is missing.", "Write one.");
        return node.IsMissing ? null : (double)node.Number(0, -1_000_000_000_000_000, 1_000_000_000_000_000, "a number");
    }

    static double Share(DocumentNode node, decimal otherwise) => (double)node.Number(otherwise, 0, 1, "0 to 1");

    // Snapshots keep weights in steps of 1/10,000.
    static double Weight(DocumentNode node)
    {
        if (node.IsMissing) node.Wrong("The weight is missing.", "Write a number above 0.");
        var weight = node.Number(1, 0.0001m, 1_000_000, "0.0001 to 1,000,000");
        if (weight * 10_000 % 1 != 0) node.Wrong("The weight is too fine.", "Use at most four digits after the point.");
        return (double)weight;
    }
}
