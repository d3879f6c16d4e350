using System.Text.Json;

namespace CsEngage.Web.Api;

/// <summary>One field that cannot be taken, with what would be right.</summary>
public sealed record FieldProblem(string Field, string Detail);

/// <summary>A no of the API: <c>application/problem+json</c> with a stable <c>code</c>. Thrown where it is found, answered in one place.</summary>
public sealed class ApiProblem(int status, string code, string detail, params IReadOnlyList<FieldProblem> fields) : Exception(detail)
{
    public int Status => status;
    public string Code => code;
    public IReadOnlyList<FieldProblem> Fields => fields;

    public static ApiProblem NotFound(string what) => new(404, "not-found", $"There is no such {what}.");

    public static ApiProblem Changed() => new(412, "changed-meanwhile", "Somebody else saved this since it was read: read it again and repeat the change.");

    public IResult Answer => Of(Status, Code, Message, Fields);

    public static IResult Of(int status, string code, string detail, params IReadOnlyList<FieldProblem> fields) => Results.Problem(
        statusCode: status, detail: detail, type: "/docs/api#" + code,
        extensions: fields.Count == 0 ? [new("code", code)] : [new("code", code), new("errors", fields.Select(field => new { field = field.Field, detail = field.Detail }))]);
}

/// <summary>Turns what was thrown as a no into its answer; bugs go on to be seen as bugs.</summary>
sealed class ApiTrouble : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ApiProblem problem)
        {
            return problem.Answer;
        }
        catch (JsonException broken)
        {
            return ApiProblem.Of(400, "not-json", $"The body is not JSON: {broken.Message}");
        }
    }
}
