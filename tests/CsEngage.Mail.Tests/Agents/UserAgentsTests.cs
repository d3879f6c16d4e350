using CsEngage.Mail.Agents;

namespace CsEngage.Mail.Tests.Agents;

public sealed class UserAgentsTests
{
    [Fact]
    public void Crawlers_are_caught_and_browsers_are_left_alone()
    {
        var crawlers = Lines("crawlers.txt");
        var browsers = Lines("browsers.txt");
        ((double)crawlers.Count(a => UserAgents.Of(a) != AgentKind.Human) / crawlers.Length).ShouldBeGreaterThanOrEqualTo(0.95);
        browsers.Where(a => UserAgents.Of(a) != AgentKind.Human).ShouldBeEmpty();
    }

    [Fact]
    public void Those_of_the_wild_are_told_apart_too() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "wild", "agents.txt")).Where(line => line.Length > 2 && line[0] != '#')
            .Where(line => line[0] == 'H' != (UserAgents.Of(line[2..]) == AgentKind.Human)).ShouldBeEmpty();

    [Theory]
    [InlineData("GET", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", null, AgentKind.Human)]
    [InlineData("HEAD", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", null, AgentKind.Machine)]
    [InlineData("GET", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15", "prefetch;prerender", AgentKind.ProbableMachine)]
    [InlineData("GET", "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", null, AgentKind.ProbableMachine)]
    [InlineData("GET", "curl/8.5.0", null, AgentKind.Machine)]
    [InlineData("GET", "", null, AgentKind.Machine)]
    [InlineData("GET", null, null, AgentKind.Machine)]
    public void A_request_is_judged_by_method_name_and_purpose(string method, string? agent, string? purpose, AgentKind kind) => UserAgents.Of(method, agent, purpose).ShouldBe(kind);

    // Browsers whose names and add-ons hold a machine's word by accident.
    [Theory]
    [InlineData("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; OptimizedIE8;ENUS)")]
    [InlineData("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1; Embedded Web Browser from: http://bsalsa.com/; .NET CLR 2.0.50727)")]
    [InlineData("Mozilla/5.0 (Linux; Android 8.0.0; CUBOT_P20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.110 Mobile Safari/537.36")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-S911N) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 DaumApps/8.1.0")]
    [InlineData("Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.110 Safari/537.36 AVG Toolkit Manager/3.1")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Line/14.9.0")]
    public void Browsers_are_people_whatever_else_they_are_called(string agent) => UserAgents.Of(agent).ShouldBe(AgentKind.Human);

    [Theory]
    [InlineData("Nokia5800d-1/5.0 (SymbianOS/9.4; googleweblight) AppleWebKit/533.4 NokiaBrowser/8.3.7.4 Mobile Safari/533.4")]
    [InlineData("SomeAgent/2.1 (internal use)")]
    [InlineData("leadgen/2.2 (ops@local)")]
    [InlineData("ReportCollector")]
    public void A_machine_is_caught_by_its_trade_or_its_bareness(string agent) => UserAgents.Of(agent).ShouldBe(AgentKind.Machine);

    static string[] Lines(string name) => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "agents", name)).Where(l => l.Length > 0)];
}
