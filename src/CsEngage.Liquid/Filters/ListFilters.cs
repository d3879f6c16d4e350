using System.Text;
using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Filters;

/// <summary>Filters over lists. What is no list is taken as a list of itself, nil as an empty one, and lists inside lists are laid flat.</summary>
static class ListFilters
{
    const int DeepestNesting = 60;

    internal static IEnumerable<LiquidFilter> All =>
    [
        new("size", (input, _) => Size(input)),
        new("first", (input, _) => input.AsMap is { } map ? map.Keys.FirstOrDefault() is { } key ? LiquidList.Of(key, map[key]) : default : Reach.Into(input, "first", dotted: true, out var first) ? first : default),
        new("last", (input, _) => input.Kind is not LiquidKind.Map && Reach.Into(input, "last", dotted: true, out var last) ? last : default),
        new("join", 0, 1, (input, call) => Join(Items(input, call.Context), call.Count == 0 ? " " : call[0], call.Context)),
        new("reverse", (input, call) =>
        {
            var items = Items(input, call.Context);
            Array.Reverse(items);
            return items;
        }),
        new("sort", 0, 1, (input, call) => Sort(input, call, static (a, b, context) => a.IsNil || b.IsNil ? NilLast(a, b)
            : RubyEquality.Order(a, b, context) ?? (RubyEquality.Same(a, b, context) ? 0 : throw new LiquidFault(LiquidSentence.Of("Cannot sort {0} with {1}.", Coerce.Describe(a), Coerce.Describe(b)))))),
        new("sort_natural", 0, 1, (input, call) => Sort(input, call, static (a, b, context) => a.IsNil || b.IsNil ? NilLast(a, b) : IgnoringCase(RubyText.Of(a), RubyText.Of(b), context), byText: true)),
        new("uniq", 0, 1, Uniq),
        new("compact", 0, 1, Compact),
        new("concat", 1, 1, Concat),
        new("map", 1, 1, (input, call) => Map(input, call[0], call.Context)),
        new("sum", 0, 1, Sum),
        new("where", 1, 2, (input, call) => Select(input, call, wanted: true)),
        new("reject", 1, 2, (input, call) => Select(input, call, wanted: false)),
        new("find", 1, 2, (input, call) => Search(input, call) is { Place: >= 0 } found ? found.Items[found.Place] : default),
        new("find_index", 1, 2, (input, call) => Search(input, call) is { Place: >= 0 } found ? found.Place : default(LiquidValue)),
        new("has", 1, 2, (input, call) => Search(input, call) is { Strange: false } found ? found.Place >= 0 : default(LiquidValue)),
        new("default", 0, 1, Default, "allow_false"),
    ];

    static LiquidValue Size(in LiquidValue input) => input.Kind switch
    {
        LiquidKind.Map => input.AsMap!.Count,
        _ => Reach.Into(input, "size", dotted: true, out var size) ? size : 0,
    };

    /// <summary>The input as items of its own to work on.</summary>
    internal static LiquidValue[] Items(in LiquidValue input, LiquidContext context)
    {
        switch (input.Kind)
        {
            case LiquidKind.Nil:
                return [];
            case LiquidKind.Range:
                var range = input.AsRange!;
                Expect(range.Count, context);
                var numbers = new LiquidValue[range.Count];
                for (var i = 0; i < numbers.Length; i++) numbers[i] = range.Start + i;
                return numbers;
            case LiquidKind.List:
                var list = input.AsList!;
                Expect(list.Count, context);
                var items = new LiquidValue[list.Count];
                var nested = false;
                for (var i = 0; i < items.Length; i++) nested |= (items[i] = list[i].Resolved()).Kind is LiquidKind.List;
                if (!nested) return items;
                var flat = new List<LiquidValue>(items.Length);
                Flatten(list, flat, context, 0);
                return [.. flat];
            default:
                return [input];
        }
    }

    static void Expect(long count, LiquidContext context)
    {
        context.Count(count);
        context.Charge(count * 40 + 24);
    }

    static void Flatten(LiquidList list, List<LiquidValue> flat, LiquidContext context, int depth)
    {
        if (depth > DeepestNesting) throw new LiquidFault(LiquidSentence.Of("The list is nested too deeply."), kind: LiquidErrorKind.Limit);
        Expect(list.Count, context);
        for (var i = 0; i < list.Count; i++)
            if (list[i].AsList is { } inner) Flatten(inner, flat, context, depth + 1);
            else flat.Add(list[i]);
        if (flat.Count > context.Options.Limits.Items) context.Count(flat.Count);
    }

