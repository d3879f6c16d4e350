namespace CsEngage.Liquid.Values;

/// <summary>Equality and order of values.</summary>
static class RubyEquality
{
    const int DeepestNesting = 60;

    internal static bool Same(in LiquidValue a, in LiquidValue b) => Same(a, b, 0);

    static bool Same(in LiquidValue a, in LiquidValue b, int depth)
    {
        var (left, right) = (a.Kind, b.Kind);
        if (left == right)
        {
            switch (left)
            {
                case LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank: return true;
                case LiquidKind.Bool or LiquidKind.Integer or LiquidKind.Date: return a.Bits == b.Bits;
                case LiquidKind.Text or LiquidKind.Html: return string.Equals(a.Characters, b.Characters, StringComparison.Ordinal);
                case LiquidKind.Instant: return a.AsInstant == b.AsInstant;
                case LiquidKind.Range: return (a.AsRange!.Start, a.AsRange.End) == (b.AsRange!.Start, b.AsRange.End);
                case LiquidKind.List: return SameLists(a.AsList!, b.AsList!, depth);
                case LiquidKind.Map: return SameMaps(a.AsMap!, b.AsMap!, depth);
                default: return Number.Compare(Number.From(a), Number.From(b)) == 0;
            }
        }
        if (a.IsNumber && b.IsNumber) return Number.Compare(Number.From(a), Number.From(b)) == 0;
        return a.IsText && b.IsText && string.Equals(a.Characters, b.Characters, StringComparison.Ordinal);
    }

    static bool SameLists(LiquidList a, LiquidList b, int depth)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Count != b.Count || depth > DeepestNesting) return false;
        for (var i = 0; i < a.Count; i++)
            if (!Same(a[i], b[i], depth + 1)) return false;
        return true;
    }

    static bool SameMaps(LiquidMap a, LiquidMap b, int depth)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Count != b.Count || depth > DeepestNesting) return false;
        foreach (var key in a.Keys)
            if (!b.TryGet(key, out var other) || !Same(a[key], other, depth + 1)) return false;
        return true;
    }

    const int MostHashed = 16;

    /// <summary>What equals hashes the same. Lists hash by their size, and so do members that are lists or maps: cheap, and right.</summary>
    internal static int Hash(in LiquidValue value) => value.Kind switch
    {
        LiquidKind.Text or LiquidKind.Html => string.GetHashCode(value.Characters, StringComparison.Ordinal),
        LiquidKind.Bool or LiquidKind.Date => value.Bits.GetHashCode(),
        LiquidKind.Integer or LiquidKind.Decimal or LiquidKind.Float => Number.From(value).ToDouble().GetHashCode(),
        LiquidKind.Instant => value.AsInstant.GetHashCode(),
        LiquidKind.Range => HashCode.Combine(value.AsRange!.Start, value.AsRange.End),
        LiquidKind.List => value.AsList!.Count,
        LiquidKind.Map => HashMembers(value.AsMap!),
        _ => (int)value.Kind,
    };

    /// <summary>In any order, because maps are equal in any order.</summary>
    static int HashMembers(LiquidMap map)
    {
        var hash = map.Count;
        if (map.Count > MostHashed) return hash;
        foreach (var key in map.Keys)
        {
            var value = map[key];
            hash ^= HashCode.Combine(string.GetHashCode(key, StringComparison.Ordinal), value.Kind is LiquidKind.Map ? 0 : Hash(value));
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
    internal static bool IsBlank(in LiquidValue value) => value.Kind switch
    {
        LiquidKind.Nil => true,
        LiquidKind.Bool => value.Bits == 0,
        LiquidKind.Text or LiquidKind.Html => string.IsNullOrWhiteSpace(value.Characters),
        _ => IsEmpty(value),
    };

    /// <summary>The order of two values; null when they have none.</summary>
    internal static int? Order(in LiquidValue a, in LiquidValue b)
    {
        if (a.IsNumber && b.IsNumber) return Number.Compare(Number.From(a), Number.From(b));
        if (a.IsText && b.IsText) return string.CompareOrdinal(a.Characters, b.Characters);
        return (a.Kind, b.Kind) switch
        {
            (LiquidKind.Instant, LiquidKind.Instant) => a.AsInstant!.Value.CompareTo(b.AsInstant!.Value),
            (LiquidKind.Date, LiquidKind.Date) => a.Bits.CompareTo(b.Bits),
            _ => null,
        };
    }
}
