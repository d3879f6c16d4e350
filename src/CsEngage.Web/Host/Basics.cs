using CsEngage.Engine.Recipes;
using CsEngage.Store.Definitions;

namespace CsEngage.Web.Host;

/// <summary>
/// What an installation stands on that no recipe of its operator filled: settings, a topic, a scorecard and the blueprint of its portals. Without
/// them no account would ever get a portal.
/// </summary>
public sealed class Basics(DefinitionShelf definitions, RecipeBook recipes)
{
    const string Recipe = "basic";

    /// <summary>Lays down what is missing; settings that are there, from wherever they came, are left alone and so is everything beside them.</summary>
    public async Task Lay(string actor, DateTimeOffset now)
    {
        if (!await definitions.Has("settings")) await recipes.Apply(Recipe, actor, now);
    }
}
