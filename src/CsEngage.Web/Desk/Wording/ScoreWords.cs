using System.Globalization;
using CsEngage.Core;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Wording;

/// <summary>Values of measures with their units, and why one did not count.</summary>
public sealed class ScoreWords(IStringLocalizer<Words> words)
{
    public string Figure(decimal? value, string unit) => value is not { } number ? words["not known"] : unit switch
    {
        "share" => number.ToString("P0", CultureInfo.CurrentCulture),
        "ratio" => number.ToString("0.00", CultureInfo.CurrentCulture) + "×",
        "days" => words["{0} d", number.ToString("0", CultureInfo.CurrentCulture)],
        _ => number.ToString("#,0.##", CultureInfo.CurrentCulture),
    };

    public string? Caveat(Availability availability) => Word(availability)?.Value;

    LocalizedString? Word(Availability availability) => availability switch
    {
        Availability.Fresh => null,
        Availability.Held => words["stale, kept as it was"],
        Availability.Decayed => words["stale, fading towards 50"],
        Availability.TooFew => words["too few observations"],
        Availability.TooOld => words["too old to count"],
        _ => words["not known"],
    };

    public string Cause(ChangeCause cause) => cause switch
    {
        ChangeCause.Moved => words["moved"],
        ChangeCause.Appeared => words["is now known"],
        ChangeCause.Disappeared => words["is no longer known"],
        _ => words["weighs otherwise"],
    };

    public string Override(OverrideKind kind, double points) => kind switch
    {
        OverrideKind.Cap => words["not above {0}", points],
        OverrideKind.Floor => words["not below {0}", points],
        _ => words["set to {0}", points],
    };
}
