using System.Collections.Immutable;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>Reads `journey/1`. Notes everything that is wrong before it gives up.</summary>
sealed class JourneyReader
{
    readonly List<DocumentProblem> problems = [];
    RuleScope scope = RuleScope.Account;

    public JourneyReading Read(JsonElement json)
    {
        var journey = ReadJourney(new DocumentNode(json, "$", problems));
        return new(problems.Count == 0 ? journey : null, [.. problems]);
    }

    Journey? ReadJourney(DocumentNode node)
    {
        if (!node.IsObject)
        {
            node.Wrong("A journey is expected.", "Write key, title, participant, entry and stages.");
            return null;
        }
        node.Only("schema", "key", "title", "description", "participant", "entry", "reentry", "exit", "value", "anchor", "holdout", "calendar", "topic", "stages");
        node["schema"].Choice(true, ("journey/1", true));
        var participant = node["participant"].Choice(ParticipantKind.Account, ("account", ParticipantKind.Account), ("contact", ParticipantKind.Contact));
        scope = participant == ParticipantKind.Account ? RuleScope.Account : RuleScope.Contact;
        var stages = node["stages"].Items().Select(stage => (Stage: ReadStage(stage), Node: stage)).ToImmutableArray();
        if (stages.Length == 0) node["stages"].Wrong("There are no stages.", "Give at least one stage with a checkpoint.");
        DocumentNode.Distinct(stages.Select(pair => (pair.Stage.Key, pair.Node["key"])), "the journey");
        var journey = new Journey(
            node["key"].Key(), node["title"].Title(), node["description"].Localized(), node["topic"].KeyOrNull(), participant, node["entry"].Rule(scope),
            ReadReentry(node["reentry"]), [.. node["exit"].Items().Select(ReadExit).OfType<ExitRule>()], node["value"].KeyOrNull(),
            node["anchor"].Choice(ValueAnchor.ContractStart, ("contract-start", ValueAnchor.ContractStart), ("created", ValueAnchor.Created), ("entry", ValueAnchor.Entry)),
            node["holdout"].Number(0, 0, 100, "0 to 100 percent"),
            node["calendar"].Choice(CalendarOf.Account, ("account", CalendarOf.Account), ("operator", CalendarOf.Operator)),
            [.. stages.Select(pair => pair.Stage)]);
        CheckReferences(journey, node);
        return journey;
    }

    static void CheckReferences(Journey journey, DocumentNode node)
    {
        var places = node["stages"].Items().SelectMany(stage => stage["checkpoints"].Items()).ToImmutableArray();
        DocumentNode.Distinct(places.Select(place => (place["key"].TextOrNull ?? "", place["key"])), "the journey");
        var keys = journey.Checkpoints.Select(checkpoint => checkpoint.Key).ToHashSet();
        foreach (var place in places)
            foreach (var after in place["opens"]["after"].IsList ? place["opens"]["after"].Items() : [])
                if (after.TextOrNull is { } key && (!keys.Contains(key) || key == place["key"].TextOrNull))
                    after.Wrong(keys.Contains(key) ? "A checkpoint cannot come after itself." : $"There is no checkpoint \"{key}\".", "Name another checkpoint of this journey.");
        if (journey.Value is { Length: > 0 } value && !keys.Contains(value))
            node["value"].Wrong($"There is no checkpoint \"{value}\".", "Name the checkpoint that means value.");
    }

    static Reentry ReadReentry(DocumentNode node)
    {
        if (!node.IsObject)
            return node.Choice<Reentry>(new Reentry.Never(), ("never", new Reentry.Never()), ("after-exit", new Reentry.AfterExit()));
        node.Only("every");
        return new Reentry.Every(node["every"].Span(daysAreBusiness: false) is { Unit: DurationUnit.Days, Amount: > 0 } every ? every.Amount : Refuse(node["every"], 1, "Whole days are expected.", "Write {every: {days: 90}}."));
    }

