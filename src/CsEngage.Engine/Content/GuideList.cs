using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CsEngage.Core;

namespace CsEngage.Engine.Content;

/// <summary>Guides in the order of a portal, found by their keys, with what has to be known of a reader to say which of them it sees. Made once for all whom it suits.</summary>
public sealed class GuideList
{
    readonly Dictionary<string, int> places;
    readonly ByRoles<GuideList> byRoles = new();
    readonly ConditionalWeakTable<object, StrongBox<ImmutableArray<Guide>>> listed = [];
    FrozenSet<string>? tags;

    public GuideList(ImmutableArray<Guide> all)
    {
        All = all;
        places = new(all.Length, StringComparer.Ordinal);
        for (var at = 0; at < all.Length; at++) places.TryAdd(all[at].Key, at);
        Keys = [.. all.Select(guide => guide.Key)];
        Chosen = all.RemoveAll(guide => guide.IsForAll);
        AsksRoles = Chosen.Any(guide => !guide.Front.Roles.IsEmpty);
        AsksFacts = Chosen.Any(guide => guide.Audience is not null || !guide.Front.Locks.IsEmpty);
        IsByRoles = AsksRoles && !AsksFacts && Chosen.All(guide => guide.Item is { VisibleFrom: null, VisibleUntil: null });
        Needs = Chosen.Aggregate(RuleNeeds.None, (sum, guide) => (guide.Audience is { } rule ? sum.And(rule.Needs) : sum).And(Visibility.NeedsOf(guide.Front.Locks)));
    }

    public static GuideList None { get; } = new([]);

    public ImmutableArray<Guide> All { get; }

    public ImmutableArray<string> Keys { get; }

    /// <summary>Those that depend on who reads them, or when. Most guides are there for everybody, and there may be many.</summary>
    public ImmutableArray<Guide> Chosen { get; }

    public bool AsksRoles { get; }

    /// <summary>Whether it takes more than the reader's roles to say who sees them.</summary>
    public bool AsksFacts { get; }

    /// <summary>Whether the reader's roles alone say who sees them: then all readers of the same roles see the same, at any time.</summary>
    public bool IsByRoles { get; }

    /// <summary>What readers of these roles see of them, then.</summary>
    /// <param name="work">Asks for one reader of these roles.</param>
    public GuideList SeenBy(ImmutableArray<string> roles, Func<GuideList> work) => byRoles.Get(roles, work);

    /// <summary>Those of them that somebody lists who lists the same as long as it lives, such as a block of a blueprint.</summary>
    public ImmutableArray<Guide> Listed(object by, Func<GuideList, IEnumerable<Guide>> choose) =>
        listed.TryGetValue(by, out var known) ? known.Value : listed.GetValue(by, _ => new([.. choose(this)])).Value;

    /// <summary>Whether some of them has this tag.</summary>
    public bool HasTag(string tag) => (tags ??= All.SelectMany(guide => guide.Front.Tags.Concat(guide.Item.Tags)).ToFrozenSet(StringComparer.Ordinal)).Contains(tag);

    /// <summary>What is read of the facts then.</summary>
    public RuleNeeds Needs { get; }

    public Guide? Find(string key) => places.TryGetValue(key, out var at) ? All[at] : null;

    /// <summary>Those of these that are here, in the order of this list.</summary>
    public IEnumerable<Guide> Find(ImmutableArray<string> keys) => keys switch
    {
        [] => [],
        [var only] => Find(only) is { } guide ? [guide] : [],
        _ => keys.Where(places.ContainsKey).Select(key => places[key]).Distinct().Order().Select(at => All[at]),
    };

    public GuideList Without(IReadOnlySet<string> hidden) => hidden.Count == 0 ? this : new(All.RemoveAll(guide => hidden.Contains(guide.Key)));
}
