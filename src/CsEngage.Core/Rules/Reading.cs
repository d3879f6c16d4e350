namespace CsEngage.Core;

/// <summary>One reading of facts: as of when, up to which signal, about whom.</summary>
/// <param name="Facts">The account.</param>
/// <param name="Now">The instant that rules call now.</param>
/// <param name="Seen">Up to when signals are visible; before <paramref name="Now"/> only while looking ahead for <see cref="Verdict.ChangesAt"/>.</param>
/// <param name="Contact">Index of this contact; -1 in account scope.</param>
/// <param name="Contract">Index of this contract; -1 outside any|all contract.</param>
/// <param name="Since">Absence is counted from no earlier than this.</param>
readonly record struct Reading(FactBase Facts, long Now, long Seen, int Contact, int Contract, long Since)
{
    internal static Reading Of(Facts facts, DateTimeOffset now)
    {
        var at = now.UtcTicks;
        if (at < facts.Base.Horizon) throw new ArgumentOutOfRangeException(nameof(now), now, $"These facts can be read from {facts.Horizon:O} on.");
        return new(facts.Base, at, at, facts.Contact, -1, facts.Since);
    }

    /// <summary>The same facts later, with no new signal.</summary>
    internal Reading LookAhead(long now) => this with { Now = now };

    /// <summary>The next instant at which somebody joins, leaves or changes roles, as far as that is known.</summary>
    internal long NextMembers()
    {
        var next = long.MaxValue;
        foreach (var member in Facts.Members)
        {
            if (member.Joined > Now) next = Math.Min(next, member.Joined);
            if (member.Ended > Now) next = Math.Min(next, member.Ended);
            next = Math.Min(next, member.Field("roles").Next(Now, Seen));
        }
        return next;
    }
}
