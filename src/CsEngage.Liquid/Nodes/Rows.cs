using System.Runtime.CompilerServices;

namespace CsEngage.Liquid.Nodes;

/// <summary>
/// The rows of a loop that are alike. What a row asks of its item, in conditions and filters, is mostly one of a few answers - done or not, three minutes
/// or four -, and what it only tells is the rest. So it is drawn once for each set of answers, with what it tells left open.
/// </summary>
sealed class Rows
{
    readonly LiquidBody _body;
    readonly Lookup[] _asked;
    readonly OutputNode[] _told;
    readonly ConditionalWeakTable<object, DrawnRows>? _drawn;

    Rows(LiquidBody body, Lookup[] asked, OutputNode[] told, bool isClosed) =>
        (_body, _asked, _told, _drawn) = (body, asked, told, isClosed ? [] : null);

    /// <summary>Looks once through the body of a loop.</summary>
    internal static Rows Of(LiquidBody body, string variable, LiquidOptions options)
    {
        var reading = new RowReading(variable, options);
        // Without anything to decide or to compose, drawing saves nothing.
        var isClosed = body.Nodes.Length > 1 && body.Asks(reading) && reading.Asked.Length <= Answers.Size;
        return new(body, reading.Asked, reading.Told, isClosed);
    }

    /// <summary>The rows drawn so far; null when the rows of this loop cannot be drawn, or may not be in this rendering.</summary>
    internal DrawnRows? Drawn(LiquidContext context) =>
        _drawn is null || context.Options.Steady is not { } steady || context.Reports ? null : _drawn.GetValue(steady, _ => new(_body, _asked, _told));
}

/// <summary>What one row answers to what is asked of it.</summary>
[InlineArray(Size)]
struct Answers
{
    internal const int Size = 4;
    LiquidValue _first;
}

/// <summary>The rows of one loop that were drawn in the same surroundings.</summary>
sealed class DrawnRows(LiquidBody body, Lookup[] asked, OutputNode[] told)
{
    // Answers are few, or they are no answers: then nothing is gained by keeping more.
    const int Most = 48;
    const int LongestAnswer = 40;
    const int MostInVain = 500;

    volatile DrawnRow[] _all = [];
    int _inVain;

    internal void Render(LiquidContext context)
    {
        Answers room = default;
        var answers = ((Span<LiquidValue>)room)[..asked.Length];
        if (_inVain >= MostInVain || !Ask(context, answers))
        {
            body.Render(context);
            return;
        }
        var all = _all;
        foreach (var row in all)
        {
            if (!row.Answers(answers)) continue;
            row.Write(context);
            if (_inVain > 0) _inVain = 0;
            return;
        }
        if (all.Length == Most)
        {
            _inVain++;
            body.Render(context);
            return;
        }
        // Another thread may have drawn the same, or another: one of them is drawn again some time.
        _all = [.. all, Drawing.Of(body, told, answers, context)];
    }

    bool Ask(LiquidContext context, Span<LiquidValue> answers)
    {
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = asked[i].Evaluate(context);
            var isPlain = answers[i].Kind is LiquidKind.Nil or LiquidKind.Bool or LiquidKind.Integer || answers[i].PlainText is { Length: <= LongestAnswer };
            if (!isPlain) return false;
        }
        return true;
    }
}

/// <summary>A row with places left open: a piece of text before each of them, and one after the last.</summary>
sealed class DrawnRow(LiquidValue[] answers, string[] pieces, OutputNode[] open, int steps, int bytes)
{
    internal bool Answers(ReadOnlySpan<LiquidValue> given)
    {
        for (var i = 0; i < answers.Length; i++)
            if (!Same(answers[i], given[i])) return false;
        return true;
    }

    internal void Write(LiquidContext context)
    {
        context.Spend(steps, bytes);
        for (var i = 0; i < open.Length; i++)
        {
            context.Output.Write(pieces[i].AsSpan());
            open[i].Write(context);
        }
        context.Output.Write(pieces[^1].AsSpan());
    }

    // Plain values; nothing is worked out for this, and 1 is not "1".
    static bool Same(in LiquidValue one, in LiquidValue other) =>
        one.Bits == other.Bits && (ReferenceEquals(one.Reference, other.Reference) || (one.PlainText is { } text && string.Equals(text, other.PlainText, StringComparison.Ordinal)));
}

