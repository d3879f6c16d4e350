using System.Text.Json;

namespace CsEngage.Core;

/// <summary>Writes `journey/1`, leaving out what is the default.</summary>
static partial class JourneyWriter
{
    public static string Write(Journey journey) => DocumentWriting.Write(json => Write(json, journey));

    static void Write(Utf8JsonWriter json, Journey journey)
    {
        json.WriteStartObject();
        json.WriteString("key", journey.Key);
        json.WriteText("title", journey.Title);
        json.WriteText("description", journey.Description);
        json.WriteString("participant", journey.Participant == ParticipantKind.Account ? "account" : "contact");
        json.WriteRule("entry", journey.Entry);
        WriteReentry(json, journey.Reentry);
        json.WriteList("exit", journey.Exits, exit =>
        {
            json.WriteStartObject();
            json.WriteRule("when", exit.When);
            json.WriteString("as", Word(exit.As));
            json.WriteEndObject();
        });
        json.WriteOptional("value", journey.Value);
        json.WriteString("anchor", journey.Anchor switch { ValueAnchor.ContractStart => "contract-start", ValueAnchor.Created => "created", _ => "entry" });
        json.WriteNumber("holdout", journey.HoldoutPercent);
        json.WriteString("calendar", journey.Calendar == CalendarOf.Account ? "account" : "operator");
        json.WriteOptional("topic", journey.Topic);
        json.WriteList("stages", journey.Stages, stage => WriteStage(json, stage));
        json.WriteEndObject();
    }

    static void WriteReentry(Utf8JsonWriter json, Reentry reentry)
    {
        if (reentry is Reentry.Every(var days))
        {
            json.WriteStartObject("reentry");
            json.WriteStartObject("every");
            json.WriteNumber("days", days);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else json.WriteString("reentry", reentry is Reentry.Never ? "never" : "after-exit");
    }

    static void WriteStage(Utf8JsonWriter json, Stage stage)
    {
        json.WriteStartObject();
        json.WriteString("key", stage.Key);
        json.WriteText("title", stage.Title);
        json.WriteList("checkpoints", stage.Checkpoints, checkpoint => WriteCheckpoint(json, checkpoint));
        json.WriteEndObject();
    }

    static void WriteCheckpoint(Utf8JsonWriter json, Checkpoint checkpoint)
    {
        json.WriteStartObject();
        json.WriteString("key", checkpoint.Key);
        json.WriteText("title", checkpoint.Title);
        json.WriteText("promise", checkpoint.Promise);
        json.WriteString("side", checkpoint.Side == Side.Customer ? "customer" : "vendor");
        if (!checkpoint.Required) json.WriteBoolean("required", value: false);
        if (checkpoint.Weight != 1) json.WriteNumber("weight", checkpoint.Weight);
        WriteOpening(json, checkpoint.Opens);
        if (checkpoint.Evidence is not null) json.WriteRule("evidence", checkpoint.Evidence);
        else
        {
            json.WriteStartObject("evidence");
            json.WriteString("manual", checkpoint.Manual switch { ManualBy.Csm => "csm", ManualBy.Import => "import", _ => "customer" });
            json.WriteEndObject();
        }
        if (checkpoint.Due is { } due)
        {
            json.WriteStartObject("due");
            json.WriteNumber("days", due.Days);
            json.WriteString("from", due.From switch
            {
                DueFrom.Start => "start", DueFrom.Opening => "opening", DueFrom.ContractStart => "contract-start", DueFrom.ContractEnd => "contract-end", _ => due.Attribute,
            });
            json.WriteEndObject();
        }
        if (checkpoint.StuckDays != 5)
        {
            json.WriteStartObject("stuck");
            json.WriteNumber("days", checkpoint.StuckDays);
            json.WriteEndObject();
        }
        json.WriteKeys("guides", checkpoint.Guides);
        json.WriteList("tasks", checkpoint.Tasks, task => WriteTask(json, task));
        if (checkpoint.On.Count > 0)
        {
            json.WriteStartObject("on");
            foreach (var (trigger, steps) in checkpoint.On) json.WriteList(TouchId.Word(trigger), steps, step => WriteStep(json, step));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static void WriteOpening(Utf8JsonWriter json, Opening opens)
    {
        json.WriteStartObject("opens");
        if (opens.After.Length == 0 && opens.When is null) json.WriteString("at", "start");
        json.WriteKeys("after", opens.After);
        json.WriteRule("when", opens.When);
        json.WriteEndObject();
    }

    static void WriteTask(Utf8JsonWriter json, TaskSpec task)
    {
        json.WriteStartObject();
        json.WriteString("key", task.Key);
        json.WriteText("title", task.Title);
        json.WriteText("hint", task.Hint);
        json.WriteString("assignee", task.Assignee.Kind switch { AssigneeKind.AnyContact => "any-contact", AssigneeKind.EachContact => "each-contact", _ => $"role:{task.Assignee.Role}" });
        json.WriteString("kind", task.Kind switch { TaskKind.Tick => "tick", TaskKind.Upload => "upload", TaskKind.Form => "form", _ => "link" });
        json.WriteOptional("url", task.Url);
        json.WriteSpan("due", task.Due);
        if (task.Required) json.WriteBoolean("required", value: true);
        json.WriteEndObject();
    }

    static string Word(Ending ending) => ending switch { Ending.Completed => "completed", Ending.Failed => "failed", _ => "cancelled" };
}
