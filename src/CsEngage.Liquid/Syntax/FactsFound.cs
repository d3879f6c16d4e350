using CsEngage.Liquid.Nodes;

namespace CsEngage.Liquid.Syntax;

/// <summary>Gathers, while parsing, what a template uses; knows which names are the template's own.</summary>
sealed class FactsFound
{
    readonly List<(string Path, int Position, Proof Proof)> _uses = [];
    readonly HashSet<string> _filters = new(StringComparer.Ordinal);
    readonly HashSet<string> _tags = new(StringComparer.Ordinal);
    readonly HashSet<string> _partials = new(StringComparer.Ordinal);
    readonly Dictionary<string, string?> _assigned = new(StringComparer.Ordinal);
    readonly Stack<(string Name, string? Source)> _loops = new();
    readonly HashSet<int> _bare = [];
    readonly List<string> _asked = [];
    readonly List<(string Filter, string Text, int Position)> _filtered = [];
    readonly List<(string Path, LiquidValue Value, int Position)> _compared = [];

    internal void Filter(string name) => _filters.Add(name);

    internal void Filtered(string filter, string text, int position) => _filtered.Add((filter, text, position));

    /// <summary>Two sides of a comparison: noted when one is read from the model and the other stands in the template.</summary>
    internal void Compared(LiquidExpression side, LiquidExpression with, int position)
    {
        if (side is Lookup { Name: { } root } lookup && with.Constant is { Kind: not (LiquidKind.Nil or LiquidKind.Blank or LiquidKind.Empty) } value && Resolve(root, lookup.Path[root.Length..]) is { } path)
            _compared.Add((path, value, position));
    }

    /// <summary>How many uses were found and how many paths are asked for by the blocks around.</summary>
    internal (int Uses, int Asked) Here => (_uses.Count, _asked.Count);

    /// <summary>What was used there is asked for by the block whose inside comes next: all of it, or what a question proves.</summary>
    internal void Ask(int from, int to, Proof? proof)
    {
        for (var i = from; i < to; i++)
            if (proof is null || _uses[i].Proof == proof) _asked.Add(_uses[i].Path);
    }

    /// <summary>What the question proves of everything used in it.</summary>
    internal void Proves(int from, Proof proof)
    {
        for (var i = from; i < _uses.Count; i++) _uses[i] = _uses[i] with { Proof = proof };
    }

    /// <summary>The block, or the branch, is at its end and asks no longer.</summary>
    internal void Release(int asked) => _asked.RemoveRange(asked, _asked.Count - asked);

    /// <summary>The use at this place has nothing to stand in for it, unless a block around asks for it.</summary>
    internal void Bare(int position)
    {
        if (_uses.FindLast(use => use.Position == position).Path is { } path && !IsAsked(path)) _bare.Add(position);
    }

    bool IsAsked(string path) => _asked.Exists(asked => path.StartsWith(asked, StringComparison.Ordinal) && (path.Length == asked.Length || path[asked.Length] is '.' or '['));

    internal void Tag(string name) => _tags.Add(name);

    internal void Partial(string name) => _partials.Add(name);

    /// <summary>The template makes that variable. Made once, of something that may be missing, it is no more than another name for it.</summary>
    internal void Assigned(string name, string? source = null) => _assigned[name] = _assigned.ContainsKey(name) || source is null || IsAsked(source) ? null : source;

    /// <summary>Until <see cref="CloseLoop"/> the name stands for an item of the source; for nothing of the model when that is null.</summary>
    internal void OpenLoop(string name, string? source) => _loops.Push((name, source));

    internal void CloseLoop() => _loops.Pop();

    /// <summary>The way from the model to what is looked up; null when it starts at a name of the template's own.</summary>
    internal string? Resolve(string root, string rest)
    {
        foreach (var (name, source) in _loops)
            if (name == root) return source is null ? null : source + rest;
        return _assigned.TryGetValue(root, out var made) ? made is null ? null : made + rest : root + rest;
    }

    internal void Use(string path, int position) => _uses.Add((path, position, Proof.IfTrue));

    internal LiquidFacts Facts(string text)
    {
        var uses = _uses.Select(use =>
        {
            var (line, column, _) = Place.Of(text, use.Position);
            return new LiquidVariableUse(use.Path, line, column, _bare.Contains(use.Position));
        });
        var filtered = _filtered.Select(one =>
        {
            var (line, column, _) = Place.Of(text, one.Position);
            return new LiquidFilteredText(one.Filter, one.Text, line, column);
        });
        var compared = _compared.Select(one =>
        {
            var (line, column, _) = Place.Of(text, one.Position);
            return new LiquidComparedValue(one.Path, one.Value, line, column);
        });
        return new([.. _uses.Select(use => use.Path).Distinct(StringComparer.Ordinal)], [.. uses], [.. _filters], [.. filtered], [.. compared], [.. _tags], [.. _partials]);
    }
}
