namespace CsEngage.Core;

/// <summary>The signals by which journeys tell facts what happened in them.</summary>
sealed class JourneyKeys(string journey)
{
    internal CounterKey Started { get; } = new("enrollment.started", "journey:" + journey);
    internal CounterKey Moved { get; } = new("enrollment.moved", "journey:" + journey);
    internal CounterKey Completed { get; } = new("enrollment.completed", "journey:" + journey);
    internal CounterKey Failed { get; } = new("enrollment.failed", "journey:" + journey);
    internal CounterKey Exited { get; } = new("enrollment.exited", "journey:" + journey);
    internal CounterKey AnyReached { get; } = new("checkpoint.reached", $"checkpoint:{journey}/*");
    internal CounterKey AnyUndone { get; } = new("checkpoint.undone", $"checkpoint:{journey}/*");

    internal RuleNeeds Needs(RuleNeeds needs, params ReadOnlySpan<CounterKey> keys)
    {
        needs = needs with { Journeys = needs.Journeys.Add(journey) };
        foreach (var key in keys) needs = needs.Counting(key);
        return needs;
    }

    /// <summary>
    /// Those who may be enrolled: in contact scope this contact and the account itself, in account scope the account and each of its contacts.
    /// </summary>
    internal static bool Any(in Reading reading, Func<Reading, Func<CounterKey, Series>, bool> test)
    {
        var facts = reading.Facts;
        if (test(reading, key => facts.Set(key).Itself)) return true;
        for (var i = 0; i < facts.Members.Length; i++)
        {
            var member = i;
            if ((reading.Contact < 0 || reading.Contact == i) && test(reading, key => facts.Set(key).Of(member))) return true;
        }
        return false;
    }
}

/// <summary>enrolled in JOURNEY [for D]: more enrollments began than ended.</summary>
sealed class Enrolled(string journey, Length? length) : RuleNode
{
    readonly JourneyKeys keys = new(journey);

    internal override Truth Test(in Reading reading) =>
        Since(reading) is { } since && (length is not { } wanted || reading.Now - since >= wanted.Ticks) ? Truth.True : Truth.False;

    /// <summary>Start of the longest running enrollment; null if there is none.</summary>
    long? Since(in Reading reading)
    {
        long? since = null;
        JourneyKeys.Any(reading, (at, line) =>
        {
            var ended = line(keys.Completed).Count(at.Seen) + line(keys.Failed).Count(at.Seen) + line(keys.Exited).Count(at.Seen);
            if (line(keys.Started).Count(at.Seen) > ended)
                since = Math.Min(since ?? long.MaxValue, line(keys.Started).Last(at.Seen));
            return false;
        });
        return since;
    }

    internal override long Next(in Reading reading) =>
        length is { } wanted && Since(reading) is { } since ? After(since + wanted.Ticks, reading) : long.MaxValue;

    internal override Reason Explain(in Reading reading) =>
        Because("enrolled", reading, Since(reading) is { } since ? Quantity.AtTicks(since) : Quantity.Unknown,
            [new("journey", Quantity.Of(journey)), .. length is { } wanted ? new[] { new Argument("for", Quantity.Of(new TimeSpan(wanted.Ticks))) } : []]);

    internal override Phrase Phrase => Saying("enrolled", [new("journey", Quantity.Of(journey)), .. length is { } wanted ? new[] { new Argument("for", Quantity.Of(new TimeSpan(wanted.Ticks))) } : []]);

    internal override RuleNeeds Needs(RuleNeeds needs) => keys.Needs(needs, keys.Started, keys.Completed, keys.Failed, keys.Exited);

    public override string ToString() => $"enrolled in {Quoted.Write(journey)}{(length is { } wanted ? $" for {wanted}" : "")}";
}

/// <summary>checkpoint KEY of JOURNEY reached: in the current entry, and not undone since.</summary>
sealed class CheckpointTest(string checkpoint, string journey) : RuleNode
{
    readonly JourneyKeys keys = new(journey);
    readonly CounterKey reached = new("checkpoint.reached", $"checkpoint:{journey}/{checkpoint}");
    readonly CounterKey undone = new("checkpoint.undone", $"checkpoint:{journey}/{checkpoint}");

    internal override Truth Test(in Reading reading) => ReachedAt(reading) is null ? Truth.False : Truth.True;

    long? ReachedAt(in Reading reading)
    {
        long? found = null;
        JourneyKeys.Any(reading, (at, line) =>
        {
            var last = line(reached).Last(at.Seen);
            if (last == Series.Never || last < line(keys.Started).Last(at.Seen) || line(undone).Last(at.Seen) >= last) return false;
            found = last;
            return true;
        });
        return found;
    }

    internal override long Next(in Reading reading) => long.MaxValue;

    internal override Reason Explain(in Reading reading) =>
        Because("checkpoint", reading, ReachedAt(reading) is { } at ? Quantity.AtTicks(at) : Quantity.Unknown,
            [new("checkpoint", Quantity.Of(checkpoint)), new("journey", Quantity.Of(journey))]);

