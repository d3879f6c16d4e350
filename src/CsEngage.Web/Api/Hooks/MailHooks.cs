using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CsEngage.Engine.Sending;
using CsEngage.Mail.Hooks;

namespace CsEngage.Web.Api.Hooks;

/// <summary>Fetches the text behind an address of SNS that was checked: a certificate, or the yes to a subscription.</summary>
public delegate Task<string> FetchText(Uri address, CancellationToken stop);

/// <summary>
/// Where mail providers and mail servers tell what became of our mail. A provider is believed by its signature, a server by its key; what
/// is not believed gets 403 and leaves no trace but a line in the log; what is no JSON at all gets 400.
/// </summary>
static partial class MailHooks
{
    const int LargestEvents = 4 * 1024 * 1024, LargestMail = 25 * 1024 * 1024, MostCertificates = 100;

    public static void AddMailHooks(this IServiceCollection services) => services.AddSingleton<FetchText>(_ =>
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 64 * 1024 };
        return client.GetStringAsync;
    });

    public static void MapMailHooks(this IEndpointRouteBuilder app)
    {
        var hooks = app.MapGroup("/hooks").AllowAnonymous().DisableAntiforgery();
        var certificates = new ConcurrentDictionary<Uri, string>();
        hooks.MapPost("/mail/{provider}", (string provider, HttpContext http, SendingBook sending, Returns returns, FetchText fetch, TimeProvider clock, ILogger<Returns> log) => Provider(provider, http, sending, returns, fetch, certificates, clock, log));
        hooks.MapPost("/raw-mail", RawMail);
    }

    static async Task<IResult> Provider(string provider, HttpContext http, SendingBook sending, Returns returns, FetchText fetch, ConcurrentDictionary<Uri, string> certificates, TimeProvider clock, ILogger<Returns> log)
    {
        if (provider is not ("ses" or "sendgrid" or "postmark" or "mailgun")) return ApiProblem.Of(404, "not-found", "There is no such provider: ses, sendgrid, postmark and mailgun are.");
        if (await Body(http.Request, LargestEvents) is not { } body) return TooLarge();
        var (headers, now, routes) = (http.Request.Headers, clock.GetUtcNow(), (await sending.Routes()).Value);
        var result = provider switch
        {
            "ses" when !routes.SesTopics.IsEmpty => await new SesNotification(Certificate, routes.SesTopics).Read(body, now, http.RequestAborted),
            "sendgrid" when routes.SendGridKey.Length > 0 =>
                new SendGridHook(routes.SendGridKey).Read(body, headers["X-Twilio-Email-Event-Webhook-Signature"], headers["X-Twilio-Email-Event-Webhook-Timestamp"], now),
            "mailgun" when sending.Opened(routes.MailgunKey) is { Length: > 0 } key => new MailgunHook(key).Read(body, now),
            "postmark" when sending.Opened(routes.PostmarkPassword) is { Length: > 0 } password => new PostmarkHook(routes.PostmarkUser, password).Read(body, headers.Authorization),
            _ => new HookResult.Refused("This provider is not set up here."),
        };
        switch (result)
        {
            case HookResult.Events(var events):
                return Results.Ok(new { events = events.Length, taken = await returns.Take(provider, events, now) });
            case HookResult.Confirm(var address, _):
                await fetch(address, http.RequestAborted);
                return Results.Ok(new { confirmed = true });
            case HookResult.Refused { IsMalformed: true, Reason: var reason }:
                return ApiProblem.Of(StatusCodes.Status400BadRequest, "malformed", reason);
            default:
                NotBelieved(log, provider, ((HookResult.Refused)result).Reason);
                return NotBelieved();
        }

        async Task<string> Certificate(Uri address, CancellationToken stop)
        {
            if (certificates.TryGetValue(address, out var known)) return known;
            if (certificates.Count >= MostCertificates) certificates.Clear();
            return certificates[address] = await fetch(address, stop);
        }
    }

    static async Task<IResult> RawMail(HttpContext http, SendingBook sending, Returns returns, TimeProvider clock, ILogger<Returns> log)
    {
        var expected = sending.Opened((await sending.Routes()).Value.RawKey);
        if (expected.Length == 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(Key(http.Request.Headers.Authorization))))
        {
            NotBelieved(log, "raw-mail", "The key is missing or wrong.");
            return NotBelieved();
        }
        if (await Body(http.Request, LargestMail) is not { } raw) return TooLarge();
        var result = await returns.Take(raw, http.Request.Query["to"], clock.GetUtcNow());
        return Results.Json(new { result = result.ToString().ToLowerInvariant() }, statusCode: result == Returned.Unreadable ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    // Programs ask here, so they get an answer for programs; why nobody was believed stands in the log alone.
    static IResult NotBelieved() => ApiProblem.Of(StatusCodes.Status403Forbidden, "not-believed", "The signature, the key or the password is missing or wrong.");

    static IResult TooLarge() => ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", "This is larger than any report.");

    // Bearer, or Basic with any user: mail servers' pipes know one or the other.
    static string Key(string? authorization)
    {
        if (authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) is true) return authorization[7..].Trim();
        if (authorization?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) is not true) return "";
        var bytes = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[6..].Trim(), bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : "";
    }

    // Null when it is larger than the bound.
    static async Task<ReadOnlyMemory<byte>?> Body(HttpRequest request, int largest)
    {
        if (request.ContentLength > largest) return null;
        using var body = new MemoryStream();
        var block = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(block)) > 0;)
        {
            if (body.Length + read > largest) return null;
            body.Write(block, 0, read);
        }
        return body.ToArray();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Hook} told was not believed: {Reason}")]
    static partial void NotBelieved(ILogger logger, string hook, string reason);
}
