using System.Text.RegularExpressions;
using CsEngage.Liquid;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio;

/// <summary>
/// What looks like the template language and is none, so that readers would see it as it stands: one brace for two, full-width braces, a closing mark
/// without its opening; and an else with a condition, which the language passes over.
/// </summary>
static partial class TextSlips
{
    /// <param name="field">Where the text stands.</param>
    /// <param name="text">Text in which code says nothing.</param>
    public static IEnumerable<TextFault> Of(string field, string text, IStringLocalizer<Words> words)
    {
        foreach (var piece in LiquidScanner.Scan(text))
        {
            if (piece is { Kind: LiquidPieceKind.Tag, Name: "else", InnerLength: > 0 } && piece.Inner(text).Trim() is { Length: > 0 } condition)
                yield return At(piece.Start, piece.Length, words["“else” takes no condition; “elsif” does."], condition.StartsWith("if ", StringComparison.Ordinal) ? $"{{% elsif {condition[3..].Trim()} %}}" : null);
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

    [GeneratedRegex(@"\{ ?(\{ )?(?<value>[a-z_]+(\.[a-z_]+)+) ?( \})?\}|｛{1,2}\s*(?<value>[a-z_.]+)\s*｝{1,2}|\}\}|%\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Slip();
}
