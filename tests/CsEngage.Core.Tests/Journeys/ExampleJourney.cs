namespace CsEngage.Core.Tests.Journeys;

/// <summary>The journey of the contract's page, word for word, and a little around it to tell its paths.</summary>
static class ExampleJourney
{
    public const string Json = """
        {
          "key": "onboarding",
          "title": {"en": "Your first report", "ja": "最初のレポートまで"},
          "participant": "account",
          "entry": "account.lifecycle = \"onboarding\"",
          "reentry": "never",
          "exit": [{"when": "account.lifecycle = \"left\"", "as": "failed"}],
          "value": "first-report",
          "holdout": 0,
          "calendar": "account",
          "stages": [
            {"key": "set-up", "title": {"en": "Set up", "ja": "準備"}, "checkpoints": [
              {"key": "account-set-up", "title": {"en": "Ready", "ja": "準備完了"}, "side": "vendor", "opens": {"at": "start"},
               "evidence": "count \"workspace.created\" >= 1", "due": {"days": 1, "from": "start"},
               "on": {"open": [{"key": "welcome", "send": "welcome", "to": "role \"organizer\""}]}},
              {"key": "team-invited", "title": {"en": "Team invited", "ja": "チームを招待"},
               "promise": {"en": "So that reports have someone to read them.", "ja": "レポートを読む人がいる状態に。"},
               "side": "customer", "required": true, "weight": 1, "opens": {"after": ["account-set-up"]},
               "evidence": "count \"contact.signed-in\" by at least 3 contacts >= 1",
               "due": {"days": 5, "from": "opening"}, "stuck": {"days": 5}, "guides": ["invite-your-team"],
               "tasks": [{"key": "list", "title": {"en": "Make a list", "ja": "書き出す"}, "assignee": "any-contact", "kind": "tick"}],
               "on": {
                 "open": [{"key": "ask", "send": "invite-colleagues", "to": "role \"organizer\""}],
                 "behind": [{"key": "pause", "wait": {"until": "tue 09:00"}},
                            {"key": "nudge", "send": "shall-we-help", "to": "role \"organizer\"", "when": "no \"portal.visited\" for 3 days", "as": "csm", "review": "4h"}],
                 "stuck": [{"key": "call", "play": "call-the-organizer", "due": {"days": 2}}],
                 "reached": [{"key": "next", "send": "your-first-report", "to": "role \"organizer\""}]}}]},
            {"key": "value", "title": {"en": "Value", "ja": "成果"}, "checkpoints": [
              {"key": "first-report", "title": {"en": "First report", "ja": "最初のレポート"}, "side": "customer", "opens": {"after": ["team-invited"]},
               "evidence": "count \"report.created\" >= 1", "due": {"days": 5, "from": "opening"},
               "on": {"reached": [{"key": "cheer", "send": "first-report-done", "to": "all contacts"}]}}]}
          ]
        }
        """;

    public static readonly Journey Journey = Core.Journey.Parse(Json);
    public static readonly Calendars Calendars = Calendars.Same(Calendar.Of("Asia/Tokyo", "JP"));

    /// <summary>Monday 2 November 2026, 10:00 in Tokyo; Tuesday is a holiday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);
}

/// <summary>An account that walks a journey: signals go in, a path of what happened comes out.</summary>
sealed class Walker(Journey journey, string salt = "salt")
{
    public static readonly Guid AccountId = Guid.Parse("00000000-0000-0000-0000-00000000a002");
    public static readonly Guid Hana = Guid.Parse("00000000-0000-0000-0000-00000000b001");
    public static readonly Guid Ken = Guid.Parse("00000000-0000-0000-0000-00000000b002");
    public static readonly Guid Mei = Guid.Parse("00000000-0000-0000-0000-00000000b003");
    int number;

    public AccountHistory History { get; set; } = AccountHistory.Of(
        new(AccountId, "acme", "Acme", null, null, "onboarding", "tech", null, "JP", "Asia/Tokyo", null, null, ExampleJourney.Start.AddDays(-3),
            System.Collections.Immutable.ImmutableSortedDictionary<string, AttributeValue>.Empty), TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")) with
    {
        Memberships =
        [
            new(Hana, AccountId, Hana, null, ["organizer"], null, null, IsPrimary: true, ExampleJourney.Start.AddDays(-3), null),
            new(Ken, AccountId, Ken, null, ["champion"], null, null, IsPrimary: false, ExampleJourney.Start.AddDays(-3), null),
            new(Mei, AccountId, Mei, null, ["member"], null, null, IsPrimary: false, ExampleJourney.Start.AddDays(-3), null),
        ],
    };

    public Facts Facts => Facts.Of(History);
    public Enrollment Enrollment { get; set; } = null!;
    public DateTimeOffset? NextAt { get; private set; }
    public List<Effect> Effects { get; } = [];
    public IEnumerable<Touch> Touches => Effects.OfType<Effect.Plan>().Select(plan => plan.Touch);

    public Walker Enters(int entry = 1)
    {
        var entered = journey.Enter(Guid.Parse($"00000000-0000-0000-0000-00000000e{entry:000}"), AccountId, null, entry, ExampleJourney.Start, salt);
        Take(entered);
        return To(0);
    }

    public Walker Says(double day, string kind, Guid? who = null, string? subject = null)
    {
        var at = ExampleJourney.Start.AddDays(day);
        var id = $"said-{++number}";
        History = History.With(new Signal(SignalKey.Of(at, id), id, kind, at, at, at, AccountId, who, Subject: subject, Source: who is null ? "desk" : "portal"));
        return this;
    }

    public Walker Becomes(double day, string field, string value)
    {
        var at = ExampleJourney.Start.AddDays(day);
        var old = Facts.Field(field, at);
        History = History with { Changes = History.Changes.Add(new(AccountId, "account", field, old, new AttributeValue.Text(value), at, at, "api", null)) };
        return this;
    }

    public Walker To(double day)
    {
        Take(journey.Advance(Enrollment, Facts, ExampleJourney.Start.AddDays(day), ExampleJourney.Calendars));
        return this;
    }

    public void Take(Advanced advanced)
    {
        (Enrollment, NextAt) = (advanced.Enrollment, advanced.NextAt);
        Effects.AddRange(advanced.Effects);
        foreach (var append in advanced.Effects.OfType<Effect.Append>()) History = History.With(append.Signal);
    }

    /// <summary>"welcome d0 → invite-colleagues d1": what touched, asked or called whom, on which day, and how it ended.</summary>
    public string Path => string.Join(" → ", Effects.Select(Word).Where(word => word is not null).Append(Enrollment.State.ToString()));

    static string? Word(Effect effect) => effect switch
    {
        Effect.Plan plan => $"{plan.Touch.Template} {Day(plan)}",
        Effect.OpenPlay play => $"play {play.Play} {Day(play)}",
        Effect.ClosePlay close => $"closed {Day(close)}",
        Effect.Append { Signal.Kind: "checkpoint.fell-behind" or "checkpoint.got-stuck" or "checkpoint.reached" or "checkpoint.undone" } append =>
            $"{append.Signal.Subject!.Split('/')[^1]} {append.Signal.Kind["checkpoint.".Length..]} {Day(append)}",
        Effect.PassBy pass => $"({pass.Step.Split('.')[^1]}: {pass.Why})",
        _ => null,
    };

    static string Day(Effect effect) => FormattableString.Invariant($"d{(effect.At - ExampleJourney.Start).TotalDays:0.##}");
}
