using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>A part of a rule as it was read: it can be evaluated, explained and written.</summary>
abstract class Node
{
    /// <summary>How tightly it binds when written; parts that bind less tightly get parentheses.</summary>
    internal virtual int Binding => 10;

    /// <summary>The earliest instant after now at which it may come out otherwise with no new signal; MaxValue if never. Never too late, sometimes too early.</summary>
    internal abstract long Next(in Reading reading);

    internal abstract Reason Explain(in Reading reading);

    /// <summary>What it says, without facts.</summary>
    internal abstract Phrase Phrase { get; }

    internal abstract RuleNeeds Needs(RuleNeeds needs);

    internal string Inside(int binding) => Binding < binding ? $"({this})" : ToString()!;

    private protected Phrase Saying(string key, ImmutableArray<Argument> arguments, params ImmutableArray<Phrase> parts) => new(key, ToString()!, arguments, parts);

    private protected static long After(long at, in Reading reading) => at > reading.Now && at <= DateTimeOffset.MaxValue.UtcTicks ? at : long.MaxValue;
}

/// <summary>A part that is true, false or unknown.</summary>
abstract class RuleNode : Node
{
    internal abstract Truth Test(in Reading reading);

    private protected Reason Because(string key, in Reading reading, Quantity found, ImmutableArray<Argument> arguments, params ImmutableArray<Reason> parts) =>
        new(key, ToString()!, Test(reading), found, arguments, parts);
}

/// <summary>A part that comes to a quantity.</summary>
abstract class FigureNode : Node
{
    /// <summary>What kind of quantity it comes to; unknown where only the facts can tell.</summary>
    internal virtual QuantityKind Type => QuantityKind.Unknown;

    internal abstract Quantity Value(in Reading reading);

    /// <summary>How old the observation is and how many observations there were. What is counted here is always as new as now.</summary>
    internal virtual (long At, int N) Observed(in Reading reading) => (reading.Now, 1);

    private protected Reason Because(string key, in Reading reading, ImmutableArray<Argument> arguments, params ImmutableArray<Reason> parts) =>
        new(key, ToString()!, null, Value(reading), arguments, parts);
}
