using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace CsEngage.Web.Api.Reference;

/// <summary>
/// One call of the API, said where it is mapped. The document at /openapi/v1.json, the page at /docs/api and the check of query parameters are all
/// read from it, so that what is documented is what holds.
/// </summary>
/// <param name="Scope">What the key must be allowed.</param>
/// <param name="Summary">What it does, in a few words.</param>
public sealed record ApiCall(string Scope, string Summary)
{
    /// <summary>What one must know beyond the summary.</summary>
    public string Says { get; init; } = "";

    /// <summary>Type of the body of a good answer; null when it has none.</summary>
    public Type? Answer { get; init; }

    /// <summary>Codes of good answers, the usual one first.</summary>
    public ImmutableArray<int> Good { get; init; } = [200];

    public ImmutableArray<ApiParameter> Query { get; init; } = [];

    /// <summary>Type of the body that is sent; null when there is none.</summary>
    public Type? Body { get; init; }

    /// <summary>The body may leave fields out: what is absent stays, null clears.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Takes If-Match and answers with an ETag.</summary>
    public bool IsTagged { get; init; }

    /// <summary>Takes an Idempotency-Key: sent again with it, it is done once.</summary>
    public bool TakesKey { get; init; }

    /// <summary>Headers that may come with it, and what each is for.</summary>
    public IEnumerable<(string Name, string Says)> Headers
    {
        get
        {
            if (TakesKey) yield return (Once.Header, "Your own name of this request, up to 200 characters. Sent again with it within two days, it is done once and answered alike.");
            if (this is not { IsTagged: true, IsPartial: true }) yield break;
            yield return ("If-Match", "The ETag that was read last: the change is refused when somebody else saved since.");
            yield return ("If-None-Match", "* makes it only if there is none yet.");
        }
    }

    /// <summary>Counts against the key's budget by itself, not as one request.</summary>
    public bool CountsItself { get; init; }

    /// <summary>Stable codes of its own ways to say no, beside those of every call.</summary>
    public ImmutableArray<string> Nos { get; init; } = [];

    /// <summary>Values for the places of the address, such as account=northwind.</summary>
    public ImmutableSortedDictionary<string, string> At { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A body to send, as JSON.</summary>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public string? Sent { get; init; }

    /// <summary>What comes back, as JSON.</summary>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public string? Got { get; init; }
}

/// <summary>A query parameter.</summary>
/// <param name="Type">text, integer, date, flag or keys (several, with commas).</param>
/// <param name="Choices">The only values it takes; empty when any will do.</param>
public sealed record ApiParameter(string Name, string Type, string Says, string Example, params ImmutableArray<string> Choices)
{
    /// <summary>What every list takes.</summary>
    public static readonly ImmutableArray<ApiParameter> Paging =
    [
        new("limit", "integer", "How many at most, from 1 to 500; 100 when absent.", "100"),
        new("after", "text", "The `next` of the page before. Absent for the first page.", ""),
    ];
}

static class ApiCalls
{
    /// <summary>What the call is, who may make it, and which parameters it takes.</summary>
    public static RouteHandlerBuilder Says(this RouteHandlerBuilder endpoint, ApiCall call) => endpoint.Needs(call.Scope).WithMetadata(call).AddEndpointFilter((context, next) =>
    {
        var unknown = context.HttpContext.Request.Query.Keys.Where(name => call.Query.All(parameter => parameter.Name != name)).ToList();
        if (unknown.Count == 0) return next(context);
        var known = call.Query.IsEmpty ? "this call takes none; leave it out" : "its parameters are " + string.Join(", ", call.Query.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        throw new ApiProblem(400, "parameters-wrong", "Some parameters of the address cannot be taken.", [.. unknown.Select(name => new FieldProblem(name, $"is not a parameter of this call; {known}"))]);
    });
}
