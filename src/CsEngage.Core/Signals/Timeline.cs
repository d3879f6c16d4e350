namespace CsEngage.Core;

/// <summary>The values of one field over time, read from its changes and, where there are none, from the current row.</summary>
sealed class Timeline
{
    readonly AttributeValue? before;
    readonly (long At, long RecordedAt, AttributeValue? Value)[] steps;

    internal Timeline(AttributeValue? current, IEnumerable<Change>? changes)
    {
        var ordered = (changes ?? []).OrderBy(change => change.At).ThenBy(change => change.RecordedAt).ToArray();
        before = ordered.Length == 0 ? current : ordered[0].Old;
        steps = [.. ordered.Select(change => (change.At.UtcTicks, change.RecordedAt.UtcTicks, change.New))];
    }

    /// <summary>A field that never changed.</summary>
    internal static Timeline Always(AttributeValue? value) => new(value, null);

    internal bool HasSteps => steps.Length > 0;

    internal long FirstStep => steps.Length > 0 ? steps[0].At : Series.Never;

    /// <summary>
    /// The value at <paramref name="now"/> and when it began (Never if before all changes). Changes dated after <paramref name="seen"/> are
    /// visible only if they were recorded by then: a dated end is known in advance, a later edit is not.
    /// </summary>
    internal (AttributeValue? Value, long Since) At(long now, long seen)
    {
        for (var i = steps.Length - 1; i >= 0; i--)
            if (steps[i].At <= now && (steps[i].At <= seen || steps[i].RecordedAt <= seen))
                return (steps[i].Value, steps[i].At);
        return (before, Series.Never);
    }

    /// <summary>The next dated change after <paramref name="now"/> that is known at <paramref name="seen"/>; MaxValue if none.</summary>
    internal long Next(long now, long seen)
    {
        foreach (var step in steps)
            if (step.At > now && (step.At <= seen || step.RecordedAt <= seen))
                return step.At;
        return long.MaxValue;
    }

    /// <summary>Since when a test on the value has held without a break, as of <paramref name="now"/>; Never if from the beginning.</summary>
    internal long Since(Func<AttributeValue?, bool> test, long now, long seen)
    {
        var since = Series.Never;
        var held = test(before);
        foreach (var step in steps)
        {
            if (step.At > now || !(step.At <= seen || step.RecordedAt <= seen)) continue;
            var holds = test(step.Value);
            if (holds && !held) since = step.At;
            held = holds;
        }
        return since;
    }

    internal IEnumerable<long> Instants => steps.Select(step => step.At);
}
