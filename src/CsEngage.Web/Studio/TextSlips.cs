using System.Text.RegularExpressions;
using CsEngage.Liquid;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio;

/// <summary>
/// What looks like the template language and is none, so that readers would see it as it stands: one brace for two, full-width braces, a closing mark
/// without its opening; and an else with a condition, which the language passes over.
/// </summary>
sealed partial class TextSlips(string field, string text, IStringLocalizer<Words> words)
{
    /// <param name="field">Where the text stands.</param>
    /// <param name="text">Text in which code says nothing.</param>
    public static IEnumerable<TextFault> Of(string field, string text, IStringLocalizer<Words> words) => new TextSlips(field, text, words).All();

    IEnumerable<TextFault> All()
    {
        foreach (var piece in LiquidScanner.Scan(text))
        {
            if (piece is { Kind: LiquidPieceKind.Tag, Name: "else", InnerLength: > 0 } && piece.Inner(text).Trim() is { Length: > 0 } condition)
                yield return At(piece.Start, piece.Length, words["“else” takes no condition; “elsif” does."], condition.StartsWith("if ", StringComparison.Ordinal) ? $"{{% elsif {condition[3..].Trim()} %}}" : null) with { IsWarning = false };
            if (piece.Kind is LiquidPieceKind.Output or LiquidPieceKind.Tag)
            {
                foreach (Match date in Date().Matches(piece.In(text)))
                    if (DateSlip(date.Groups["format"].Value) is { } slip) yield return At(piece.Start + date.Groups["format"].Index, date.Groups["format"].Length, slip.Says, slip.Meant);
            }
            if (piece.Kind is not LiquidPieceKind.Text) continue;
            foreach (Match slip in Slip().Matches(text.Substring(piece.Start, piece.Length)))
                yield return At(piece.Start + slip.Index, slip.Length, words["Readers see “{0}” as it stands here.", slip.Value], slip.Groups["value"] is { Success: true } value ? $"{{{{ {value.Value} }}}}" : null);
        }

        TextFault At(int position, int length, string says, string? meant)
        {
            var start = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
            return new(field, 1 + text.AsSpan(0, position).Count('\n'), position - start + 1, length, says, meant, IsWarning: true);
        }
    }

    // What a date is written by begins with %; other systems write YYYY.
    (string Says, string? Meant)? DateSlip(string format)
    {
        if (!format.Contains('%', StringComparison.Ordinal))
        {
            var meant = Elsewhere().Replace(format, sign => Signs[sign.Value]);
            return format.Any(char.IsAsciiLetter) ? (words["“{0}” has no sign such as %d or %Y; readers see it as it stands.", format], meant == format ? null : meant) : null;
        }
        return Sign().Matches(format).FirstOrDefault(sign => !"%aAbBcCdDeFgGhHIjklLmMnNpPQrRsSTtuUvVwWxXyYzZ+".Contains(sign.Groups["letter"].Value, StringComparison.Ordinal)) is { } strange
            ? (words["“{0}” is no sign of a date; readers see it as it stands.", strange.Value], null) : null;
    }

    static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["YYYY"] = "%Y", ["yyyy"] = "%Y", ["YY"] = "%y", ["MMMM"] = "%B", ["MMM"] = "%b", ["MM"] = "%m", ["DD"] = "%d", ["dd"] = "%d", ["HH"] = "%H", ["mm"] = "%M", ["ss"] = "%S",
    };

    [GeneratedRegex(@"\|\s*date\s*:\s*([""'])(?<format>[^""']*)[""']", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();

    [GeneratedRegex("YYYY|yyyy|YY|MMMM|MMM|MM|DD|dd|HH|mm|ss", RegexOptions.None, 1000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"%[-0^#_:]*\d*(?<letter>.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sign();

    [GeneratedRegex(@"\{ ?(\{ )?(?<value>[a-z_]+(\.[a-z_]+)+) ?( \})?\}|｛{1,2}\s*(?<value>[a-z_.]+)\s*｝{1,2}|\}\}|%\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Slip();
}
