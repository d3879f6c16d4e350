using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Content;

namespace CsEngage.Web.Portal;

/// <summary>The blocks of one page, in order, with what has to be known of a reader to show them.</summary>
/// <param name="Name">What keeps their texts apart from those of other pages.</param>
sealed record PageBlocks(string Name, ImmutableArray<PageBlock> All)
{
    /// <summary>What the audiences of the blocks read.</summary>
    public RuleNeeds Audiences { get; } = AudiencesOf(All);

    /// <summary>What the whole page reads of its reader, as far as signals tell it.</summary>
    public RuleNeeds Needs { get; } = AudiencesOf(All) is { IsOfSignals: true } audiences ? NextCard.Needs.And(audiences) : NextCard.Needs;

    readonly ByRoles<ImmutableArray<PageBlock>> byRoles = new();

    /// <summary>Whether they are there for whoever may open the page.</summary>
    public bool IsForAll { get; } = All.All(static block => block.Audience is null && block.Roles.IsEmpty);

    /// <summary>Whether the reader's roles alone say which of them are meant.</summary>
    public bool IsByRoles { get; } = All.All(static block => block.Audience is null);

    /// <summary>Those that are meant for readers of these roles, then.</summary>
    /// <param name="work">Asks for one reader of these roles.</param>
    public ImmutableArray<PageBlock> MeantFor(ImmutableArray<string> roles, Func<ImmutableArray<PageBlock>> work) => byRoles.Get(roles, work);

    static RuleNeeds AudiencesOf(ImmutableArray<PageBlock> all) => all.Aggregate(RuleNeeds.None, (sum, block) => block.Audience is { } rule ? sum.And(rule.Needs) : sum);
}
