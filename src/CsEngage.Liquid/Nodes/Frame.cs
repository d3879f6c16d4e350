using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Nodes;

/// <summary>What belongs to the template, and to each rendered partial for itself: assigned variables, counters, and where loops stand.</summary>
sealed class Frame
{
    Dictionary<string, long>? _counters;
    Dictionary<string, long>? _offsets;
    Dictionary<CycleKey, int>? _cycles;

    internal Variables Assigned { get; } = new();

    /// <summary>Loop variables below this place belong to the caller and are not seen.</summary>
    internal int ScopeStart { get; set; }

    internal ForLoop? Loop { get; set; }

    /// <summary>Whether this is a rendered partial; such a one may not include.</summary>
    internal bool IsIsolated { get; init; }

    /// <summary>What the last <c>ifchanged</c> wrote.</summary>
    internal string? Changed { get; set; }

    internal void Clear()
    {
        Assigned.Clear();
        _counters?.Clear();
        _offsets?.Clear();
        _cycles?.Clear();
        Loop = null;
        Changed = null;
    }

    internal bool TryCounter(string name, out LiquidValue value)
    {
        if (_counters is not null && _counters.TryGetValue(name, out var count))
        {
            value = count;
            return true;
        }
        value = default;
        return false;
    }

    internal long? Counter(string name) => _counters is not null && _counters.TryGetValue(name, out var count) ? count : null;

    internal void SetCounter(string name, long value) => (_counters ??= new(StringComparer.Ordinal))[name] = value;

    internal long Offset(string loop) => _offsets is not null && _offsets.TryGetValue(loop, out var offset) ? offset : 0;

    internal void SetOffset(string loop, long offset) => (_offsets ??= new(StringComparer.Ordinal))[loop] = offset;

    internal int Cycle(in CycleKey key) => _cycles is not null && _cycles.TryGetValue(key, out var at) ? at : 0;

    internal void SetCycle(in CycleKey key, int at) => (_cycles ??= [])[key] = at;
}

/// <summary>A cycle is known by the value of its name, or by what it turns through when it has none. 1 and 1.0 are different names.</summary>
readonly record struct CycleKey(LiquidKind Kind, LiquidValue Name, object? Site);

/// <summary>Variables by name: walked while few, looked up when a template makes many.</summary>
sealed class Variables
{
    const int WalkUpTo = 12;

    string[] _names = new string[8];
    LiquidValue[] _values = new LiquidValue[8];
    Dictionary<string, int>? _places;
    int _count;

    internal bool TryGet(string name, out LiquidValue value)
    {
        var at = _count == 0 ? -1 : Place(name);
        value = at < 0 ? default : _values[at];
        return at >= 0;
    }

    internal void Set(string name, in LiquidValue value)
    {
        var at = Place(name);
        if (at >= 0)
        {
            _values[at] = value;
            return;
        }
        if (_count == _names.Length)
        {
            Array.Resize(ref _names, _count * 2);
            Array.Resize(ref _values, _count * 2);
        }
        (_names[_count], _values[_count]) = (name, value);
        _places?.Add(name, _count);
        _count++;
        if (_places is null && _count > WalkUpTo)
        {
            _places = new(StringComparer.Ordinal);
            for (var i = 0; i < _count; i++) _places[_names[i]] = i;
        }
    }

    int Place(string name)
    {
        if (_places is not null) return _places.TryGetValue(name, out var place) ? place : -1;
        for (var i = 0; i < _count; i++)
            if (string.Equals(_names[i], name, StringComparison.Ordinal)) return i;
        return -1;
    }

    internal void Clear()
    {
        if (_count == 0) return;
        Array.Clear(_values, 0, _count);
        if (_names.Length > 64) (_names, _values) = (new string[8], new LiquidValue[8]);
        _count = 0;
        _places = null;
    }
}
