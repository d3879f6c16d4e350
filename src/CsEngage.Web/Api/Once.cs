using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsEngage.Store.People;
using CsEngage.Web.Api.Reference;

namespace CsEngage.Web.Api;

/// <summary>
/// What is sent again with the same Idempotency-Key is done once and answered alike. Ids of what is made come from the key too, so that even a request
/// that was cut short makes nothing twice when it comes again.
/// </summary>
sealed class Once(IdempotencyKeys keys, TimeProvider clock) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    const int Longest = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Headers[Header].ToString() is not { Length: > 0 } given) return await next(context);
        if (given.Length > Longest || given.Any(char.IsControl)) throw new ApiProblem(400, "idempotency-key-wrong", $"An Idempotency-Key has 1 to {Longest} characters.");

        var (owner, key, now) = (Guid.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!), $"{http.Request.Path}\n{given}", clock.GetUtcNow());
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var asked = await HashOf(http.Request);
        if (await keys.Begin(owner, name, asked, now) is { } known)
        {
            if (!known.RequestHash.AsSpan().SequenceEqual(asked)) throw new ApiProblem(422, "idempotency-key-reused", "This Idempotency-Key came with another body before. Use a new key for a new request.");
            if (known.Status is not { } status) throw new ApiProblem(409, "under-way", "The first request with this Idempotency-Key is still under way. Send it again in a minute.");
            http.Response.Headers["Idempotency-Replayed"] = "true";
            return Results.Text(known.Body, "application/json", statusCode: status);
        }
        http.Items[Header] = SHA256.HashData(Encoding.UTF8.GetBytes($"{owner:D}\n{key}"));
        try
        {
            var answer = await next(context);
            if (answer is not IValueHttpResult { Value: { } value } || answer is not IStatusCodeHttpResult { StatusCode: { } status }) throw new InvalidOperationException("What is answered once must be a value with a status.");
            var body = JsonSerializer.Serialize(value, value.GetType(), ApiJson.Options);
            await keys.Answered(owner, name, status, body);
            return answer;
        }
        catch
        {
            // Nothing was made: the same key may come again with what is mended.
            await keys.Forget(owner, name);
            throw;
        }
    }

    static async Task<byte[]> HashOf(HttpRequest request)
    {
        request.EnableBuffering();
        var hash = await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return hash;
    }
}

static class OnceOnly
{
    /// <summary>Takes an Idempotency-Key.</summary>
    public static RouteHandlerBuilder TakesKey(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter<Once>();

    /// <summary>An id for what this request makes: the same one whenever it comes with the same Idempotency-Key.</summary>
    public static Guid NewId(this HttpRequest request, DateTimeOffset now) =>
        request.HttpContext.Items[Once.Header] is byte[] hash ? new Guid(hash.AsSpan(0, 16), bigEndian: true) : Guid.CreateVersion7(now);
}