    ExitRule? ReadExit(DocumentNode node)
    {
        node.Only("when", "as");
        if (node["when"].IsMissing) node["when"].Wrong("A rule is missing.", "Say when participants leave.");
        return node["when"].Rule(scope) is { } when ? new(when, ReadEnding(node["as"])) : null;
    }

    static Ending ReadEnding(DocumentNode node) =>
        node.Choice(Ending.Cancelled, ("completed", Ending.Completed), ("failed", Ending.Failed), ("cancelled", Ending.Cancelled));

    Stage ReadStage(DocumentNode node)
    {
        node.Only("key", "title", "checkpoints");
        var checkpoints = node["checkpoints"].Items().Select(ReadCheckpoint).ToImmutableArray();
        if (checkpoints.Length == 0) node["checkpoints"].Wrong("The stage has no checkpoint.", "Give it one, or leave the stage out.");
        return new(node["key"].Key(), node["title"].Title(), checkpoints);
    }

    Checkpoint ReadCheckpoint(DocumentNode node)
    {
        node.Only("key", "title", "promise", "side", "required", "weight", "opens", "evidence", "due", "stuck", "guides", "tasks", "on");
        var manual = ReadManual(node["evidence"]);
        var tasks = node["tasks"].Items().Select(task => (Task: ReadTask(task), Node: task["key"])).ToImmutableArray();
        DocumentNode.Distinct(tasks.Select(task => (task.Task.Key, task.Node)), "the checkpoint");
        return new(
            node["key"].Key(), node["title"].Title(), node["promise"].Localized(),
            node["side"].Choice(Side.Customer, ("customer", Side.Customer), ("vendor", Side.Vendor)), node["required"].Flag(true),
            node["weight"].Number(1, 0.001m, 1000, "more than 0, up to 1000"), ReadOpening(node["opens"]),
            node["evidence"].IsObject ? null : node["evidence"].Rule(scope), manual, ReadDue(node["due"]), ReadStuck(node["stuck"]),
            node["guides"].KeyList(), [.. tasks.Select(task => task.Task)], ReadSequences(node["on"]));
    }

    static ManualBy? ReadManual(DocumentNode node)
    {
        if (!node.IsMissing && !node.IsObject) return null;
        if (node.IsObject) node.Only("manual");
        return node.IsMissing ? ManualBy.Customer
            : node["manual"].Choice(ManualBy.Customer, ("customer", ManualBy.Customer), ("csm", ManualBy.Csm), ("import", ManualBy.Import));
    }

    Opening ReadOpening(DocumentNode node)
    {
        if (node.IsMissing) return Opening.AtStart;
        node.Only("at", "after", "when");
        node["at"].Choice(true, ("start", true));
        if (!node["at"].IsMissing && (!node["after"].IsMissing || !node["when"].IsMissing)) node.Wrong("\"at: start\" stands alone.", "Use at: start, or after, or when, or after with when.");
        return new(node["after"].KeyList(), node["when"].Rule(scope));
    }

    static Due? ReadDue(DocumentNode node)
    {
        if (node.IsMissing) return null;
        node.Only("days", "from");
        var days = node["days"].IsMissing ? Refuse(node["days"], 0, "The days are missing.", "Write {days: 5, from: opening}.") : node["days"].Whole(0, -3660, 3660);
        return node["from"].TextOrNull switch
        {
            null or "opening" => new(days, DueFrom.Opening),
            "start" => new(days, DueFrom.Start),
            "contract-start" => new(days, DueFrom.ContractStart),
            "contract-end" => new(days, DueFrom.ContractEnd),
            var attribute => new(days, DueFrom.Attribute, ReadAttribute(node["from"], attribute)),
        };
    }

    static string ReadAttribute(DocumentNode node, string? text)
    {
        if (text is not null && text.Split('.') is ["account" or "contact", { Length: > 0 }]) return text;
        node.Wrong("This is not a date to count from.", "Use start, opening, contract-start, contract-end or an attribute such as account.go_live.");
        return "";
    }

    static int ReadStuck(DocumentNode node)
    {
        if (node.IsMissing) return 5;
        if (!node.IsObject) return node.Whole(5, 1, 1000);
        node.Only("days");
        return node["days"].Whole(5, 1, 1000);
    }

