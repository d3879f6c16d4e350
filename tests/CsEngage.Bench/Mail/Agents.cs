using System.Globalization;
using CsEngage.Mail.Agents;

namespace CsEngage.Bench.Mail;

/// <summary>`agents DIR`: judges DIR/crawlers.txt and DIR/browsers.txt, prints what was judged wrongly, and counts. 2 when one of them is not there.</summary>
static class Agents
{
    public static int Run(string folder)
    {
        string[] files = [Path.Combine(folder, "crawlers.txt"), Path.Combine(folder, "browsers.txt")];
        if (Array.Find(files, file => !File.Exists(file)) is { } missing)
        {
            Console.Error.WriteLine($"There is no {missing}.");
            return 2;
        }
        var crawlers = Lines(files[0]);
        var browsers = Lines(files[1]);
        var missed = crawlers.Where(a => UserAgents.Of(a) == AgentKind.Human).ToList();
        var wronged = browsers.Where(a => UserAgents.Of(a) == AgentKind.Machine).ToList();
        foreach (var agent in missed) Console.WriteLine("missed: " + agent);
        foreach (var agent in wronged) Console.WriteLine("wrongly: " + agent);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"crawlers {crawlers.Count - missed.Count} of {crawlers.Count}; browsers wrongly {wronged.Count} of {browsers.Count}"));
        return 0;
    }

    static List<string> Lines(string file) => [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
}
