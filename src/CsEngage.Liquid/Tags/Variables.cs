using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Syntax;

namespace CsEngage.Liquid.Tags;

/// <summary>Target names may hold what a variable may not begin with: digits, dots, brackets. They are taken as they stand.</summary>
static class Target
{
    internal static string Read(LiquidTagReader reader, int limit, out int end)
    {
        var text = reader.Parser.Text;
        var start = reader.MarkupStart;
        while (start < limit && !Is(text[start])) start++;
        end = start;
        while (end < limit && Is(text[end])) end++;
        if (end == start) throw reader.Fail(LiquidSentence.Of("Expected the name of a variable."), "a name");
        return reader.Parser.NameAt(start, end);
    }

    static bool Is(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '[' or ']';
}

sealed class AssignTag() : LiquidTag("assign")
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var text = reader.Parser.Text;
        // The value is read first: in "assign x = x | upcase" it still means the outer x.
        var sign = text.AsSpan(reader.MarkupStart, reader.MarkupEnd - reader.MarkupStart).IndexOf('=');
        if (sign < 0) throw reader.Fail(LiquidSentence.Of("Expected \"name = value\"."), "=");
        var value = new ExpressionReader(reader.Parser, reader.MarkupStart + sign + 1, reader.MarkupEnd);
        var source = value.AtEnd ? throw value.Fail(LiquidSentence.Of("Expected a value after \"=\"."), "a value", null) : value.Output();
        var name = Target.Read(reader, reader.MarkupStart + sign, out var end);
        reader.Defines(name, source);
        if (text.AsSpan(end..(reader.MarkupStart + sign)).Trim().Length > 0) throw reader.Fail(LiquidSentence.Of("Expected \"name = value\"."), "=");
        return new Node(name, source, reader.Position);
    }

    sealed class Node(string name, LiquidExpression value, int position) : LiquidNode
    {
        public override bool IsBlank => true;

        public override void Render(LiquidContext context)
        {
            context.Position = position;
            context.Assign(name, value.Evaluate(context));
        }
    }
}

sealed class CaptureTag() : LiquidTag("capture", isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var name = Target.Read(reader, reader.MarkupEnd, out _);
        reader.Defines(name);
        return new Node(name, reader.Body());
    }

    sealed class Node(string name, LiquidBody body) : LiquidNode
    {
        public override bool IsBlank => true;

        public override void Render(LiquidContext context) => context.Assign(name, context.Capture(body));
    }
}

sealed class EchoTag() : LiquidTag("echo")
{
    public override LiquidNode Parse(LiquidTagReader reader) => reader.Parser.ParseOutput(reader.MarkupStart, reader.MarkupEnd) is OutputNode output
        ? output : Silent.Instance;

    // Unlike an empty comment, an empty echo keeps the white space of its block.
    sealed class Silent : LiquidNode
    {
        internal static Silent Instance { get; } = new();

        public override void Render(LiquidContext context) { }
    }
}

/// <summary>Counters live beside the variables that assign makes: <c>assign</c> hides them and does not change them.</summary>
sealed class IncrementTag(string name, int by) : LiquidTag(name)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var counter = reader.Markup.Trim();
        if (counter.Length == 0) throw reader.Fail(LiquidSentence.Of("Expected the name of a counter."), "a name");
        reader.Defines(counter);
        return new Node(string.IsInterned(counter) ?? counter, by);
    }

    sealed class Node(string name, int by) : LiquidNode
    {
        public override void Render(LiquidContext context)
        {
            var count = context.Frame.Counter(name) ?? context.Model[name].AsInteger ?? 0;
            if (context.Frame.Counter(name) is null) context.Charge(64);
            context.Frame.SetCounter(name, unchecked(count + by));
            // increment writes what was, decrement what is.
            context.Output.Write((LiquidValue)(by > 0 ? count : unchecked(count + by)));
        }
    }
}

/// <summary>The inside is not parsed and not written.</summary>
sealed class VerbatimTag(string name) : LiquidTag(name, isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        if (Name == "doc" && !reader.AtEnd) throw reader.Fail(LiquidSentence.Of("The tag \"doc\" takes no arguments."));
        var (start, end) = reader.SkipVerbatim();
        if (Name == "doc" && NestedDoc(reader, start, end) is { } nested)
            throw new SyntaxFault(nested, 2, LiquidSentence.Of("A doc cannot stand inside a doc."));
        return NothingNode.Instance;
    }

    static int? NestedDoc(LiquidTagReader reader, int start, int end)
    {
        var tokens = new Tokenizer(reader.Parser.Text, start);
        while (tokens.TryNext(out var token) && token.Start < end)
            if (TagHead.TryReadLast(reader.Parser.Text, token, out var head) && head.Name == "doc") return head.Start;
        return null;
    }
}

sealed class RawTag() : LiquidTag("raw", isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        if (!reader.AtEnd) throw reader.Fail(LiquidSentence.Of("The tag \"raw\" takes no arguments."));
        var (start, end) = reader.SkipVerbatim();
        return new RawNode(reader.Parser.Text[start..end]);
    }
}

/// <summary><c>{% # a comment %}</c>; every line of it begins with the sign.</summary>
sealed class HashTag() : LiquidTag("#")
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        foreach (var line in reader.Markup.Split('\n').Skip(1))
            if (line.AsSpan().Trim() is { Length: > 0 } and not ['#', ..]) throw reader.Fail(LiquidSentence.Of("Every line of this comment has to begin with \"#\"."), "#");
        return NothingNode.Instance;
    }
}