    static TaskSpec ReadTask(DocumentNode node)
    {
        node.Only("key", "title", "hint", "assignee", "kind", "url", "due", "required");
        var kind = node["kind"].Choice(TaskKind.Tick, ("tick", TaskKind.Tick), ("upload", TaskKind.Upload), ("form", TaskKind.Form), ("link", TaskKind.Link));
        if (kind == TaskKind.Link && node["url"].IsMissing) node["url"].Wrong("A link task needs its target.", "Give url: https://… or guide:key.");
        return new(node["key"].Key(), node["title"].Title(), node["hint"].Localized(), ReadAssignee(node["assignee"]), kind, node["url"].TextOrNull,
            node["due"].Span(daysAreBusiness: true), node["required"].Flag(false));
    }

    static Assignee ReadAssignee(DocumentNode node) => node.TextOrNull switch
    {
        null or "any-contact" => new(AssigneeKind.AnyContact),
        "each-contact" => new(AssigneeKind.EachContact),
        var text when text.StartsWith("role:", StringComparison.Ordinal) && text.Length > 5 => new(AssigneeKind.Role, text[5..].Trim()),
        _ => Refuse(node, new Assignee(AssigneeKind.AnyContact), "This is nobody to ask.", "Use any-contact, each-contact or role:organizer."),
    };

    ImmutableSortedDictionary<Trigger, ImmutableArray<Step>> ReadSequences(DocumentNode node)
    {
        var sequences = ImmutableSortedDictionary<Trigger, ImmutableArray<Step>>.Empty;
        if (node.IsMissing) return sequences;
        node.Only("open", "reached", "behind", "stuck");
        foreach (var trigger in new[] { Trigger.Open, Trigger.Reached, Trigger.Behind, Trigger.Stuck })
        {
            var keyed = new List<(string, DocumentNode)>();
            var steps = ReadSteps(node[TouchId.Word(trigger)], keyed);
            DocumentNode.Distinct(keyed, "the sequence");
            if (steps.Length > 0) sequences = sequences.Add(trigger, steps);
        }
        return sequences;
    }

    ImmutableArray<Step> ReadSteps(DocumentNode node, List<(string, DocumentNode)> keyed) =>
        [.. node.Items().Select(step => ReadStep(step, keyed)).OfType<Step>()];

    static readonly string[] Acts = ["send", "ask", "wait", "task", "play", "notify", "set", "start", "exit", "split"];

    Step? ReadStep(DocumentNode node, List<(string, DocumentNode)> keyed)
    {
        node.Only("key", "when", "send", "ask", "template", "to", "channel", "as", "review", "priority", "misfire", "wait", "task", "play", "due", "notify", "set", "start", "exit", "split");
        var acts = Acts.Where(act => !node[act].IsMissing).ToArray();
        if (acts is not [var act])
        {
            node.Wrong(acts.Length == 0 ? "The step does nothing." : "The step does several things.", $"Give exactly one of {string.Join(", ", Acts)}.");
            return null;
        }
        var key = node["key"].Key();
        keyed.Add((key, node["key"]));
        var when = node["when"].Rule(scope);
        return act switch
        {
            "send" => new Step.Send(key, when, node["send"].Key(), ReadAudience(node["to"]), ReadChannel(node), ReadAs(node), ReadReview(node["review"]), ReadLate(node["misfire"]), ReadLow(node)),
            "ask" => new Step.Ask(key, when, node["ask"].Key(), node["template"].KeyOrNull(), ReadAudience(node["to"]), ReadChannel(node), ReadAs(node), ReadReview(node["review"]), ReadLate(node["misfire"]), ReadLow(node)),
            "wait" => ReadWait(node["wait"]) is { } waiting ? new Step.Wait(key, when, waiting) : null,
            "task" => new Step.GiveTask(key, when, ReadTask(node["task"])),
            "play" => new Step.OpenPlay(key, when, node["play"].Key(), node["due"].Span(daysAreBusiness: true)),
            "notify" => ReadNotice(key, when, node["notify"]),
            "set" => new Step.Set(key, when, ReadFields(node["set"])),
            "start" => new Step.Start(key, when, node["start"].Key()),
            "exit" => new Step.Exit(key, when, ReadEnding(node["exit"])),
            _ => new Step.Split(key, when, ReadArms(node["split"], keyed)),
        };
    }

