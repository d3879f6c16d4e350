namespace CsEngage.Liquid.Values;

/// <summary>
/// The map of a builder. Names in templates and models are mostly the very same literals, so that for few members
/// a walk that compares references first beats hashing.
/// </summary>
sealed class ArrayMap : LiquidMap
{
    const int WalkUpTo = 16;

    readonly string[] _keys;
    readonly LiquidValue[] _values;
    readonly Dictionary<string, int>? _places;

    internal ArrayMap(string[] keys, LiquidValue[] values)
    {
        (_keys, _values) = (keys, values);
        if (keys.Length <= WalkUpTo) return;
        _places = new(keys.Length, StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++) _places[keys[i]] = i;
    }

    public override int Count => _keys.Length;

    public override IEnumerable<string> Keys => _keys;

    public override bool TryGet(string key, out LiquidValue value)
    {
        var at = Place(key);
        value = at < 0 ? default : _values[at].Resolved();
        return at >= 0;
    }

    /// <summary>
    /// As the other, but looks first where the same look-up found its member last time: the items of a list mostly have the same shape.
    /// The hint may be overwritten by another thread at any time; a wrong one costs a walk.
    /// </summary>
    internal bool TryGet(string key, ref int hint, out LiquidValue value)
    {
        var keys = _keys;
        var at = hint;
        if ((uint)at >= (uint)keys.Length || !string.Equals(keys[at], key, StringComparison.Ordinal))
        {
            at = Place(key);
            if (at >= 0) hint = at;
        }
        value = at < 0 ? default : _values[at].Resolved();
        return at >= 0;
    }

    /// <summary>This map with one more or one other member, as quick to read as this one; null when it is so long that copying it is not worth it.</summary>
    internal ArrayMap? Copy(string key, in LiquidValue value)
    {
        if (_places is not null || _keys.Length == WalkUpTo) return null;
        var at = Place(key);
        var length = at < 0 ? _keys.Length + 1 : _keys.Length;
        var (keys, values) = (new string[length], new LiquidValue[length]);
        _keys.CopyTo(keys, 0);
        _values.CopyTo(values, 0);
        if (at < 0) at = length - 1;
        (keys[at], values[at]) = (key, value);
        return new(keys, values);
    }

    int Place(string key)
    {
        if (_places is not null) return _places.TryGetValue(key, out var place) ? place : -1;
        var keys = _keys;
        for (var i = 0; i < keys.Length; i++)
            if (ReferenceEquals(keys[i], key)) return i;
        for (var i = 0; i < keys.Length; i++)
            if (string.Equals(keys[i], key, StringComparison.Ordinal)) return i;
        return -1;
    }
}

sealed class DictionaryMap(IReadOnlyDictionary<string, LiquidValue> members) : LiquidMap
{
    public override int Count => members.Count;

    public override IEnumerable<string> Keys => members.Keys;

    public override bool TryGet(string key, out LiquidValue value)
    {
        var found = members.TryGetValue(key, out value);
        if (found) value = value.Resolved();
        return found;
    }
}

sealed class LayeredMap(LiquidMap over, LiquidMap under) : LiquidMap
{
    public override int Count => Keys.Count();

    public override IEnumerable<string> Keys => under.Keys.Concat(over.Keys.Where(key => !under.TryGet(key, out _)));

    public override bool TryGet(string key, out LiquidValue value) => over.TryGet(key, out value) || under.TryGet(key, out value);
}
