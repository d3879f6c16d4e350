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
        if (!node.IsObject) node.Wrong(Sentence.Of("A scorecard is expected."), Sentence.Of("Write it as {key: …, title: …, groups: […], bands: …}."));
        node.Only("schema", "key", "title", "description", "scope", "coverage_minimum", "bands", "hysteresis", "groups");
        if (node["schema"].TextOrNull is { } schema and not "scorecard/1") node["schema"].Wrong(Sentence.Of("\"{0}\" cannot be read here.", schema), Sentence.Of("Use {0}.", "scorecard/1"));
        if (node["scope"].IsMissing) node["scope"].Wrong(Sentence.Of("It is missing whom a score is about."), Sentence.Of("Use account, department or membership."));
        var about = node["scope"].Choice(HealthScope.Account, ("account", HealthScope.Account), ("department", HealthScope.Department), ("membership", HealthScope.Membership));
        scope = about == HealthScope.Membership ? RuleScope.Contact : RuleScope.Account;
        var groups = ReadGroups(node["groups"]);
        return new(node["key"].Key(), version, node["title"].Title(), node["description"].Localized(), about,
            Share(node["coverage_minimum"], 0.5m), ReadBands(node["bands"]), ReadHysteresis(node["hysteresis"]), groups);
    }

    ImmutableArray<MeasureGroup> ReadGroups(DocumentNode node)
    {
        var groups = node.Items();
        if (groups.Length == 0) node.Wrong(Sentence.Of("A card needs a group."), Sentence.Of("Add one with a measure."));
        DocumentNode.Distinct(groups.Select(group => (group["key"].TextOrNull ?? "", group["key"])), Sentence.Of("this card"));
        DocumentNode.Distinct(groups.SelectMany(group => group["measures"].IsList ? group["measures"].Items() : [])
            .Select(measure => (measure["key"].TextOrNull ?? "", measure["key"])), Sentence.Of("this card"));
        return [.. groups.Select(ReadGroup)];
    }

    MeasureGroup ReadGroup(DocumentNode node)
    {
        node.Only("key", "title", "weight", "coverage_minimum", "measures");
        var measures = node["measures"].Items();
        if (measures.Length == 0) node["measures"].Wrong(Sentence.Of("A group needs a measure."), Sentence.Of("Add one, or take the group away."));
        return new(node["key"].Key(), node["title"].Title(), Weight(node["weight"]),
            node["coverage_minimum"].IsMissing ? null : Share(node["coverage_minimum"], 0.5m), [.. measures.Select(ReadMeasure)]);
    }

    Measure ReadMeasure(DocumentNode node)
    {
        node.Only("key", "title", "why", "figure", "unit", "weight", "direction", "map", "minimum_n", "minimum_age", "freshness");
        if (node["unit"].IsMissing) node["unit"].Wrong(Sentence.Of("The unit is missing."), Sentence.Of("Use count, share, ratio, score, days or money."));
        if (node["direction"].IsMissing) node["direction"].Wrong(Sentence.Of("The direction is missing."), Sentence.Of("Use higher-is-better or lower-is-better."));
        var direction = node["direction"].Choice(Direction.HigherIsBetter, ("higher-is-better", Direction.HigherIsBetter), ("lower-is-better", Direction.LowerIsBetter));
        var map = ReadMap(node["map"]);
        if (map is not null && !map.Points(direction))
            node["map"].Wrong(Sentence.Of("The map runs against {0}.", direction == Direction.HigherIsBetter ? "higher-is-better" : "lower-is-better"), Sentence.Of("Turn the scores or the direction round."));
        return new(node["key"].Key(), node["title"].Title(), node["why"].Localized(), ReadFigure(node["figure"]),
            node["unit"].Choice("count", ("count", "count"), ("share", "share"), ("ratio", "ratio"), ("score", "score"), ("days", "days"), ("money", "money")),
            Weight(node["weight"]), direction, map ?? new ScoreMap.Linear(0, 1), node["minimum_n"].Whole(0, 1, 1_000_000), ReadFreshness(node["freshness"]))
        {
            MinimumAge = Span(node["minimum_age"]) ?? TimeSpan.Zero,
        };
    }

    Figure ReadFigure(DocumentNode node)
    {
        var nothing = Figure.Parse("0", scope);
        if (node.TextOrNull is not { } text)
        {
            node.Wrong(Sentence.Of("A figure is missing."), Sentence.Of("Write one, such as count \"guide.read\" in 28 days."));
            return nothing;
        }
        try
        {
            var figure = Figure.Parse(text, scope);
            if (figure.Kind is QuantityKind.Number or QuantityKind.Duration or QuantityKind.Unknown) return figure;
            node.Wrong(Sentence.Of("The figure gives no number."), figure.Kind is QuantityKind.Instant or QuantityKind.Date ? Sentence.Of("Put \"days since\" before it.") : Sentence.Of("Use a count, a share or a number."));
        }
        catch (RuleException broken)
        {
            node.Wrong(Sentence.Of("The figure cannot be read at position {0}: {1}", broken.Position, broken.Said), Sentence.Of("Mend the figure."));
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
                node.Wrong(Sentence.Of("A map has exactly one shape."), Sentence.Of("Use tiers, linear or curve."));
                return null;
        }
    }

    static ScoreMap.Tiers? ReadTiers(DocumentNode node)
    {
        var items = node.Items();
        if (items.Length < 2)
        {
            node.Wrong(Sentence.Of("Tiers are at least two."), Sentence.Of("Add a step."));
            return null;
        }
        var steps = ImmutableArray.CreateBuilder<(double? Below, double Score)>();
        for (var i = 0; i < items.Length; i++)
        {
            items[i].Only("below", "score");
            double? below = items[i]["below"].IsMissing ? null : Any(items[i]["below"]);
            if (below is null != (i == items.Length - 1)) items[i].Wrong(below is null ? Sentence.Of("This step has no bound.") : Sentence.Of("The last step has a bound."), Sentence.Of("All steps but the last say below what they lie."));
            if (i > 0 && below <= steps[^1].Below) items[i]["below"].Wrong(Sentence.Of("The steps do not ascend."), Sentence.Of("Put them in order."));
            steps.Add((below, Points(items[i]["score"])));
        }
        return new(steps.DrainToImmutable());
    }

    static ScoreMap.Linear? ReadLinear(DocumentNode node)
    {
        node.Only("zero_at", "full_at");
        var (zero, full) = (Any(node["zero_at"]), Any(node["full_at"]));
        if (zero is { } from && full is { } to && !from.Equals(to)) return new(from, to);
        if (zero is not null && full is not null) node.Wrong(Sentence.Of("The line has no length."), Sentence.Of("Give zero_at and full_at different values."));
        return null;
    }

    static ScoreMap.Curve? ReadCurve(DocumentNode node)
    {
        var items = node.Items();
        if (items.Length < 2)
        {
            node.Wrong(Sentence.Of("A curve goes through at least two points."), Sentence.Of("Add a point."));
            return null;
        }
        var points = ImmutableArray.CreateBuilder<(double Value, double Score)>();
        foreach (var item in items)
        {
            item.Only("value", "score");
            var value = Any(item["value"]) ?? 0;
            if (points.Count > 0 && value <= points[^1].Value) item["value"].Wrong(Sentence.Of("The points do not ascend."), Sentence.Of("Put them in order."));
            points.Add((value, Points(item["score"])));
        }
        return new(points.DrainToImmutable());
    }

    static Freshness? ReadFreshness(DocumentNode node)
    {
        if (node.IsMissing) return null;
        node.Only("max_age", "then", "half_life");
        if (node["then"].IsMissing) node["then"].Wrong(Sentence.Of("It is missing what happens then."), Sentence.Of("Use drop, hold or decay."));
        var then = node["then"].Choice(Staleness.Hold, ("drop", Staleness.Drop), ("hold", Staleness.Hold), ("decay", Staleness.Decay));
        var (age, half) = (Span(node["max_age"]), node["half_life"].IsMissing ? null : Span(node["half_life"]));
        if (node["max_age"].IsMissing) node["max_age"].Wrong(Sentence.Of("The age is missing."), Sentence.Of("Write {days: 60}."));
        if (then == Staleness.Decay && half is not { Ticks: > 0 }) node["half_life"].Wrong(Sentence.Of("Decay needs a half-life."), Sentence.Of("Write {days: 30}."));
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
        node.Wrong(Sentence.Of("Age is counted in calendar days."), Sentence.Of("Write {days: 60}."));
        return null;
    }

    static Bands ReadBands(DocumentNode node)
    {
        node.Only("yellow", "green");
        if (!node.IsObject) node.Wrong(Sentence.Of("The bands are missing."), Sentence.Of("Write {yellow: 45, green: 70}."));
        var (yellow, green) = (Points(node["yellow"]), Points(node["green"]));
        if (yellow > green) node.Wrong(Sentence.Of("Green begins below yellow."), Sentence.Of("Turn them round."));
        return new(yellow, green);
    }

    static Hysteresis ReadHysteresis(DocumentNode node)
    {
        if (node.IsMissing) return Hysteresis.Usual;
        node.Only("points", "closings");
        return new((double)node["points"].Number(2, 0, 100, Sentence.Verbatim("0–100")), node["closings"].Whole(2, 1, 366));
    }

    static double Points(DocumentNode node)
    {
        if (node.IsMissing) node.Wrong(Sentence.Of("Points are missing."), Sentence.Of("Use 0 to 100."));
        return (double)node.Number(0, 0, 100, Sentence.Verbatim("0–100"));
    }

    static double? Any(DocumentNode node)
    {
        if (node.IsMissing) node.Wrong(Sentence.Of("A number is missing."), Sentence.Of("Write one."));
        return node.IsMissing ? null : (double)node.Number(0, -1_000_000_000_000_000, 1_000_000_000_000_000, Sentence.Of("a number"));
    }

    static double Share(DocumentNode node, decimal otherwise) => (double)node.Number(otherwise, 0, 1, Sentence.Verbatim("0–1"));

    // Snapshots keep weights in steps of 1/10,000.
    static double Weight(DocumentNode node)
    {
        if (node.IsMissing) node.Wrong(Sentence.Of("The weight is missing."), Sentence.Of("Write a number above 0."));
        var weight = node.Number(1, 0.0001m, 1_000_000, Sentence.Verbatim("0.0001–1,000,000"));
        if (weight * 10_000 % 1 != 0) node.Wrong(Sentence.Of("The weight is too fine."), Sentence.Of("Use at most four digits after the point."));
        return (double)weight;
    }
}
