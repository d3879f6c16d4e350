namespace CsEngage.Liquid.Nodes;

/// <summary>What a template sees as <c>forloop</c>.</summary>
sealed class ForLoop(string name, int length, ForLoop? parent) : LiquidMap
{
    static readonly string[] s_keys = ["name", "length", "parentloop", "index", "index0", "rindex", "rindex0", "first", "last"];

    internal int Index0;

    internal ForLoop? Parent => parent;

    public override int Count => s_keys.Length;

    public override IEnumerable<string> Keys => s_keys;

    public override bool TryGet(string key, out LiquidValue value)
    {
        switch (key)
        {
            case "index": value = Index0 + 1; break;
            case "index0": value = Index0; break;
            case "first": value = Index0 == 0; break;
            case "last": value = Index0 == length - 1; break;
            case "length": value = length; break;
            case "rindex": value = length - Index0; break;
            case "rindex0": value = length - Index0 - 1; break;
            case "name": value = name; break;
            case "parentloop": value = parent; break;
            default: value = default; return false;
        }
        return true;
    }
}

/// <summary>What a template sees as <c>tablerowloop</c>.</summary>
sealed class TableRowLoop(int length, long columns) : LiquidMap
{
    static readonly string[] s_keys = ["length", "index", "index0", "rindex", "rindex0", "first", "last", "col", "col0", "col_first", "col_last", "row"];

    int _index;

    internal long Row { get; private set; } = 1;

    internal long Column { get; private set; } = 1;

    internal bool IsLastColumn => Column == columns;

    internal bool IsLast => _index == length - 1;

    public override int Count => s_keys.Length;

    public override IEnumerable<string> Keys => s_keys;

    internal void Advance()
    {
        _index++;
        (Column, Row) = Column == columns ? (1, Row + 1) : (Column + 1, Row);
    }

    public override bool TryGet(string key, out LiquidValue value)
    {
        switch (key)
        {
            case "length": value = length; break;
            case "index": value = _index + 1; break;
            case "index0": value = _index; break;
            case "rindex": value = length - _index; break;
            case "rindex0": value = length - _index - 1; break;
            case "first": value = _index == 0; break;
            case "last": value = IsLast; break;
            case "col": value = Column; break;
            case "col0": value = Column - 1; break;
            case "col_first": value = Column == 1; break;
            case "col_last": value = IsLastColumn; break;
            case "row": value = Row; break;
            default: value = default; return false;
        }
        return true;
    }
}

/// <summary>The stretch of a list, range, map or text that a loop walks. Items are read one at a time: a range is never laid out.</summary>
readonly struct Segment
{
    readonly LiquidValue _source;
    readonly LiquidList? _list;
    readonly string[]? _keys;
    readonly long _from;
    readonly bool _reversed;

    internal int Length { get; }

    internal Segment(in LiquidValue source, long from, long? limit, bool reversed, LiquidContext context)
    {
        context.Charge(128);
        _source = source;
        _reversed = reversed;
        var count = 0L;
        switch (source.Kind)
        {
            case LiquidKind.List:
                _list = source.AsList!;
                count = _list.Count;
                break;
            case LiquidKind.Range: count = source.AsRange!.Count; break;
            case LiquidKind.Map:
                _keys = [.. source.AsMap!.Keys];
                count = _keys.Length;
                context.Charge(count * 112);
                break;
            // Text is one item, whatever offset and limit say; empty text is none.
            case LiquidKind.Text or LiquidKind.Html:
                Length = source.Characters!.Length == 0 ? 0 : 1;
                return;
        }
        var to = limit is { } most ? Math.Min(count, most > long.MaxValue / 2 ? count : from + most) : count;
        _from = Math.Max(from, 0);
        var length = Math.Max(0, to - _from);
        context.Count(length);
        Length = (int)length;
    }

    internal LiquidValue this[int place]
    {
        get
        {
            var at = _reversed ? _from + Length - 1 - place : _from + place;
            if (_list is not null) return _list[(int)at].Resolved();
            return _source.Kind switch
            {
                LiquidKind.Range => _source.AsRange!.Start + at,
                LiquidKind.Map => LiquidList.Of(_keys![at], _source.AsMap![_keys[at]]),
                _ => _source,
            };
        }
    }
}
