using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What people do: visit, read, use the product, and one day have the experience that a checkpoint stands for.</summary>
sealed partial class SimulatedLife
{
    void Behave(DateTimeOffset start, DateTimeOffset end)
    {
        var date = account.Calendar.DateOf(start);
        var usual = account.Calendar.IsBusinessDay(date) ? 0.2 : 0.02;
        var behaviour = Behaviour(start);
        if (behaviour.MonthEnd) usual *= date.Day <= 3 || date.AddDays(3).Month != date.Month ? 2.5 : 0.4;
        foreach (var member in people.MembersAt(start))
        {
            var leads = member.Roles.Contains("champion") || member.Roles.Contains("organizer");
            // Who is active is drawn by the month, so that people come and go as people do.
            var active = leads || new Dice(0).For($"{member.Id:D}/{date.Year}/{date.Month}").Share() < behaviour.ActiveShare;
            if (!active) continue;
            var mean = behaviour.VisitsPerWeek * usual * Trend(start) * (leads ? behaviour.ChampionFactor : 1);
            for (var visits = Math.Min(3, dice.Times(mean)); visits > 0; visits--) Visit(Within(Hour(date), start, end), member.Id);
        }
        if (account.Calendar.IsBusinessDay(date)) Company(date, start, end, behaviour);
    }

    static DateTimeOffset Within(DateTimeOffset at, DateTimeOffset start, DateTimeOffset end) => at < start ? start : at >= end ? end.AddMilliseconds(-1) : at;

    void Visit(DateTimeOffset at, Guid who)
    {
        var behaviour = Behaviour(at);
        Happens(at, "contact.signed-in", who);
        if (IsConnected)
            for (var uses = dice.Times(behaviour.ReportsPerVisit); uses > 0; uses--) Happens(at.AddSeconds(30 + dice.Between(0, 600)), "report.viewed", who);
        if (!dice.Happens(0.4)) return;
        Happens(at.AddSeconds(5), "portal.visited", who, "portal:home");
        var offered = enrollments.Where(pair => !pair.Enrollment.HasEnded)
            .SelectMany(pair => pair.Journey.Checkpoints.Where(checkpoint => pair.Enrollment.Find(checkpoint.Key) is { IsReached: false }).SelectMany(checkpoint => checkpoint.Guides)).Distinct().ToArray();
        if (offered.Length > 0) Read(at.AddSeconds(20), who, offered[dice.Between(0, offered.Length - 1)]);
    }

    // A product that nobody connects is simulated as one that needs no connecting.
    bool IsConnected => isConnected || !world.Journeys.Any(journey => journey.Checkpoints.Any(checkpoint => checkpoint.Evidence?.Needs.Counters.Contains(new("data.connected")) == true));

    void Read(DateTimeOffset at, Guid who, string guide)
    {
        var behaviour = Behaviour(at);
        var subject = $"guide:{guide}";
        Happens(at, "guide.viewed", who, subject);
        if (firsts.Contains((who, "guide.read", subject)) || !dice.Happens(behaviour.Reads)) return;
        var seconds = dice.Between(60, 420);
        Happens(at.AddSeconds(seconds), "guide.read", who, subject, seconds);
        if (dice.Happens(behaviour.Completes)) Happens(at.AddSeconds(seconds + 20), "guide.completed", who, subject, seconds);
    }

