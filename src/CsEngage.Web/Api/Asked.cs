using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Web.Api;

/// <summary>The parameters of an address, read one by one like <see cref="Fields"/>: what is wrong is collected, and <see cref="Check"/> reports all of it at once.</summary>
sealed class Asked(HttpRequest request)
{
    const int Usual = 100, Most = 500;
    readonly List<FieldProblem> problems = [];

    public int Limit => Text("limit") is not { } text ? Usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most ? limit
        : Refuse("limit", $"must be a number from 1 to {Most}", Usual);

    public string? Text(string name) => request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => Refuse(name, "must be true or false", false),
    };

    public DateOnly Date(string name, DateOnly usual) => Text(name) is not { } text ? usual
        : DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : Refuse(name, "must be a date such as 2026-11-21", usual);

    public string? OneOf(string name, params ReadOnlySpan<string> choices) => Text(name) is not { } text ? null
        : choices.Contains(text) ? text : Refuse<string?>(name, $"must be one of {string.Join(", ", choices.ToArray())}", null);

    public ImmutableArray<string> Several(string name, IReadOnlyCollection<string> choices)
    {
        ImmutableArray<string> chosen = [.. (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return chosen.All(choices.Contains) ? chosen : Refuse<ImmutableArray<string>>(name, $"must be some of {string.Join(", ", choices)}, with commas between", []);
    }

    /// <summary>Where the page before ended.</summary>
    public Guid? AfterId() => Text("after") is not { } text ? null : Cursor.Id(text) ?? Refuse<Guid?>("after", Cursor.Wrong, null);

    public T Refuse<T>(string name, string detail, T kept)
    {
        problems.Add(new FieldProblem(name, detail));
        return kept;
    }

    /// <exception cref="ApiProblem">Something was wrong.</exception>
    public void Check()
    {
        if (problems.Count > 0) throw new ApiProblem(400, "parameters-wrong", "Some parameters of the address cannot be taken.", problems);
    }
}
