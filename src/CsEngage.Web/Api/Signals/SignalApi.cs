using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Engine.Signals;
using CsEngage.Web.Api.Limits;
using CsEngage.Web.Api.Reference;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Api.Signals;

/// <summary>A batch of signals.</summary>
public sealed record SignalsBody([Description("At most 1,000.")] IReadOnlyList<SignalBody> Signals);

/// <summary>One signal. <c>account</c> and <c>contact</c> are external ids; a retry repeats <c>id</c> and <c>occurred_at</c>.</summary>
public sealed record SignalBody
{
    [Description("Your own id of it, up to 200 characters. Sent again with the same occurred_at it counts once.")]
    public required string Id { get; init; }

    [Description("noun.verb-past in small letters, such as report.exported. A new kind is registered on first sight.")]
    public required string Kind { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    [Description("Id of the account.")]
    public required string Account { get; init; }

    [Description("Id of the contact; absent when it is about the account.")]
    public string? Contact { get; init; }

    [Description("Key of a department.")]
    public string? Department { get; init; }

    [Description("Key of a product.")]
    public string? Product { get; init; }

    [Description("type:key, such as report:monthly.")]
    public string? Subject { get; init; }

    [Description("A number whose meaning the kind gives.")]
    public decimal? Value { get; init; }

    public string? Locale { get; init; }

    [Description("The visit it belongs to.")]
    public string? Session { get; init; }

    [Description("Further fields, by name.")]
    public ImmutableSortedDictionary<string, string>? Properties { get; init; }

    [JsonIgnore]
    public SentSignal Sent => new(Id, Kind, OccurredAt, Account, Contact, Department, Product, Subject, Value, Locale, Session, Properties);
}

static class SignalApi
{
    const int MostSignals = 1000, MostBytes = 4 << 20;

    public static void MapSignals(this RouteGroupBuilder api) => api.MapPost("/signals", Take).WithTags("Signals").WithMetadata(new RequestSizeLimitAttribute(MostBytes)).Says(new(ApiScope.SignalsWrite, "Send signals")
    {
        Says =
            """
            Up to 1,000 in one batch of up to 4 MB. Accepted means committed. What cannot be taken is answered with its index and a stable code, and the rest is taken:
            `id-wrong`, `kind-wrong`, `occurred-at-wrong`, `subject-wrong`, `account-unknown`, `contact-missing` (the kind is about a contact), `contact-unknown` (with scope `contacts:write` the contact is made instead), `contact-unexpected`,
            `too-late` (more than 30 days, unless the key has scope `import`), `too-early` (more than a day in the future; what is less far ahead is a wrong clock and counts as received).
            """,
        Answer = typeof(IntakeAnswer), Body = typeof(SignalsBody), Good = [202], CountsItself = true, Nos = ["fields-wrong", "too-many"],
        Sent = """{"signals": [{"id": "export-8841", "kind": "report.exported", "occurred_at": "{now}", "account": "northwind", "contact": "hana", "subject": "report:monthly", "value": 3}]}""",
        Got = """{"accepted": 1, "duplicates": 0, "rejected": []}""",
    });

    static async Task<IResult> Take(HttpRequest request, ClaimsPrincipal key, SignalIntake intake, KeyLimits limits)
    {
        using var kept = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, MostBytes));
        await request.Body.CopyToAsync(kept, request.HttpContext.RequestAborted);
        var body = Read(kept.GetBuffer().AsMemory(0, (int)kept.Length));
        if (body?.Signals is not { } signals) throw new ApiProblem(400, "fields-wrong", "Nothing was taken: the body must be {\"signals\": [...]}.");
        if (signals.Count > MostSignals) throw new ApiProblem(413, "too-many", $"A batch has at most {MostSignals} signals, this one has {signals.Count}.");
        KeyLimits.Spend(request.HttpContext.Response, limits.Signals(key, signals.Count), "signals", "Engage__SignalsPerMinute");
        var sender = new SignalSender(
            "key:" + key.FindFirstValue(ClaimTypes.NameIdentifier), key.HasClaim(ApiRegistration.ScopeClaim, ApiScope.Import), key.HasClaim(ApiRegistration.ScopeClaim, ApiScope.ContactsWrite));
        return Results.Json(await intake.Take([.. signals.Select(signal => signal.Sent)], sender), ApiJson.Options, statusCode: 202);
    }

    static SignalsBody? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<SignalsBody>(json.Span, ApiJson.Options);
        }
        catch (JsonException wrong) when (IsOfTime(wrong))
        {
            // One time that is none spoils one signal, not its batch.
            using var document = JsonDocument.Parse(json);
            return new([.. document.RootElement.GetProperty("signals").EnumerateArray().Select(Read)]);
        }
        catch (JsonException wrong) when (wrong.Path is { Length: > 1 } && wrong.InnerException is not JsonException)
        {
            throw Unread(wrong, "");
        }
    }

    static SignalBody Read(JsonElement signal, int index)
    {
        try
        {
            return signal.Deserialize<SignalBody>(ApiJson.Options)!;
        }
        catch (JsonException wrong) when (IsOfTime(wrong) && JsonObject.Create(signal) is { } timeless)
        {
            // The pipe refuses it by its index, as it refuses the others that it cannot take.
            timeless["occurred_at"] = default(DateTimeOffset);
            return Read(JsonSerializer.SerializeToElement(timeless), index);
        }
        catch (JsonException wrong)
        {
            throw Unread(wrong, $"signals[{index}]");
        }
    }

    static bool IsOfTime(JsonException wrong) => wrong.InnerException is not JsonException && wrong.Path?.EndsWith(".occurred_at", StringComparison.Ordinal) == true;

    static ApiProblem Unread(JsonException wrong, string place) => new(
        400, "fields-wrong", "Nothing was taken: the batch cannot be read.", new FieldProblem((place + wrong.Path!.TrimStart('$')).TrimStart('.'), wrong.Message.Split(" Path:")[0]));
}
