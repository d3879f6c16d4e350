namespace CsEngage.Engine.Recipes;

/// <summary>What a blueprint may ask of themes.</summary>
/// <param name="Names">The themes that are there.</param>
/// <param name="Poor">On what of a theme an accent, as #rrggbb, cannot be read, with its contrast; null when it can.</param>
public sealed record ThemeFacts(Func<IEnumerable<string>> Names, Func<string, string, (string Ground, double Contrast)?> Poor);
