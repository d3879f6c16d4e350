using System.Collections.Immutable;
using CsEngage.Liquid;

namespace CsEngage.Web.Portal;

/// <summary>A part of the model whose members are worked out when a template reads them: what could be told is wide, and a template reads little of it.</summary>
/// <param name="names">All names, in order.</param>
abstract class ToldMap(ImmutableArray<string> names) : LiquidMap
{
    public sealed override int Count => names.Length;

    public sealed override IEnumerable<string> Keys => names;

    public sealed override bool TryGet(string key, out LiquidValue value)
    {
        value = Tell(key);
        return !value.IsNil || names.Contains(key);
    }

    /// <summary>The member of this name; nil when there is none, or when it has no value.</summary>
    protected abstract LiquidValue Tell(string name);
}
