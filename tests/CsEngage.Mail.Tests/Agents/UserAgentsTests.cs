using CsEngage.Mail.Agents;

namespace CsEngage.Mail.Tests.Agents;

public sealed class UserAgentsTests
{
    [Fact]
    public void Crawlers_are_caught_and_browsers_are_left_alone()
    {
        var crawlers = Lines("crawlers.txt");
        var browsers = Lines("browsers.txt");
        ((double)crawlers.Count(a => UserAgents.Of(a) != AgentKind.Human) / crawlers.Length).ShouldBeGreaterThanOrEqualTo(0.93);
        browsers.Count(a => UserAgents.Of(a) == AgentKind.Machine).ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("GET", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", null, AgentKind.Human)]
    [InlineData("HEAD", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", null, AgentKind.Machine)]
    [InlineData("GET", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15", "prefetch;prerender", AgentKind.ProbableMachine)]
    [InlineData("GET", "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", null, AgentKind.ProbableMachine)]
    [InlineData("GET", "curl/8.5.0", null, AgentKind.Machine)]
    [InlineData("GET", "", null, AgentKind.Machine)]
    [InlineData("GET", null, null, AgentKind.Machine)]
    public void A_request_is_judged_by_method_name_and_purpose(string method, string? agent, string? purpose, AgentKind kind) => UserAgents.Of(method, agent, purpose).ShouldBe(kind);

    static string[] Lines(string name) => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "agents", name)).Where(l => l.Length > 0)];
}
