namespace CsEngage.Core;

/// <summary>The calendars that a journey may count by.</summary>
/// <param name="Account">Of the account's country and zone.</param>
/// <param name="Operator">The operator's.</param>
public sealed record Calendars(Calendar Account, Calendar Operator)
{
    /// <summary>One calendar for both.</summary>
    public static Calendars Same(Calendar calendar) => new(calendar, calendar);

    /// <summary>The one that a journey says.</summary>
    public Calendar Of(Journey journey) => journey.Calendar == CalendarOf.Account ? Account : Operator;
}
