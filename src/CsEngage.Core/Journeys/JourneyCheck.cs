using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Something about a journey that the author should know before publishing.</summary>
/// <param name="IsFault">It cannot work; otherwise it is a warning.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Where: stage/checkpoint, or checkpoint.trigger.step.</param>
/// <param name="Subject">The key or text that it is about.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record CheckFinding(bool IsFault, CheckKind Kind, string Path, string Subject, Sentence Message)
{
    /// <summary>What to do, as a sentence.</summary>
    public Sentence Remedy => Kind switch
    {
        CheckKind.Unreachable => Sentence.Of("Let one of them open at the start."),
        CheckKind.NothingEmits => Sentence.Of("Look at how the signal is written; one that only comes later may stay as it is."),
        CheckKind.Missing => Sentence.Of("Publish it first, or take it out here."),
        CheckKind.MissingLocale => Sentence.Of("Write it in that language too; until then readers get another one."),
        CheckKind.LongWait => Sentence.Of("Make it shorter, or make a checkpoint of what it waits for."),
        CheckKind.Nobody => Sentence.Of("Name a role that the settings know, or add it there."),
        CheckKind.Loop => Sentence.Of("Take out one of the steps that start a journey."),
        CheckKind.EntryAndExit => Sentence.Of("Give the exit a rule of its own."),
        CheckKind.NoDue => Sentence.Of("Add \"due\", or say \"required: false\"."),
        CheckKind.NothingRequired => Sentence.Of("Say \"required: true\" at the checkpoints that count."),
        _ => throw new InvalidOperationException($"Nobody knows what to do about {Kind}."),
    };
}

/// <summary>Kinds of findings.</summary>
public enum CheckKind
{
    /// <summary>A checkpoint can never open.</summary>
    Unreachable,
    /// <summary>Nothing emits such signals.</summary>
    NothingEmits,
    /// <summary>Something named does not exist.</summary>
    Missing,
    /// <summary>It exists, but not in this locale.</summary>
    MissingLocale,
    /// <summary>It waits for something that may never come, or waits very long.</summary>
    LongWait,
    /// <summary>Nobody is addressed.</summary>
    Nobody,
    /// <summary>Journeys start each other in a circle.</summary>
    Loop,
    /// <summary>Entry and exit rules cannot work together.</summary>
    EntryAndExit,
    /// <summary>It has no due time, so that nobody is ever told.</summary>
    NoDue,
    /// <summary>Nothing is required.</summary>
    NothingRequired,
}

/// <summary>What exists, so that a check can tell what does not.</summary>
/// <param name="Templates">Keys of templates with the locales they are published in.</param>
/// <param name="Surveys">Keys of surveys.</param>
/// <param name="Plays">Keys of plays.</param>
/// <param name="Guides">Keys of published guides.</param>
/// <param name="Segments">Keys of segments.</param>
/// <param name="Journeys">Other journeys by key, with the journeys that they start.</param>
/// <param name="Roles">Roles that memberships may have.</param>
/// <param name="Attributes">Attributes of accounts and contacts, as rules write them without "account." or "contact.".</param>
/// <param name="Locales">Locales of the operator: every text must exist in each.</param>
/// <param name="OwnKinds">Kinds of signals from outside that were ever seen or are registered.</param>
public sealed record CheckAgainst(
    ImmutableDictionary<string, ImmutableArray<string>> Templates, ImmutableHashSet<string> Surveys, ImmutableHashSet<string> Plays, ImmutableHashSet<string> Guides,
    ImmutableHashSet<string> Segments, ImmutableDictionary<string, ImmutableArray<string>> Journeys, ImmutableHashSet<string> Roles, ImmutableHashSet<string> Attributes,
    ImmutableArray<string> Locales, ImmutableHashSet<string> OwnKinds);

public sealed partial record Journey
{
    /// <summary>Everything that an author should know before publishing, faults first.</summary>
    public ImmutableArray<CheckFinding> Check(CheckAgainst known) => new JourneyCheck(this, known).All();

    /// <summary>Keys of the journeys that steps of this one start.</summary>
    public ImmutableArray<string> Starts =>
        [.. Checkpoints.SelectMany(checkpoint => checkpoint.On.Keys.SelectMany(trigger => checkpoint.Sequence(trigger))).Select(placed => placed.Step).OfType<Step.Start>().Select(step => step.Journey).Distinct()];
}

