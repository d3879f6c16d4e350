using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Touches;
using CsEngage.Store.Accounts;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Web.Desk.Wording;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>One line of an account's story.</summary>
/// <param name="What">What happened.</param>
/// <param name="Subject">What it happened to: a guide, a checkpoint, a template.</param>
/// <param name="Who">The contact, or who of us.</param>
/// <param name="More">Why, or what came of it.</param>
/// <param name="Body">Words that somebody wrote.</param>
/// <param name="Times">How often on that day.</param>
/// <param name="Touch">The touch it is about, for acting on it.</param>
public sealed record StoryLine(
    DateTimeOffset At, string Group, string Icon, string What, string? Subject = null, string? Who = null, string? More = null, string? Body = null, int Times = 1, string Tone = "plain",
    TouchLine? Touch = null, string? Href = null)
{
    /// <summary>The lines that this one stands for; empty for a line of its own.</summary>
    public ImmutableArray<StoryLine> Parts { get; init; } = [];
}

/// <param name="Ahead">Touches that are planned, held or await a look.</param>
/// <param name="Older">From where to read on; null at the beginning.</param>
public sealed record Story(ImmutableArray<StoryLine> Ahead, ImmutableArray<StoryLine> Lines, DateTimeOffset? Older);

/// <summary>Tells an account's story from its signals, touches, plays, notes and changes, newest first.</summary>
public sealed class StoryTeller(SignalLog log, TouchBook touches, PlayBook plays, NoteBook notes, ChangeLog changes, MailPreview preview, TouchWords touchWords, SignalWords signalWords, AccountWords says, IStringLocalizer<Words> words)
{
    const int Signals = 400;

    /// <summary>A page of the story ends with the day on which it has so many lines.</summary>
    const int Lines = 24;

    /// <summary>A day's doings of contacts become one line from so many on; a click shows each.</summary>
    const int Run = 2;

    public static readonly ImmutableArray<string> Groups = ["people", "touches", "work", "health"];

    /// <param name="signals">How many signals are read at most.</param>
    /// <param name="isCondensed">Whether what contacts did on a day becomes one line.</param>
    public async Task<Story> Tell(AccountView view, string? group, DateTimeOffset? before, int signals = Signals, bool isCondensed = true)
    {
        var account = view.Account.Id;
        var recent = await log.Recent(account, signals, before);
        // Where signals were cut off, nothing older is told, or the order would be wrong.
        var from = recent.Length == signals ? recent[^1].CountedAt : DateTimeOffset.MinValue;
        var until = before ?? DateTimeOffset.MaxValue;
        var ledger = await touches.Of(account, 300);
        var lines = recent.Where(signal => IsTold(signal.Kind)).Select(signal => Tell(signal, view))
            .Concat(ledger.Where(line => TouchLedger.IsSettled(line.State)).Select(line => Tell(line, view)))
            .Concat((await plays.Of(account)).SelectMany(play => Tell(play, view)))
            .Concat((await notes.Of(account)).Select(note => Tell(note, view)))
            .Concat((await changes.Recent(account, 200)).Where(IsTold).Select(change => Tell(change, view)))
            .Where(line => line.At >= from && line.At < until && (group is null || line.Group == group));
        var folded = Folded(lines, view.Today);
        ImmutableArray<StoryLine> told = [.. (isCondensed && group is null ? Condensed(folded, view.Today) : folded).OrderByDescending(line => line.At)];
        var shown = told.Length <= Lines ? told : [.. told.TakeWhile(line => view.Today.DayOf(line.At) >= view.Today.DayOf(told[Lines - 1].At))];
        DateTimeOffset? older = shown.Length < told.Length ? OperatorDays.In(view.Today.Zone).StartOf(view.Today.DayOf(shown[^1].At)) : recent.Length == signals ? from : null;
        return new Story(before is null && group is null or "touches" ? await Ahead(ledger, view) : [], shown, older);
    }

