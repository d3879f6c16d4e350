using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace CsEngage.Web.Account;

/// <summary>
/// The token in the forms of a signed-in contact: a fresh random number, sealed with the secret of the session. Who does not have the secret, which the
/// browser never shows a page, cannot make one, and none outlives its session or fits another. Everybody else gets what ASP.NET makes, with a cookie of its own.
/// </summary>
sealed class ContactForms(IAntiforgery others, IOptions<AntiforgeryOptions> options, Settings settings) : IAntiforgery
{
    const string Mark = "s.";
    const int Numbers = 16;

    static ReadOnlySpan<byte> Purpose => "form/"u8;

    readonly AntiforgeryOptions names = options.Value;

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext)
    {
        if (ContactDoor.SecretOf(httpContext, settings) is not { } secret) return others.GetAndStoreTokens(httpContext);
        KeepFromCaches(httpContext.Response);
        return Made(secret);
    }

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => ContactDoor.SecretOf(httpContext, settings) is { } secret ? Made(secret) : others.GetTokens(httpContext);

    public async Task<bool> IsRequestValidAsync(HttpContext httpContext) => await IsOurs(httpContext) || await others.IsRequestValidAsync(httpContext);

    public async Task ValidateRequestAsync(HttpContext httpContext)
    {
        if (!await IsOurs(httpContext)) await others.ValidateRequestAsync(httpContext);
    }

    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
        if (ContactDoor.SecretOf(httpContext, settings) is null) others.SetCookieTokenAndHeader(httpContext);
        else KeepFromCaches(httpContext.Response);
    }

    AntiforgeryTokenSet Made(string secret)
    {
        Span<byte> token = stackalloc byte[Numbers + HMACSHA256.HashSizeInBytes];
        RandomNumberGenerator.Fill(token[..Numbers]);
        Seal(secret, token[..Numbers], token[Numbers..]);
        return new(Mark + Base64Url.EncodeToString(token), null, names.FormFieldName, names.HeaderName);
    }

    /// <summary>Whether the request brings a token that was made for this very session.</summary>
    async Task<bool> IsOurs(HttpContext http)
    {
        if (ContactDoor.SecretOf(http, settings) is not { } secret) return false;
        string? brought = names.HeaderName is { } header ? http.Request.Headers[header] : default(string?);
        if (string.IsNullOrEmpty(brought) && http.Request.HasFormContentType) brought = (await http.Request.ReadFormAsync(http.RequestAborted))[names.FormFieldName];
        return brought is not null && Fits(secret, brought);
    }

    static bool Fits(string secret, string brought)
    {
        Span<byte> token = stackalloc byte[Numbers + HMACSHA256.HashSizeInBytes];
        // Who asks whether it can be decoded is answered with an exception where it cannot.
        if (!brought.StartsWith(Mark, StringComparison.Ordinal) || Base64Url.DecodeFromChars(brought.AsSpan(Mark.Length), token, out _, out var length) is not OperationStatus.Done || length != token.Length) return false;
        Span<byte> seal = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Seal(secret, token[..Numbers], seal);
        return CryptographicOperations.FixedTimeEquals(seal, token[Numbers..]);
    }

    static void Seal(string secret, ReadOnlySpan<byte> number, Span<byte> seal)
    {
        Span<byte> key = stackalloc byte[Encoding.UTF8.GetMaxByteCount(ContactDoor.LongestSecret)];
        Span<byte> said = stackalloc byte[Purpose.Length + Numbers];
        Purpose.CopyTo(said);
        number.CopyTo(said[Purpose.Length..]);
        HMACSHA256.HashData(key[..Encoding.UTF8.GetBytes(secret, key)], said, seal);
    }

    // A page with a token belongs to its reader alone.
    static void KeepFromCaches(HttpResponse response)
    {
        if (response.HasStarted) return;
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.Pragma = "no-cache";
    }
}

static class ContactFormServices
{
    /// <summary>Puts itself before what ASP.NET has registered.</summary>
    public static void AddContactForms(this IServiceCollection services)
    {
        var others = services.Last(service => service.ServiceType == typeof(IAntiforgery));
        services.Remove(others);
        services.AddSingleton<IAntiforgery>(provider => new ContactForms(
            (IAntiforgery)ActivatorUtilities.CreateInstance(provider, others.ImplementationType!), provider.GetRequiredService<IOptions<AntiforgeryOptions>>(), provider.GetRequiredService<Settings>()));
    }
}
