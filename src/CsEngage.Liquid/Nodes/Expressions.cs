using System.Runtime.CompilerServices;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Nodes;

sealed class Literal(LiquidValue value) : LiquidExpression
{
    internal static Literal Nil { get; } = new(default);

    public override LiquidValue? Constant => value;

    public override LiquidValue Evaluate(LiquidContext context) => value;
}

/// <summary>Ends that are known, such as <c>(1..5)</c>, are cut to whole numbers; ends that are looked up have to be whole or text.</summary>
sealed class RangeExpression(LiquidExpression start, LiquidExpression end) : LiquidExpression
{
    public override LiquidValue Evaluate(LiquidContext context) => LiquidValue.Range(End(start, context), End(end, context));

    static long End(LiquidExpression end, LiquidContext context)
    {
        var value = end.Evaluate(context);
        if (value.Characters is { } text) context.Walk(text);
        return value.Kind switch
        {
            LiquidKind.Integer => value.Bits,
            LiquidKind.Text or LiquidKind.Html => Number.LeadingInteger(value.Characters).ToLong(),
            LiquidKind.Nil => 0,
            LiquidKind.Float or LiquidKind.Decimal when end.Constant is not null => Number.From(value).ToLong(),
            _ => Coerce.ToInteger(value, context),
        };
    }
}

/// <summary>One step of a look-up: a name after a dot, or an expression in brackets.</summary>
sealed class Member(string? key, LiquidExpression? expression, bool dotted)
{
    int _hint;

    /// <summary>The name that stands in the template; null when it has to be worked out.</summary>
    internal string? Key => key;

    internal LiquidValue Name(LiquidContext context) => key is not null ? key : expression!.Evaluate(context);

    internal bool Follow(LiquidValue target, LiquidContext context, out LiquidValue result)
    {
        if (target.Characters is { } text) context.Walk(text);
        if (key is null)
        {
            var named = expression!.Evaluate(context);
            if (named.Characters is { } name) context.Walk(name);
            return Reach.Into(target, named, out result);
        }
        return target.Reference is ArrayMap map && map.TryGet(key, ref _hint, out result) || Reach.Into(target, key, dotted, out result);
    }
}

/// <summary>A name and the way from its value to the one meant: <c>journey.stages[0].title</c>.</summary>
sealed class Lookup(string? name, LiquidExpression? nameExpression, Member[] members, string path, int position) : LiquidExpression
{
    internal string Path => path;

    internal int Position => position;

    internal string? Name => name;

    internal bool IsName => name is not null && members.Length == 0;

    /// <summary>The member of that variable that is meant; null when this is anything else.</summary>
    internal string? MemberOf(string variable) => name == variable && members is [{ Key: { } key }] ? key : null;

    internal override bool Asks(RowReading row) => row.Decides(this);

    int _hint;

    public override LiquidValue Evaluate(LiquidContext context)
    {
        if (!context.TryGet(name ?? context.Text(nameExpression!.Evaluate(context)), ref _hint, out var value)) return default;
        foreach (var member in members)
            if (!member.Follow(value, context, out value)) return default;
        return value;
    }

    /// <summary>The first step that leads nowhere, with the most similar name that would have led somewhere; null when every step is known.</summary>
    internal (string Step, string? Suggestion)? FindUnknown(LiquidContext context)
    {
        var root = name ?? RubyText.Of(nameExpression!.Evaluate(context));
        if (!context.TryGet(root, out var value)) return (root, Similar.To(root, context.Model.Keys));
        foreach (var member in members)
        {
            var target = value;
            if (member.Follow(target, context, out value)) continue;
            // Nothing known lies beyond a name without a value; that name is not misspelt.
            if (target.IsNil) return null;
            var step = member.Name(context);
            return (RubyText.Of(step), target.AsMap is { } map ? Similar.To(RubyText.Of(step), map.Keys) : null);
        }
        return null;
    }
}

/// <summary>Following one step from a value. The target is a copy: callers hand in the same variable for the result.</summary>
static class Reach
{
    internal static bool Into(LiquidValue target, string key, bool dotted, out LiquidValue result)
    {
        switch (target.Kind)
        {
            case LiquidKind.Map:
                var map = Unsafe.As<LiquidMap>(target.Reference!);
                return map.TryResolved(key, out result) || (dotted && OfMap(map, key, out result));
            case LiquidKind.List when dotted:
                return OfList(target.AsList!, key, out result);
            case LiquidKind.Range when dotted:
                return OfRange(target.AsRange!, key, out result);
            case LiquidKind.Text or LiquidKind.Html when dotted:
                return OfText(target, key, out result);
            case LiquidKind.Integer when dotted && key == "size":
                // Ruby's Integer#size is the number of bytes of a machine word.
                result = 8;
                return true;
            default:
                result = default;
                return false;
        }
    }

    internal static bool Into(LiquidValue target, in LiquidValue key, out LiquidValue result)
    {
        result = default;
        if (key.IsText) return Into(target, key.Characters!, dotted: false, out result);
        if (target.AsList is not { } list || key.Kind != LiquidKind.Integer) return false;
        var index = key.Bits < 0 ? key.Bits + list.Count : key.Bits;
        if (index < 0 || index >= list.Count) return false;
        result = list[(int)index].Resolved();
        return true;
    }

