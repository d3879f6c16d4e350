using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Rules;

/// <summary>Any rule, figure and history, small enough that they meet.</summary>
static class AnyRule
{
    static readonly string[] Kinds = ["guide.read", "portal.visited", "report.exported"];
    static readonly string[] Keys = ["a", "b"];
    static readonly string[] Roles = ["organizer", "champion", "member"];

    static Gen<string> Kind => Gen.Elements(Kinds).Select(kind => $"\"{kind}\"");
    static Gen<string> Key => Gen.Elements(Keys).Select(key => $"\"{key}\"");
    static Gen<string> Role => Gen.Elements(Roles).Select(role => $"role \"{role}\"");
    static Gen<string> Days => Gen.Elements("1 day", "2 days", "5 days", "1 week", "12 hours", "90 minutes");
    static Gen<string> Small => Gen.Choose(0, 4).Select(n => n.ToString());
    static Gen<string> Comparator => Gen.Elements("=", "!=", "<", "<=", ">", ">=");

    static Gen<string> Maybe(Gen<string> part) => Gen.OneOf(Gen.Constant(""), part.Select(text => " " + text));

    static Gen<string> Who(RuleScope scope) => Gen.OneOf(
        [Gen.Constant("any contact"), Gen.Constant("all contacts"), Gen.Choose(1, 4).Select(n => $"at least {n} contacts"), Role,
            Role.Select(role => $"any contact with {role}"), .. scope == RuleScope.Contact ? new[] { Gen.Constant("this contact") } : []]);

    static Gen<string> By(RuleScope scope) => Maybe(Who(scope).Select(who => "by " + who));

    static Gen<string> Of => Maybe(Key.Select(key => $"of \"guide:{key[1..]}"));

    static Gen<string> Counter(RuleScope scope) =>
        from what in Gen.Elements("count", "sum", "average")
        from kind in Kind from of in Of from whom in By(scope)
        from window in Gen.OneOf(Gen.Constant(""), Days.Select(d => $" in {d}"), from d in Days from e in Days select $" in {d} before {e}")
        select $"{what} {kind}{of}{whom}{window}";

    static Gen<string> Moment(RuleScope scope) => Gen.OneOf(
        from what in Gen.Elements("first", "last") from kind in Kind from whom in By(scope) select $"{what} {kind}{whom}",
        Gen.Constant("account.created"));

    static Gen<string> Date(RuleScope scope) => Gen.OneOf(Moment(scope), Gen.Constant("account.go-live-on"),
        from moment in Moment(scope) from days in Days select $"{moment} + {days}");

    public static Gen<string> Number(RuleScope scope, int depth) => Gen.OneOf(
        [Counter(scope), Counter(scope), Small, Gen.Constant("progress of \"j\""), Gen.Constant("account.seats"),
            from kind in Kind from whom in By(scope) select $"last value of {kind}{whom}",
            from whom in By(scope) select $"survey \"nps\" last answer{whom}",
            from date in Date(scope) from word in Gen.Elements("since", "until") select $"days {word} ({date})",
            from kind in Kind from whom in By(scope) select $"recency of {kind}{whom} half-life 2 days",
            .. depth > 0 ? new[]
            {
                from a in Number(scope, depth - 1) from sign in Gen.Elements("+", "-", "*", "/") from b in Number(scope, depth - 1) select $"({a}) {sign} ({b})",
                from role in Maybe(Role.Select(role => "with " + role)) from rule in Rule(RuleScope.Contact, depth - 1) select $"share of contacts{role} where ({rule})",
            } : []]);

