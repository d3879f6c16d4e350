using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>How sequences, their steps and their waits are read.</summary>
sealed partial class JourneyReader
{
    ImmutableSortedDictionary<Trigger, ImmutableArray<Step>> ReadSequences(DocumentNode node)
    {
        var sequences = ImmutableSortedDictionary<Trigger, ImmutableArray<Step>>.Empty;
        if (node.IsMissing) return sequences;
        node.Only("open", "reached", "behind", "stuck");
        foreach (var trigger in new[] { Trigger.Open, Trigger.Reached, Trigger.Behind, Trigger.Stuck })
        {
            var keyed = new List<(string, DocumentNode)>();
            var steps = ReadSteps(node[TouchId.Word(trigger)], keyed);
            DocumentNode.Distinct(keyed, Sentence.Of("the sequence"));
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
            node.Wrong(acts.Length == 0 ? Sentence.Of("The step does nothing.") : Sentence.Of("The step does several things."), Sentence.Of("Give exactly one of {0}.", string.Join(", ", Acts)));
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
            return scope == RuleScope.Contact ? new Audience.Participants() : Refuse<Audience>(node, new Audience.Everyone(), Sentence.Of("Nobody is addressed."), Sentence.Of("Say to whom: role \"organizer\", all contacts, contacts where ( … )."));
        var text = node.TextOrNull?.Trim();
        if (text is "this contact") return scope == RuleScope.Contact ? new Audience.Participants() : Refuse<Audience>(node, new Audience.Everyone(), Sentence.Of("An account journey has no \"this contact\"."), Sentence.Of("Use role \"organizer\" or all contacts."));
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
        return Refuse<Review?>(node, null, Sentence.Of("This is no review."), Sentence.Of("Write \"required\", or business hours such as \"4h\"."));
    }

    Waiting? ReadWait(DocumentNode node)
    {
        if (node.IsText && node.TextOrNull is { } text && Duration.Read(text) is null && ReadTime(text) is { } time) return time;
        if (!node.IsObject || (node["until"].IsMissing && node["date"].IsMissing && node["rule"].IsMissing))
            return node.Span(daysAreBusiness: false) is { } duration ? new Waiting.For(duration) : null;
        if (!node["until"].IsMissing)
        {
            node.Only("until");
            return ReadTime(node["until"].TextOrNull ?? "") ?? Refuse<Waiting?>(node["until"], null, Sentence.Of("This is not a time to wait for."), Sentence.Of("Write tue 09:00, workday 09:00 or 09:00."));
        }
        if (!node["date"].IsMissing)
        {
            node.Only("date", "plus_days", "at");
            var at = node["at"].IsMissing ? new TimeOnly(9, 0) : ClockOf(node["at"].TextOrNull ?? "") ?? Refuse(node["at"], default(TimeOnly), Sentence.Of("This is not a time."), Sentence.Of("Write 09:00."));
            return new Waiting.UntilDate(ReadAttribute(node["date"], node["date"].TextOrNull), node["plus_days"].Whole(0, -3660, 3660), at);
        }
        node.Only("rule", "at_most", "otherwise");
        var most = node["at_most"].Span(daysAreBusiness: false) ?? Refuse(node["at_most"], new Duration(DurationUnit.Days, 1), Sentence.Of("The wait has no end."), Sentence.Of("Say how long at most: at_most: {days: 10}."));
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
            if (name.Split('.') is not ["account" or "contact", { Length: > 0 }]) value.Wrong(Sentence.Of("\"{0}\" is not a field.", name), Sentence.Of("Write account.lifecycle or an attribute such as account.plan."));
            else fields = fields.SetItem(name, ReadValue(value));
        }
        if (fields.Count == 0) node.Wrong(Sentence.Of("Nothing is set."), Sentence.Of("Write {account.lifecycle: adopting}."));
        return fields;
    }

    static AttributeValue? ReadValue(DocumentNode node) => node.IsMissing ? null : node.Value.ValueKind switch
    {
        JsonValueKind.Number => new AttributeValue.Number(node.Value.GetDecimal()),
        JsonValueKind.True or JsonValueKind.False => new AttributeValue.Flag(node.Value.GetBoolean()),
        JsonValueKind.String when DateOnly.TryParseExact(node.TextOrNull, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date) => new AttributeValue.Date(date),
        JsonValueKind.String => new AttributeValue.Text(node.TextOrNull!),
        _ => Refuse<AttributeValue?>(node, null, Sentence.Of("This is not a value."), Sentence.Of("Use a text, a number, true, false or null.")),
    };

    ImmutableArray<Arm> ReadArms(DocumentNode node, List<(string, DocumentNode)> keyed)
    {
        var arms = node.Items().Select(arm =>
        {
            arm.Only("arm", "percent", "holdout", "steps");
            return (Arm: new Arm(arm["arm"].Key(), arm["percent"].Number(0, 0, 100, Sentence.Of("0 to 100 percent")), arm["holdout"].Flag(false), ReadSteps(arm["steps"], keyed)), Node: arm["arm"]);
        }).ToImmutableArray();
        DocumentNode.Distinct(arms.Select(arm => (arm.Arm.Key, arm.Node)), Sentence.Of("the split"));
        if (arms.Sum(arm => arm.Arm.Percent) != 100) node.Wrong(Sentence.Of("The shares do not add up to 100 percent."), Sentence.Of("Change percent of the arms."));
        return [.. arms.Select(arm => arm.Arm)];
    }
}
