using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CsEngage.Web.Portal.Themes;

/// <summary>The tokens of a theme.json as custom properties, light and dark. Text must be readable on what it stands on.</summary>
sealed partial record ThemeTokens(string Css)
{
    static readonly ImmutableArray<(string Text, string Ground)> Read45 =
    [
        ("ink", "paper"), ("ink", "surface"), ("ink-soft", "paper"), ("ink-faint", "paper"), ("ink-faint", "surface"), ("accent", "paper"), ("accent", "surface"),
        ("on-accent", "accent"), ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "surface"),
    ];

    public static ThemeTokens Read(string file)
    {
        if (!File.Exists(file)) throw new ThemeException($"{Short(file)} is missing; copy the one of themes/default and change its colours.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var tokens = document.RootElement.GetProperty("tokens");
            var light = Colours(tokens.GetProperty("light"), file);
            var dark = Colours(tokens.GetProperty("dark"), file);
            Check(light, "light", file);
            Check(dark, "dark", file);

            var css = new StringBuilder(":root{color-scheme:light dark;");
            foreach (var token in tokens.EnumerateObject().Where(token => token.Value.ValueKind == JsonValueKind.String)) css.Append(CultureInfo.InvariantCulture, $"--{token.Name}:{Safe(token.Value.GetString()!, token.Name, file)};");
            Write(css, light);
            css.Append("}@media (prefers-color-scheme:dark){:root{");
            Write(css, dark);
            return new ThemeTokens(css.Append("}}").ToString());
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ThemeException($"{Short(file)}: {wrong.Message} It needs \"tokens\" with \"light\" and \"dark\".");
        }
    }

    static Dictionary<string, string> Colours(JsonElement tokens, string file) => tokens.EnumerateObject().ToDictionary(token => token.Name, token =>
        Colour().IsMatch(token.Value.GetString() ?? "") ? token.Value.GetString()! : throw new ThemeException($"{Short(file)}: {token.Name} must be a colour such as #2f4fc0."), StringComparer.Ordinal);

    static void Write(StringBuilder css, Dictionary<string, string> colours)
    {
        foreach (var (name, colour) in colours) css.Append(CultureInfo.InvariantCulture, $"--{name}:{colour};");
    }

    // What could end a declaration, or the sheet.
    static readonly SearchValues<char> Endings = SearchValues.Create(";{}<>@\\");

    static string Safe(string value, string name, string file) =>
        value.AsSpan().ContainsAny(Endings) ? throw new ThemeException($"{Short(file)}: {name} may not contain ; {{ }} < > @ or a backslash.") : value;

    static void Check(Dictionary<string, string> colours, string mode, string file)
    {
        foreach (var (text, ground) in Read45)
            if (colours.TryGetValue(text, out var ink) && colours.TryGetValue(ground, out var paper) && Contrast(ink, paper) is var contrast && contrast < 4.5)
                throw new ThemeException(string.Create(CultureInfo.InvariantCulture, $"{Short(file)}: in {mode}, {text} on {ground} has a contrast of {contrast:0.0}; text needs 4.5."));
    }

    /// <summary>Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    static double Luminance(string colour)
    {
        var full = colour.Length == 4 ? string.Concat("#", new string(colour[1], 2), new string(colour[2], 2), new string(colour[3], 2)) : colour;
        double Channel(int at) => int.Parse(full.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }

    static string Short(string file) => $"themes/{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}";

    [GeneratedRegex("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();
}
