using System.Collections.Immutable;

namespace CsEngage.Liquid;

/// <summary>What a filter does with its input.</summary>
public delegate LiquidValue LiquidFilterBody(LiquidValue input, LiquidCall call);

/// <summary>A filter under its name, with the number of arguments it takes; a template that gives others does not parse.</summary>
public sealed class LiquidFilter
{
    /// <summary>A filter that takes between <paramref name="least"/> and <paramref name="most"/> arguments and the given named ones.</summary>
    public LiquidFilter(string name, int least, int most, LiquidFilterBody body, params ReadOnlySpan<string> named)
    {
        (Name, Least, Most, Body) = (name, least, most, body);
        Named = [.. named];
    }

    /// <summary>A filter without arguments.</summary>
    public LiquidFilter(string name, LiquidFilterBody body) : this(name, 0, 0, body) { }

    /// <summary>The name, as it stands after the bar.</summary>
    public string Name { get; }

    /// <summary>The least number of arguments.</summary>
    public int Least { get; }

    /// <summary>The greatest number of arguments.</summary>
    public int Most { get; }

    /// <summary>The named arguments it knows.</summary>
    public ImmutableArray<string> Named { get; }

    /// <summary>Whether any named argument is taken, as a translation takes the values of its placeholders.</summary>
    public bool TakesAnyNamed { get; init; }

    /// <summary>
    /// Whether plain values come to the same, whoever reads and whenever: by nothing but the language, the mode and <see cref="LiquidRenderOptions.Steady"/>.
    /// </summary>
    public bool IsSteady { get; init; }

    internal LiquidFilterBody Body { get; }

    internal LiquidFilter AsSteady() => new(Name, Least, Most, Body, Named.AsSpan()) { TakesAnyNamed = TakesAnyNamed, IsSteady = true };
}

/// <summary>One call of a filter: its arguments and the rendering it happens in.</summary>
public readonly ref struct LiquidCall
{
    readonly ReadOnlySpan<LiquidValue> _values;
    readonly string[] _names;

    internal LiquidCall(LiquidContext context, ReadOnlySpan<LiquidValue> values, string[] names)
    {
        Context = context;
        _values = values;
        _names = names;
    }

    /// <summary>The rendering.</summary>
    public LiquidContext Context { get; }

    /// <summary>How many arguments without a name were given.</summary>
    public int Count => _values.Length - _names.Length;

    /// <summary>An argument by its place; <c>nil</c> when it was not given.</summary>
    public LiquidValue this[int place] => place < Count ? _values[place] : default;

    /// <summary>The names of the named arguments, in order.</summary>
    public ReadOnlySpan<string> Names => _names;

    /// <summary>An argument by its name; <c>nil</c> when it was not given.</summary>
    public LiquidValue Named(string name)
    {
        var at = Array.IndexOf(_names, name);
        return at < 0 ? default : _values[Count + at];
    }

    /// <summary>Ends the rendering with an error at this filter.</summary>
    /// <returns>What to throw.</returns>
    public static Exception Fail(LiquidSentence said, string? suggestion = null) => LiquidContext.Fail(said, suggestion);
}