/// <summary>The checks.</summary>
sealed class JourneyCheck(Journey journey, CheckAgainst known)
{
    const int LongDays = 60;
    readonly List<CheckFinding> findings = [];

    public ImmutableArray<CheckFinding> All()
    {
        Openings();
        Rules();
        Loops();
        if (!journey.Checkpoints.Any(checkpoint => checkpoint.Required))
            Warn(CheckKind.NothingRequired, journey.Key, journey.Key, Sentence.Of("No checkpoint is required, so the journey completes only when all are reached."));
        if (journey.Exits.Any(exit => exit.When.Equals(journey.Entry)))
            Fault(CheckKind.EntryAndExit, "exit", journey.Key, Sentence.Of("The exit rule is the entry rule: everybody leaves the moment they enter."));
        foreach (var checkpoint in journey.Checkpoints)
        {
            Texts(checkpoint.Title, checkpoint.Key, "title");
            if (checkpoint is { Due: null, Required: true })
                Warn(CheckKind.NoDue, checkpoint.Key, checkpoint.Key, Sentence.Of("It is required and has no due time: it never falls behind, and is stuck only by silence."));
            foreach (var guide in checkpoint.Guides.Where(guide => !known.Guides.Contains(guide)))
                Fault(CheckKind.Missing, checkpoint.Key, $"guide:{guide}", Sentence.Of("There is no published guide \"{0}\".", guide));
            foreach (var task in checkpoint.Tasks) Assigned(task, checkpoint.Key);
            foreach (var trigger in checkpoint.On.Keys)
                foreach (var placed in checkpoint.Sequence(trigger)) Check(placed.Step, $"{checkpoint.Key}.{TouchId.Word(trigger)}.{placed.Step.Key}");
        }
        return [.. findings.OrderByDescending(finding => finding.IsFault)];
    }

