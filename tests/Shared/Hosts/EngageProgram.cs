namespace CsEngage.Tests;

/// <summary>Where the built program stands, and how it is started as a process.</summary>
public static class EngageProgram
{
    /// <summary>The program of this build, or the published one that <c>ENGAGE_APP</c> names.</summary>
    public static string Assembly => Environment.GetEnvironmentVariable("ENGAGE_APP") is { Length: > 0 } given ? Path.GetFullPath(given) : Path.Combine(AppContext.BaseDirectory, "CsEngage.Web.dll");

    /// <summary>Recipes that only tests apply.</summary>
    public static string Recipes => Path.Combine(AppContext.BaseDirectory, "test-recipes");

    public static Task<HostProcess> Start(string connection, string data, string roles, IReadOnlyDictionary<string, string>? more = null)
    {
        var settings = Settings(connection, data, more);
        settings["Engage__Roles"] = roles;
        return HostProcess.Start("dotnet", [Assembly, "--urls", "http://127.0.0.1:0", "--contentRoot", Path.GetDirectoryName(Assembly)!], settings);
    }

    /// <summary>One of its verbs, as an operator types it.</summary>
    public static Task<(int Code, string Said)> Run(string connection, string data, IReadOnlyDictionary<string, string>? more, params string[] arguments) =>
        HostProcess.Run("dotnet", [Assembly, .. arguments], Settings(connection, data, more));

    static Dictionary<string, string> Settings(string connection, string data, IReadOnlyDictionary<string, string>? more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__Engage"] = connection, ["Engage__Data"] = data };
        foreach (var (name, value) in more ?? new Dictionary<string, string>(StringComparer.Ordinal)) settings[name] = value;
        return settings;
    }
}