    public static Gen<string> Rule(RuleScope scope, int depth) => Gen.OneOf(
        [from a in Number(scope, depth - 1) from cmp in Comparator from b in Number(scope, 0) select $"{a} {cmp} {b}",
            from kind in Kind from of in Of from whom in By(scope) from d in Days select $"no {kind}{of}{whom} for {d}",
            from key in Key from verb in Gen.Elements("viewed", "read", "completed") from whom in By(scope) from d in Maybe(Days.Select(d => "within " + d)) select $"guide {key} {verb}{whom}{d}",
            from key in Key from not in Gen.Elements("", "not ") select $"checkpoint {key} of \"j\" {not}reached",
            from d in Maybe(Days.Select(d => "for " + d)) select $"enrolled in \"j\"{d}",
            from date in Date(scope) from d in Days select $"({date}) within last {d}",
            from date in Moment(scope) from later in Days from d in Days select $"({date} + {later}) within {d}",
            from d in Gen.Choose(1, 60) select $"account.go-live-on within {d} days",
            Date(scope).Select(date => $"({date}) passed"),
            Gen.Elements("account.tier in [\"pro\", \"free\"]", "account.colour is known", "account.plan = \"team\"", "touch model is \"tech\"", "segment \"s\"", "account.name contains \"x\""),
            from all in Gen.Elements("any", "all") from n in Gen.Choose(1, 9) select $"{all} contract (contract.end within {n} days and not contract.start passed)",
            .. scope == RuleScope.Contact ? new[] { Role } : [],
            .. depth > 0 ? new[]
            {
                from a in Rule(scope, depth - 1) from word in Gen.Elements("and", "or") from b in Rule(scope, depth - 1) select $"({a}) {word} ({b})",
                from a in Rule(scope, depth - 1) select $"not ({a})",
            } : []]);

    public static Gen<(RuleScope Scope, string Text)> Rules =>
        from scope in Gen.Elements(RuleScope.Account, RuleScope.Contact) from depth in Gen.Choose(0, 3) from text in Rule(scope, depth) select (scope, text);

    /// <summary>Signals of 20 days at hours and half hours, many at the same.</summary>
    public static Gen<ImmutableArray<Signal>> Signals =>
        from n in Gen.Choose(0, 40)
        from signals in Gen.ArrayOf(One, n)
        select signals.ToImmutableArray();

    static Gen<Signal> One =>
        from half in Gen.Choose(0, 20 * 48)
        from who in Gen.Elements<Guid?>(Aiko, Ben, Chie, null)
        from value in Gen.Choose(0, 5)
        from shape in Gen.OneOf(
            from kind in Gen.Elements(Kinds) from key in Gen.Elements<string?>("guide:a", "guide:b", null) select (kind, key, who),
            from key in Gen.Elements(Keys) from kind in Gen.Elements("checkpoint.reached", "checkpoint.undone") select (kind, (string?)$"checkpoint:j/{key}", (Guid?)null),
            from kind in Gen.Elements("enrollment.started", "enrollment.completed") select (kind, (string?)"journey:j", (Guid?)null),
            from kind in Gen.Elements("segment.entered", "segment.left") select (kind, (string?)"segment:s", (Guid?)null),
            Gen.Constant(("survey.answered", (string?)"survey:nps", who)))
        select Signal(shape.Item1, half / 48.0, shape.Item3, shape.Item2, value);

    static Gen<Change> OneChange =>
        from half in Gen.Choose(0, 30 * 48)
        from recorded in Gen.Choose(0, 20 * 48)
        from change in Gen.Elements<(string Subject, string Field, AttributeValue? Value)>(
            ("account", "plan", new AttributeValue.Text("solo")), ("account", "seats", new AttributeValue.Number(2)), ("account", "seats", null),
            ($"membership:{Aiko:D}", "roles", new AttributeValue.Text("member")), ($"membership:{Ben:D}", "roles", new AttributeValue.Text("")),
            ($"membership:{Chie:D}", "roles", new AttributeValue.Text("champion,member")),
            ("account", "go-live-on", new AttributeValue.Date(new(2026, 6, 9))))
        select new Change(Acme.Id, change.Subject, change.Field, null, change.Value, Day(half / 48.0), Day(Math.Min(recorded, half) / 48.0), "test", null);

    /// <summary>Histories with comings, goings and dated changes.</summary>
    public static Gen<AccountHistory> Histories =>
        from signals in Signals
        from n in Gen.Choose(0, 4)
        from changes in Gen.ArrayOf(OneChange, n)
        from joined in Gen.Choose(-2, 12)
        from stay in Gen.Choose(1, 20)
        from end in Gen.Choose(1, 20)
        from contracts in Gen.Choose(0, 2)
        select Empty with
        {
            Signals = signals,
            Changes = [.. changes],
            Memberships = [Empty.Memberships[0], Empty.Memberships[1], Empty.Memberships[2] with { JoinedAt = Day(joined), EndedAt = Day(joined + stay) }],
            Contracts = [.. new[] { Contract(new(2026, 6, end)), Contract(new(2026, 7, 1), n: 2) }.Take(contracts)],
        };
}