    internal override Phrase Phrase => Saying("checkpoint", [new("checkpoint", Quantity.Of(checkpoint)), new("journey", Quantity.Of(journey))]);

    internal override RuleNeeds Needs(RuleNeeds needs) => keys.Needs(needs, keys.Started, reached, undone);

    public override string ToString() => $"checkpoint {Quoted.Write(checkpoint)} of {Quoted.Write(journey)} reached";
}

/// <summary>progress of JOURNEY: from 0 to 1, as the last signal of the enrollment gave it; with several participants their mean.</summary>
sealed class Progress(string journey) : FigureNode
{
    readonly JourneyKeys keys = new(journey);

    internal override int Binding => 8;

    internal override QuantityKind Type => QuantityKind.Number;

    internal override Quantity Value(in Reading reading) => All(reading) is { N: > 0 } all ? Quantity.Of(all.Sum / all.N) : Quantity.Unknown;

    (decimal Sum, int N) All(in Reading reading)
    {
        var (sum, n) = (0m, 0);
        JourneyKeys.Any(reading, (at, line) =>
        {
            if (Of(at, line) is not { } progress) return false;
            sum += progress;
            n++;
            return false;
        });
        return (sum, n);
    }

    decimal? Of(Reading at, Func<CounterKey, Series> line)
    {
        (decimal? Value, long At) last = (null, Series.Never);
        foreach (var key in new[] { keys.Started, keys.AnyReached, keys.AnyUndone, keys.Moved, keys.Completed })
            if (line(key).LastValue(at.Seen) is { Value: not null } its && its.At >= last.At)
                last = its;
        return last.Value;
    }

    internal override (long At, int N) Observed(in Reading reading) => All(reading).N is var n && n == 0 ? (Series.Never, 0) : (reading.Now, n);

    internal override long Next(in Reading reading) => long.MaxValue;

    internal override Reason Explain(in Reading reading) => Because("progress", reading, [new("journey", Quantity.Of(journey)), new("n", Quantity.Of((decimal)All(reading).N))]);

    internal override Phrase Phrase => Saying("progress", [new("journey", Quantity.Of(journey))]);

    internal override RuleNeeds Needs(RuleNeeds needs) => keys.Needs(needs, keys.Started, keys.AnyReached, keys.AnyUndone, keys.Moved, keys.Completed);

    public override string ToString() => $"progress of {Quoted.Write(journey)}";
}

/// <summary>segment KEY: the membership that the segment remembers, of the account or of this contact.</summary>
sealed class SegmentTest(string segment) : RuleNode
{
    readonly CounterKey entered = new("segment.entered", "segment:" + segment);
    readonly CounterKey left = new("segment.left", "segment:" + segment);

    internal override Truth Test(in Reading reading) => EnteredAt(reading) is null ? Truth.False : Truth.True;

    long? EnteredAt(in Reading reading)
    {
        var (ins, outs) = (reading.Facts.Set(entered), reading.Facts.Set(left));
        if (Inside(ins.Itself, outs.Itself, reading.Seen)) return ins.Itself.Last(reading.Seen);
        return reading.Contact >= 0 && Inside(ins.Of(reading.Contact), outs.Of(reading.Contact), reading.Seen) ? ins.Of(reading.Contact).Last(reading.Seen) : null;
    }

    static bool Inside(Series ins, Series outs, long seen) => ins.Count(seen) > outs.Count(seen);

    internal override long Next(in Reading reading) => long.MaxValue;

    internal override Reason Explain(in Reading reading) =>
        Because("segment", reading, EnteredAt(reading) is { } at ? Quantity.AtTicks(at) : Quantity.Unknown, [new("segment", Quantity.Of(segment))]);

    internal override Phrase Phrase => Saying("segment", [new("segment", Quantity.Of(segment))]);

    internal override RuleNeeds Needs(RuleNeeds needs) => needs.Counting(entered).Counting(left) with { Segments = needs.Segments.Add(segment) };

    public override string ToString() => $"segment {Quoted.Write(segment)}";
}

/// <summary>role "champion": whether this contact holds it. Only in contact scope.</summary>
sealed class RoleTest(string role) : RuleNode
{
    internal override Truth Test(in Reading reading) =>
        reading.Facts.Members[reading.Contact] is var member && member.IsThere(reading.Now) && member.HasRole(role, reading.Now, reading.Seen) ? Truth.True : Truth.False;

    internal override long Next(in Reading reading) => reading.NextMembers();

    internal override Reason Explain(in Reading reading) => Because("role", reading, Quantity.Unknown, [new("role", Quantity.Of(role))]);

    internal override Phrase Phrase => Saying("role", [new("role", Quantity.Of(role))]);

    internal override RuleNeeds Needs(RuleNeeds needs) => needs with { ContactFields = needs.ContactFields.Add("roles") };

    public override string ToString() => $"role {Quoted.Write(role)}";
}
