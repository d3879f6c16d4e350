using System.Collections.Immutable;
using CsEngage.Core;

namespace CsEngage.Engine.Recipes;

/// <summary>One fault in a recipe: where, what, and what to do.</summary>
/// <param name="File">Path inside the recipe.</param>
/// <param name="Line">1-based line; 0 when the whole file is meant.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record RecipeProblem(string File, int Line, Sentence Message)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}

/// <summary>A recipe that was not applied, not even in part, with everything that is wrong with it.</summary>
public sealed class RecipeException(ImmutableArray<RecipeProblem> problems) : Exception(string.Join('\n', problems))
{
    public RecipeException(string file, int line, Sentence message) : this([new RecipeProblem(file, line, message)]) { }

    public ImmutableArray<RecipeProblem> Problems { get; } = problems;
}
