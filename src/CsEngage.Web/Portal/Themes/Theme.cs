using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using Microsoft.AspNetCore.StaticFiles;

namespace CsEngage.Web.Portal.Themes;

/// <summary>A file of a theme as it is served: compressed once, addressed by its content.</summary>
sealed record ThemeAsset(string Name, string Type, byte[] Bytes, byte[] Brotli, string Hash)
{
    public static ThemeAsset Of(string name, string type, byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) brotli.Write(bytes);
        return new ThemeAsset(name, type, bytes, packed.ToArray(), Convert.ToHexStringLower(SHA256.HashData(bytes))[..10]);
    }
}

/// <summary>A theme that cannot be used: which file, where, and what to do.</summary>
public sealed class ThemeException(string message) : Exception(message);

/// <summary>The look of the portal: tokens, templates and assets of one folder. Making one needs no C#.</summary>
sealed partial class Theme
{
    static readonly FileExtensionContentTypeProvider Types = new();

    readonly FrozenDictionary<string, LiquidTemplate> templates;
    readonly FrozenDictionary<string, ThemeAsset> assets;
    readonly ThemeTokens tokens;

    // Accents come from addresses too, so only so many are kept; the others are made again.
    const int MostAccents = 200;
    readonly ConcurrentDictionary<string, ThemeAsset> accents = new(StringComparer.Ordinal);

    Theme(string name, FrozenDictionary<string, LiquidTemplate> templates, FrozenDictionary<string, ThemeAsset> assets, ThemeTokens tokens) =>
        (Name, this.templates, this.assets, this.tokens) = (name, templates, assets, tokens);

    public string Name { get; }

    public LiquidTemplate Template(string name) => templates.TryGetValue(name, out var template) ? template
        : throw new ThemeException($"Theme \"{Name}\" has no {name}.liquid; add it, or copy it from themes/default.");

    /// <summary>A file of it; <c>tokens.1d4d3f.css</c> are its tokens with that accent.</summary>
    public ThemeAsset? Asset(string name) => assets.GetValueOrDefault(name) ?? (name.Length == 17 && AccentFile().Match(name) is { Success: true } file ? Accented("#" + file.Groups["accent"].Value) : null);

    /// <summary>Its tokens with an accent of a blueprint's own; null when that could not be read on this theme.</summary>
    /// <param name="accent">As #rrggbb, in small letters.</param>
    public ThemeAsset? Accented(string accent)
    {
        if (accents.TryGetValue(accent, out var known)) return known;
        if (tokens.Poor(accent) is not null) return null;
        var made = ThemeAsset.Of($"tokens.{accent[1..]}.css", "text/css", Encoding.UTF8.GetBytes(tokens.WithAccent(accent)));
        return accents.Count < MostAccents ? accents.GetOrAdd(accent, made) : made;
    }

    /// <summary>What that accent cannot be read on, and its contrast; null when it can.</summary>
    public (string Ground, double Contrast)? Poor(string accent) => tokens.Poor(accent);

    /// <exception cref="ThemeException">A file is missing or wrong; the message says which and where.</exception>
    public static Theme Load(string folder)
    {
        var name = Path.GetFileName(folder);
        var read = ThemeTokens.Read(Path.Combine(folder, "theme.json"));

        var texts = Directory.GetFiles(folder, "*.liquid").ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => WithTokens(File.ReadAllText(file)), StringComparer.Ordinal);
        var language = EngageLiquid.Language.With(LiquidPartials.From(texts));
        var parsed = new Dictionary<string, LiquidTemplate>(StringComparer.Ordinal);
        foreach (var (template, text) in texts)
        {
            if (!LiquidTemplate.TryParse(text, language, out var good, out var errors))
                throw new ThemeException($"themes/{name}/{template}.liquid: {string.Join(' ', errors.Select(error => error.ToString()))}");
            parsed[template] = good;
        }

        var files = Directory.GetFiles(folder)
            .Where(file => Path.GetExtension(file) is not (".liquid" or ".json"))
            .Select(file => ThemeAsset.Of(Path.GetFileName(file), Types.TryGetContentType(file, out var type) ? type : "application/octet-stream", File.ReadAllBytes(file)))
            .Append(ThemeAsset.Of("tokens.css", "text/css", Encoding.UTF8.GetBytes(read.Css)))
            .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
        return new Theme(name, parsed.ToFrozenDictionary(StringComparer.Ordinal), files, read);
    }

    // The host adds the antiforgery token to every form that posts, so that no theme can forget it.
    static string WithTokens(string template) => PostingForm().Replace(template, "$0{{ form_token }}");

    [GeneratedRegex("""<form\b(?=[^>]*\bmethod="post")[^>]*>""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PostingForm();

    [GeneratedRegex("^tokens\\.(?<accent>[0-9a-f]{6})\\.css$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AccentFile();
}