    async Task<ImmutableArray<StoryLine>> Ahead(ImmutableArray<TouchLine> ledger, AccountView view)
    {
        var ahead = ImmutableArray.CreateBuilder<StoryLine>();
        foreach (var line in ledger.Where(line => !TouchLedger.IsSettled(line.State)))
            ahead.Add(line.State == TouchState.InReview && await preview.OnceReleased(line, view.Today.Now) is { } earliest ? Tell(line, view, earliest) : Tell(line, view));
        return [.. ahead.OrderBy(line => line.At)];
    }

    /// <summary>The latest of it, and what is ahead: of few signals, but always with the last touches.</summary>
    public async Task<Story> Lately(AccountView view, int signals)
    {
        var (story, ledger) = (await Tell(view, null, null, signals, isCondensed: false), await touches.Of(view.Account.Id, Last));
        var told = story.Lines.Where(line => line.Touch is not null).Select(line => line.Touch!.Touch.Id).ToHashSet(StringComparer.Ordinal);
        return story with { Lines = [.. story.Lines, .. ledger.Where(line => TouchLedger.IsSettled(line.State) && !told.Contains(line.Touch.Id)).Select(line => Tell(line, view)).OrderByDescending(line => line.At)] };
    }

    const int Last = 12;

    // The same thing on the same day is one line: how often, and by whom.
    IEnumerable<StoryLine> Folded(IEnumerable<StoryLine> lines, DeskToday today) =>
        from line in lines
        group line by line.Touch is not null || line.Body is not null || line.Href is not null ? (object)line : (today.DayOf(line.At), line.What, line.Subject, line.More) into same
        select same.MaxBy(line => line.At)! with { Times = same.Count(), Who = Names([.. same.OrderByDescending(line => line.At).Select(line => line.Who).OfType<string>().Distinct(StringComparer.Ordinal)]) };

    // What contacts do each day is the ground on which the rest stands out: one line a day, unless it is asked for by itself.
    IEnumerable<StoryLine> Condensed(IEnumerable<StoryLine> lines, DeskToday today) =>
        lines.GroupBy(line => line is { Group: "people", Tone: "plain", Touch: null, Body: null, Href: null } ? today.DayOf(line.At) : (object)line)
            .SelectMany(same => same.Key is DateOnly && same.Count() >= Run ? [Ran([.. same.OrderByDescending(line => line.At)])] : same.ToList());

    StoryLine Ran(ImmutableArray<StoryLine> lines)
    {
        var kinds = lines.GroupBy(line => line.What, StringComparer.Ordinal).Select(kind => (What: kind.Key, Times: kind.Sum(line => line.Times))).OrderByDescending(kind => kind.Times).ToList();
        var said = string.Join(words[", "], kinds.Take(3).Select(kind => kind.Times == 1 ? kind.What : $"{kind.What} ×{kind.Times}"));
        return lines[0] with
        {
            What = kinds.Count > 3 ? words["{0} and {1} more", said, kinds.Count - 3] : said, Subject = null, More = null, Times = 1, Parts = lines,
            Who = Names([.. lines.Select(line => line.Who).OfType<string>().Where(who => who.Length > 0).SelectMany(who => who.Split([", ", "、"], StringSplitOptions.None)).Distinct(StringComparer.Ordinal)]),
        };
    }

