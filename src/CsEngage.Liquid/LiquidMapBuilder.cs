using System.Collections;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid;

/// <summary>Collects the members of a map: <c>new LiquidMapBuilder { ["name"] = "Aoi", ["plan"] = 3 }</c>.</summary>
public sealed class LiquidMapBuilder : IEnumerable<string>
{
    string[] _keys;
    LiquidValue[] _values;
    int _count;

    /// <summary>An empty builder.</summary>
    public LiquidMapBuilder() : this(4) { }

    /// <summary>An empty builder with room for a number of members.</summary>
    public LiquidMapBuilder(int capacity)
    {
        _keys = new string[capacity];
        _values = new LiquidValue[capacity];
    }

    /// <summary>A builder that begins with the members of a map, each read now, and with room for some more.</summary>
    public LiquidMapBuilder(LiquidMap from) : this((from ?? throw new ArgumentNullException(nameof(from))).Count + 4)
    {
        foreach (var key in from.Keys) Add(key, from[key]);
    }

    /// <summary>Sets a member; the last value given for a name counts.</summary>
    public LiquidValue this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>Sets a member; the last value given for a name counts.</summary>
    public LiquidMapBuilder Add(string key, LiquidValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var at = _count - 1;
        while (at >= 0 && !string.Equals(_keys[at], key, StringComparison.Ordinal)) at--;
        if (at < 0)
        {
            if (_count == _keys.Length)
            {
                Array.Resize(ref _keys, Math.Max(4, _count * 2));
                Array.Resize(ref _values, Math.Max(4, _count * 2));
            }
            at = _count++;
            _keys[at] = key;
        }
        _values[at] = value;
        return this;
    }

    /// <summary>Sets a member that is computed when a template first reads it.</summary>
    public LiquidMapBuilder Lazy(string key, Func<LiquidValue> value) => Add(key, LiquidValue.Lazy(value));

    /// <summary>The map as it is now; later changes to the builder do not reach it.</summary>
    public LiquidMap Build() => new ArrayMap(_keys.AsSpan(0, _count).ToArray(), _values.AsSpan(0, _count).ToArray());

    /// <summary>The names given so far.</summary>
    public IEnumerator<string> GetEnumerator() => _keys.Take(_count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
