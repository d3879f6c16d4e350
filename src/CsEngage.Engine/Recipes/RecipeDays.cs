using System.Text.Json.Nodes;
using CsEngage.Core;

namespace CsEngage.Engine.Recipes;

/// <summary>
/// The days of a recipe's accounts, counted from today: 0 is today, -1 yesterday. Ids follow from keys and these days, so that two
/// readings on one day agree to the letter.
/// </summary>
/// <param name="Now">No past instant lies after it.</param>
sealed record RecipeDays(DateTimeOffset Now, TimeZoneInfo Zone)
{
    static readonly TimeOnly WrittenAt = new(10, 0);

    public DateOnly Today { get; } = LocalTime.DateOf(Now, Zone);

    public DateOnly On(int day) => Today.AddDays(day);

    public DateOnly On(JsonNode? day) => On(RecipeNode.Number(day));

    /// <summary>Ten in the morning, operator's time: the hour at which things are written down.</summary>
    public DateTimeOffset At(int day) => LocalTime.At(On(day), WrittenAt, Zone) is var at && day <= 0 && at > Now ? Now : at;

    public DateTimeOffset At(JsonNode? day) => At(RecipeNode.Number(day));

    public static Guid Id(DateTimeOffset at, string name) => SignalKey.Of(at, "recipe/" + name);
}