    string? Names(string[] people) => people switch
    {
        [] => null,
        { Length: <= 3 } => string.Join(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ja" ? "、" : ", ", people),
        _ => words["{0}, {1} and {2} more", people[0], people[1], people.Length - 2].Value,
    };

    // The ledger, the plays and the notes speak for themselves, and better.
    static bool IsTold(string kind) =>
        kind is "touch.clicked" or "touch.replied" or "touch.opened"
        || !(kind.StartsWith("touch.", StringComparison.Ordinal) || kind.StartsWith("play.", StringComparison.Ordinal) || kind is "note.written" or "account.changed" or "session.identified");

    static bool IsTold(Change change) => change.Subject == "account" && change.Old is not null && change.Field is "lifecycle" or "tier" or "touch-model" or "csm";

    StoryLine Tell(Signal signal, AccountView view)
    {
        var texts = view.Today.Texts;
        var name = signalWords.Name(signal.Kind) ?? texts.Find("kind", signal.Kind) ?? signal.Kind;
        var subject = Subject(signal.Subject, view);
        var more = signal.Kind switch
        {
            "health.band-changed" => signal.Properties is { } of && of.TryGetValue("from", out var was) && of.TryGetValue("to", out var now) ? $"{Colour(was)} → {Colour(now)}" : null,
            "survey.answered" => signal.Value is { } answer ? answer.ToString("0.#", CultureInfo.CurrentCulture) + (signal.Properties?.GetValueOrDefault("comment") is { Length: > 0 } comment ? $" “{comment}”" : "") : null,
            "search.made" or "search.failed" => signal.Properties?.GetValueOrDefault("query") is { } query ? $"“{query}”" : null,
            "checkpoint.fell-behind" or "checkpoint.got-stuck" => signal.Properties?.GetValueOrDefault("side") switch { "customer" => words["customer’s move"].Value, "vendor" => words["our move"].Value, _ => null },
            "guide.rated" => signal.Value switch { 1 => words["helpful"].Value, 0 => words["not helpful"].Value, _ => null },
            "guide.read" or "guide.completed" => signal.Value is > 0 ? words["{0} min", Math.Max(1, Math.Round(signal.Value.Value / 60))].Value : null,
            _ when signal.IsStaff || signal.IsPreview => words["by staff, does not count"].Value,
            _ when signal.Actor != Actor.Human => words["by a machine, does not count"].Value,
            _ => null,
        };
        return new StoryLine(
            signal.CountedAt, GroupOf(signal.Kind), SignalWords.Icon(signal.Kind), name, subject, view.NameOf(signal.MembershipId), more,
            Tone: signal.Kind switch { "checkpoint.reached" or "guide.completed" or "enrollment.completed" or "contract.renewed" => "good", "checkpoint.got-stuck" or "contract.ended" or "enrollment.failed" => "bad", "checkpoint.fell-behind" => "warn", _ => "plain" });
    }

    string Colour(string band) => Enum.TryParse<Band>(band.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var known) ? says.BandName(known) : band;

    static string GroupOf(string kind) => kind.Split('.')[0] switch
    {
        "health" or "checkpoint" or "enrollment" or "contract" or "segment" => "health",
        "touch" or "consent" => "touches",
        "meeting" or "ticket" => "work",
        _ => "people",
    };

    string? Subject(string? subject, AccountView view)
    {
        if (subject is null) return null;
        var colon = subject.IndexOf(':', StringComparison.Ordinal);
        var (type, key) = colon < 0 ? ("", subject) : (subject[..colon], subject[(colon + 1)..]);
        var texts = view.Today.Texts;
        return type switch
        {
            "guide" => texts.Guide(key),
            "portal" => null,
            "checkpoint" => Checkpoint(key, view),
            "journey" => texts.Title("journey", key),
            "topic" when key == TouchRecipients.AllTopics => words["all mails"],
            "segment" or "survey" or "topic" or "product" => texts.Title(type, key),
            "scorecard" => texts.Cards.TryGetValue(key, out var card) ? card.Title.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) : key,
            "touch" or "contract" or "note" or "play" => null,
            "task" => Task(key, view),
            "page" => texts.Title("page", key),
            _ => key,
        };
    }

