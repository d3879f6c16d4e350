using System.Collections.Immutable;

namespace CsEngage.Liquid;

/// <summary>A variable where a template uses it.</summary>
/// <param name="Path">The way from the model: <c>account.name</c>; an item of a list is <c>[]</c>, so a loop over stages uses <c>journey.stages[].title</c>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="IsBare">
/// Whether it is written with nothing to stand in for it: no <c>default</c> behind it, and no block around it whose markup asks for it or for what
/// it is part of. Without a value a bare use leaves a blank.
/// </param>
public sealed record LiquidVariableUse(string Path, int Line, int Column, bool IsBare);

/// <summary>A text that stands in the template and goes into a filter: <c>"first-report" | guide_url</c>.</summary>
/// <param name="Filter">The first filter it goes into.</param>
/// <param name="Text">The text, without its quotes.</param>
/// <param name="Line">The line of the text, from 1.</param>
/// <param name="Column">The column of the text within its quotes, from 1.</param>
public sealed record LiquidFilteredText(string Filter, string Text, int Line, int Column);

/// <summary>What a template asks a variable to be: <c>account.tier == "gold"</c>, or a <c>when</c> of a <c>case</c>.</summary>
/// <param name="Path">The way from the model, as in <see cref="LiquidVariableUse"/>.</param>
/// <param name="Value">The value that stands in the template.</param>
/// <param name="Line">The line of that value, from 1.</param>
/// <param name="Column">The column of that value, from 1; of a text, of its opening quote.</param>
public sealed record LiquidComparedValue(string Path, LiquidValue Value, int Line, int Column);

/// <summary>What a template uses of its surroundings, without rendering it.</summary>
/// <param name="Variables">The paths that are read from the model, each once, in order of the text. Loop variables are traced to their lists.</param>
/// <param name="Uses">Every place where a variable of the model is read.</param>
/// <param name="Filters">The filters used, each once.</param>
/// <param name="FilteredTexts">Every text that goes into a filter as it stands.</param>
/// <param name="Compared">Every value that a variable of the model is compared with.</param>
/// <param name="Tags">The tags used, each once.</param>
/// <param name="Partials">The partials named as text, each once. A name that is computed is not among them.</param>
public sealed record LiquidFacts(
    ImmutableArray<string> Variables, ImmutableArray<LiquidVariableUse> Uses, ImmutableArray<string> Filters, ImmutableArray<LiquidFilteredText> FilteredTexts,
    ImmutableArray<LiquidComparedValue> Compared, ImmutableArray<string> Tags, ImmutableArray<string> Partials);