/// <summary>Renders a row and notes where in it the open places are.</summary>
sealed class Drawing
{
    readonly OutputNode[] _told;
    readonly LiquidOutput _output;
    readonly List<(OutputNode Node, int Start, int End)> _open = [];
    (int Steps, int Bytes) _spentOpen;

    Drawing(OutputNode[] told, LiquidOutput output) => (_told, _output) = (told, output);

    internal static DrawnRow Of(LiquidBody body, OutputNode[] told, ReadOnlySpan<LiquidValue> answers, LiquidContext context)
    {
        var (drawing, start, before) = (new Drawing(told, context.Output), context.Output.Length, context.Left);
        context.Drawing = drawing;
        body.Render(context);
        context.Drawing = null;
        return drawing.Drawn(answers, start, (before.Steps - context.Left.Steps, before.Bytes - context.Left.Bytes));
    }

    /// <summary>Writes an output that is only told, and leaves its place open in what is drawn; false when it is another.</summary>
    internal bool Leaves(OutputNode node, LiquidContext context)
    {
        if (Array.IndexOf(_told, node) < 0) return false;
        var (start, before) = (_output.Length, context.Left);
        // What is written there may be a page with loops of its own.
        context.Drawing = null;
        node.Write(context);
        context.Drawing = this;
        _open.Add((node, start, _output.Length));
        _spentOpen = (_spentOpen.Steps + before.Steps - context.Left.Steps, _spentOpen.Bytes + before.Bytes - context.Left.Bytes);
        return true;
    }

    DrawnRow Drawn(ReadOnlySpan<LiquidValue> answers, int start, (int Steps, int Bytes) spent)
    {
        var pieces = new string[_open.Count + 1];
        for (var i = 0; i < _open.Count; i++)
        {
            pieces[i] = _output.Written[start.._open[i].Start].ToString();
            start = _open[i].End;
        }
        pieces[^1] = _output.Written[start..].ToString();
        return new(answers.ToArray(), pieces, [.. _open.Select(place => place.Node)], spent.Steps - _spentOpen.Steps, spent.Bytes - _spentOpen.Bytes);
    }
}

/// <summary>Finds what the body of a loop depends on. It is closed when that is the item of the loop and nothing else.</summary>
sealed class RowReading(string variable, LiquidOptions options)
{
    const int Deepest = 8;

    readonly List<(string Member, Lookup Lookup)> _asked = [];
    readonly List<(string Member, OutputNode Node)> _told = [];
    // Of the partial that is being looked through; null in the row itself.
    string[]? _arguments;
    int _depth;

    internal Lookup[] Asked => [.. _asked.Select(one => one.Lookup)];

    /// <summary>What is written and nothing more.</summary>
    internal OutputNode[] Told => [.. _told.Where(one => !_asked.Exists(asked => asked.Member == one.Member)).Select(one => one.Node)];

    /// <summary>What this says, the row depends on.</summary>
    internal bool Decides(Lookup lookup)
    {
        if (_arguments is not null) return lookup.IsName && Array.IndexOf(_arguments, lookup.Name) >= 0;
        if (lookup.MemberOf(variable) is not { } member) return false;
        if (!_asked.Exists(asked => asked.Member == member)) _asked.Add((member, lookup));
        return true;
    }

    /// <summary>What this says is written as it is.</summary>
    internal bool Tells(OutputNode node, Lookup lookup)
    {
        // What a partial is given was asked for before it.
        if (_arguments is not null) return Decides(lookup);
        if (lookup.MemberOf(variable) is not { } member) return false;
        _told.Add((member, node));
        return true;
    }

    /// <summary>What a partial writes that is given such arguments.</summary>
    internal bool Renders(string partial, string[] arguments)
    {
        if (_depth == Deepest || !options.TryPartial(partial, out var template)) return false;
        var outer = _arguments;
        (_arguments, _depth) = (arguments, _depth + 1);
        var isClosed = template.Body.Asks(this);
        (_arguments, _depth) = (outer, _depth - 1);
        return isClosed;
    }
}
