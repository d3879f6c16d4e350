using System.Collections.Immutable;
using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Syntax;

/// <summary>
/// Turns a text into nodes. A mistake is noted and ends only the tag or output it is in, so that an editor shows all of them at once.
/// </summary>
sealed class TemplateParser(string text, string? name, LiquidOptions options)
{
    const int MostErrors = 100;

    readonly ImmutableArray<LiquidError>.Builder _errors = ImmutableArray.CreateBuilder<LiquidError>();
    readonly List<string> _open = [];
    readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    internal FactsFound Facts { get; } = new();

    internal ImmutableArray<LiquidError> Errors => [.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)];

    internal string Text => text;

    internal LiquidOptions Options => options;

    internal LiquidBody Parse()
    {
        try
        {
            if (text.Length > options.Limits.Source)
                throw new SyntaxFault(0, 1, LiquidSentence.Of("The template is longer than {0} characters.", options.Limits.Source), kind: LiquidErrorKind.Limit) { IsFatal = true };
            return ParseBody(new DocumentSource(text), [], out _);
        }
        catch (SyntaxFault fault) when (fault.IsFatal)
        {
            Note(fault);
            return LiquidBody.None;
        }
    }

    internal void Note(SyntaxFault fault)
    {
        _errors.Add(Place.Error(text, name, fault.Position, fault.Length, fault.Kind, fault.Said, fault.Expected, fault.Suggestion));
        if (_errors.Count >= MostErrors && !fault.IsFatal) throw new SyntaxFault(fault.Position, 1, LiquidSentence.Of("There are more than {0} mistakes.", MostErrors)) { IsFatal = true };
    }

    /// <summary>One string for each name, so that look-ups mostly compare references.</summary>
    internal string NameAt(int start, int end)
    {
        var names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        var span = text.AsSpan(start, end - start);
        if (names.TryGetValue(span, out var known)) return known;
        var made = string.IsInterned(span.ToString()) ?? span.ToString();
        return _names[made] = made;
    }

    internal void GoDeeper(int depth, int position)
    {
        if (depth > options.Limits.Nesting)
            throw new SyntaxFault(position, 1, LiquidSentence.Of("Nesting is deeper than {0}.", options.Limits.Nesting), kind: LiquidErrorKind.Limit) { IsFatal = true };
    }

    /// <summary>Reads nodes up to one of the tags named in <paramref name="ends"/>, which is handed out, or up to the end of the source.</summary>
    internal LiquidBody ParseBody(PartSource source, ReadOnlySpan<string> ends, out TagHead? end)
    {
        var nodes = new List<LiquidNode>();
        var written = (Start: 0, End: 0);
        while (source.TryNext(out var part))
        {
            if (part.Kind == PartKind.Text)
            {
                Flush(nodes, ref written);
                written = (part.Start, part.End);
                continue;
            }
            if (part.TrimsBefore)
                while (written.End > written.Start && White.Is(text[written.End - 1])) written.End--;
            Flush(nodes, ref written);
            if (part.Kind == PartKind.Tag && ends.Contains(part.Tag.Name))
            {
                end = Cut(part.Tag, source);
                return new([.. nodes]);
            }
            if (part.Kind == PartKind.Broken && Opened(part) is { } broken && ends.Contains(broken.Name))
            {
                Note(Unclosed(part));
                Swallowed(part.Start + 2, part.End, source);
                end = broken with { MarkupEnd = broken.MarkupStart };
                return new([.. nodes]);
            }
            if (part.Kind == PartKind.Tag && EndsOuter(part.Tag.Name))
            {
                source.Return(part.Tag);
                break;
            }
            ParsePart(part, source, nodes);
        }
        Flush(nodes, ref written);
        end = null;
        return new([.. nodes]);
    }

    void Flush(List<LiquidNode> nodes, ref (int Start, int End) written)
    {
        if (written.End > written.Start) nodes.Add(new TextNode(text[written.Start..written.End]));
        written = default;
    }

    void ParsePart(Part part, PartSource source, List<LiquidNode> nodes)
    {
        try
        {
            switch (part.Kind)
            {
                case PartKind.Broken:
                    throw Unclosed(part);
                case PartKind.Output:
                    nodes.Add(ParseOutput(part.Start, part.End));
                    break;
                default:
                    ParseTag(part.Tag, source, nodes);
                    break;
            }
        }
        catch (SyntaxFault fault) when (!fault.IsFatal)
        {
            var runsOn = part.Kind is not PartKind.Tag && Swallowed(part.Kind is PartKind.Broken ? part.Start + 2 : part.Start, part.End, source);
            Note(runsOn && part.Kind is PartKind.Output ? Unclosed(OpeningBefore(part.Start, '{'), "}}") : fault);
        }
    }

    /// <summary>
    /// Whether a markup that cannot be read runs on into the next output or tag, because it is not closed itself; reading then goes on at that one.
    /// What stands in quotes is not looked at.
    /// </summary>
    bool Swallowed(int start, int end, PartSource source)
    {
        for (var at = start; at < end - 1; at++)
        {
            if (text[at] is '"' or '\'' && text.AsSpan(at + 1, end - at - 1).IndexOf(text[at]) is >= 0 and var quoted) at += quoted + 1;
            else if (text[at] == '{' && text[at + 1] is '{' or '%') return source.TryResume(at);
        }
        return false;
    }

    int OpeningBefore(int position, char second)
    {
        while (position > 0 && !(text[position - 1] == '{' && text[position] == second)) position--;
        return Math.Max(0, position - 1);
    }

    // The end of a block and "else" say nothing behind their names; when another tag stands there, this one was not closed.
    TagHead Cut(TagHead end, PartSource source)
    {
        if (options.Syntax is LiquidSyntax.Lax || !(end.Name == "else" || end.Name.StartsWith("end", StringComparison.Ordinal)) || !Swallowed(end.MarkupStart, end.MarkupEnd, source)) return end;
        Note(Unclosed(end.Start, "%}"));
        return end with { MarkupEnd = end.MarkupStart };
    }

    TagHead? Opened(Part part) => !IsLine(part) && text[part.Start + 1] == '%' && TagHead.TryRead(text, part.Start, part.End + 2, out var head) ? head : null;

    static SyntaxFault Unclosed(int position, string expected) =>
        expected == "}}" ? new(position, 2, LiquidSentence.Of("This output is not closed; expected \"}}\"."), expected) : new(position, 2, LiquidSentence.Of("This tag is not closed; expected \"%}\"."), expected);

    SyntaxFault Unclosed(Part part)
    {
        if (IsLine(part)) return new(part.Start, part.End - part.Start, LiquidSentence.Of("Expected the name of a tag."));
        if (text[part.Start + 1] == '{') return Unclosed(part.Start, "}}");
        return text.AsSpan(part.Start, part.End - part.Start).EndsWith("%}", StringComparison.Ordinal)
            ? new(part.Start, part.End - part.Start, LiquidSentence.Of("Expected the name of a tag after \"{%\"."))
            : Unclosed(part.Start, "%}");
    }

    bool IsLine(Part part) => text[part.Start] != '{' || part.Start + 1 >= text.Length;

    internal LiquidNode ParseOutput(int start, int end)
    {
        var reader = new ExpressionReader(this, start, end);
        if (reader.AtEnd) return NothingNode.Instance;
        var value = reader.Output();
        if (value is Lookup lookup) Facts.Bare(lookup.Position);
        else if (value is FilterChain chain) foreach (var one in chain.Bare) Facts.Bare(one.Position);
        return new OutputNode(value, start);
    }

    void ParseTag(TagHead head, PartSource source, List<LiquidNode> nodes)
    {
        if (head.Name == "liquid")
        {
            GoDeeper(_open.Count + 1, head.Start);
            _open.Add("liquid");
            var lines = new LineSource(text, head.MarkupStart, head.MarkupEnd);
            while (true)
            {
                nodes.AddRange(ParseBody(lines, [], out _).Nodes);
                if (!lines.TryNext(out var rest)) break;
                Note(Misplaced(rest.Tag));
            }
            _open.RemoveAt(_open.Count - 1);
            return;
        }
        if (!options.Tags.TryGetValue(head.Name, out var tag))
        {
            // The end of a tag that was said to be unknown is no second mistake.
            if (head.Name.StartsWith("end", StringComparison.Ordinal) && _unknown.Contains(head.Name[3..])) return;
            throw Misplaced(head);
        }
        Facts.Tag(tag.Name);
        var reader = new LiquidTagReader(this, head, source, tag);
        var (_, asked) = Facts.Here;
        GoDeeper(_open.Count, head.Start);
        try
        {
            nodes.Add(tag.Parse(reader));
        }
        catch (SyntaxFault fault) when (!fault.IsFatal)
        {
            Note(Swallowed(reader.MarkupStart, reader.MarkupEnd, source) ? Unclosed(OpeningBefore(reader.MarkupStart, '%'), "%}") : fault);
            // The body may hold more mistakes, and its end is not one of them.
            if (tag.IsBlock && !reader.IsClosed) reader.SkipBody();
        }
        finally
        {
            Facts.Release(asked);
        }
    }

    SyntaxFault Misplaced(TagHead head)
    {
        var length = head.Name.Length;
        if (head.Name.StartsWith("end", StringComparison.Ordinal) && options.Tags.TryGetValue(head.Name[3..], out var ended) && ended.IsBlock)
            return new(head.NameStart, length, LiquidSentence.Of("\"{0}\" without \"{1}\" before it.", head.Name, head.Name[3..]), _open.Count > 0 && _open[^1] != "liquid" ? "end" + _open[^1] : null);
        if (head.Name is "else" or "elsif" or "when") return new(head.NameStart, length, LiquidSentence.Of("\"{0}\" stands outside of a block that knows it.", head.Name));
        _unknown.Add(head.Name);
        // "end", and "end if", as other languages have it.
        if (head.Name == "end" && _open.Count > 0 && _open[^1] != "liquid" && Text.AsSpan(head.NameStart, head.MarkupEnd - head.NameStart).TrimEnd() is var all && (all.Length == length || all[length..].Trim(' ').SequenceEqual(_open[^1])))
            return new(head.NameStart, all.Length, LiquidSentence.Of("There is no tag \"{0}\".", all.ToString()), null, "end" + _open[^1], LiquidErrorKind.UnknownTag);
        var known = options.Tags.Keys.Concat(options.Tags.Values.Where(tag => tag.IsBlock).Select(tag => "end" + tag.Name)).Concat(["else", "elsif", "when", "liquid"]);
        return new(head.NameStart, length, LiquidSentence.Of("There is no tag \"{0}\".", head.Name), null, Similar.To(head.Name, known), LiquidErrorKind.UnknownTag);
    }

    /// <summary>Whether the tag closes a block further out, so that the innermost is missing its end.</summary>
    bool EndsOuter(string tag)
    {
        if (!tag.StartsWith("end", StringComparison.Ordinal)) return false;
        for (var i = _open.Count - 1; i >= 0 && _open[i] != "liquid"; i--)
            if (tag.AsSpan(3).SequenceEqual(_open[i])) return true;
        return false;
    }

    internal void OpenBlock(string tag) => _open.Add(tag);

    internal void CloseBlock() => _open.RemoveAt(_open.Count - 1);
}
