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

    Theme(string name, FrozenDictionary<string, LiquidTemplate> templates, FrozenDictionary<string, ThemeAsset> assets) =>
        (Name, this.templates, this.assets) = (name, templates, assets);

    public string Name { get; }

    public LiquidTemplate Template(string name) => templates.TryGetValue(name, out var template) ? template
        : throw new ThemeException($"Theme \"{Name}\" has no {name}.liquid; add it, or copy it from themes/default.");

    public ThemeAsset? Asset(string name) => assets.GetValueOrDefault(name);

    /// <exception cref="ThemeException">A file is missing or wrong; the message says which and where.</exception>
    public static Theme Load(string folder)
    {
        var name = Path.GetFileName(folder);
        var tokens = ThemeTokens.Read(Path.Combine(folder, "theme.json"));

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
            .Append(ThemeAsset.Of("tokens.css", "text/css", Encoding.UTF8.GetBytes(tokens.Css)))
            .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
        return new Theme(name, parsed.ToFrozenDictionary(StringComparer.Ordinal), files);
    }

    // The host adds the antiforgery token to every form that posts, so that no theme can forget it.
    static string WithTokens(string template) => PostingForm().Replace(template, "$0{{ form_token }}");

    [GeneratedRegex("""<form\b(?=[^>]*\bmethod="post")[^>]*>""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PostingForm();
}
