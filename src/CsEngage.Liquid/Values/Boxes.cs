namespace CsEngage.Liquid.Values;

/// <summary>Says what the 64 bits beside it mean; one instance per kind.</summary>
sealed class ScalarMark : LiquidObject
{
    ScalarMark(LiquidKind kind) : base(kind) { }

    internal static readonly ScalarMark Bool = new(LiquidKind.Bool);
    internal static readonly ScalarMark Integer = new(LiquidKind.Integer);
    internal static readonly ScalarMark Float = new(LiquidKind.Float);
    internal static readonly ScalarMark Date = new(LiquidKind.Date);
    internal static readonly ScalarMark Empty = new(LiquidKind.Empty);
    internal static readonly ScalarMark Blank = new(LiquidKind.Blank);
}

sealed class DecimalBox(decimal value) : LiquidObject(LiquidKind.Decimal)
{
    internal readonly decimal Value = value;
}

class HtmlBox(string? value) : LiquidObject(LiquidKind.Html)
{
    internal virtual string Value => value!;
}

/// <summary>What a template writes over a model: rendered where it is written, and to text of its own only for whoever looks into it.</summary>
sealed class RenderedBox(LiquidTemplate template, LiquidMap model, LiquidRenderOptions options) : HtmlBox(null)
{
    string? _text;

    internal override string Value => _text ??= template.Render(model, options);

    internal void WriteInto(LiquidContext context) => context.Isolate(template, model);
}

sealed class InstantBox(DateTimeOffset value) : LiquidObject(LiquidKind.Instant)
{
    internal readonly DateTimeOffset Value = value;
}

/// <summary>Kept as two ends: a range of a billion costs nothing until somebody walks it, and walking is counted.</summary>
sealed class RangeBox(long start, long end) : LiquidObject(LiquidKind.Range)
{
    internal readonly long Start = start;
    internal readonly long End = end;

    /// <summary>More than a long can count wraps round to nothing or less, and is as many as a long can say.</summary>
    internal long Count => End < Start ? 0 : unchecked(End - Start + 1) is > 0 and var count ? count : long.MaxValue;
}
