using System.Collections.Immutable;

namespace CsEngage.Core.Tests;

/// <summary>An account in Tokyo with three contacts, to be filled with what a test is about.</summary>
static class Sample
{
    public static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    public static readonly Guid Aiko = Person(1), Ben = Person(2), Chie = Person(3);

    /// <summary>Noon of 1 June 2026 in Tokyo: day 0.</summary>
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 3, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Day(double days) => Start.AddDays(days);

    public static Guid Person(int n) => new(n, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0);

    public static readonly Account Acme = new(Person(99), "acme", "Acme K.K.", null, "pro", "onboarding", "tech", null, "JP", null, "ja", null, Day(-100),
        ImmutableSortedDictionary<string, AttributeValue>.Empty
            .Add("plan", new AttributeValue.Text("team"))
            .Add("seats", new AttributeValue.Number(25))
            .Add("go-live-on", new AttributeValue.Date(new(2026, 7, 1)))
            .Add("pilot", new AttributeValue.Flag(true)));

    public static Membership Member(Guid id, params ImmutableArray<string> roles) =>
        new(id, Acme.Id, id, null, roles, null, null, false, Day(-100), null);

    public static Contract Contract(DateOnly end, string status = "active", int n = 1) =>
        new(Person(200 + n), Acme.Id, "c" + n, null, ["core"], end.AddYears(-1), end, end.AddDays(-30), true, 120_0000, "month", "JPY", status, null);

    public static readonly AccountHistory Empty = AccountHistory.Of(Acme, Tokyo) with
    {
        Memberships = [Member(Aiko, "organizer"), Member(Ben, "champion", "member"), Member(Chie, "member")],
        Horizon = new(2025, 1, 1, 0, 0, 0, TimeSpan.FromHours(9)),
    };

    static int last;

    /// <summary>A signal on a day; each call makes another one.</summary>
    public static Signal Signal(string kind, double day, Guid? who = null, string? subject = null, decimal? value = null)
    {
        var id = Interlocked.Increment(ref last);
        return new(Person(1_000_000 + id), id.ToString(), kind, Day(day), Day(day), Day(day), Acme.Id, who, Subject: subject, Value: value);
    }

    public static Facts Facts(params ImmutableArray<Signal> signals) => Core.Facts.Of(Empty with { Signals = signals });

    public static Verdict Verdict(string rule, Facts facts, double day) =>
        Rule.Parse(rule, facts.MembershipId is null ? RuleScope.Account : RuleScope.Contact).Evaluate(facts, Day(day));

    public static FigureValue Figure(string figure, Facts facts, double day) =>
        Core.Figure.Parse(figure, facts.MembershipId is null ? RuleScope.Account : RuleScope.Contact).Evaluate(facts, Day(day));
}
