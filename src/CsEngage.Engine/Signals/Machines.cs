using System.Text.RegularExpressions;
using CsEngage.Core;

namespace CsEngage.Engine.Signals;

/// <summary>
/// Tells programs from people by what they say of themselves. Everything is kept; only what people do reaches rules and scores, so a doubt is
/// decided for the machine only when the words are plain.
/// </summary>
public static partial class Machines
{
    /// <param name="method">HTTP method.</param>
    /// <param name="agent">User-Agent.</param>
    /// <param name="purpose">Sec-Purpose, Purpose or X-Purpose, if sent.</param>
    public static Actor Of(string method, string? agent, string? purpose)
    {
        if (method is not ("GET" or "POST")) return Actor.Machine;
        if (purpose is not null && (purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.Contains("prerender", StringComparison.OrdinalIgnoreCase) || purpose.Contains("preview", StringComparison.OrdinalIgnoreCase))) return Actor.Machine;
        if (string.IsNullOrWhiteSpace(agent)) return Actor.Machine;
        if (ImageProxy().IsMatch(agent)) return Actor.ProbableMachine;
        return !Browser().IsMatch(agent) || Program().IsMatch(agent) ? Actor.Machine : Actor.Human;
    }

    [GeneratedRegex("GoogleImageProxy|YahooMailProxy|ggpht|BingPreview|Outlook-iOS-Proxy", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ImageProxy();

    [GeneratedRegex("AppleWebKit|Gecko|Trident|MSIE|Presto|Opera|KHTML|Safari|Firefox|Chrome|Edge|Mozilla|Dalvik|CFNetwork|Amiga|Lynx|Links|w3m", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Browser();

    [GeneratedRegex("""[a-z]bot\b|\bbot\b|bot[/;)_-]|crawl|spider|slurp|headless|phantomjs|lighthouse|pagespeed|https?:|\bscan|scanner|fetcher|monitor|uptime|pingdom|curl/|wget|python|libwww|okhttp|go-http|httpclient|externalhit|externalagent|preview|validator|checker|proofpoint|barracuda|mimecast|safelinks|urldefense|dejaclick|gomezagent|arachni|batch/|jorgee|hydra\)|hunter/|selenium|puppeteer|playwright|adsbot|apis-google|mediapartners|feed|harvest|grabber|archiver""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Program();
}
