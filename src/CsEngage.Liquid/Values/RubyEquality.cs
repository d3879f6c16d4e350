namespace CsEngage.Liquid.Values;

/// <summary>Equality and order of values.</summary>
static class RubyEquality
{
    const int DeepestNesting = 60;

    /// <summary>Whether two values are equal; with a context each item, member and stretch of text that is compared is counted there.</summary>
    internal static bool Same(in LiquidValue a, in LiquidValue b, LiquidContext? context = null) => Same(a, b, 0, context);

    static bool Same(in LiquidValue a, in LiquidValue b, int depth, LiquidContext? context)
    {
        var (left, right) = (a.Kind, b.Kind);
        if (left == right)
        {
            switch (left)
            {
                case LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank: return true;
                case LiquidKind.Bool or LiquidKind.Integer or LiquidKind.Date: return a.Bits == b.Bits;
                case LiquidKind.Text or LiquidKind.Html: return SameText(a, b, context);
                case LiquidKind.Instant: return a.AsInstant == b.AsInstant;
                case LiquidKind.Range: return (a.AsRange!.Start, a.AsRange.End) == (b.AsRange!.Start, b.AsRange.End);
                case LiquidKind.List: return SameLists(a.AsList!, b.AsList!, depth, context);
                case LiquidKind.Map: return SameMaps(a.AsMap!, b.AsMap!, depth, context);
                default: return Number.Compare(Number.From(a), Number.From(b)) == 0;
            }
        }
        if (a.IsNumber && b.IsNumber) return Number.Compare(Number.From(a), Number.From(b)) == 0;
        return a.IsText && b.IsText && SameText(a, b, context);
    }

    static bool SameText(in LiquidValue a, in LiquidValue b, LiquidContext? context)
    {
        if (a.Characters!.Length != b.Characters!.Length) return false;
        context?.Walk(a.Characters);
        return string.Equals(a.Characters, b.Characters, StringComparison.Ordinal);
    }

    static bool SameLists(LiquidList a, LiquidList b, int depth, LiquidContext? context)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Count != b.Count || depth > DeepestNesting) return false;
        for (var i = 0; i < a.Count; i++)
        {
            context?.Step();
            if (!Same(a[i], b[i], depth + 1, context)) return false;
        }
        return true;
    }

    static bool SameMaps(LiquidMap a, LiquidMap b, int depth, LiquidContext? context)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Count != b.Count || depth > DeepestNesting) return false;
        // Walking the names takes an object of its own.
        context?.Charge(64);
        foreach (var key in a.Keys)
        {
            context?.Step(2);
            if (!b.TryGet(key, out var other) || !Same(a[key], other, depth + 1, context)) return false;
        }
        return true;
    }

    const int MostHashed = 16;

    /// <summary>What equals hashes the same. Lists hash by their size, and so do members that are lists or maps: cheap, and right.</summary>
    internal static int Hash(in LiquidValue value, LiquidContext? context = null) => value.Kind switch
    {
        LiquidKind.Text or LiquidKind.Html => HashText(value.Characters!, context),
        LiquidKind.Bool or LiquidKind.Date => value.Bits.GetHashCode(),
        LiquidKind.Integer or LiquidKind.Decimal or LiquidKind.Float => Number.From(value).ToDouble().GetHashCode(),
        LiquidKind.Instant => value.AsInstant.GetHashCode(),
        LiquidKind.Range => HashCode.Combine(value.AsRange!.Start, value.AsRange.End),
        LiquidKind.List => value.AsList!.Count,
        LiquidKind.Map => HashMembers(value.AsMap!, context),
        _ => (int)value.Kind,
    };

    static int HashText(string text, LiquidContext? context)
    {
        context?.Walk(text);
        return string.GetHashCode(text, StringComparison.Ordinal);
    }

    /// <summary>In any order, because maps are equal in any order.</summary>
    static int HashMembers(LiquidMap map, LiquidContext? context)
    {
        var hash = map.Count;
        if (map.Count > MostHashed) return hash;
        context?.Charge(64);
        foreach (var key in map.Keys)
        {
            context?.Step(2);
            var value = map[key];
            hash ^= HashCode.Combine(string.GetHashCode(key, StringComparison.Ordinal), value.Kind is LiquidKind.Map ? 0 : Hash(value, context));
        }
        return hash;
    }

    /// <summary>Whether the value is <c>empty</c>: text, list or map of no length.</summary>
    internal static bool IsEmpty(in LiquidValue value) => value.Kind switch
    {
        LiquidKind.Text or LiquidKind.Html => value.Characters!.Length == 0,
        LiquidKind.List => value.AsList!.Count == 0,
        LiquidKind.Map => value.AsMap!.Count == 0,
        _ => false,
    };

    /// <summary>Whether the value is <c>blank</c>: nil, false, white space, or empty.</summary>
    internal static bool IsBlank(in LiquidValue value, LiquidContext context)
    {
        switch (value.Kind)
        {
            case LiquidKind.Nil: return true;
            case LiquidKind.Bool: return value.Bits == 0;
            case LiquidKind.Text or LiquidKind.Html:
                context.Walk(value.Characters!);
                return string.IsNullOrWhiteSpace(value.Characters);
            default: return IsEmpty(value);
        }
    }

    /// <summary>The order of two values; null when they have none.</summary>
    internal static int? Order(in LiquidValue a, in LiquidValue b, LiquidContext context)
    {
        if (a.IsNumber && b.IsNumber) return Number.Compare(Number.From(a), Number.From(b));
        if (a.IsText && b.IsText)
        {
            context.Walk(a.Characters!.Length < b.Characters!.Length ? a.Characters : b.Characters);
            return string.CompareOrdinal(a.Characters, b.Characters);
        }
        return (a.Kind, b.Kind) switch
        {
            (LiquidKind.Instant, LiquidKind.Instant) => a.AsInstant!.Value.CompareTo(b.AsInstant!.Value),
            (LiquidKind.Date, LiquidKind.Date) => a.Bits.CompareTo(b.Bits),
            _ => null,
        };
    }
}
