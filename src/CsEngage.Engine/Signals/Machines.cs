using CsEngage.Core;
using CsEngage.Mail.Agents;

namespace CsEngage.Engine.Signals;

/// <summary>Who made a request, as signals tell it. Everything is kept; only what people do reaches rules and scores.</summary>
public static class Machines
{
    /// <param name="method">HTTP method.</param>
    /// <param name="agent">User-Agent.</param>
    /// <param name="purpose">Sec-Purpose, Purpose or X-Purpose, if sent.</param>
    public static Actor Of(string method, string? agent, string? purpose) => UserAgents.Of(method, agent, purpose) switch
    {
        AgentKind.Human => Actor.Human,
        AgentKind.ProbableMachine => Actor.ProbableMachine,
        _ => Actor.Machine,
    };
}
