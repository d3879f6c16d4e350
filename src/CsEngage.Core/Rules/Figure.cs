namespace CsEngage.Core;

/// <summary>What a figure came to.</summary>
/// <param name="Quantity">The quantity, of whatever kind.</param>
/// <param name="ObservedAt">When it was observed: counts are as new as now, answers and fields as old as they are. Null when nothing is known.</param>
/// <param name="N">How many observations it stands on.</param>
/// <param name="ChangesAt">The earliest instant at which it can change with no new signal; null if never.</param>
public sealed record FigureValue(Quantity Quantity, DateTimeOffset? ObservedAt, int N, DateTimeOffset? ChangesAt)
{
    /// <summary>The number, or a duration in days; null when not known or something else.</summary>
    public decimal? Value => Quantity.Number ?? (Quantity.Duration is { } duration ? (decimal)duration.Ticks / TimeSpan.TicksPerDay : null);
}

/// <summary>A number, date or duration over facts, in the same language as rules.</summary>
public sealed class Figure : IEquatable<Figure>
{
    readonly FigureNode node;
    readonly string text;

    Figure(FigureNode node, RuleScope scope) => (this.node, Scope, text, Needs) = (node, scope, node.ToString()!, node.Needs(RuleNeeds.None));

    /// <summary>What it speaks about.</summary>
    public RuleScope Scope { get; }

    /// <summary>What it says, as data, to be worded in a reader's language.</summary>
    public Phrase Phrase => node.Phrase;

    /// <summary>What it depends on.</summary>
    public RuleNeeds Needs { get; }

    /// <summary>What kind of quantity it comes to; unknown where only the facts can tell.</summary>
    public QuantityKind Kind => node.Type;

    /// <summary>Reads a figure.</summary>
    /// <exception cref="RuleException">The text is not a figure of that scope; it says where and what was expected.</exception>
    public static Figure Parse(string text, RuleScope scope) => new(Parser.Figure(text, scope), scope);

    /// <summary>What it comes to as of an instant; nothing later is seen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the horizon of the facts.</exception>
    /// <exception cref="ArgumentException">A figure of contact scope was given facts of a whole account.</exception>
    public FigureValue Evaluate(Facts facts, DateTimeOffset now)
    {
        var reading = Reading.Of(Rule.InScope(facts, Scope), now);
        var (at, n) = node.Observed(reading);
        return new(node.Value(reading), at == Series.Never ? null : new DateTimeOffset(at, TimeSpan.Zero), n, ChangesAt(reading));
    }

    DateTimeOffset? ChangesAt(in Reading reading)
    {
        var (ahead, at, value) = (reading, long.MaxValue, node.Value(reading));
        for (var look = 0; look < Horizon.Looks && (at = node.Next(ahead)) != long.MaxValue; look++)
        {
            ahead = ahead.LookAhead(at);
            if (node.Value(ahead) != value) break;
        }
        return Horizon.Instant(at);
    }

    /// <summary>Only the quantity of <see cref="Evaluate"/>.</summary>
    public Quantity Read(Facts facts, DateTimeOffset now) => node.Value(Reading.Of(Rule.InScope(facts, Scope), now));

    /// <summary>How it comes to that, as data.</summary>
    public Reason Explain(Facts facts, DateTimeOffset now) => node.Explain(Reading.Of(Rule.InScope(facts, Scope), now));

    /// <summary>The canonical text; reading it gives an equal figure.</summary>
    public override string ToString() => text;

    /// <inheritdoc/>
    public bool Equals(Figure? other) => other is not null && Scope == other.Scope && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Figure);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(text, Scope);
}
