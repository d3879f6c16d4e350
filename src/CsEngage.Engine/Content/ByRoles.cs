using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace CsEngage.Engine.Content;

/// <summary>What depends on the roles of a reader and on nothing else: worked out for the first reader of those roles.</summary>
public sealed class ByRoles<T>
{
    // As many as there are sets of roles among the readers of a portal; more than this nobody has.
    const int Most = 200;

    readonly ConcurrentDictionary<string, T> known = new(StringComparer.Ordinal);

    public T Get(ImmutableArray<string> roles, Func<T> work)
    {
        var name = roles is [var only] ? only : string.Join('\n', roles);
        if (known.TryGetValue(name, out var value)) return value;
        if (known.Count >= Most) known.Clear();
        return known[name] = work();
    }
}
