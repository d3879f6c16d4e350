using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using CsEngage.Engine.Signals;

namespace CsEngage.Web.Api.Signals;

/// <summary>A batch of signals.</summary>
public sealed record SignalsBody(IReadOnlyList<SignalBody> Signals);

/// <summary>One signal. <c>account</c> and <c>contact</c> are external ids; a retry repeats <c>id</c> and <c>occurred_at</c>.</summary>
public sealed record SignalBody
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required string Account { get; init; }
    public string? Contact { get; init; }
    public string? Department { get; init; }
    public string? Product { get; init; }
    public string? Subject { get; init; }
    public decimal? Value { get; init; }
    public string? Locale { get; init; }
    public string? Session { get; init; }
    public ImmutableSortedDictionary<string, string>? Properties { get; init; }

    public SentSignal Sent => new(Id, Kind, OccurredAt, Account, Contact, Department, Product, Subject, Value, Locale, Session, Properties);
}

static class SignalApi
{
    const int MostSignals = 1000, MostBytes = 4 << 20;

    public static void MapSignals(this RouteGroupBuilder api) =>
        api.MapPost("/signals", Take).Needs(ApiScope.SignalsWrite).Accepts<SignalsBody>("application/json").Produces<IntakeAnswer>(202).WithTags("Signals")
            .WithSummary("Up to 1,000 signals; accepted means committed, a retry counts as a duplicate")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes));

    static async Task<IResult> Take(HttpRequest request, ClaimsPrincipal key, SignalIntake intake)
    {
        SignalsBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<SignalsBody>(request.Body, ApiJson.Options, request.HttpContext.RequestAborted);
        }
        catch (JsonException wrong) when (wrong.Path is { Length: > 1 } path)
        {
            throw new ApiProblem(400, "fields-wrong", "Nothing was taken: the batch cannot be read.", new FieldProblem(path[2..], wrong.Message.Split(" Path:")[0]));
        }
        if (body?.Signals is not { } signals) throw new ApiProblem(400, "fields-wrong", "Nothing was taken: the body must be {\"signals\": [...]}.");
        if (signals.Count > MostSignals) throw new ApiProblem(413, "too-many", $"A batch has at most {MostSignals} signals, this one has {signals.Count}.");
        var sender = new SignalSender(
            "key:" + key.FindFirstValue(ClaimTypes.NameIdentifier), key.HasClaim(ApiRegistration.ScopeClaim, ApiScope.Import), key.HasClaim(ApiRegistration.ScopeClaim, ApiScope.ContactsWrite));
        return Results.Json(await intake.Take([.. signals.Select(signal => signal.Sent)], sender), ApiJson.Options, statusCode: 202);
    }
}
