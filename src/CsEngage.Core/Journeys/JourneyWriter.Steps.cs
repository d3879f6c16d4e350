using System.Globalization;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>How steps of sequences are written.</summary>
static partial class JourneyWriter
{
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
                json.WriteOptional("template", ask.Template);
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
                json.WriteSpan("due", play.Due);
                break;
            case Step.Notify notify:
                json.WriteStartObject("notify");
                json.WriteString("channel", notify.Channel);
                json.WriteText("text", notify.Text);
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
                json.WriteList("split", split.Arms, arm => WriteArm(json, arm));
                break;
        }
        json.WriteRule("when", step.When);
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
        if (late != LateSending.Default) json.WriteSpan("misfire", new(DurationUnit.Minutes, late.Minutes));
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
            json.WriteSpan("wait", duration);
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
                json.WriteRule("rule", until.Rule);
                json.WriteSpan("at_most", until.Most);
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
}
