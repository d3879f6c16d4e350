using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using CsEngage.Web.Api.Reference;
using CsEngage.Web.Host;

namespace CsEngage.Web.Api.Limits;

/// <summary>What is left to a key in its minute.</summary>
/// <param name="ResetsIn">Seconds until the whole limit is there again.</param>
readonly record struct Budget(bool IsTaken, int Limit, int Left, int ResetsIn);

/// <summary>
/// How much one key may ask in a minute: requests by their number, signals by theirs. Counted in this process; a minute begins with the first
/// request in it. A limit of 0 in the settings means that nothing is counted.
/// </summary>
sealed class KeyLimits(Settings settings, TimeProvider clock)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    readonly ConcurrentDictionary<(string Key, string Of), Window> windows = new();

    public Budget? Request(ClaimsPrincipal key) => Take(key, "requests", settings.RequestsPerMinute, 1);

    public Budget? Signals(ClaimsPrincipal key, int number) => Take(key, "signals", settings.SignalsPerMinute, number);

    Budget? Take(ClaimsPrincipal key, string of, int limit, int amount) =>
        limit == 0 || key.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id ? null : windows.GetOrAdd((id, of), _ => new Window()).Take(limit, amount, clock.GetUtcNow());

    /// <summary>Says what is left, and no when that is too little.</summary>
    /// <exception cref="ApiProblem">Too much was asked.</exception>
    public static void Spend(HttpResponse response, Budget? budget, string of, string setting)
    {
        if (budget is not { } known) return;
        response.Headers["RateLimit-Limit"] = Number(known.Limit);
        response.Headers["RateLimit-Remaining"] = Number(known.Left);
        response.Headers["RateLimit-Reset"] = Number(known.ResetsIn);
        if (known.IsTaken) return;
        response.Headers.RetryAfter = Number(known.ResetsIn);
        throw new ApiProblem(429, "too-often", $"This key may send {known.Limit} {of} a minute. Wait {known.ResetsIn} s and send it again; whoever runs this installation can raise {setting}.");
    }

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    sealed class Window
    {
        DateTimeOffset since = DateTimeOffset.MinValue;
        int used;

        public Budget Take(int limit, int amount, DateTimeOffset now)
        {
            lock (this)
            {
                // Also when the clock was set back.
                if (now - since >= Minute || now < since) (since, used) = (now, 0);
                var fits = used == 0 || used + amount <= limit;
                if (fits) used += amount;
                return new Budget(fits, limit, Math.Max(0, limit - used), Math.Max(1, (int)Math.Ceiling((since + Minute - now).TotalSeconds)));
            }
        }
    }
}

/// <summary>Counts each request of a key before it is answered; calls that count otherwise do it themselves.</summary>
sealed class RequestLimit(KeyLimits limits) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<ApiCall>() is not { CountsItself: true })
            KeyLimits.Spend(http.Response, limits.Request(http.User), "requests", "Engage__RequestsPerMinute");
        return next(context);
    }
}
