using System.Text.RegularExpressions;

namespace CsEngage.Liquid.Tests.Oracle;

/// <summary>Where liquidjs departs from Shopify's Liquid, which we follow; each is listed in docs/liquid.md.</summary>
static partial class KnownDifference
{
    const string Absent = @"(nil|nothing|nosuch|account\.nosuch\.deep|words\[9\]|item|x|y)";

    /// <summary>The difference that a template shows, or null.</summary>
    internal static string? Of(string template)
    {
        if (EmptyTable().IsMatch(template)) return "A table over an empty list still writes its row; liquidjs writes nothing.";
        if (ComparedWithNothing().IsMatch(template)) return "What is absent equals nil and blank; liquidjs tells undefined, null and the word nil apart.";
        if (NothingEscaped().IsMatch(template)) return "Nothing escaped or encoded is still nothing, and false; liquidjs makes it empty text, which is true.";
        return null;
    }

    /// <summary>liquidjs breaks no lines in tables, so that lines count for nothing where there is one.</summary>
    internal static string? Comparable(string template, string? text) =>
        template.Contains("tablerow", StringComparison.Ordinal) ? text?.Replace("\n", "", StringComparison.Ordinal) : text;

    [GeneratedRegex(@"assign [xy] = [^%]*\| (escape|url_encode|truncate)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NothingEscaped();

    [GeneratedRegex(@"tablerow item in none", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyTable();

    [GeneratedRegex(Absent + @" (==|!=) |(==|!=) " + Absent + @"\b|(case|when) " + Absent + @"\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ComparedWithNothing();
}
