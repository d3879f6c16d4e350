using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid;

/// <summary>What a rendering writes into: a pooled buffer of characters that knows its limit and whether values are escaped.</summary>
public sealed class LiquidOutput
{
    static readonly SearchValues<char> s_special = SearchValues.Create("&<>\"'");

    char[] _buffer = ArrayPool<char>.Shared.Rent(4096);
    readonly StringBuilder _structure = new();
    int _length;
    int _limit;
    bool _html;

    internal LiquidOutput() { }

    internal int Length => _length;

    internal ReadOnlySpan<char> Written => _buffer.AsSpan(0, _length);

    internal void Begin(int limit, bool html) => (_length, _limit, _html) = (0, limit, html);

    /// <summary>Writes characters as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ReadOnlySpan<char> text)
    {
        if (text.Length > _buffer.Length - _length) Grow(text.Length, text.Length);
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Writes text as it is.</summary>
    public void Write(string text) => Write(text.AsSpan());

    /// <summary>Writes a value as <c>{{ value }}</c> does: escaped when the output is HTML and the value is not.</summary>
    public void Write(in LiquidValue value)
    {
        // Most of what is written is plain text.
        if (value.Reference is string text)
        {
            if (_html) Escape(text);
            else Write(text.AsSpan());
            return;
        }
        WriteOther(value);
    }

    void WriteOther(in LiquidValue value)
    {
        switch (value.Kind)
        {
            case LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank:
                break;
            case LiquidKind.Html:
                Write(value.Characters.AsSpan());
                break;
            case LiquidKind.Integer:
                WriteInteger(value.Bits);
                break;
            case LiquidKind.Bool:
                Write(value.Bits != 0 ? "true" : "false");
                break;
            case LiquidKind.List:
                WriteItems(value.AsList!, 0);
                break;
            case LiquidKind.Map:
                WriteStructure(value);
                break;
            default:
                Write(RubyText.Of(value));
                break;
        }
    }

    void WriteInteger(long value)
    {
        if (_buffer.Length - _length < 20) Grow(20, certain: 1);
        if (value is >= 0 and < 1000)
        {
            WriteShort((uint)value);
            return;
        }
        value.TryFormat(_buffer.AsSpan(_length), out var digits, provider: System.Globalization.CultureInfo.InvariantCulture);
        _length += digits;
    }

    // Most numbers on a page are counts and minutes; formatting is made for longer ones.
    void WriteShort(uint value)
    {
        if (value >= 10)
        {
            if (value >= 100) _buffer[_length++] = (char)('0' + value / 100);
            _buffer[_length++] = (char)('0' + value / 10 % 10);
        }
        _buffer[_length++] = (char)('0' + value % 10);
    }

    void WriteStructure(in LiquidValue map)
    {
        _structure.Clear();
        RubyText.Inspect(_structure, map, 0);
        foreach (var stretch in _structure.GetChunks())
            if (_html) Escape(stretch.Span);
            else Write(stretch.Span);
    }

    void WriteItems(LiquidList list, int depth)
    {
        if (depth > 60) throw new LiquidFault(LiquidSentence.Of("The list is nested too deeply to be written."), kind: LiquidErrorKind.Limit);
        for (var i = 0; i < list.Count; i++)
        {
            var item = list[i];
            if (item.AsList is { } inner) WriteItems(inner, depth + 1);
            else Write(item);
        }
    }

    /// <summary>Writes characters with <c>&amp; &lt; &gt; " '</c> as HTML entities.</summary>
    public void Escape(ReadOnlySpan<char> text)
    {
        if (text.Length <= Few)
        {
            EscapeFew(text);
            return;
        }
        while (true)
        {
            var special = text.IndexOfAny(s_special);
            if (special < 0)
            {
                Write(text);
                return;
            }
            Write(text[..special]);
            Write(Entity(text[special]));
            text = text[(special + 1)..];
        }
    }

    // Up to this length looking at each character is faster than setting up the vectorised search.
    const int Few = 8;

    void EscapeFew(ReadOnlySpan<char> text)
    {
        if (_buffer.Length - _length < Few) Grow(Few, certain: text.Length);
        var buffer = _buffer.AsSpan(_length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            // All five lie at or below the closing angle bracket, most letters above it.
            if (c <= '>' && c is '&' or '<' or '>' or '"' or '\'')
            {
                _length += i;
                Write(Entity(c));
                EscapeFew(text[(i + 1)..]);
                return;
            }
            buffer[i] = c;
        }
        _length += text.Length;
    }

    internal static string Entity(char special) => special switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        _ => "&#39;",
    };

    internal static bool NeedsEscape(string text) => text.AsSpan().ContainsAny(s_special);

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Grow(int more, int certain)
    {
        CheckLimit(certain);
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + more, Math.Min(_buffer.Length * 2, Math.Max(_limit, _length + more))));
        Written.CopyTo(larger);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>The buffer may be larger than the limit, so the limit is looked at when it grows and when it is read.</summary>
    internal void CheckLimit(int more = 0)
    {
        if ((long)_length + more > _limit) throw new LiquidFault(LiquidSentence.Of("The output is longer than {0} characters.", _limit), kind: LiquidErrorKind.Limit);
    }

    /// <summary>Gives a buffer back that grew large, so that one long page does not hold memory for good.</summary>
    internal void Trim()
    {
        _length = 0;
        if (_buffer.Length <= 1 << 18) return;
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = ArrayPool<char>.Shared.Rent(4096);
    }
}