    static bool OfMap(LiquidMap map, string key, out LiquidValue result)
    {
        result = default;
        switch (key)
        {
            case "size":
                result = map.Count;
                return true;
            case "first" when map.Keys.FirstOrDefault() is { } first:
                result = LiquidList.Of(first, map[first]);
                return true;
            case "first":
                return true;
            default:
                return false;
        }
    }

    static bool OfList(LiquidList list, string key, out LiquidValue result)
    {
        result = key switch
        {
            "size" => list.Count,
            "first" when list.Count > 0 => list[0],
            "last" when list.Count > 0 => list[list.Count - 1],
            _ => default,
        };
        return key is "size" or "first" or "last";
    }

    static bool OfRange(RangeBox range, string key, out LiquidValue result)
    {
        result = key switch { "size" => range.Count, "first" => range.Start, "last" => range.End, _ => default(LiquidValue) };
        return key is "size" or "first" or "last";
    }

    static bool OfText(LiquidValue text, string key, out LiquidValue result)
    {
        result = key switch
        {
            "size" => Runes.Count(text.Characters!),
            "first" => Runes.First(text.Characters!),
            "last" => Runes.Last(text.Characters!),
            _ => default(LiquidValue),
        };
        return key is "size" or "first" or "last";
    }
}

enum Comparison : byte { Same, Different, Less, AtMost, More, AtLeast, Contains }

sealed class CompareExpression(LiquidExpression left, Comparison comparison, LiquidExpression right, int position) : LiquidExpression
{
    public override LiquidValue Evaluate(LiquidContext context) => Test(context);

    public override bool Test(LiquidContext context)
    {
        context.Position = position;
        return Holds(left.Evaluate(context), comparison, right.Evaluate(context), context);
    }

    internal override bool Asks(RowReading row) => left.Asks(row) && right.Asks(row);

    internal static bool Holds(in LiquidValue left, Comparison comparison, in LiquidValue right, LiquidContext context)
    {
        switch (comparison)
        {
            case Comparison.Same: return Same(left, right, context);
            case Comparison.Different: return !Same(left, right, context);
            case Comparison.Contains: return Contains(left, right, context);
        }
        if (left.Kind is LiquidKind.Integer && right.Kind is LiquidKind.Integer) return Holds(left.Bits.CompareTo(right.Bits), comparison);
        if (RubyEquality.Order(left, right, context) is { } order) return Holds(order, comparison);
        // Text, numbers and moments have an order among themselves; asking for one between them is a mistake in the template.
        if (Ordered(left) && Ordered(right)) throw new LiquidFault(LiquidSentence.Of("Cannot compare {0} with {1}.", Coerce.Describe(left), Coerce.Describe(right)));
        return false;
    }

    static bool Ordered(in LiquidValue value) => value.IsNumber || value.Kind is LiquidKind.Text or LiquidKind.Html or LiquidKind.Instant or LiquidKind.Date;

    static bool Holds(int order, Comparison comparison) => comparison switch
    {
        Comparison.Less => order < 0,
        Comparison.AtMost => order <= 0,
        Comparison.More => order > 0,
        _ => order >= 0,
    };

    internal static bool Same(in LiquidValue left, in LiquidValue right, LiquidContext context)
    {
        if (left.Kind is LiquidKind.Empty or LiquidKind.Blank) return Matches(left.Kind, right, context);
        if (right.Kind is LiquidKind.Empty or LiquidKind.Blank) return Matches(right.Kind, left, context);
        if (left.AsList is { } list) context.Count(list.Count);
        return RubyEquality.Same(left, right, context);
    }

    static bool Matches(LiquidKind word, in LiquidValue value, LiquidContext context) => word is LiquidKind.Blank ? RubyEquality.IsBlank(value, context) : RubyEquality.IsEmpty(value);

    static bool Contains(in LiquidValue left, in LiquidValue right, LiquidContext context)
    {
        if (!right.IsTruthy) return false;
        switch (left.Kind)
        {
            case LiquidKind.Text or LiquidKind.Html:
                context.Step(left.Characters!.Length >> 6);
                return left.Characters.Contains(context.Text(right), StringComparison.Ordinal);
            case LiquidKind.List:
                var list = left.AsList!;
                context.Count(list.Count);
                for (var i = 0; i < list.Count; i++)
                    if (RubyEquality.Same(list[i], right, context)) return true;
                return false;
            case LiquidKind.Map:
                if (right.Characters is { } name) context.Walk(name);
                return right.IsText && left.AsMap!.TryGet(right.Characters!, out _);
            case LiquidKind.Range:
                return right.IsNumber && Number.Compare(Number.From(left.AsRange!.Start), Number.From(right)) <= 0
                    && Number.Compare(Number.From(right), Number.From(left.AsRange.End)) <= 0;
            default:
                return false;
        }
    }
}

/// <summary>Joined from the right, as Liquid does it: <c>a and b or c</c> is <c>a and (b or c)</c>.</summary>
sealed class LogicExpression(LiquidExpression left, bool and, LiquidExpression right) : LiquidExpression
{
    public override LiquidValue Evaluate(LiquidContext context) => Test(context);

    public override bool Test(LiquidContext context) => and ? left.Test(context) && right.Test(context) : left.Test(context) || right.Test(context);

    internal override bool Asks(RowReading row) => left.Asks(row) && right.Asks(row);
}