    static string ReadChannel(DocumentNode node) => node["channel"].Choice("mail", ("mail", "mail"), ("portal", "portal"));
    static bool ReadAs(DocumentNode node) => node["as"].Choice(false, ("operator", false), ("csm", true));
    static bool ReadLow(DocumentNode node) => node["priority"].Choice(false, ("normal", false), ("low", true));
    static LateSending ReadLate(DocumentNode node) => node.Span(daysAreBusiness: false) switch
    {
        null => LateSending.Default,
        { Unit: DurationUnit.Minutes } late => new(late.Amount),
        var late => new(late.Amount * 24 * 60),
    };

    Audience ReadAudience(DocumentNode node)
    {
        if (node.IsMissing)
            return scope == RuleScope.Contact ? new Audience.Participants() : Refuse<Audience>(node, new Audience.Everyone(), "Nobody is addressed.", "Say to whom: role \"organizer\", all contacts, contacts where ( … ).");
        var text = node.TextOrNull?.Trim();
        if (text is "this contact") return scope == RuleScope.Contact ? new Audience.Participants() : Refuse<Audience>(node, new Audience.Everyone(), "An account journey has no \"this contact\".", "Use role \"organizer\" or all contacts.");
        if (text is "all contacts" or "any contact" or "everyone") return new Audience.Everyone();
        if (text is not null && RolesOf(text) is { } roles) return new Audience.Roles(roles);
        if (text is not null && text.StartsWith("contacts where", StringComparison.Ordinal))
        {
            var inner = new DocumentNode(JsonSerializer.SerializeToElement(text["contacts where".Length..].Trim()), node.Path, problems);
            return inner.Rule(RuleScope.Contact) is { } where ? new Audience.Where(where) : new Audience.Everyone();
        }
        return node.Rule(RuleScope.Contact) is { } rule ? new Audience.Where(rule) : new Audience.Everyone();
    }

    /// <summary>role "organizer", or several with "or"; null for anything else.</summary>
    static ImmutableArray<string>? RolesOf(string text)
    {
        var roles = ImmutableArray.CreateBuilder<string>();
        foreach (var part in text.Split(" or ", StringSplitOptions.TrimEntries))
        {
            if (!part.StartsWith("role", StringComparison.Ordinal) || part[4..].Trim() is not ['"', .. var role, '"'] || role.Contains('"')) return null;
            roles.Add(role);
        }
        return roles.ToImmutable();
    }

    static Review? ReadReview(DocumentNode node)
    {
        if (node.IsMissing) return null;
        if (node.TextOrNull == "required") return new(Hours: null);
        if (node.TextOrNull is { } text && Duration.Read(text) is { Unit: DurationUnit.Minutes, Amount: >= 60 } hours) return new(hours.Amount / 60);
        return Refuse<Review?>(node, null, "This is no review.", "Write \"required\", or business hours such as \"4h\".");
    }

    Waiting? ReadWait(DocumentNode node)
    {
        if (node.IsText && node.TextOrNull is { } text && Duration.Read(text) is null && ReadTime(text) is { } time) return time;
        if (!node.IsObject || (node["until"].IsMissing && node["date"].IsMissing && node["rule"].IsMissing))
            return node.Span(daysAreBusiness: false) is { } duration ? new Waiting.For(duration) : null;
        if (!node["until"].IsMissing)
        {
            node.Only("until");
            return ReadTime(node["until"].TextOrNull ?? "") ?? Refuse<Waiting?>(node["until"], null, "This is not a time to wait for.", "Write tue 09:00, workday 09:00 or 09:00.");
        }
        if (!node["date"].IsMissing)
        {
            node.Only("date", "plus_days", "at");
            var at = node["at"].IsMissing ? new TimeOnly(9, 0) : ClockOf(node["at"].TextOrNull ?? "") ?? Refuse(node["at"], default(TimeOnly), "This is not a time.", "Write 09:00.");
            return new Waiting.UntilDate(ReadAttribute(node["date"], node["date"].TextOrNull), node["plus_days"].Whole(0, -3660, 3660), at);
        }
        node.Only("rule", "at_most", "otherwise");
        var most = node["at_most"].Span(daysAreBusiness: false) ?? Refuse(node["at_most"], new Duration(DurationUnit.Days, 1), "The wait has no end.", "Say how long at most: at_most: {days: 10}.");
        return node["rule"].Rule(scope) is { } rule ? new Waiting.UntilRule(rule, most, node["otherwise"].Choice(false, ("continue", false), ("stop", true))) : null;
    }