    // journey/checkpoint/task; a task that no journey has any more is told by its key.
    static string Task(string path, AccountView view)
    {
        var parts = path.Split('/');
        var title = parts is not [var journey, var checkpoint, var task] ? null
            : view.Passages.Where(passage => passage.Journey.Key == journey).Select(passage => passage.Journey.Find(checkpoint)?.Tasks.FirstOrDefault(spec => spec.Key == task)?.Title.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)).FirstOrDefault(found => found is not null);
        return title ?? parts[^1];
    }

    static string Checkpoint(string path, AccountView view)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var key = path[(slash + 1)..];
        return view.Passages.Where(passage => slash > 0 && passage.Journey.Key == path[..slash]).Select(passage => passage.Journey.Find(key)?.Title.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)).FirstOrDefault(title => title is not null)
            ?? view.Today.Texts.Find("checkpoint", path) ?? key;
    }

    StoryLine Tell(TouchLine line, AccountView view, DateTimeOffset? earliest = null)
    {
        var at = line.SentAt ?? (TouchLedger.IsSettled(line.State) ? line.ClaimedAt ?? line.LookAt ?? line.PlannedAt : line.LookAt ?? earliest ?? line.Touch.DueAt);
        var recipient = AccountReading.ZoneOf(view.People.FirstOrDefault(person => person.Id == line.Touch.MembershipId)?.Member, view.Account, view.Today);
        var because = touchWords.Because(line.State, line.Reason, line.Facts, view.Today.Texts) ?? touchWords.PutOff(line, view.Today.Zone) ?? (line.State is TouchState.Failed or TouchState.Ambiguous or TouchState.Bounced ? line.Detail : null);
        if (line is { State: TouchState.Held, LookAt: { } next } && next > view.Today.Now)
            because = $"{because} {touchWords.GoesOut(next, recipient, view.Today.Zone)}".TrimStart();
        if (earliest is { } soonest) because = touchWords.OnceReleased(soonest, view.Today.Now, recipient);
        var from = line.Touch.Origin is { } origin ? Checkpoint($"{origin.Journey}/{origin.Checkpoint}", view) : null;
        return new StoryLine(
            at, "touches", "mail", touchWords.State(line), view.Today.Texts.Subject(line, view.GreetingOf(line.Touch.MembershipId), view.Account.Name), view.NameOf(line.Touch.MembershipId),
            string.Join(" · ", new[] { because, from }.Where(part => part is { Length: > 0 })), Tone: TouchWords.Tone(line), Touch: line,
            Href: line.SentAt is null ? null : $"/desk/accounts/{view.Account.Id}?handler=Mail&touch={Uri.EscapeDataString(line.Touch.Id)}");
    }

    IEnumerable<StoryLine> Tell(PlayLine play, AccountView view)
    {
        var title = play.Title ?? view.Today.Texts.Play(play.Play);
        var href = $"/desk/accounts/{view.Account.Id}/plays/{DeskAddress.Of(play.Id)}";
        yield return new StoryLine(play.OpenedAt, "work", "list-checks", words["Play opened"], title, More: play.ByRule ? words["by its rule"] : play.EnrollmentId is null ? words["by hand"] : words["by the journey"], Href: href);
        if (play.ClosedAt is { } closed) yield return new StoryLine(closed, "work", "circle-check", words["Play closed"], title, More: Outcome(play, view.Today), Href: href);
    }

    public string Outcome(PlayLine play, DeskToday today)
    {
        var outcome = play.Outcome == "by-itself" ? words["by itself, its reason has gone"].Value
            : play.Play is { } key && today.Texts.Plays.TryGetValue(key, out var document) && document.Outcomes.FirstOrDefault(one => one.Key == play.Outcome) is { } known ? known.Title.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)
            : play.Outcome switch { "done" => words["Done"].Value, "dropped" => words["Dropped"].Value, var other => other ?? "" };
        return string.Join(" · ", new[] { outcome, play.ClosedBy is null ? null : play.OutcomeReason, play.Minutes is { } minutes ? words["{0} min", minutes].Value : null }.Where(part => part is { Length: > 0 }));
    }

    StoryLine Tell(Note note, AccountView view) => new(
        note.At, "work", note.Kind switch { "meeting" => "calendar", "ticket" => "triangle-alert", "reply" => "mail", _ => "pencil" },
        note.Kind switch { "meeting" => words["Meeting"], "ticket" => words["Ticket"], "reply" => words["Answer by mail"], _ => words["Note"] }, note.Title, view.NameOf(note.MembershipId), Body: note.Body);

    StoryLine Tell(Change change, AccountView view)
    {
        string Value(AttributeValue? value) => change.Field switch
        {
            "lifecycle" => says.Lifecycle(value?.Stored ?? ""),
            "touch-model" => says.TouchModel(value?.Stored ?? ""),
            "tier" => view.Today.Texts.Tier(value?.Stored),
            _ => "",
        };
        return new StoryLine(
            change.At, "health", "arrow-right",
            change.Field switch { "lifecycle" => words["Lifecycle"], "touch-model" => words["Touch model"], "tier" => words["Tier"], _ => words["Another CSM"] },
            More: change.Field == "csm" ? null : $"{Value(change.Old)} → {Value(change.New)}");
    }
}
