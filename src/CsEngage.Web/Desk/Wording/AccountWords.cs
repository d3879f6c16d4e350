using System.Globalization;
using CsEngage.Core;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Wording;

/// <summary>What stands about an account in keys and numbers, in the reader's language.</summary>
public sealed class AccountWords(IStringLocalizer<Words> words)
{
    public string Lifecycle(string key) => key switch
    {
        "onboarding" => words["Onboarding"],
        "adopting" => words["Adopting"],
        "renewing" => words["Renewing"],
        "leaving" => words["Leaving"],
        "left" => words["Left us"],
        _ => key,
    };

    public string TouchModel(string key) => key switch
    {
        "high" => words["High touch"],
        "low" => words["Low touch"],
        "tech" => words["Tech touch"],
        "community" => words["Community touch"],
        _ => key,
    };

    public string BandName(Band band) => band switch
    {
        Band.Green => words["Green"],
        Band.Yellow => words["Yellow"],
        Band.Red => words["Red"],
        _ => words["Not enough data"],
    };

    /// <summary>"today", "in 84 days", "12 days ago".</summary>
    public string DaysTo(int days) => days switch
    {
        0 => words["today"],
        1 => words["tomorrow"],
        > 1 => words["in {0} days", days],
        -1 => words["yesterday"],
        _ => words["{0} days ago", -days],
    };

    public string Renews(int days) => days switch
    {
        < 0 => words["ended {0} days ago", -days],
        0 => words["renews today"],
        1 => words["renews tomorrow"],
        _ => words["renews in {0} days", days],
    };

    /// <summary>Of a contract that does not renew by itself.</summary>
    public string Ends(int days) => days switch
    {
        < 0 => words["ended {0} days ago", -days],
        0 => words["contract ends today"],
        1 => words["contract ends tomorrow"],
        _ => words["contract ends in {0} days", days],
    };

    /// <summary>The change of a score: "▼ 11", "▲ 3", "±0".</summary>
    public static string Change(double points) => Math.Round(points) switch
    {
        > 0 and var up => $"▲ {up.ToString("0", CultureInfo.CurrentCulture)}",
        < 0 and var down => $"▼ {(-down).ToString("0", CultureInfo.CurrentCulture)}",
        _ => "±0",
    };

    /// <summary>The same within a sentence: "−11", "+3", "±0". No triangles: in Japanese accounts ▲ is a minus.</summary>
    public static string Whole(double points) => Math.Round(points) switch
    {
        > 0 and var up => "+" + up.ToString("0", CultureInfo.CurrentCulture),
        < 0 and var down => "−" + (-down).ToString("0", CultureInfo.CurrentCulture),
        _ => "±0",
    };

    /// <summary>A signed number of points: "−7.2", "+3.0".</summary>
    public static string Points(double points)
    {
        var rounded = Math.Round(points, 1);
        var text = Math.Abs(rounded).ToString("0.0", CultureInfo.CurrentCulture);
        return rounded < 0 ? "−" + text : rounded > 0 ? "+" + text : "0";
    }
}
