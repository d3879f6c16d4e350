using System.Collections.Immutable;

namespace CsEngage.Core;

public sealed partial record Scorecard
{
    /// <summary>Reads all figures of the card. For a card about memberships narrow the facts first.</summary>
    public ImmutableArray<MeasureReading> Read(Facts facts, DateTimeOffset now)
    {
        var readings = ImmutableArray.CreateBuilder<MeasureReading>(Measures.Length);
        foreach (var measure in Measures)
        {
            if (measure.MinimumAge > TimeSpan.Zero && facts.Began + measure.MinimumAge is var from && from > now)
            {
                readings.Add(new(null, null, 0, from));
                continue;
            }
            var figure = measure.Figure.Evaluate(facts, now);
            readings.Add(new(figure.Value is { } value ? Math.Round(value, 6) : null, figure.ObservedAt, figure.N, figure.ChangesAt));
        }
        return readings.MoveToImmutable();
    }

    /// <summary>The score of somebody as of an instant.</summary>
    public HealthScore Score(Facts facts, DateTimeOffset now, ImmutableArray<HealthOverride> overrides = default) => Score(Read(facts, now).AsSpan(), now, overrides);

    /// <summary>The score from readings in the order of <see cref="Measures"/>.</summary>
    /// <exception cref="ArgumentException">There are not as many readings as measures.</exception>
    public HealthScore Score(ReadOnlySpan<MeasureReading> readings, DateTimeOffset now, ImmutableArray<HealthOverride> overrides = default)
    {
        if (readings.Length != Measures.Length) throw new ArgumentException($"Card {Key} has {Measures.Length} measures, not {readings.Length}.", nameof(readings));
        var whole = Groups.Sum(group => group.Weight);
        var (groups, known, coverage, at) = (new (double Weight, double Known, bool Counts)[Groups.Length], 0.0, 0.0, 0);
        var scored = new (double? Score, Availability Availability)[Measures.Length];

        for (var g = 0; g < Groups.Length; g++)
        {
            var group = Groups[g];
            var (weight, there) = (0.0, 0.0);
            foreach (var measure in group.Measures)
            {
                scored[at] = Score(measure, readings[at], now);
                weight += measure.Weight;
                if (scored[at++].Score is not null) there += measure.Weight;
            }
            var counts = there > 0 && there / weight >= (group.CoverageMinimum ?? CoverageMinimum);
            groups[g] = (weight, there, counts);
            if (!counts) continue;
            known += group.Weight;
            coverage += group.Weight / whole * (there / weight);
        }
        return Assemble(readings, scored, groups, whole, coverage >= CoverageMinimum ? known : 0, coverage, now, overrides.IsDefault ? [] : overrides);
    }

    HealthScore Assemble(
        ReadOnlySpan<MeasureReading> readings, (double? Score, Availability Availability)[] scored, (double Weight, double Known, bool Counts)[] groups,
        double whole, double known, double coverage, DateTimeOffset now, ImmutableArray<HealthOverride> overrides)
    {
        var (measures, shown, total, at) = (ImmutableArray.CreateBuilder<MeasureScore>(Measures.Length), ImmutableArray.CreateBuilder<GroupScore>(Groups.Length), 0.0, 0);
        for (var g = 0; g < Groups.Length; g++)
        {
            var (group, (weight, there, counts), sum) = (Groups[g], groups[g], 0.0);
            foreach (var measure in group.Measures)
            {
                var (score, availability) = scored[at];
                var effective = counts && known > 0 && score is not null ? group.Weight / known * (measure.Weight / there) : 0;
                var one = new MeasureScore(measure.Key, group.Key, readings[at].Value, readings[at].ObservedAt, readings[at].N, availability, score,
                    group.Weight / whole * (measure.Weight / weight), effective);
                measures.Add(one);
                total += one.Contribution;
                if (counts && score is { } its) sum += measure.Weight / there * its;
                at++;
            }
            shown.Add(new(group.Key, counts ? sum : null, there / weight));
        }
        ImmutableArray<HealthOverride> inForce = [.. overrides.Where(one => one.IsInForce(now)).OrderBy(one => one.Kind).ThenBy(one => one.From).ThenBy(one => one.Id)];
        double? computed = known > 0 ? total : null;
        return new(Key, Version, now, computed, computed is { } points ? inForce.Aggregate(points, (score, one) => one.Apply(score)) : null, coverage,
            shown.MoveToImmutable(), measures.MoveToImmutable(), inForce, Next(readings, scored, now, overrides));
    }

    static (double? Score, Availability Availability) Score(Measure measure, in MeasureReading reading, DateTimeOffset now)
    {
        if (reading.Value is not { } value) return (null, Availability.Unknown);
        if (reading.N < measure.MinimumN) return (null, Availability.TooFew);
        // Four digits are more than anybody reads, and keep snapshots small and equal on every processor.
        var score = Math.Round(measure.Map.Of((double)value), 4);
        if (measure.Freshness is not { } freshness || reading.ObservedAt is not { } observed || !freshness.IsStale(now - observed)) return (score, Availability.Fresh);
        return freshness.Apply(score, now - observed) is { } left
            ? (Math.Round(left, 4), freshness.Then == Staleness.Hold ? Availability.Held : Availability.Decayed)
            : (null, Availability.TooOld);
    }

    /// <summary>The first instant at which a figure, its freshness or an override changes by itself.</summary>
    DateTimeOffset? Next(ReadOnlySpan<MeasureReading> readings, (double? Score, Availability Availability)[] scored, DateTimeOffset now, ImmutableArray<HealthOverride> overrides)
    {
        DateTimeOffset? next = null;
        for (var i = 0; i < Measures.Length; i++)
        {
            Consider(readings[i].ChangesAt);
            if (Measures[i].Freshness is not { } freshness || readings[i].ObservedAt is not { } observed || readings[i].Value is null) continue;
            var stale = observed + freshness.MaxAge;
            Consider(stale.AddTicks(1));
            if (scored[i].Availability == Availability.Decayed) Consider(stale.AddDays(Math.Floor((now - stale).TotalDays) + 1));
        }
        foreach (var one in overrides)
        {
            Consider(one.From);
            Consider(one.Until);
        }
        return next;

        void Consider(DateTimeOffset? at)
        {
            if (at > now && (next is null || at < next)) next = at;
        }
    }
}