    /// <summary>Checkpoints in a circle of "after", or behind one, never open.</summary>
    void Openings()
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        for (var grew = true; grew;)
        {
            grew = false;
            foreach (var checkpoint in journey.Checkpoints)
                if (checkpoint.Opens.After.All(open.Contains) && open.Add(checkpoint.Key)) grew = true;
        }
        foreach (var checkpoint in journey.Checkpoints.Where(checkpoint => !open.Contains(checkpoint.Key)))
            Fault(CheckKind.Unreachable, checkpoint.Key, checkpoint.Key, Sentence.Of("It never opens: the checkpoints it comes after wait for each other."));
    }

    void Rules()
    {
        Needs(journey.Entry, "entry");
        foreach (var exit in journey.Exits) Needs(exit.When, "exit");
        foreach (var checkpoint in journey.Checkpoints)
        {
            Needs(checkpoint.Opens.When, $"{checkpoint.Key}.opens");
            Needs(checkpoint.Evidence, $"{checkpoint.Key}.evidence");
        }
    }

    void Needs(Rule? rule, string path)
    {
        if (rule is null) return;
        foreach (var counter in rule.Needs.Counters)
        {
            if (counter.Kind == CounterKey.Engagement || SignalKinds.Find(counter.Kind) is not null || known.OwnKinds.Contains(counter.Kind)) continue;
            var meant = SignalKinds.Meant(counter.Kind);
            Warn(CheckKind.NothingEmits, path, counter.Kind, meant is null ? Sentence.Of("No signal \"{0}\" has ever come. Send it by the API, or the rule never holds.", counter.Kind) : Sentence.Of("No signal \"{0}\" has ever come. Did you mean \"{1}\"?", counter.Kind, meant));
        }
        foreach (var segment in rule.Needs.Segments.Where(segment => !known.Segments.Contains(segment))) Fault(CheckKind.Missing, path, $"segment:{segment}", Sentence.Of("There is no segment \"{0}\".", segment));
        foreach (var other in rule.Needs.Journeys.Where(other => other != journey.Key && !known.Journeys.ContainsKey(other))) Fault(CheckKind.Missing, path, $"journey:{other}", Sentence.Of("There is no journey \"{0}\".", other));
        foreach (var survey in rule.Needs.Surveys.Where(survey => !known.Surveys.Contains(survey))) Fault(CheckKind.Missing, path, $"survey:{survey}", Sentence.Of("There is no survey \"{0}\".", survey));
    }

    void Check(Step step, string path)
    {
        Needs(step.When, path);
        switch (step)
        {
            case Step.Send send:
                Template(send.Template, path);
                Addressed(send.To, path);
                break;
            case Step.Ask ask:
                if (!known.Surveys.Contains(ask.Survey)) Fault(CheckKind.Missing, path, $"survey:{ask.Survey}", Sentence.Of("There is no survey \"{0}\".", ask.Survey));
                if (ask.Template is { } template) Template(template, path);
                Addressed(ask.To, path);
                break;
            case Step.OpenPlay play when !known.Plays.Contains(play.Play):
                Fault(CheckKind.Missing, path, $"play:{play.Play}", Sentence.Of("There is no play \"{0}\".", play.Play));
                break;
            case Step.Start start when start.Journey != journey.Key && !known.Journeys.ContainsKey(start.Journey):
                Fault(CheckKind.Missing, path, $"journey:{start.Journey}", Sentence.Of("There is no journey \"{0}\".", start.Journey));
                break;
            case Step.GiveTask give:
                Assigned(give.Task, path);
                break;
            case Step.Wait(_, _, Waiting.UntilRule until):
                Needs(until.Rule, path);
                Long(until.Most, path);
                break;
            case Step.Wait(_, _, Waiting.For wait):
                Long(wait.Duration, path);
                break;
            case Step.Wait(_, _, Waiting.UntilDate until) when !known.Attributes.Contains(until.Attribute[(until.Attribute.IndexOf('.', StringComparison.Ordinal) + 1)..]):
                Fault(CheckKind.Missing, path, until.Attribute, Sentence.Of("There is no attribute \"{0}\".", until.Attribute));
                break;
        }
    }

    void Long(Duration duration, string path)
    {
        if (duration.Unit != DurationUnit.Minutes ? duration.Amount > LongDays : duration.Amount > LongDays * 24 * 60)
            Warn(CheckKind.LongWait, path, duration.ToString(), Sentence.Of("This wait is longer than 60 days."));
    }

    void Template(string template, string path)
    {
        if (!known.Templates.TryGetValue(template, out var locales))
        {
            Fault(CheckKind.Missing, path, $"template:{template}", Sentence.Of("There is no template \"{0}\".", template));
            return;
        }
        foreach (var locale in known.Locales.Where(locale => !locales.Contains(locale)))
            Warn(CheckKind.MissingLocale, path, $"template:{template}", Sentence.Of("The template \"{0}\" is not published in {1}.", template, locale));
    }

    void Addressed(Audience to, string path)
    {
        if (to is Audience.Roles(var roles))
            foreach (var role in roles.Where(role => !known.Roles.Contains(role))) Fault(CheckKind.Nobody, path, $"role:{role}", Sentence.Of("Nobody can have the role \"{0}\".", role));
        if (to is Audience.Where(var rule)) Needs(rule, path);
    }

    void Assigned(TaskSpec task, string path)
    {
        if (task.Assignee.Role is { } role && !known.Roles.Contains(role)) Fault(CheckKind.Nobody, path, $"role:{role}", Sentence.Of("Nobody can have the role \"{0}\", so nobody is asked.", role));
        Texts(task.Title, path, $"task {task.Key}");
    }

    void Texts(LocalizedText text, string path, string what)
    {
        foreach (var locale in known.Locales.Where(locale => !text.Texts.Keys.Any(key => Locales.Language(key) == Locales.Language(locale))))
            Warn(CheckKind.MissingLocale, path, what, Sentence.Of("\"{0}\" is not written in {1}.", what, locale));
    }

    /// <summary>At run time a chain stops at the first journey it has passed; the author should know that it would.</summary>
    void Loops()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(journey.Starts);
        while (next.TryPop(out var key))
        {
            if (key == journey.Key)
            {
                Fault(CheckKind.Loop, journey.Key, key, Sentence.Of("The journey starts itself, directly or through others; no journey starts again on its own chain."));
                return;
            }
            if (!seen.Add(key)) continue;
            foreach (var further in known.Journeys.GetValueOrDefault(key, [])) next.Push(further);
        }
    }

    void Fault(CheckKind kind, string path, string subject, Sentence message) => findings.Add(new(IsFault: true, kind, path, subject, message));
    void Warn(CheckKind kind, string path, string subject, Sentence message) => findings.Add(new(IsFault: false, kind, path, subject, message));
}
