using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CsEngage.Web.Api;

/// <summary>Lets a system in that sends <c>Authorization: Bearer cse_…</c>. Without a good key it says so in problem+json, never by a redirect.</summary>
sealed class KeyDoor(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.ToString() is not { Length: > 7 } header || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (await keys.Find(header[7..].Trim()) is not { } key) return AuthenticateResult.Fail("unknown key");

        var claims = key.Scopes.Select(scope => new Claim(ApiRegistration.ScopeClaim, scope)).Append(new Claim(ClaimTypes.NameIdentifier, key.Id.ToString("D")));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return ApiProblem.Of(401, "key-missing", "Send a valid key as Authorization: Bearer cse_… An admin makes keys.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.Of(403, "scope-missing", "This key does not have the scope that this call needs.").ExecuteAsync(Context);
}

/// <summary>
/// Keys are made and revoked here. Those that were seen lately are remembered, so that a busy sender costs one look-up a minute; a key that was
/// revoked in another process works here for at most that long.
/// </summary>
public sealed class KeyRing(ApiKeys keys, AuditTrail audit, TimeProvider clock)
{
    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    const int Most = 10_000;
    readonly System.Collections.Concurrent.ConcurrentDictionary<string, (ApiKey? Key, DateTimeOffset At)> seen = new(StringComparer.Ordinal);

    public const string Prefix = "cse_";

    public async Task<ApiKey?> Find(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 100) return null;
        var now = clock.GetUtcNow();
        if (seen.TryGetValue(text, out var known) && now - known.At < Fresh) return known.Key is { ExpiresAt: { } end } && end <= now ? null : known.Key;

        var key = await keys.Find(Secret.HashOf(text), now);
        // Guesses must not fill the memory.
        if (seen.Count >= Most) seen.Clear();
        if (key is not null)
        {
            seen[text] = (key, now);
            await keys.Used(key.Id, now);
        }
        return key;
    }

    /// <summary>Makes a key. Its text is in the answer and nowhere else.</summary>
    /// <param name="by">Who made it, as the audit trail names them.</param>
    public async Task<(ApiKey Key, string Text)> Make(string name, IReadOnlyCollection<string> scopes, TimeSpan? lasts, string by, Guid? staff)
    {
        var now = clock.GetUtcNow();
        var secret = new Secret(Prefix + Secret.New().Text);
        var key = new ApiKey(Guid.CreateVersion7(now), name, secret.Text[..(Prefix.Length + 6)], [.. ApiScope.All.Where(scopes.Contains)], now, staff, now + lasts, null, null);
        await keys.Add(key, secret.Hash);
        await audit.Append(new AuditEntry(now, by, "key.made", $"key:{key.Id:D}", null, JsonSerializer.Serialize(new { name, scopes = key.Scopes, expires_at = key.ExpiresAt })));
        return (key, secret.Text);
    }

    /// <summary>False when there is no such key, or it was revoked before.</summary>
    public async Task<bool> Revoke(Guid id, string by)
    {
        var now = clock.GetUtcNow();
        if (!await keys.Revoke(id, now)) return false;
        foreach (var (text, known) in seen)
            if (known.Key?.Id == id) seen.TryRemove(text, out _);
        await audit.Append(new AuditEntry(now, by, "key.revoked", $"key:{id:D}"));
        return true;
    }
}
