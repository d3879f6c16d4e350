using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>All of several: false if one is false, otherwise unknown if one is unknown.</summary>
sealed class All(ImmutableArray<RuleNode> parts) : RuleNode
{
    internal override int Binding => 2;

    internal override Truth Test(in Reading reading)
    {
        var truth = Truth.True;
        foreach (var part in parts)
        {
            var its = part.Test(reading);
            if (its == Truth.False) return Truth.False;
            if (its < truth) truth = its;
        }
        return truth;
    }

    internal override long Next(in Reading reading) => Junction.Next(parts, Truth.False, reading);

    internal override Reason Explain(in Reading reading) => Because("and", reading, Quantity.Unknown, [], Junction.Explain(parts, reading));

    internal override Phrase Phrase => Saying("and", [], [.. parts.Select(part => part.Phrase)]);

    internal override RuleNeeds Needs(RuleNeeds needs) => Junction.Needs(parts, needs);

    public override string ToString() => string.Join(" and ", parts.Select(part => part.Inside(3)));
}

/// <summary>One of several: true if one is true, otherwise unknown if one is unknown.</summary>
sealed class Any(ImmutableArray<RuleNode> parts) : RuleNode
{
    internal override int Binding => 1;

    internal override Truth Test(in Reading reading)
    {
        var truth = Truth.False;
        foreach (var part in parts)
        {
            var its = part.Test(reading);
            if (its == Truth.True) return Truth.True;
            if (its > truth) truth = its;
        }
        return truth;
    }

    internal override long Next(in Reading reading) => Junction.Next(parts, Truth.True, reading);

    internal override Reason Explain(in Reading reading) => Because("or", reading, Quantity.Unknown, [], Junction.Explain(parts, reading));

    internal override Phrase Phrase => Saying("or", [], [.. parts.Select(part => part.Phrase)]);

    internal override RuleNeeds Needs(RuleNeeds needs) => Junction.Needs(parts, needs);

    public override string ToString() => string.Join(" or ", parts.Select(part => part.Inside(2)));
}

/// <summary>The opposite; unknown stays unknown.</summary>
sealed class Opposite(RuleNode part) : RuleNode
{
    internal override int Binding => 3;

    internal override Truth Test(in Reading reading) => (Truth)((int)Truth.True - (int)part.Test(reading));

    internal override long Next(in Reading reading) => part.Next(reading);

    internal override Reason Explain(in Reading reading) => Because("not", reading, Quantity.Unknown, [], part.Explain(reading));

    internal override Phrase Phrase => Saying("not", [], part.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => part.Needs(needs);

    public override string ToString() => part switch
    {
        Membered list => list.Write("not in"),
        Known known => known.Write("is not known"),
        _ => $"not {part.Inside(10)}",
    };
}

/// <summary>What and and or share.</summary>
static class Junction
{
    /// <summary>
    /// While one part decides alone, the others may change unnoticed: the whole waits for the last of the deciding parts. Otherwise for the first of any.
    /// </summary>
    internal static long Next(ImmutableArray<RuleNode> parts, Truth decides, in Reading reading)
    {
        var (first, lastDeciding, decided) = (long.MaxValue, long.MinValue, false);
        foreach (var part in parts)
        {
            var next = part.Next(reading);
            first = Math.Min(first, next);
            if (part.Test(reading) != decides) continue;
            decided = true;
            lastDeciding = Math.Max(lastDeciding, next);
        }
        return decided ? lastDeciding : first;
    }

    internal static ImmutableArray<Reason> Explain(ImmutableArray<RuleNode> parts, in Reading reading)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>(parts.Length);
        foreach (var part in parts) reasons.Add(part.Explain(reading));
        return reasons.MoveToImmutable();
    }

    internal static RuleNeeds Needs(ImmutableArray<RuleNode> parts, RuleNeeds needs) => parts.Aggregate(needs, (sum, part) => part.Needs(sum));
}
