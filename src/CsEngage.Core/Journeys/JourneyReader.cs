using System.Collections.Immutable;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>Reads `journey/1`. Notes everything that is wrong before it gives up.</summary>
sealed partial class JourneyReader
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
            node.Wrong(Sentence.Of("A journey is expected."), Sentence.Of("Write key, title, participant, entry and stages."));
            return null;
        }
        node.Only("schema", "key", "title", "description", "participant", "entry", "reentry", "exit", "value", "anchor", "holdout", "calendar", "topic", "stages");
        node["schema"].Choice(true, ("journey/1", true));
        var participant = node["participant"].Choice(ParticipantKind.Account, ("account", ParticipantKind.Account), ("contact", ParticipantKind.Contact));
        scope = participant == ParticipantKind.Account ? RuleScope.Account : RuleScope.Contact;
        var stages = node["stages"].Items().Select(stage => (Stage: ReadStage(stage), Node: stage)).ToImmutableArray();
        if (stages.Length == 0) node["stages"].Wrong(Sentence.Of("There are no stages."), Sentence.Of("Give at least one stage with a checkpoint."));
        DocumentNode.Distinct(stages.Select(pair => (pair.Stage.Key, pair.Node["key"])), Sentence.Of("the journey"));
        var journey = new Journey(
            node["key"].Key(), node["title"].Title(), node["description"].Localized(), node["topic"].KeyOrNull(), participant, node["entry"].Rule(scope),
            ReadReentry(node["reentry"]), [.. node["exit"].Items().Select(ReadExit).OfType<ExitRule>()], node["value"].KeyOrNull(),
            node["anchor"].Choice(ValueAnchor.ContractStart, ("contract-start", ValueAnchor.ContractStart), ("created", ValueAnchor.Created), ("entry", ValueAnchor.Entry)),
            node["holdout"].Number(0, 0, 100, Sentence.Of("0 to 100 percent")),
            node["calendar"].Choice(CalendarOf.Account, ("account", CalendarOf.Account), ("operator", CalendarOf.Operator)),
            [.. stages.Select(pair => pair.Stage)]);
        CheckReferences(journey, node);
        return journey;
    }

    static void CheckReferences(Journey journey, DocumentNode node)
    {
        var places = node["stages"].Items().SelectMany(stage => stage["checkpoints"].Items()).ToImmutableArray();
        DocumentNode.Distinct(places.Select(place => (place["key"].TextOrNull ?? "", place["key"])), Sentence.Of("the journey"));
        var keys = journey.Checkpoints.Select(checkpoint => checkpoint.Key).ToHashSet();
        foreach (var place in places)
            foreach (var after in place["opens"]["after"].IsList ? place["opens"]["after"].Items() : [])
                if (after.TextOrNull is { } key && (!keys.Contains(key) || key == place["key"].TextOrNull))
                    after.Wrong(keys.Contains(key) ? Sentence.Of("A checkpoint cannot come after itself.") : Sentence.Of("There is no checkpoint \"{0}\".", key), Sentence.Of("Name another checkpoint of this journey."));
        if (journey.Value is { Length: > 0 } value && !keys.Contains(value))
            node["value"].Wrong(Sentence.Of("There is no checkpoint \"{0}\".", value), Sentence.Of("Name the checkpoint that means value."));
    }

    static Reentry ReadReentry(DocumentNode node)
    {
        if (!node.IsObject)
            return node.Choice<Reentry>(new Reentry.Never(), ("never", new Reentry.Never()), ("after-exit", new Reentry.AfterExit()));
        node.Only("every");
        return new Reentry.Every(node["every"].Span(daysAreBusiness: false) is { Unit: DurationUnit.Days, Amount: > 0 } every ? every.Amount : Refuse(node["every"], 1, Sentence.Of("Whole days are expected."), Sentence.Of("Write {every: {days: 90}}.")));
    }

    ExitRule? ReadExit(DocumentNode node)
    {
        node.Only("when", "as");
        if (node["when"].IsMissing) node["when"].Wrong(Sentence.Of("A rule is missing."), Sentence.Of("Say when participants leave."));
        return node["when"].Rule(scope) is { } when ? new(when, ReadEnding(node["as"])) : null;
    }

    static Ending ReadEnding(DocumentNode node) =>
        node.Choice(Ending.Cancelled, ("completed", Ending.Completed), ("failed", Ending.Failed), ("cancelled", Ending.Cancelled));

    Stage ReadStage(DocumentNode node)
    {
        node.Only("key", "title", "checkpoints");
        var checkpoints = node["checkpoints"].Items().Select(ReadCheckpoint).ToImmutableArray();
        if (checkpoints.Length == 0) node["checkpoints"].Wrong(Sentence.Of("The stage has no checkpoint."), Sentence.Of("Give it one, or leave the stage out."));
        return new(node["key"].Key(), node["title"].Title(), checkpoints);
    }

    Checkpoint ReadCheckpoint(DocumentNode node)
    {
        node.Only("key", "title", "promise", "side", "required", "weight", "opens", "evidence", "due", "stuck", "guides", "tasks", "on");
        var manual = ReadManual(node["evidence"]);
        var tasks = node["tasks"].Items().Select(task => (Task: ReadTask(task), Node: task["key"])).ToImmutableArray();
        DocumentNode.Distinct(tasks.Select(task => (task.Task.Key, task.Node)), Sentence.Of("the checkpoint"));
        return new(
            node["key"].Key(), node["title"].Title(), node["promise"].Localized(),
            node["side"].Choice(Side.Customer, ("customer", Side.Customer), ("vendor", Side.Vendor)), node["required"].Flag(true),
            node["weight"].Number(1, 0.001m, 1000, Sentence.Of("more than 0, up to 1000")), ReadOpening(node["opens"]),
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
        if (!node["at"].IsMissing && (!node["after"].IsMissing || !node["when"].IsMissing)) node.Wrong(Sentence.Of("\"at: start\" stands alone."), Sentence.Of("Use at: start, or after, or when, or after with when."));
        return new(node["after"].KeyList(), node["when"].Rule(scope));
    }

    static Due? ReadDue(DocumentNode node)
    {
        if (node.IsMissing) return null;
        node.Only("days", "from");
        var days = node["days"].IsMissing ? Refuse(node["days"], 0, Sentence.Of("The days are missing."), Sentence.Of("Write {days: 5, from: opening}.")) : node["days"].Whole(0, -3660, 3660);
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
        node.Wrong(Sentence.Of("This is not a date to count from."), Sentence.Of("Use start, opening, contract-start, contract-end or an attribute such as account.go_live."));
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
        if (kind == TaskKind.Link && node["url"].IsMissing) node["url"].Wrong(Sentence.Of("A link task needs its target."), Sentence.Of("Give url: https://… or guide:key."));
        return new(node["key"].Key(), node["title"].Title(), node["hint"].Localized(), ReadAssignee(node["assignee"]), kind, node["url"].TextOrNull,
            node["due"].Span(daysAreBusiness: true), node["required"].Flag(false));
    }

    static Assignee ReadAssignee(DocumentNode node) => node.TextOrNull switch
    {
        null or "any-contact" => new(AssigneeKind.AnyContact),
        "each-contact" => new(AssigneeKind.EachContact),
        var text when text.StartsWith("role:", StringComparison.Ordinal) && text.Length > 5 => new(AssigneeKind.Role, text[5..].Trim()),
        _ => Refuse(node, new Assignee(AssigneeKind.AnyContact), Sentence.Of("This is nobody to ask."), Sentence.Of("Use any-contact, each-contact or role:organizer.")),
    };

    static T Refuse<T>(DocumentNode node, T otherwise, Sentence message, Sentence remedy)
    {
        node.Wrong(message, remedy);
        return otherwise;
    }
}
