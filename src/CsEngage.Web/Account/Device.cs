namespace CsEngage.Web.Account;

/// <summary>What people call the device behind a user agent: "Chrome, Windows".</summary>
static class Device
{
    static readonly (string Mark, string Name)[] Browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    static readonly (string Mark, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];

    public static string Name(string? agent)
    {
        var named = new[] { Find(Browsers, agent), Find(Systems, agent) }.OfType<string>().ToList();
        return named.Count > 0 ? string.Join(", ", named) : "—";
    }

    static string? Find((string Mark, string Name)[] known, string? agent) =>
        agent is null ? null : Array.Find(known, one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
