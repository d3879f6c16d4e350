namespace CsEngage.Liquid.Syntax;

/// <summary>Gathers, while parsing, what a template uses; knows which names are the template's own.</summary>
sealed class FactsFound
{
    readonly List<(string Path, int Position)> _uses = [];
    readonly HashSet<string> _filters = new(StringComparer.Ordinal);
    readonly HashSet<string> _tags = new(StringComparer.Ordinal);
    readonly HashSet<string> _partials = new(StringComparer.Ordinal);
    readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    readonly Stack<(string Name, string? Source)> _loops = new();

    internal void Filter(string name) => _filters.Add(name);

    internal void Tag(string name) => _tags.Add(name);

    internal void Partial(string name) => _partials.Add(name);

    internal void Assigned(string name) => _assigned.Add(name);

    /// <summary>Until <see cref="CloseLoop"/> the name stands for an item of the source; for nothing of the model when that is null.</summary>
    internal void OpenLoop(string name, string? source) => _loops.Push((name, source));

    internal void CloseLoop() => _loops.Pop();

    /// <summary>The way from the model to what is looked up; null when it starts at a name of the template's own.</summary>
    internal string? Resolve(string root, string rest)
    {
        foreach (var (name, source) in _loops)
            if (name == root) return source is null ? null : source + rest;
        return _assigned.Contains(root) ? null : root + rest;
    }

    internal void Use(string path, int position) => _uses.Add((path, position));

    internal LiquidFacts Facts(string text)
    {
        var uses = _uses.Select(use =>
        {
            var (line, column, _) = Place.Of(text, use.Position);
            return new LiquidVariableUse(use.Path, line, column);
        });
        return new([.. _uses.Select(use => use.Path).Distinct(StringComparer.Ordinal)], [.. uses], [.. _filters], [.. _tags], [.. _partials]);
    }
}
