namespace CsEngage.Web.Api.Reference;

/// <summary>A stable code of a no, for programs.</summary>
/// <param name="Says">What it means and what to do.</param>
sealed record ApiCode(string Code, int Status, string Says);

/// <summary>Every way in which the API says no.</summary>
static class ApiCodes
{
    public static readonly ApiCode[] All =
    [
        new("key-missing", 401, "No valid key came with the request. Send Authorization: Bearer cse_…; an admin makes keys at Admin → API keys."),
        new("scope-missing", 403, "The key is valid but may not do this. Make one with the scope that the call names."),
        new("too-often", 429, "The key has used up its minute. Wait for as many seconds as Retry-After says."),
        new("parameters-wrong", 400, "A parameter of the address is unknown or cannot be read; errors names each. Nothing was done."),
        new("not-found", 404, "There is nothing with this id. Nothing is said about what may be elsewhere."),
        new("not-json", 400, "The body is not JSON; detail says where it breaks."),
        new("not-an-object", 400, "The body is JSON, but not an object."),
        new("fields-wrong", 400, "Fields are unknown or cannot be taken; errors names all of them at once. Nothing was changed."),
        new("id-too-long", 400, "An external id has at most 200 characters."),
        new("csm-unknown", 400, "There is no staff member with this address."),
        new("etag-wrong", 400, "If-Match must be an ETag that this API gave."),
        new("changed-meanwhile", 412, "Somebody else saved this since it was read. Read it again and repeat the change."),
        new("no-score", 404, "There is no score: no scorecard applies, the card is not one of the account's, or the account was made a moment ago."),
        new("no-address", 409, "The contact has no mail address. Put one first."),
        new("address-bounces", 409, "Mail to the contact's address bounced for good, so no invitation goes there. Put another address first."),
        new("no-portal", 409, "The account has no portal yet. Open one first."),
        new("invited-too-often", 429, "This address got too many mails of this kind just now. Wait 15 minutes."),
        new("already-in", 409, "The account or contact is in this journey already. It can be started again when that passage has ended."),
        new("idempotency-key-wrong", 400, "An Idempotency-Key has 1 to 200 characters."),
        new("idempotency-key-reused", 422, "The same Idempotency-Key came with another body before. Use a new key for a new request."),
        new("under-way", 409, "The first request with this Idempotency-Key is still under way. Send it again in a minute."),
        new("too-many", 413, "A batch has at most 1,000 signals. Split it."),
    ];

    /// <summary>What every call can answer.</summary>
    public static readonly string[] OfEveryCall = ["key-missing", "scope-missing", "too-often", "parameters-wrong"];

    /// <summary>The codes of a call, with those of every call.</summary>
    public static IEnumerable<ApiCode> Of(ApiCall call) =>
        from code in All
        where OfEveryCall.Contains(code.Code) || call.Nos.Contains(code.Code) || (call.Body is not null && code.Code is "not-json") || (call.IsPartial && code.Code is "not-an-object")
            || (call is { IsTagged: true, IsPartial: true } && code.Code is "etag-wrong" or "changed-meanwhile")
            || (call.TakesKey && code.Code is "idempotency-key-wrong" or "idempotency-key-reused" or "under-way")
        select code;
}
