using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Syntax;

namespace CsEngage.Liquid;

/// <summary>Reads the markup of a tag word by word, and the body of a block branch by branch. Every method that cannot go on ends the tag with an error.</summary>
public sealed class LiquidTagReader
{
    readonly ExpressionReader _markup;
    readonly TemplateParser _parser;
    readonly PartSource _source;
    readonly LiquidTag _tag;
    readonly TagHead _opening;
    readonly Questions _questions;

    internal LiquidTagReader(TemplateParser parser, TagHead head, PartSource source, LiquidTag tag)
    {
        (_parser, _source, _tag, _opening) = (parser, source, tag, head);
        _markup = new(parser, head.MarkupStart, head.MarkupEnd);
        _questions = new(parser.Facts, tag.Name == "unless");
    }

    internal bool IsClosed { get; private set; }

    internal bool IsLax => _markup.IsLax;

    internal TemplateParser Parser => _parser;

    internal int MarkupStart => _markup.Start;

    internal int MarkupEnd => _markup.End;

    internal int Here => _markup.Here;

    internal bool AtText => _markup.AtText;

    internal bool AtOperator => _markup.AtOperator;

    /// <summary>The markup behind the name of the tag, or of the branch that was reached.</summary>
    public string Markup => _parser.Text[MarkupStart..MarkupEnd];

    /// <summary>Where the tag stands, for <see cref="LiquidContext"/> errors of nodes.</summary>
    public int Position => _opening.NameStart;

    /// <summary>The branch at which the last <see cref="Body"/> ended; null when it was the end of the block.</summary>
    public string? Branch { get; private set; }

    /// <summary>Whether all markup is read.</summary>
    public bool AtEnd => _markup.AtEnd;

    /// <summary>Refuses markup that is left over.</summary>
    public void End() => _markup.Finish();

    /// <summary>Ends the tag with an error at the present word.</summary>
    /// <returns>What to throw.</returns>
    public Exception Fail(LiquidSentence said, string? expected = null, string? suggestion = null) => _markup.Fail(said, expected, suggestion);

    /// <summary>Reads a name.</summary>
    public string Word(string what = "a name") => _markup.Word(what);

    /// <summary>Reads this word if it comes next.</summary>
    public bool TryWord(string word) => _markup.TryWord(word);

    internal bool IsWord(string word) => _markup.IsWord(word);

    internal bool TryPassOver() => _markup.TryPassOver();

    /// <summary>Reads a comma if one comes next.</summary>
    public bool TryComma() => _markup.Try(LexKind.Comma);

    /// <summary>Reads a colon if one comes next.</summary>
    public bool TryColon() => _markup.Try(LexKind.Colon);

    /// <summary>Reads a text literal, without its quotes.</summary>
    public string Text(string what = "a text in quotes") => _markup.Text(what);

    /// <summary>Reads <c>name: value</c> pairs with or without commas between them.</summary>
    public IReadOnlyList<(string Name, LiquidExpression Value)> Arguments() => _markup.Arguments();

    /// <summary>Reads a value without filters: a literal, a range, or a variable with its members.</summary>
    public LiquidExpression Expression() => _markup.Expression();

    /// <summary>Reads a value with its filters.</summary>
    public LiquidExpression Value() => _markup.Value();

    /// <summary>Reads a condition: comparisons joined by <c>and</c> and <c>or</c>.</summary>
    public LiquidExpression Condition()
    {
        var from = _parser.Facts.Here.Uses;
        var condition = _markup.Condition();
        _questions.Add(from, _markup.HasAnd, _markup.HasOr);
        return condition;
    }

    internal LiquidExpression Operand() => _markup.Operand();

    internal string Since(int start) => _markup.Since(start);

    /// <summary>Reads the body of a block up to its end or to one of the named branches, whose markup is then read next; see <see cref="Branch"/>.</summary>
    public LiquidBody Body(params ReadOnlySpan<string> branches)
    {
        string[] ends = ["end" + _tag.Name, .. branches];
        _parser.OpenBlock(_tag.Name);
        _questions.Enter(Branch);
        var body = _parser.ParseBody(_source, ends, out var end);
        _questions.Leave();
        _parser.CloseBlock();
        if (end is not { } head)
        {
            IsClosed = true;
            throw Unclosed();
        }
        Branch = head.Name == ends[0] ? null : head.Name;
        IsClosed = Branch is null;
        _markup.Reset(head.MarkupStart, head.MarkupEnd);
        return body;
    }

    /// <summary>Reads on to the end of a block whose own markup could not be read; mistakes inside are noted.</summary>
    internal void SkipBody()
    {
        try
        {
            do Body("else", "elsif", "when");
            while (Branch is not null);
        }
        catch (SyntaxFault fault) when (!fault.IsFatal)
        {
            _parser.Note(fault);
        }
    }

    /// <summary>Moves behind the end of a block whose inside is not parsed, and hands out where that inside lies.</summary>
    internal (int Start, int End) SkipVerbatim()
    {
        IsClosed = true;
        if (_source.SkipVerbatim(_tag.Name) is not { } end) throw Unclosed();
        return (_opening.End, end.Start);
    }

    SyntaxFault Unclosed() => new(_opening.NameStart, _opening.Name.Length, LiquidSentence.Of("\"{0}\" is not closed; expected \"end{1}\".", _tag.Name, _tag.Name), "end" + _tag.Name);

    /// <summary>Notes that the template makes a variable of that name itself.</summary>
    public void Defines(string name) => _parser.Facts.Assigned(name);

    /// <summary>Notes that the template makes a variable of that name, and what of.</summary>
    internal void Defines(string name, LiquidExpression value) => _parser.Facts.Assigned(name, value is Lookup { Name: { } root } lookup ? _parser.Facts.Resolve(root, lookup.Path[root.Length..]) : null);

    /// <summary>Until <see cref="CloseLoop"/> the name stands for the items of a list.</summary>
    internal void OpenLoop(string name, LiquidExpression list)
    {
        var source = list is Lookup { Name: { } root } lookup ? _parser.Facts.Resolve(root, lookup.Path[root.Length..] + "[]") : null;
        _parser.Facts.OpenLoop(name, source);
    }

    internal void CloseLoop() => _parser.Facts.CloseLoop();
}
