using System.Runtime.InteropServices;

namespace CsEngage.Liquid;

/// <summary>A list of values. Derive from it to read items on demand; it must not change while a template reads it.</summary>
public abstract class LiquidList : LiquidObject
{
    /// <summary>For lists that read their items themselves.</summary>
    protected LiquidList() : base(LiquidKind.List) { }

    /// <summary>A list without items.</summary>
    public static LiquidList None { get; } = new ArrayOfValues([], 0);

    /// <summary>How many items there are.</summary>
    public abstract int Count { get; }

    /// <summary>The item at a place from 0 to <see cref="Count"/> - 1.</summary>
    public abstract LiquidValue this[int index] { get; }

    /// <summary>A list of these values.</summary>
    public static LiquidList Of(params ReadOnlySpan<LiquidValue> items) => new ArrayOfValues(items.ToArray(), items.Length);

    /// <summary>A list of the given values, read once.</summary>
    public static LiquidList From(IEnumerable<LiquidValue> items)
    {
        var array = items.ToArray();
        return new ArrayOfValues(array, array.Length);
    }

    /// <summary>A list made by turning each item into a value.</summary>
    public static LiquidList From<T>(IEnumerable<T> items, Func<T, LiquidValue> value) => From(items.Select(value));

    internal static LiquidList Wrap(LiquidValue[] items) => new ArrayOfValues(items, items.Length);

    internal static LiquidList Wrap(List<LiquidValue> items) => Of(CollectionsMarshal.AsSpan(items));

    sealed class ArrayOfValues(LiquidValue[] items, int count) : LiquidList
    {
        public override int Count => count;

        public override LiquidValue this[int index] => items[index].Resolved();
    }
}
