using System.Globalization;
using System.Runtime.CompilerServices;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid;

/// <summary>
/// One value of the language: two machine words, made by conversion from plain .NET values, never by reflection.
/// Equality is that of Ruby's <c>==</c>: numbers compare by amount, text by its characters, lists and maps by their content.
/// </summary>
public readonly struct LiquidValue : IEquatable<LiquidValue>
{
    readonly object? _reference;
    readonly long _bits;

    LiquidValue(object? reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>Nothing.</summary>
    public static LiquidValue Nil => default;

    /// <summary>The word <c>true</c>.</summary>
    public static LiquidValue True => new(ScalarMark.Bool, 1);

    /// <summary>The word <c>false</c>.</summary>
    public static LiquidValue False => new(ScalarMark.Bool, 0);

    internal static LiquidValue Empty => new(ScalarMark.Empty);
    internal static LiquidValue Blank => new(ScalarMark.Blank);
    internal static LiquidValue EmptyText => new(string.Empty);

    /// <summary>Text that the caller vouches for as safe HTML: it is written unescaped.</summary>
    public static LiquidValue Html(string? html) => html is null ? default : new(new HtmlBox(html));

    /// <summary>
    /// What a template writes over a model, as safe HTML: a page inside its layout. Written as it is, it goes straight into what is being rendered and
    /// counts towards its limits.
    /// </summary>
    public static LiquidValue Html(LiquidTemplate template, LiquidMap model, LiquidRenderOptions options) => new(new RenderedBox(template, model, options));

    /// <summary>A range of whole numbers, both ends included; empty when <paramref name="end"/> lies before <paramref name="start"/>.</summary>
    public static LiquidValue Range(long start, long end) => new(new RangeBox(start, end));

    /// <summary>A list of the given values, read once.</summary>
    public static LiquidValue List(IEnumerable<LiquidValue> items) => new(LiquidList.From(items));

    /// <summary>A list made by turning each item into a value.</summary>
    public static LiquidValue List<T>(IEnumerable<T> items, Func<T, LiquidValue> value) => new(LiquidList.From(items, value));

    /// <summary>A value computed when it is first read, and kept; for the costly members of a wide model.</summary>
    public static LiquidValue Lazy(Func<LiquidValue> value) => new(new LazyBox(value));

    /// <summary>What this is.</summary>
    public LiquidKind Kind
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _reference is null ? LiquidKind.Nil
            : _reference.GetType() == typeof(string) ? LiquidKind.Text
            : Unsafe.As<LiquidObject>(_reference).Kind;
    }

    /// <summary>Whether this is <c>nil</c>.</summary>
    public bool IsNil => _reference is null;

    /// <summary>Everything but <c>nil</c> and <c>false</c> counts as true: also 0, and also empty text.</summary>
    public bool IsTruthy => _reference is not null && (_reference != (object)ScalarMark.Bool || _bits != 0);

    /// <summary>Whether this is text, plain or safe HTML.</summary>
    public bool IsText => Kind is LiquidKind.Text or LiquidKind.Html;

    /// <summary>Whether this is a number of any kind.</summary>
    public bool IsNumber => Kind is LiquidKind.Integer or LiquidKind.Decimal or LiquidKind.Float;

    /// <summary>The list, or null when this is none.</summary>
    public LiquidList? AsList => _reference as LiquidList;

    /// <summary>The map, or null when this is none.</summary>
    public LiquidMap? AsMap => _reference as LiquidMap;

    /// <summary>The whole number, or null when this is none.</summary>
    public long? AsInteger => Kind is LiquidKind.Integer ? _bits : null;

    /// <summary>The moment, or null when this is none.</summary>
    public DateTimeOffset? AsInstant => (_reference as InstantBox)?.Value;

    /// <summary>The date, or null when this is none.</summary>
    public DateOnly? AsDate => Kind is LiquidKind.Date ? DateOnly.FromDayNumber((int)_bits) : null;

    /// <summary>The number as a decimal, or null when this is no number or lies outside what a decimal can hold.</summary>
    public decimal? AsDecimal => Number.From(this) is { } number && IsNumber ? number.ToDecimal() : null;

    /// <summary>The members of text, the way it reads: what <c>{{ value }}</c> writes in text mode, a list as its items in a row.</summary>
    public override string ToString() => RubyText.Written(this);

    internal object? Reference => _reference;
    internal string? PlainText => _reference as string;
    internal long Bits => _bits;
    internal double FloatBits => BitConverter.Int64BitsToDouble(_bits);
    internal RangeBox? AsRange => _reference as RangeBox;

    /// <summary>The characters of text or HTML; null for every other kind.</summary>
    internal string? Characters => _reference as string ?? (_reference as HtmlBox)?.Value;

    /// <summary>From a truth.</summary>
    public static implicit operator LiquidValue(bool value) => new(ScalarMark.Bool, value ? 1 : 0);
    /// <summary>From a truth or nothing.</summary>
    public static implicit operator LiquidValue(bool? value) => value is { } known ? known : default(LiquidValue);
    /// <summary>From a whole number.</summary>
    public static implicit operator LiquidValue(int value) => new(ScalarMark.Integer, value);
    /// <summary>From a whole number or nothing.</summary>
    public static implicit operator LiquidValue(int? value) => value is { } known ? known : default(LiquidValue);
    /// <summary>From a whole number.</summary>
    public static implicit operator LiquidValue(long value) => new(ScalarMark.Integer, value);
    /// <summary>From a whole number or nothing.</summary>
    public static implicit operator LiquidValue(long? value) => value is { } known ? known : default(LiquidValue);
    /// <summary>From an exact decimal.</summary>
    public static implicit operator LiquidValue(decimal value) => new(new DecimalBox(value));
    /// <summary>From an exact decimal or nothing.</summary>
    public static implicit operator LiquidValue(decimal? value) => value is { } known ? known : default(LiquidValue);
    /// <summary>From a floating-point number.</summary>
    public static implicit operator LiquidValue(double value) => new(ScalarMark.Float, BitConverter.DoubleToInt64Bits(value));
    /// <summary>From a floating-point number or nothing.</summary>
    public static implicit operator LiquidValue(double? value) => value is { } known ? known : default(LiquidValue);
    /// <summary>From text; null becomes <c>nil</c>.</summary>
    public static implicit operator LiquidValue(string? value) => new(value);
    /// <summary>From a moment.</summary>
    public static implicit operator LiquidValue(DateTimeOffset value) => new(new InstantBox(value));
    /// <summary>From a moment or nothing.</summary>
    public static implicit operator LiquidValue(DateTimeOffset? value) => value is { } known ? known : default(LiquidValue);
    /// <summary>From a date.</summary>
    public static implicit operator LiquidValue(DateOnly value) => new(ScalarMark.Date, value.DayNumber);
    /// <summary>From a date or nothing.</summary>
    public static implicit operator LiquidValue(DateOnly? value) => value is { } known ? known : default(LiquidValue);
    /// <summary>From a list.</summary>
    public static implicit operator LiquidValue(LiquidList? value) => new(value);
    /// <summary>From a map.</summary>
    public static implicit operator LiquidValue(LiquidMap? value) => new(value);
    /// <summary>From an array of values, which the list keeps and does not copy.</summary>
    public static implicit operator LiquidValue(LiquidValue[] value) => new(LiquidList.Wrap(value));
    /// <summary>From a map that is being built; the builder stays usable.</summary>
    public static implicit operator LiquidValue(LiquidMapBuilder value) => new(value.Build());

    /// <summary>Reads a lazy value; every other value is itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LiquidValue Resolved() => _reference is LazyBox lazy ? lazy.Value : this;

    /// <inheritdoc/>
    public bool Equals(LiquidValue other) => RubyEquality.Same(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LiquidValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RubyEquality.Hash(this);

    /// <summary>Ruby's <c>==</c>.</summary>
    public static bool operator ==(LiquidValue left, LiquidValue right) => left.Equals(right);

    /// <summary>The opposite of <c>==</c>.</summary>
    public static bool operator !=(LiquidValue left, LiquidValue right) => !left.Equals(right);
}
