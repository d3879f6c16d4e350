using CsEngage.Liquid.Values;

namespace CsEngage.Liquid;

/// <summary>
/// Names with values, in the order in which they were given. Derive from it to compute members on demand:
/// a page model is wide and a template reads little of it.
/// </summary>
public abstract class LiquidMap : LiquidObject
{
    /// <summary>For maps that look up their members themselves.</summary>
    protected LiquidMap() : base(LiquidKind.Map) { }

    /// <summary>A map without members.</summary>
    public static LiquidMap None { get; } = new LiquidMapBuilder().Build();

    /// <summary>How many members there are; decides whether the map is <c>empty</c>.</summary>
    public abstract int Count { get; }

    /// <summary>The names in order: what a loop over the map walks, and what a misspelt name is compared with.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>Looks up a member by its exact name.</summary>
    /// <returns>False when the map has no such member; a member that is there and <c>nil</c> is true.</returns>
    public abstract bool TryGet(string key, out LiquidValue value);

    /// <summary>The member of that name, or <c>nil</c>.</summary>
    public LiquidValue this[string key] => TryResolved(key, out var value) ? value : default;

    /// <summary>As <see cref="TryGet"/>, but a lazy value that a map of somebody else hands out is read first.</summary>
    internal bool TryResolved(string key, out LiquidValue value)
    {
        var found = TryGet(key, out value);
        value = value.Resolved();
        return found;
    }

    /// <summary>A map of these members.</summary>
    public static LiquidMap Of(params ReadOnlySpan<(string Key, LiquidValue Value)> members)
    {
        var builder = new LiquidMapBuilder(members.Length);
        foreach (var (key, value) in members) builder.Add(key, value);
        return builder.Build();
    }

    /// <summary>A map that reads from a dictionary, which must not change while a template reads it.</summary>
    public static LiquidMap Over(IReadOnlyDictionary<string, LiquidValue> members) => new DictionaryMap(members);

    /// <summary>This map with the members of another laid over it.</summary>
    public LiquidMap With(LiquidMap over) => new LayeredMap(over, this);

    /// <summary>This map with one more or one other member.</summary>
    public LiquidMap With(string key, LiquidValue value) => (this as ArrayMap)?.Copy(key, value) ?? With(Of((key, value)));
}
