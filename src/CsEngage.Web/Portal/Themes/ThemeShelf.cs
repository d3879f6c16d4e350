using System.Collections.Concurrent;
using CsEngage.Web.Host;

namespace CsEngage.Web.Portal.Themes;

/// <summary>The themes that are there, loaded when first shown. In development a changed file shows at the next request.</summary>
sealed class ThemeShelf(Settings settings, IHostEnvironment environment)
{
    public const string Default = "default";

    // Names come from addresses too, so what is not there is remembered of so many only.
    const int MostMissing = 100;

    readonly ConcurrentDictionary<string, (Theme Theme, DateTime ReadAt)> themes = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, bool> missing = new(StringComparer.Ordinal);

    string Folder => settings.ThemesFolder
        ?? RecipeServices.Shipped("themes", environment);

    /// <summary>The names of those that are there.</summary>
    public IEnumerable<string> Names() => Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, "theme.json"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public Theme Get(string name) => Find(name) ?? throw new ThemeException($"There is no theme \"{name}\" in {Folder}.");

    public Theme? Find(string name)
    {
        var isKnown = themes.TryGetValue(name, out var known);
        if (isKnown && !environment.IsDevelopment()) return known.Theme;
        if (missing.ContainsKey(name)) return null;
        var folder = Path.Combine(Folder, name);
        if (isKnown && ChangedAt(folder) <= known.ReadAt) return known.Theme;
        if (name.AsSpan().ContainsAny('/', '\\', '.') || !Directory.Exists(folder))
        {
            if (!environment.IsDevelopment() && missing.Count < MostMissing) missing[name] = true;
            return null;
        }
        var changed = ChangedAt(folder);
        return (themes[name] = (Theme.Load(folder), changed)).Theme;
    }

    static DateTime ChangedAt(string folder) => Directory.GetFiles(folder).Max(File.GetLastWriteTimeUtc);
}

static class ThemeAssets
{
    /// <summary>Assets are addressed by their content, so they may be kept for ever.</summary>
    public static void MapThemeAssets(this WebApplication app) => app.MapGet("/themes/{theme}/{file}", (string theme, string file, HttpContext context, ThemeShelf shelf) =>
    {
        if (shelf.Find(theme)?.Asset(file) is not { } asset) return Results.NotFound();
        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.Query["v"] == asset.Hash ? "public, max-age=31536000, immutable" : "public, max-age=60";
        headers.Vary = "Accept-Encoding";
        var packs = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (packs) headers.ContentEncoding = "br";
        return Results.Bytes(packs ? asset.Brotli : asset.Bytes, asset.Type, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{asset.Hash}{(packs ? "-br" : "")}\""));
    }).AllowAnonymous();
}
