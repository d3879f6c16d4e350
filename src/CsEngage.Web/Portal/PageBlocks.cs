using System.Collections.Immutable;
using CsEngage.Core;

namespace CsEngage.Web.Portal;

/// <summary>The blocks of one page, in order, with what has to be known of a reader to show them.</summary>
/// <param name="Name">What keeps their texts apart from those of other pages.</param>
sealed record PageBlocks(string Name, ImmutableArray<PageBlock> All)
{
    /// <summary>What the audiences of the blocks read.</summary>
    public RuleNeeds Audiences { get; } = AudiencesOf(All);

    /// <summary>What the whole page reads of its reader, as far as signals tell it.</summary>
    public RuleNeeds Needs { get; } = AudiencesOf(All) is { IsOfSignals: true } audiences ? NextCard.Needs.And(audiences) : NextCard.Needs;

    static RuleNeeds AudiencesOf(ImmutableArray<PageBlock> all) => all.Aggregate(RuleNeeds.None, (sum, block) => block.Audience is { } rule ? sum.And(rule.Needs) : sum);
}
