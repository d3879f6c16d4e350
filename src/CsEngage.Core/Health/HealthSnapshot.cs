using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>An override as a snapshot remembers it: without its words, which may be erased.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Points">Its points.</param>
public sealed record OverrideInForce(Guid Id, OverrideKind Kind, double Points);

/// <summary>One measure as a snapshot remembers it, by its place on the card.</summary>
/// <param name="Group">Place of its group on the card.</param>
/// <param name="Value">What the figure came to.</param>
/// <param name="AgeInDays">How old the observation was, in whole days; null when not known.</param>
/// <param name="N">On how many observations.</param>
/// <param name="Availability">Whether it counted.</param>
/// <param name="Score">0–100 in steps of 1/10,000; null when not available.</param>
/// <param name="GroupWeight">Weight of its group that day.</param>
/// <param name="Weight">Its weight in the group that day.</param>
/// <param name="Counts">Whether it counted: it and its group were available.</param>
public sealed record MeasureSnapshot(
    int Group, decimal? Value, int? AgeInDays, int N, Availability Availability, double? Score, double GroupWeight, double Weight, bool Counts);

/// <summary>
/// A score as it was at a daily closing: everything needed to explain it later, in about a dozen bytes per measure. Immutable. Recomputing the
/// day from what was known at its closing gives the same bytes.
/// </summary>
/// <param name="Version">Version of the card; with it the places become keys and titles again.</param>
/// <param name="ClosedAt">When the day was closed.</param>
/// <param name="Band">The colour in force.</param>
/// <param name="Coverage">How much of the weight was known, from 0 to 1, in steps of 1/10,000.</param>
/// <param name="Measures">Its measures in the order of the card.</param>
/// <param name="Overrides">Overrides in force, in the order in which they ran.</param>
public sealed record HealthSnapshot(
    int Version, DateTimeOffset ClosedAt, Band Band, double Coverage, ImmutableArray<MeasureSnapshot> Measures, ImmutableArray<OverrideInForce> Overrides)
{
    const byte Format = 1;

    /// <summary>The snapshot of a score at a closing.</summary>
    public static HealthSnapshot Of(Scorecard card, HealthScore score, Band band)
    {
        var measures = ImmutableArray.CreateBuilder<MeasureSnapshot>();
        var at = 0;
        for (var g = 0; g < card.Groups.Length; g++)
            foreach (var measure in card.Groups[g].Measures)
            {
                var its = score.Measures[at++];
                measures.Add(new(g, its.Value, its.ObservedAt is { } observed ? Math.Max(0, (int)(score.At - observed).TotalDays) : null, its.N,
                    its.Availability, its.Score, card.Groups[g].Weight, measure.Weight, its.EffectiveWeight > 0));
            }
        return new(score.Version, score.At, band, Math.Round(score.Coverage, 4), measures.DrainToImmutable(),
            [.. score.Overrides.Select(one => new OverrideInForce(one.Id, one.Kind, one.Points))]);
    }

    /// <summary>The score before overrides; null when there was not enough data.</summary>
    public double? Computed => Measures.Any(measure => measure.Counts) ? Enumerable.Range(0, Measures.Length).Sum(Contribution) : null;

    /// <summary>The score; null when there was not enough data.</summary>
    public double? Score => Computed is { } computed ? Overrides.Aggregate(computed, Apply) : null;

    /// <summary>What a measure added: effective weight × score. Sums to <see cref="Computed"/>.</summary>
    public double Contribution(int measure) => EffectiveWeight(measure) * (Measures[measure].Score ?? 0);

    /// <summary>A measure's share of the weight that counted.</summary>
    public double EffectiveWeight(int measure)
    {
        if (!Measures[measure].Counts) return 0;
        var (group, inGroup, groups, last) = (Measures[measure].Group, 0.0, 0.0, -1);
        foreach (var one in Measures)
        {
            if (!one.Counts) continue;
            if (one.Group == group) inGroup += one.Weight;
            if (one.Group != last) groups += one.GroupWeight;
            last = one.Group;
        }
        return Measures[measure].GroupWeight / groups * (Measures[measure].Weight / inGroup);
    }

    /// <summary>The score as it was, for <see cref="ScoreChange.Between"/>; keys come from the version of the card it was made with.</summary>
    /// <exception cref="ArgumentException">The card is another version.</exception>
    public HealthScore Reopen(Scorecard card)
    {
        if (card.Version != Version || card.Measures.Length != Measures.Length) throw new ArgumentException($"The snapshot was made with version {Version} of the card.", nameof(card));
        var whole = card.Groups.Sum(group => group.Weight);
        var groups = card.Groups.Select((group, g) => (group, Own: Enumerable.Range(0, Measures.Length).Where(i => Measures[i].Group == g).ToArray())).ToArray();
        ImmutableArray<MeasureScore> measures = [.. Measures.Select((one, i) => new MeasureScore(card.Measures[i].Key, card.Groups[one.Group].Key, one.Value,
            one.AgeInDays is { } age ? ClosedAt.AddDays(-age) : null, one.N, one.Availability, one.Score,
            one.GroupWeight / whole * (one.Weight / groups[one.Group].Own.Sum(m => Measures[m].Weight)), EffectiveWeight(i)))];
        return new(card.Key, Version, ClosedAt, Computed, Score, Coverage,
            [.. groups.Select(group => new GroupScore(group.group.Key,
                group.Own.Any(i => Measures[i].Counts) ? group.Own.Where(i => Measures[i].Counts).Sum(i => Measures[i].Weight * Measures[i].Score!.Value) / group.Own.Where(i => Measures[i].Counts).Sum(i => Measures[i].Weight) : null,
                group.Own.Where(i => Measures[i].Score is not null).Sum(i => Measures[i].Weight) / group.Own.Sum(i => Measures[i].Weight)))],
            measures, [.. Overrides.Select(one => new HealthOverride(one.Id, one.Kind, one.Points, "", Guid.Empty, DateTimeOffset.MinValue, DateTimeOffset.MaxValue))], null);
    }

    static double Apply(double score, OverrideInForce one) => one.Kind switch
    {
        OverrideKind.Cap => Math.Min(score, one.Points),
        OverrideKind.Floor => Math.Max(score, one.Points),
        _ => one.Points,
    };

    /// <summary>The snapshot as bytes: a format number, then numbers of variable length. Equal snapshots give equal bytes.</summary>
    public byte[] Pack()
    {
        var to = new Packer();
        to.Byte(Format);
        to.Unsigned((ulong)Version);
        to.Signed(ClosedAt.ToUnixTimeMilliseconds());
        to.Byte((byte)Band);
        to.Fixed(Coverage);
        to.Unsigned((ulong)Measures.Length);
        foreach (var measure in Measures) Pack(to, measure);
        to.Unsigned((ulong)Overrides.Length);
        foreach (var one in Overrides)
        {
            to.Id(one.Id);
            to.Byte((byte)one.Kind);
            to.Fixed(one.Points);
        }
        return to.Packed;
    }

    static void Pack(Packer to, MeasureSnapshot measure)
    {
        // One byte for what is there: three bits of availability, then counts, value, age, score.
        to.Byte((byte)((int)measure.Availability | (measure.Counts ? 8 : 0) | (measure.Value is null ? 0 : 16) | (measure.AgeInDays is null ? 0 : 32) | (measure.Score is null ? 0 : 64)));
        to.Unsigned((ulong)measure.Group);
        to.Fixed(measure.GroupWeight);
        to.Fixed(measure.Weight);
        to.Unsigned((ulong)measure.N);
        if (measure.Value is { } value) to.Decimal(value);
        if (measure.AgeInDays is { } age) to.Unsigned((ulong)age);
        if (measure.Score is { } score) to.Fixed(score);
    }

    /// <summary>Reads what <see cref="Pack()"/> wrote.</summary>
    /// <exception cref="FormatException">These are not the bytes of a snapshot, or of a newer format.</exception>
    public static HealthSnapshot Unpack(ReadOnlySpan<byte> packed)
    {
        var from = new Unpacker(packed);
        if (from.Byte() is not Format and var format) throw new FormatException($"Format {format} of snapshots is not known.");
        var (version, closedAt, band, coverage) = ((int)from.Unsigned(), DateTimeOffset.FromUnixTimeMilliseconds(from.Signed()), (Band)from.Byte(), from.Fixed());
        var measures = ImmutableArray.CreateBuilder<MeasureSnapshot>();
        for (var n = from.Unsigned(); n > 0; n--) measures.Add(UnpackMeasure(ref from));
        var overrides = ImmutableArray.CreateBuilder<OverrideInForce>();
        for (var n = from.Unsigned(); n > 0; n--) overrides.Add(new(from.Id(), (OverrideKind)from.Byte(), from.Fixed()));
        if (!from.IsAtEnd) throw new FormatException("Something follows the snapshot.");
        return new(version, closedAt, band, coverage, measures.DrainToImmutable(), overrides.DrainToImmutable());
    }

    static MeasureSnapshot UnpackMeasure(ref Unpacker from)
    {
        var there = from.Byte();
        var (group, groupWeight, weight, n) = ((int)from.Unsigned(), from.Fixed(), from.Fixed(), (int)from.Unsigned());
        decimal? value = (there & 16) != 0 ? from.Decimal() : null;
        int? age = (there & 32) != 0 ? (int)from.Unsigned() : null;
        double? score = (there & 64) != 0 ? from.Fixed() : null;
        return new(group, value, age, n, (Availability)(there & 7), score, groupWeight, weight, (there & 8) != 0);
    }

    /// <summary>Equal when everything in them is.</summary>
    public bool Equals(HealthSnapshot? other) => other is not null && Version == other.Version && ClosedAt == other.ClosedAt && Band == other.Band
        && Coverage.Equals(other.Coverage) && Measures.SequenceEqual(other.Measures) && Overrides.SequenceEqual(other.Overrides);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, ClosedAt, Band, Coverage, Measures.Length);
}
