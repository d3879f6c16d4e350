using System.Text.RegularExpressions;

namespace CsEngage.Engine.Content;

/// <summary>What stands above a note, a tip, a warning, in the language of its text. A text is compiled once for all, so the title is a value in it.</summary>
static partial class AlertTitle
{
    /// <summary>The filter that writes it.</summary>
    public const string Filter = "alert_title";

    static readonly Dictionary<string, (string English, string Japanese)> Titles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["note"] = ("Note", "メモ"), ["tip"] = ("Tip", "ヒント"), ["important"] = ("Important", "重要"), ["warning"] = ("Warning", "注意"), ["caution"] = ("Caution", "警告"),
    };

    /// <summary>The title of a kind; null when there is no such kind.</summary>
    public static string? Of(string kind, string locale) =>
        !Titles.TryGetValue(kind, out var title) ? null : locale == "ja" || locale.StartsWith("ja-", StringComparison.Ordinal) ? title.Japanese : title.English;

    /// <summary>The title as a value that the reader's language fills in; a kind that nobody knows is its own title.</summary>
    public static string In(LiftedText lifted, string kind) => Titles.ContainsKey(kind) ? lifted.Add($"{{{{ \"{kind.ToLowerInvariant()}\" | {Filter} }}}}") : kind;

    /// <summary>A rendered text with its titles filled in.</summary>
    public static string Fill(string rendered, string locale) => Value().Replace(rendered, match => Of(match.Groups["kind"].Value, locale) ?? match.Value);

    [GeneratedRegex("""\{\{ "(?<kind>\w+)" \| alert_title \}\}""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Value();
}
