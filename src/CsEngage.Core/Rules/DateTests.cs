namespace CsEngage.Core;

/// <summary>
/// date within 120 days: it is still to come, and within that time. date within last 7 days: it lies behind, and no longer ago. Dates go by
/// calendar days of the operator's zone, today included; instants are exact.
/// </summary>
sealed class Within(FigureNode figure, Length length, bool isPast) : RuleNode
{
    internal override int Binding => 4;

    internal override Truth Test(in Reading reading) =>
        Span(reading) is not { } span ? Truth.Unknown : span.From <= reading.Now && reading.Now < span.Until ? Truth.True : Truth.False;

    /// <summary>From when until when it holds; null when the date is not known.</summary>
    (long From, long Until)? Span(in Reading reading)
    {
        var value = figure.Value(reading);
        if (value.Kind == QuantityKind.Instant)
            return isPast ? (value.Ticks, value.Ticks + length.Ticks) : (value.Ticks - length.Ticks, value.Ticks);
        if (value.Kind != QuantityKind.Date) return null;
        var (day, days) = ((int)value.Ticks, reading.Facts.Days);
        return isPast ? (days.StartOf(day), days.StartOf(day + length.Days + 1)) : (days.StartOf(day - length.Days), days.StartOf(day + 1));
    }

    internal override long Next(in Reading reading) => Span(reading) is not { } span ? figure.Next(reading)
        : Math.Min(figure.Next(reading), Math.Min(After(span.From, reading), After(span.Until, reading)));

    internal override Reason Explain(in Reading reading) =>
        Because("within", reading, figure.Value(reading), [new(isPast ? "last" : "next", Quantity.Of(new TimeSpan(length.Ticks)))], figure.Explain(reading));

    internal override Phrase Phrase => Saying("within", [new(isPast ? "last" : "next", Quantity.Of(new TimeSpan(length.Ticks)))], figure.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => figure.Needs(needs);

    public override string ToString() => $"{figure.Inside(5)} within {(isPast ? "last " : "")}{length}";
}

/// <summary>date passed: a date has when its day is over, an instant when it has come.</summary>
sealed class Passed(FigureNode figure) : RuleNode
{
    internal override int Binding => 4;

    internal override Truth Test(in Reading reading) => Over(reading) is not { } over ? Truth.Unknown : over <= reading.Now ? Truth.True : Truth.False;

    long? Over(in Reading reading) => figure.Value(reading) switch
    {
        { Kind: QuantityKind.Instant } value => value.Ticks,
        { Kind: QuantityKind.Date } value => reading.Facts.Days.StartOf((int)value.Ticks + 1),
        _ => null,
    };

    internal override long Next(in Reading reading) =>
        Over(reading) is { } over ? Math.Min(figure.Next(reading), After(over, reading)) : figure.Next(reading);

    internal override Reason Explain(in Reading reading) => Because("passed", reading, figure.Value(reading), [], figure.Explain(reading));

    internal override Phrase Phrase => Saying("passed", [], figure.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => figure.Needs(needs);

    public override string ToString() => $"{figure.Inside(5)} passed";
}

/// <summary>days since and days until: whole days. From a date they are calendar days and change at midnight, from an instant they are full 24 hours.</summary>
sealed class DaysBetween(FigureNode figure, bool until) : FigureNode
{
    internal override int Binding => 8;

    internal override QuantityKind Type => QuantityKind.Number;

    // "days since last K" is the other face of "no K for D": where K never came, both count from when it could have come.
    readonly Absence? quiet = !until && figure is CounterFigure { What: Counted.Last } last ? new(last.Key, last.Who, default) : null;

    Quantity Moment(in Reading reading)
    {
        var at = figure.Value(reading);
        return at.IsKnown || quiet?.QuietSince(reading) is not { } start ? at : Quantity.AtTicks(start);
    }

    internal override Quantity Value(in Reading reading) => Moment(reading) switch
    {
        { Kind: QuantityKind.Date } date => Quantity.Of((decimal)(until ? date.Ticks - reading.Facts.Days.DayOf(reading.Now) : reading.Facts.Days.DayOf(reading.Now) - date.Ticks)),
        { Kind: QuantityKind.Instant } instant => Quantity.Of((decimal)(until ? Days(reading, instant.Ticks, reading.Now) : Days(reading, reading.Now, instant.Ticks))),
        _ => Quantity.Unknown,
    };

    internal override (long At, int N) Observed(in Reading reading) => figure.Observed(reading) is var its && quiet is null ? its : (reading.Now, Math.Max(1, its.N));

    internal override long Next(in Reading reading)
    {
        var next = Moment(reading) switch
        {
            { Kind: QuantityKind.Date or QuantityKind.Instant } => reading.Facts.Days.StartOf(reading.Facts.Days.DayOf(reading.Now) + 1),
            _ => long.MaxValue,
        };
        return Math.Min(figure.Next(reading), After(next, reading));
    }

    // Days are those of the calendar, as people count them and the desk writes them: last seen yesterday evening is one day ago.
    static int Days(in Reading reading, long later, long earlier) => reading.Facts.Days.DayOf(later) - reading.Facts.Days.DayOf(earlier);

    internal override Reason Explain(in Reading reading) => Because(until ? "days-until" : "days-since", reading, [], figure.Explain(reading));

    internal override Phrase Phrase => Saying(until ? "days-until" : "days-since", [], figure.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => figure.Needs(needs);

    public override string ToString() => $"days {(until ? "until" : "since")} {figure.Inside(8)}";
}