    static Waiting.UntilTime? ReadTime(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (1 or 2) || ClockOf(parts[^1]) is not { } time) return null;
        if (parts.Length == 1) return new(Day: null, BusinessDay: false, time);
        if (parts[0] == "workday") return new(Day: null, BusinessDay: true, time);
        var day = Array.IndexOf(Weekdays, parts[0]);
        return day < 0 ? null : new((DayOfWeek)day, BusinessDay: false, time);
    }

    internal static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    static TimeOnly? ClockOf(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var time) ? time : null;

    static Step.Notify ReadNotice(string key, Rule? when, DocumentNode node)
    {
        if (node.IsText) return new(key, when, "desk", node.Localized());
        node.Only("channel", "text");
        return new(key, when, node["channel"].Choice("desk", ("desk", "desk"), ("slack", "slack"), ("teams", "teams"), ("webhook", "webhook")), node["text"].Title());
    }

    static ImmutableSortedDictionary<string, AttributeValue?> ReadFields(DocumentNode node)
    {
        var fields = ImmutableSortedDictionary.Create<string, AttributeValue?>(StringComparer.Ordinal);
        foreach (var (name, value) in node.Properties())
        {
            if (name.Split('.') is not ["account" or "contact", { Length: > 0 }]) value.Wrong($"\"{name}\" is not a field.", "Write account.lifecycle or an attribute such as account.plan.");
            else fields = fields.SetItem(name, ReadValue(value));
        }
        if (fields.Count == 0) node.Wrong("Nothing is set.", "Write {account.lifecycle: adopting}.");
        return fields;
    }

    static AttributeValue? ReadValue(DocumentNode node) => node.IsMissing ? null : node.Value.ValueKind switch
    {
        JsonValueKind.Number => new AttributeValue.Number(node.Value.GetDecimal()),
        JsonValueKind.True or JsonValueKind.False => new AttributeValue.Flag(node.Value.GetBoolean()),
        JsonValueKind.String when DateOnly.TryParseExact(node.TextOrNull, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date) => new AttributeValue.Date(date),
        JsonValueKind.String => new AttributeValue.Text(node.TextOrNull!),
        _ => Refuse<AttributeValue?>(node, null, "This is not a value.", "Use a text, a number, true, false or null."),
    };

    ImmutableArray<Arm> ReadArms(DocumentNode node, List<(string, DocumentNode)> keyed)
    {
        var arms = node.Items().Select(arm =>
        {
            arm.Only("arm", "percent", "holdout", "steps");
            return (Arm: new Arm(arm["arm"].Key(), arm["percent"].Number(0, 0, 100, "0 to 100 percent"), arm["holdout"].Flag(false), ReadSteps(arm["steps"], keyed)), Node: arm["arm"]);
        }).ToImmutableArray();
        DocumentNode.Distinct(arms.Select(arm => (arm.Arm.Key, arm.Node)), "the split");
        if (arms.Sum(arm => arm.Arm.Percent) != 100) node.Wrong("The shares do not add up to 100 percent.", "Change percent of the arms.");
        return [.. arms.Select(arm => arm.Arm)];
    }

    static T Refuse<T>(DocumentNode node, T otherwise, string message, string remedy)
    {
        node.Wrong(message, remedy);
        return otherwise;
    }
}
