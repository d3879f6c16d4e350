using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>Writes `journey/1`, leaving out what is the default.</summary>
static class JourneyWriter
{
    // Rules are full of quotes and the texts are Japanese: people read this in diffs, and it never stands inside HTML.
    static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Journey journey)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options)) Write(json, journey);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter json, Journey journey)
    {
        json.WriteStartObject();
        json.WriteString("key", journey.Key);
        Text(json, "title", journey.Title);
        Text(json, "description", journey.Description);
        json.WriteString("participant", journey.Participant == ParticipantKind.Account ? "account" : "contact");
        Rule(json, "entry", journey.Entry);
        WriteReentry(json, journey.Reentry);
        List(json, "exit", journey.Exits, exit =>
        {
            json.WriteStartObject();
            Rule(json, "when", exit.When);
            json.WriteString("as", Word(exit.As));
            json.WriteEndObject();
        });
        Optional(json, "value", journey.Value);
        json.WriteString("anchor", journey.Anchor switch { ValueAnchor.ContractStart => "contract-start", ValueAnchor.Created => "created", _ => "entry" });
        json.WriteNumber("holdout", journey.HoldoutPercent);
        json.WriteString("calendar", journey.Calendar == CalendarOf.Account ? "account" : "operator");
        Optional(json, "topic", journey.Topic);
        List(json, "stages", journey.Stages, stage => WriteStage(json, stage));
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
        Text(json, "title", stage.Title);
        List(json, "checkpoints", stage.Checkpoints, checkpoint => WriteCheckpoint(json, checkpoint));
        json.WriteEndObject();
    }

    static void WriteCheckpoint(Utf8JsonWriter json, Checkpoint checkpoint)
    {
        json.WriteStartObject();
        json.WriteString("key", checkpoint.Key);
        Text(json, "title", checkpoint.Title);
        Text(json, "promise", checkpoint.Promise);
        json.WriteString("side", checkpoint.Side == Side.Customer ? "customer" : "vendor");
        if (!checkpoint.Required) json.WriteBoolean("required", value: false);
        if (checkpoint.Weight != 1) json.WriteNumber("weight", checkpoint.Weight);
        WriteOpening(json, checkpoint.Opens);
        if (checkpoint.Evidence is not null) Rule(json, "evidence", checkpoint.Evidence);
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
        Keys(json, "guides", checkpoint.Guides);
        List(json, "tasks", checkpoint.Tasks, task => WriteTask(json, task));
        if (checkpoint.On.Count > 0)
        {
            json.WriteStartObject("on");
            foreach (var (trigger, steps) in checkpoint.On) List(json, TouchId.Word(trigger), steps, step => WriteStep(json, step));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static void WriteOpening(Utf8JsonWriter json, Opening opens)
    {
        json.WriteStartObject("opens");
        if (opens.After.Length == 0 && opens.When is null) json.WriteString("at", "start");
        Keys(json, "after", opens.After);
        Rule(json, "when", opens.When);
        json.WriteEndObject();
    }

    static void WriteTask(Utf8JsonWriter json, TaskSpec task)
    {
        json.WriteStartObject();
        json.WriteString("key", task.Key);
        Text(json, "title", task.Title);
        Text(json, "hint", task.Hint);
        json.WriteString("assignee", task.Assignee.Kind switch { AssigneeKind.AnyContact => "any-contact", AssigneeKind.EachContact => "each-contact", _ => $"role:{task.Assignee.Role}" });
        json.WriteString("kind", task.Kind switch { TaskKind.Tick => "tick", TaskKind.Upload => "upload", TaskKind.Form => "form", _ => "link" });
        Optional(json, "url", task.Url);
        Span(json, "due", task.Due);
        if (task.Required) json.WriteBoolean("required", value: true);
        json.WriteEndObject();
    }

    static void WriteStep(Utf8JsonWriter json, Step step)
    {
        json.WriteStartObject();
        json.WriteString("key", step.Key);
        switch (step)
        {
            case Step.Send send:
                json.WriteString("send", send.Template);
                WriteSending(json, send.To, send.Channel, send.AsCsm, send.Review, send.Late, send.LowPriority);
                break;
            case Step.Ask ask:
                json.WriteString("ask", ask.Survey);
                Optional(json, "template", ask.Template);
                WriteSending(json, ask.To, ask.Channel, ask.AsCsm, ask.Review, ask.Late, ask.LowPriority);
                break;
            case Step.Wait wait:
                WriteWait(json, wait.For);
                break;
            case Step.GiveTask give:
                json.WritePropertyName("task");
                WriteTask(json, give.Task);
                break;
            case Step.OpenPlay play:
                json.WriteString("play", play.Play);
                Span(json, "due", play.Due);
                break;
            case Step.Notify notify:
                json.WriteStartObject("notify");
                json.WriteString("channel", notify.Channel);
                Text(json, "text", notify.Text);
                json.WriteEndObject();
                break;
            case Step.Set set:
                json.WriteStartObject("set");
                foreach (var (field, value) in set.Fields) WriteValue(json, field, value);
                json.WriteEndObject();
                break;
            case Step.Start start:
                json.WriteString("start", start.Journey);
                break;
            case Step.Exit exit:
                json.WriteString("exit", Word(exit.As));
                break;
            case Step.Split split:
                List(json, "split", split.Arms, arm => WriteArm(json, arm));
                break;
        }
        Rule(json, "when", step.When);
        json.WriteEndObject();
    }

    static void WriteArm(Utf8JsonWriter json, Arm arm)
    {
        json.WriteStartObject();
        json.WriteString("arm", arm.Key);
        json.WriteNumber("percent", arm.Percent);
        if (arm.Holdout) json.WriteBoolean("holdout", value: true);
        json.WriteStartArray("steps");
        foreach (var step in arm.Steps) WriteStep(json, step);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteSending(Utf8JsonWriter json, Audience to, string channel, bool asCsm, Review? review, LateSending late, bool low)
    {
        if (Words(to) is { } words) json.WriteString("to", words);
        if (channel != "mail") json.WriteString("channel", channel);
        if (asCsm) json.WriteString("as", "csm");
        if (review is not null) json.WriteString("review", review.Hours is { } hours ? string.Create(CultureInfo.InvariantCulture, $"{hours}h") : "required");
        if (low) json.WriteString("priority", "low");
        if (late != LateSending.Default) Span(json, "misfire", new(DurationUnit.Minutes, late.Minutes));
    }

    static string? Words(Audience to) => to switch
    {
        Audience.Everyone => "all contacts",
        Audience.Roles(var roles) => string.Join(" or ", roles.Select(role => $"role \"{role}\"")),
        Audience.Where(var rule) => $"contacts where ({rule})",
        _ => null,
    };

    static void WriteWait(Utf8JsonWriter json, Waiting waiting)
    {
        if (waiting is Waiting.For(var duration))
        {
            Span(json, "wait", duration);
            return;
        }
        json.WriteStartObject("wait");
        switch (waiting)
        {
            case Waiting.UntilTime until:
                var day = until.BusinessDay ? "workday " : until.Day is { } weekday ? JourneyReader.Weekdays[(int)weekday] + " " : "";
                json.WriteString("until", day + Clock(until.Time));
                break;
            case Waiting.UntilDate until:
                json.WriteString("date", until.Attribute);
                if (until.PlusDays != 0) json.WriteNumber("plus_days", until.PlusDays);
                json.WriteString("at", Clock(until.Time));
                break;
            case Waiting.UntilRule until:
                Rule(json, "rule", until.Rule);
                Span(json, "at_most", until.Most);
                json.WriteString("otherwise", until.StopsAfter ? "stop" : "continue");
                break;
        }
        json.WriteEndObject();
    }

    static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    static void WriteValue(Utf8JsonWriter json, string field, AttributeValue? value)
    {
        switch (value)
        {
            case null: json.WriteNull(field); break;
            case AttributeValue.Number(var number): json.WriteNumber(field, number); break;
            case AttributeValue.Flag(var flag): json.WriteBoolean(field, flag); break;
            default: json.WriteString(field, value.Stored); break;
        }
    }

    static void Span(Utf8JsonWriter json, string name, Duration? duration)
    {
        if (duration is null) return;
        json.WriteStartObject(name);
        var (unit, amount) = duration.Unit switch
        {
            DurationUnit.Days => ("days", duration.Amount),
            DurationUnit.BusinessDays => ("business_days", duration.Amount),
            _ when duration.Amount % 60 == 0 => ("hours", duration.Amount / 60),
            _ => ("minutes", duration.Amount),
        };
        json.WriteNumber(unit, amount);
        json.WriteEndObject();
    }

    static string Word(Ending ending) => ending switch { Ending.Completed => "completed", Ending.Failed => "failed", _ => "cancelled" };

    static void Rule(Utf8JsonWriter json, string name, Rule? rule) => Optional(json, name, rule?.ToString());

    static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    static void Text(Utf8JsonWriter json, string name, LocalizedText text)
    {
        if (text.Texts.Count == 0) return;
        json.WriteStartObject(name);
        foreach (var (locale, words) in text.Texts) json.WriteString(locale, words);
        json.WriteEndObject();
    }

    static void Keys(Utf8JsonWriter json, string name, ImmutableArray<string> keys) => List(json, name, keys, json.WriteStringValue);

    static void List<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> write)
    {
        if (items.Length == 0) return;
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }
}