    void Company(DateOnly date, DateTimeOffset start, DateTimeOffset end, Behaviour behaviour)
    {
        if (Organizer(start) is not { } organizer) return;
        var trend = Trend(start);
        if (IsConnected)
            for (var exports = dice.Times(behaviour.ExportsPerMonth * trend / 21); exports > 0; exports--) Happens(Within(Hour(date), start, end), "report.exported", organizer);
        for (var tickets = dice.Times(behaviour.TicketsPerMonth / 21); tickets > 0; tickets--)
        {
            var at = Within(Hour(date), start, end);
            var subject = FormattableString.Invariant($"ticket:{signals.Count}");
            Happens(at, "ticket.opened", organizer, subject);
            Plan(Soon(end, 2), solved => Happens(solved, "ticket.solved", organizer, subject, Math.Round((decimal)(solved - at).TotalHours, 1)));
        }
        for (var posts = dice.Times(behaviour.PostsPerMonth / 21); posts > 0; posts--) Happens(Within(Hour(date), start, end), "post.written", organizer, "thread:questions");
        for (var meetings = dice.Times(behaviour.MeetingsPerQuarter / 63); meetings > 0; meetings--) Happens(Within(Hour(date), start, end), "meeting.held", null, "meeting:check-in", 45);
    }

    /// <summary>A checkpoint opened: some day they get there, or never.</summary>
    void Pursue(Journey journey, Checkpoint checkpoint, DateTimeOffset now)
    {
        var behaviour = Behaviour(now);
        var days = Math.Max(1, checkpoint.Due?.Days ?? 5);
        var pace = checkpoint.Side == Side.Vendor ? 0.7 : behaviour.Pace;
        if (checkpoint.Side == Side.Customer && !dice.Happens(behaviour.Reaches)) return;
        Plan(Soon(now, days * pace), at => Fulfil(journey, checkpoint, at, tries: 0));
    }

    void Fulfil(Journey journey, Checkpoint checkpoint, DateTimeOffset at, int tries)
    {
        var subject = $"checkpoint:{journey.Key}/{checkpoint.Key}";
        if (checkpoint.Evidence is not { } evidence)
        {
            if (checkpoint.Tasks.IsEmpty) Happens(at, "checkpoint.reached", checkpoint.Manual == ManualBy.Customer ? Organizer(at) : null, subject, source: checkpoint.Manual == ManualBy.Customer ? "portal" : "desk");
            else foreach (var task in checkpoint.Tasks) Happens(at, "task.done", Organizer(at), $"task:{journey.Key}/{checkpoint.Key}/{task.Key}");
            return;
        }
        var doers = people.MembersAt(at).OrderBy(member => member.Roles.Contains("organizer") ? 0 : 1).ThenBy(member => member.Id).ToArray();
        foreach (var counter in evidence.Needs.Counters.OrderBy(counter => counter.Kind, StringComparer.Ordinal).ThenBy(counter => counter.Subject, StringComparer.Ordinal))
        {
            if (evidence.Test(Known, at) == Truth.True) return;
            at = Experience(counter, checkpoint, doers, at);
        }
        if (evidence.Test(Known, at) == Truth.True) return;
        if (tries < 3) Plan(Soon(at, 1), later => Fulfil(journey, checkpoint, later, tries + 1));
        else Happens(at, "checkpoint.reached", null, subject, source: "desk");
    }

    /// <summary>Does what a counter counts, by as many people as there are; gives the time after it.</summary>
    DateTimeOffset Experience(CounterKey counter, Checkpoint checkpoint, MemberAt[] people, DateTimeOffset at)
    {
        if (counter.Kind is CounterKey.Engagement || counter.Kind.StartsWith("checkpoint.", StringComparison.Ordinal) || counter.Kind.StartsWith("enrollment.", StringComparison.Ordinal)) return at;
        var subject = counter.Subject?.EndsWith('*') == true ? counter.Subject.TrimEnd('*') + "any" : counter.Subject;
        if (SignalKinds.IsAboutAccount(counter.Kind) || checkpoint.Side == Side.Vendor)
        {
            Happens(at, counter.Kind, null, subject);
            return at.AddMinutes(1);
        }
        foreach (var person in people.Take(4))
        {
            if (counter.Kind == "guide.completed") Happens(at.AddSeconds(-30), "guide.viewed", person.Id, subject);
            Happens(at, counter.Kind, person.Id, subject);
            at = at.AddMinutes(dice.Between(1, 9));
        }
        return at;
    }
}
