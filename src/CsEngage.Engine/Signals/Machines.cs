using System.Collections.Concurrent;
using CsEngage.Core;
using CsEngage.Mail.Agents;

namespace CsEngage.Engine.Signals;

/// <summary>Who made a request, as signals tell it. Everything is kept; only what people do reaches rules and scores.</summary>
public static class Machines
{
    const int Most = 4096, Longest = 500;

    // Browsers say the same of themselves with each request, and telling what they are takes a dozen patterns.
    static readonly ConcurrentDictionary<(string Method, string? Agent, string? Purpose), Actor> told = new();

    /// <param name="method">HTTP method.</param>
    /// <param name="agent">User-Agent.</param>
    /// <param name="purpose">Sec-Purpose, Purpose or X-Purpose, if sent.</param>
    public static Actor Of(string method, string? agent, string? purpose)
    {
        if (told.TryGetValue((method, agent, purpose), out var known)) return known;
        var actor = Judge(method, agent, purpose);
        if (agent?.Length > Longest || purpose?.Length > Longest) return actor;
        if (told.Count >= Most) told.Clear();
        return told[(method, agent, purpose)] = actor;
    }

    static Actor Judge(string method, string? agent, string? purpose) => UserAgents.Of(method, agent, purpose) switch
    {
        AgentKind.Human => Actor.Human,
        AgentKind.ProbableMachine => Actor.ProbableMachine,
        _ => Actor.Machine,
    };
}
