using CsEngage.Engine.Recipes;
using CsEngage.Store.Content;
using CsEngage.Web.Host;

namespace CsEngage.Web.Portal;

static class MediaFiles
{
    /// <summary>Pictures and files by their names. Open to everybody who knows a name: mail programs fetch them without a sign-in.</summary>
    public static void MapMedia(this WebApplication app) => app.MapGet("/media/{name}", async (string name, HttpContext context, MediaShelf shelf, RecipeBook recipes) =>
    {
        if (await shelf.Find(name) is not { ArchivedAt: null } media || !File.Exists(recipes.MediaPath(media.Id))) return Results.NotFound();
        var headers = context.Response.Headers;
        // The bytes of a name never change.
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        // A drawing may hold scripts, and is harmless as a picture only.
        headers[SecurityHeaders.PolicyHeader] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'" + (media.Type == "image/svg+xml" ? "; sandbox" : "");
        if (media.Type == "application/octet-stream") headers.ContentDisposition = "attachment";
        return Results.File(recipes.MediaPath(media.Id), media.Type, entityTag: new($"\"{Convert.ToHexStringLower(media.Sum.AsSpan()[..8])}\""), enableRangeProcessing: true);
    }).AllowAnonymous();
}
