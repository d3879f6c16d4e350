using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CsEngage.Web.Portal.Themes;

/// <summary>The tokens of a theme.json as custom properties, light and dark. Text must be readable on what it stands on.</summary>
sealed partial record ThemeTokens(ImmutableDictionary<string, string> Light, ImmutableDictionary<string, string> Dark, string Plain)
{
    static readonly ImmutableArray<(string Text, string Ground)> Read45 =
    [
        ("ink", "paper"), ("ink", "surface"), ("ink-soft", "paper"), ("ink-faint", "paper"), ("ink-faint", "surface"), ("accent", "paper"), ("accent", "surface"),
        ("on-accent", "accent"), ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "surface"),
    ];

    /// <summary>The stylesheet.</summary>
    public string Css => Sheet(Light, Dark);

    /// <summary>The same with an accent that a blueprint chose: as it is in light, and in dark as light as text needs to be there.</summary>
    public string WithAccent(string accent) => Sheet(Accented(Light, accent, "#000000", 0.10), Accented(Dark, Lifted(accent), "#ffffff", 0.18));

    /// <summary>What an accent cannot be read on in light, and its contrast; null when text in it is readable. For dark it is made lighter.</summary>
    public (string Ground, double Contrast)? Poor(string accent)
    {
        foreach (var ground in (ReadOnlySpan<string>)["paper", "surface"])
            if (Light.TryGetValue(ground, out var colour) && Contrast(accent, colour) is var contrast && contrast < Least) return (ground, contrast);
        return null;
    }

    const double Least = 4.5;

    // Beyond what text needs: an accent that is only just readable looks like a mistake on black.
    const double Good = 7;

    string Lifted(string accent)
    {
        var dark = accent;
        for (var white = 0.05; white <= 1 && Grounds().Any(ground => Contrast(dark, ground) < Good); white += 0.05) dark = Mixed("#ffffff", accent, white);
        return dark;

        IEnumerable<string> Grounds() => from name in (string[])["paper", "surface"] where Dark.ContainsKey(name) select Dark[name];
    }

    static ImmutableDictionary<string, string> Accented(ImmutableDictionary<string, string> colours, string accent, string away, double tint)
    {
        var surface = colours.GetValueOrDefault("surface", colours.GetValueOrDefault("paper", "#ffffff"));
        // Words in the accent stand on a tint of it too.
        while (tint > 0.01 && Contrast(accent, Mixed(accent, surface, tint)) < Least) tint -= 0.01;
        return colours.SetItem("accent", accent).SetItem("accent-hover", Mixed(away, accent, 0.2)).SetItem("accent-soft", Mixed(accent, surface, tint))
            .SetItem("on-accent", Contrast("#ffffff", accent) >= Least ? "#ffffff" : Mixed("#000000", accent, 0.85));
    }

    /// <summary>So much of one colour in another.</summary>
    static string Mixed(string one, string other, double share)
    {
        int Channel(int at) => (int)Math.Round((Part(one, at) * share) + (Part(other, at) * (1 - share)));
        return string.Create(CultureInfo.InvariantCulture, $"#{Channel(1):x2}{Channel(3):x2}{Channel(5):x2}");
    }

    static int Part(string colour, int at) => int.Parse(Full(colour).AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    static string Full(string colour) => colour.Length == 4 ? string.Concat("#", new string(colour[1], 2), new string(colour[2], 2), new string(colour[3], 2)) : colour;

    string Sheet(ImmutableDictionary<string, string> light, ImmutableDictionary<string, string> dark)
    {
        var css = new StringBuilder(":root{color-scheme:light dark;").Append(Plain);
        Write(css, light);
        css.Append("}@media (prefers-color-scheme:dark){:root{");
        Write(css, dark);
        return css.Append("}}").ToString();
    }

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

            var plain = new StringBuilder();
            foreach (var token in tokens.EnumerateObject().Where(token => token.Value.ValueKind == JsonValueKind.String)) plain.Append(CultureInfo.InvariantCulture, $"--{token.Name}:{Safe(token.Value.GetString()!, token.Name, file)};");
            return new ThemeTokens(light, dark, plain.ToString());
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ThemeException($"{Short(file)}: {wrong.Message} It needs \"tokens\" with \"light\" and \"dark\".");
        }
    }

    static ImmutableDictionary<string, string> Colours(JsonElement tokens, string file) => tokens.EnumerateObject().ToImmutableDictionary(token => token.Name, token =>
        Colour().IsMatch(token.Value.GetString() ?? "") ? token.Value.GetString()! : throw new ThemeException($"{Short(file)}: {token.Name} must be a colour such as #2f4fc0."), StringComparer.Ordinal);

    static void Write(StringBuilder css, ImmutableDictionary<string, string> colours)
    {
        // In one order, so that the same tokens are the same address.
        foreach (var (name, colour) in colours.OrderBy(token => token.Key, StringComparer.Ordinal)) css.Append(CultureInfo.InvariantCulture, $"--{name}:{colour};");
    }

    // What could end a declaration, or the sheet.
    static readonly SearchValues<char> Endings = SearchValues.Create(";{}<>@\\");

    static string Safe(string value, string name, string file) =>
        value.AsSpan().ContainsAny(Endings) ? throw new ThemeException($"{Short(file)}: {name} may not contain ; {{ }} < > @ or a backslash.") : value;

    static void Check(ImmutableDictionary<string, string> colours, string mode, string file)
    {
        foreach (var (text, ground) in Read45)
            if (colours.TryGetValue(text, out var ink) && colours.TryGetValue(ground, out var paper) && Contrast(ink, paper) is var contrast && contrast < Least)
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
        double Channel(int at) => Part(colour, at) / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }

    static string Short(string file) => $"themes/{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}";

    [GeneratedRegex("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();
}
