using System.Collections.Immutable;

namespace CsEngage.Liquid;

/// <summary>A variable where a template uses it.</summary>
/// <param name="Path">The way from the model: <c>account.name</c>; an item of a list is <c>[]</c>, so a loop over stages uses <c>journey.stages[].title</c>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record LiquidVariableUse(string Path, int Line, int Column);

/// <summary>What a template uses of its surroundings, without rendering it.</summary>
/// <param name="Variables">The paths that are read from the model, each once, in order of the text. Loop variables are traced to their lists.</param>
/// <param name="Uses">Every place where a variable of the model is read.</param>
/// <param name="Filters">The filters used, each once.</param>
/// <param name="Tags">The tags used, each once.</param>
/// <param name="Partials">The partials named as text, each once. A name that is computed is not among them.</param>
public sealed record LiquidFacts(
    ImmutableArray<string> Variables, ImmutableArray<LiquidVariableUse> Uses, ImmutableArray<string> Filters,
    ImmutableArray<string> Tags, ImmutableArray<string> Partials);
