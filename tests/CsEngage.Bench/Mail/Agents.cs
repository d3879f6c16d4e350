using System.Globalization;
using CsEngage.Mail.Agents;

namespace CsEngage.Bench.Mail;

/// <summary>`agents DIR`: judges DIR/crawlers.txt and DIR/browsers.txt, prints what was judged wrongly, and counts.</summary>
static class Agents
{
    public static int Run(string folder)
    {
        var crawlers = Lines(folder, "crawlers.txt");
        var browsers = Lines(folder, "browsers.txt");
        var missed = crawlers.Where(a => UserAgents.Of(a) == AgentKind.Human).ToList();
        var wronged = browsers.Where(a => UserAgents.Of(a) == AgentKind.Machine).ToList();
        foreach (var agent in missed) Console.WriteLine("missed: " + agent);
        foreach (var agent in wronged) Console.WriteLine("wrongly: " + agent);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"crawlers {crawlers.Count - missed.Count} of {crawlers.Count}; browsers wrongly {wronged.Count} of {browsers.Count}"));
        return 0;
    }

    static List<string> Lines(string folder, string name) => [.. File.ReadLines(Path.Combine(folder, name)).Where(l => l.Length > 0)];
}
