using System.Globalization;
using System.Security.Claims;
using CsEngage.Store.Accounts;

namespace CsEngage.Web.Api;

/// <summary>Versions as ETags, and who made a change by key.</summary>
static class Tags
{
    /// <summary>The version that the sender last read (<c>If-Match: "3"</c>); 0 means that it must be new (<c>If-None-Match: *</c>); null means that it does not matter.</summary>
    public static int? Expected(this HttpRequest request)
    {
        if (request.Headers.IfNoneMatch.ToString() == "*") return 0;
        if (request.Headers.IfMatch.ToString() is not { Length: > 0 } tag || tag == "*") return null;
        return int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : throw new ApiProblem(400, "etag-wrong", "If-Match must be an ETag that this API gave.");
    }

    public static IResult Tagged<T>(this HttpResponse response, T body, int version, bool isNew = false)
    {
        response.Headers.ETag = $"\"{version}\"";
        return Results.Json(body, ApiJson.Options, statusCode: isNew ? 201 : 200);
    }

    public static Edit Edit(this ClaimsPrincipal key, TimeProvider clock) => Store.Accounts.Edit.Now(clock.GetUtcNow(), "key:" + key.FindFirstValue(ClaimTypes.NameIdentifier));
}