    static LiquidValue Join(LiquidValue[] items, in LiquidValue glue, LiquidContext context)
    {
        var html = context.IsHtml && (glue.Kind is LiquidKind.Html || Array.Exists(items, item => item.Kind is LiquidKind.Html));
        var between = html ? HtmlFilters.AsHtml(glue, context) : context.Text(glue);
        var text = new StringBuilder();
        for (var i = 0; i < items.Length; i++)
        {
            var item = html ? HtmlFilters.AsHtml(items[i], context) : context.Text(items[i]);
            context.Charge((item.Length + (long)between.Length) * 4);
            if (i > 0) text.Append(between);
            text.Append(item);
        }
        return html ? LiquidValue.Html(text.ToString()) : text.ToString();
    }

    static int NilLast(in LiquidValue a, in LiquidValue b) => a.IsNil && b.IsNil ? 0 : a.IsNil ? 1 : -1;

    /// <summary>Ruby's casecmp: only A to Z are taken for a to z.</summary>
    static int IgnoringCase(string a, string b, LiquidContext context)
    {
        context.Walk(a.Length < b.Length ? a : b);
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            var (x, y) = (char.IsAsciiLetterUpper(a[i]) ? (char)(a[i] | 32) : a[i], char.IsAsciiLetterUpper(b[i]) ? (char)(b[i] | 32) : b[i]);
            if (x != y) return x - y;
        }
        return a.Length - b.Length;
    }

    static LiquidValue Sort(LiquidValue input, LiquidCall call, Func<LiquidValue, LiquidValue, LiquidContext, int> compare, bool byText = false)
    {
        var context = call.Context;
        var items = Items(input, context);
        if (items.Length == 0) return items;
        var property = call[0];
        var keys = items;
        if (!property.IsNil)
        {
            // Where one of the items has no members there is no such order, and Ruby answers nil.
            if (Array.Exists(items, item => !HasMembers(item))) return default;
            keys = Array.ConvertAll(items, item => Property(item, property, context));
            context.Charge(items.Length * 16L);
        }
        // Each item is written down once, not in every comparison.
        if (byText) keys = Array.ConvertAll(keys, key => Written(key, context));
        // A merge by way of places: equal items keep their order, and an order that contradicts itself does no harm.
        var places = new int[items.Length];
        for (var i = 0; i < places.Length; i++) places[i] = i;
        context.Charge(items.Length * 24L + 400);
        MergeSort(places, new int[places.Length], 0, places.Length, (a, b) =>
        {
            context.Step();
            return compare(keys[a], keys[b], context);
        });
        return Array.ConvertAll(places, place => items[place]);
    }

    static LiquidValue Written(LiquidValue key, LiquidContext context)
    {
        if (key.IsNil || key.Kind == LiquidKind.Text) return key;
        var text = RubyText.Of(key);
        context.Charge(text.Length * 2L + 56);
        return text;
    }

    static void MergeSort(int[] places, int[] spare, int from, int to, Comparison<int> compare)
    {
        if (to - from < 2) return;
        var middle = (from + to) / 2;
        MergeSort(places, spare, from, middle, compare);
        MergeSort(places, spare, middle, to, compare);
        if (compare(places[middle - 1], places[middle]) <= 0) return;
        Array.Copy(places, from, spare, from, to - from);
        for (int left = from, right = middle, at = from; at < to; at++)
            places[at] = right >= to || (left < middle && compare(spare[left], spare[right]) <= 0) ? spare[left++] : spare[right++];
    }

    /// <summary>What answers to brackets in Ruby: lists, maps, text, and whole numbers, which answer with a bit.</summary>
    static bool HasMembers(in LiquidValue item) => item.Kind is LiquidKind.Map or LiquidKind.List or LiquidKind.Text or LiquidKind.Html or LiquidKind.Integer;

    /// <summary>Ruby's <c>item[property]</c>: the member of a map, the part of a text that is asked for; an error where Ruby has one.</summary>
    static LiquidValue Property(in LiquidValue item, in LiquidValue property, LiquidContext context)
    {
        if (item.Characters is { } walked) context.Walk(walked);
        switch (item.Kind)
        {
            case LiquidKind.Map:
                return property.IsText ? item.AsMap![property.Characters!] : default;
            case LiquidKind.Text or LiquidKind.Html when property.IsText:
                return item.Characters!.Contains(property.Characters!, StringComparison.Ordinal) ? property.Characters : default(LiquidValue);
            case LiquidKind.Text or LiquidKind.Html when property.Kind is LiquidKind.Integer:
                var count = Runes.Count(item.Characters!);
                var at = property.Bits < 0 ? property.Bits + count : property.Bits;
                return at >= 0 && at < count ? Runes.Slice(item.Characters!, (int)at, 1) : default(LiquidValue);
            case LiquidKind.Integer when property.Kind is LiquidKind.Integer:
                return property.Bits is >= 0 and < 64 ? (item.Bits >> (int)property.Bits) & 1 : 0;
            default:
                throw new LiquidFault(LiquidSentence.Of("Cannot select the property \"{0}\" of {1}.", RubyText.Of(property), Coerce.Describe(item)));
        }
    }

    static LiquidValue Uniq(LiquidValue input, LiquidCall call)
    {
        var items = Items(input, call.Context);
        var (property, context) = (call[0], call.Context);
        if (!property.IsNil && Array.Exists(items, item => !HasMembers(item))) return default;
        context.Charge(items.Length * 128L + 400);
        var seen = new HashSet<CycleKey>(items.Length, new Counted(context));
        return Array.FindAll(items, item =>
        {
            var key = property.IsNil ? item : Property(item, property, context);
            return seen.Add(new(key.Kind, key, null));
        });
    }

    /// <summary>Counts each comparison: items made to hash alike would otherwise cost their square for nothing.</summary>
    sealed class Counted(LiquidContext context) : IEqualityComparer<CycleKey>
    {
        public bool Equals(CycleKey x, CycleKey y)
        {
            context.Step();
            return x.Kind == y.Kind && RubyEquality.Same(x.Name, y.Name, context);
        }

        public int GetHashCode(CycleKey key) => RubyEquality.Hash(key.Name, context);
    }

    static LiquidValue Compact(LiquidValue input, LiquidCall call)
    {
        var items = Items(input, call.Context);
        var (property, context) = (call[0], call.Context);
        context.Charge(items.Length * 48L + 100);
        if (property.IsNil) return Array.FindAll(items, item => !item.IsNil);
        if (Array.Exists(items, item => !HasMembers(item))) return default;
        return Array.FindAll(items, item => !Property(item, property, context).IsNil);
    }

    static LiquidValue Concat(LiquidValue input, LiquidCall call)
    {
        if (call[0].AsList is not { } more) throw LiquidCall.Fail(LiquidSentence.Of("The filter \"concat\" needs a list, found {0}.", Coerce.Describe(call[0])));
        var items = Items(input, call.Context);
        Expect(items.Length + (long)more.Count, call.Context);
        var all = new LiquidValue[items.Length + more.Count];
        items.CopyTo(all, 0);
        for (var i = 0; i < more.Count; i++) all[items.Length + i] = more[i];
        return all;
    }

    static LiquidValue Map(in LiquidValue input, LiquidValue property, LiquidContext context)
    {
        var items = Items(input, context);
        context.Charge(items.Length * 16L);
        return Array.ConvertAll(items, item => HasMembers(item) ? Property(item, property, context) : default);
    }

    static LiquidValue Sum(LiquidValue input, LiquidCall call)
    {
        var (property, context) = (call[0], call.Context);
        var items = Items(input, context);
        if (!property.IsNil) items = Items(Array.ConvertAll(items, item => HasMembers(item) ? Property(item, property, context) : 0), context);
        var sum = Number.Zero;
        foreach (var item in items) sum = Number.Add(sum, Number.From(item));
        return sum.ToValue();
    }

    /// <summary>Whether the property is true, or equals what is looked for; null for an item that has no members, where Ruby gives up on the whole list.</summary>
    static bool? Matches(in LiquidValue item, LiquidCall call)
    {
        if (!HasMembers(item)) return null;
        var value = Property(item, call[0], call.Context);
        return call[1].IsNil ? value.IsTruthy : RubyEquality.Same(value, call[1], call.Context);
    }

    static (LiquidValue[] Items, int Place, bool Strange) Search(in LiquidValue input, LiquidCall call)
    {
        var items = Items(input, call.Context);
        for (var i = 0; i < items.Length; i++)
        {
            var matches = Matches(items[i], call);
            if (matches is not false) return (items, matches is true ? i : -1, matches is null);
        }
        return (items, -1, false);
    }

    static LiquidValue Select(in LiquidValue input, LiquidCall call, bool wanted)
    {
        var selected = new List<LiquidValue>();
        var items = Items(input, call.Context);
        call.Context.Charge(items.Length * 48L);
        foreach (var item in items)
        {
            if (Matches(item, call) is not { } matches) return default;
            if (matches == wanted) selected.Add(item);
        }
        return LiquidList.Wrap(selected);
    }

    static LiquidValue Default(LiquidValue input, LiquidCall call)
    {
        var missing = call.Named("allow_false").IsTruthy ? input.IsNil : !input.IsTruthy;
        return missing || RubyEquality.IsEmpty(input) ? (call.Count == 0 ? "" : call[0]) : input;
    }
}
