using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Touches;
using CsEngage.Store.Touches;
using CsEngage.Web.Desk.Accounts;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Wording;

/// <summary>Where a touch stands and why, as a CSM reads it.</summary>
public sealed class TouchWords(IStringLocalizer<Words> words)
{
    public string State(TouchState state) => state switch
    {
        TouchState.Pending => words["Planned"],
        TouchState.Held => words["Held"],
        TouchState.InReview => words["Awaiting review"],
        TouchState.Claimed => words["Being sent"],
        TouchState.Sent => words["Sent"],
        TouchState.Delivered => words["Delivered"],
        TouchState.Bounced => words["Bounced"],
        TouchState.Complained => words["Complained about"],
        TouchState.Skipped => words["Skipped"],
        TouchState.Ghost => words["Held out"],
        TouchState.Failed => words["Failed"],
        _ => words["Unclear whether it was sent"],
    };

    /// <summary>The same, told apart from what has not been tried yet.</summary>
    public string State(TouchLine line) => line.IsPutOff ? words["Waiting for the mail server"].Value : State(line.State);

    public static string Tone(TouchLine line) => line.IsPutOff ? "warn" : Tone(line.State);

    /// <summary>Why no server has it yet, and when it is tried again; null for what was not put off.</summary>
    public string? PutOff(TouchLine line, TimeZoneInfo desk) => line is { IsPutOff: true, LookAt: { } next }
        ? words["The mail server did not take it: {0} Tried again {1}; tries so far: {2}.", Ended(line.Detail!), Moments.Appointment(TimeZoneInfo.ConvertTime(next, desk), CultureInfo.CurrentUICulture), line.Failures].Value : null;

    // What a server says ends as it likes.
    static string Ended(string said) => said.TrimEnd() is var text && text[^1] is '.' or '!' or '?' or '。' ? text : text + ".";

    public static string Tone(TouchState state) => state switch
    {
        TouchState.Sent or TouchState.Delivered => "good",
        TouchState.Held or TouchState.InReview or TouchState.Ambiguous => "warn",
        TouchState.Bounced or TouchState.Complained or TouchState.Failed => "bad",
        TouchState.Pending or TouchState.Claimed => "accent",
        _ => "plain",
    };

    /// <summary>Why it waits or was skipped, from the name that the ledger keeps; null when it keeps none. Who is over a cap waits at first and is skipped only after a week: one name, two meanings.</summary>
    public string? Because(TouchState state, string? reason, ImmutableArray<DecisionFact> facts, AuthoredTexts texts) =>
        reason is null ? null
        : state == TouchState.Held && Enum.TryParse<HoldReason>(reason, out var waits) && Enum.IsDefined(waits) ? Held(waits, facts)
        : Enum.TryParse<SkipReason>(reason, out var skip) && Enum.IsDefined(skip) ? Skipped(skip, facts, texts)
        : Enum.TryParse<HoldReason>(reason, out var hold) && Enum.IsDefined(hold) ? Held(hold, facts)
        : reason;

    /// <summary>What keeps our mail from a person, a sentence for each reason.</summary>
    public IEnumerable<string> Withheld(MailReach reach, AuthoredTexts texts, TimeZoneInfo desk)
    {
        if (reach.Suppression is { } why)
            yield return Skipped(why.Reason switch { SuppressionReason.HardBounce => SkipReason.Bounced, SuppressionReason.Complaint => SkipReason.Complained, _ => SkipReason.Unsubscribed }, At(why.Since), texts);
        if (reach is { LeftAll: { } left, Again.IsEmpty: false }) yield return words["Wants only {0} since {1}.", string.Join(", ", reach.Again.Select(topic => texts.Title("topic", topic))), Moments.Day(TimeZoneInfo.ConvertTime(left, desk), CultureInfo.CurrentUICulture)];
        else if (reach.LeftAll is { } since) yield return Skipped(SkipReason.Unsubscribed, At(since), texts);
        foreach (var topic in reach.Left) yield return Skipped(SkipReason.TopicOff, [new DecisionFact("topic", topic)], texts);

        ImmutableArray<DecisionFact> At(DateTimeOffset at) => [new DecisionFact("since", TimeZoneInfo.ConvertTime(at, desk).ToString("O", CultureInfo.InvariantCulture))];
    }

    /// <summary>When what is held goes out: by the recipient's clock, and by the desk's where that shows another time.</summary>
    public string GoesOut(DateTimeOffset at, TimeZoneInfo recipient, TimeZoneInfo desk)
    {
        var (theirs, ours) = (TimeZoneInfo.ConvertTime(at, recipient), TimeZoneInfo.ConvertTime(at, desk));
        var culture = CultureInfo.CurrentUICulture;
        return theirs.DateTime == ours.DateTime ? words["Goes out {0}.", Moments.Appointment(theirs, culture)]
            : words["Goes out {0} in the recipient’s time ({1} in yours).", Moments.Appointment(theirs, culture), Moments.Appointment(ours, culture)];
    }

    /// <summary>When what awaits a look goes out at the earliest, if it were released now.</summary>
    public string OnceReleased(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo recipient) => at <= now ? words["Goes out as soon as it is released."]
        : words["Earliest {0} once released, in the recipient’s time.", Moments.Appointment(TimeZoneInfo.ConvertTime(at, recipient), CultureInfo.CurrentUICulture)];

    /// <summary>What becomes of a touch that is about to be queued: when it goes out, or why not.</summary>
    public string Outlook(PreviewedTouch touch, TimeZoneInfo recipient, TimeZoneInfo desk, AuthoredTexts texts) => (touch.Decision, touch.At) switch
    {
        (TouchDecision.Send, _) => words["Goes out at once."],
        (TouchDecision.Skip skip, _) => words["Does not go out: {0}", Skipped(skip.Why, skip.Facts, texts)],
        (TouchDecision.Hold hold, { } at) => $"{Held(hold.Why, hold.Facts)} {GoesOut(at, recipient, desk)}",
        (TouchDecision.Hold hold, null) => words["Waits: {0}", Held(hold.Why, hold.Facts)],
        _ => State(TouchState.InReview),
    };

    string Skipped(SkipReason why, ImmutableArray<DecisionFact> facts, AuthoredTexts texts) => why switch
    {
        SkipReason.JourneyStopped => words["The journey was stopped."],
        SkipReason.LeftJourney => words["The account has left the journey."],
        SkipReason.CheckpointReached => words["The checkpoint was reached first, so there was nothing to nudge about."],
        SkipReason.JourneyCompleted => words["The journey was completed first."],
        SkipReason.NobodyThere => words["This contact has left, or has no address."],
        SkipReason.Bounced => Since(facts) is { } at ? words["The address bounced on {0}.", at] : words["The address bounced."],
        SkipReason.Complained => Since(facts) is { } at ? words["This person called our mail unwanted on {0}.", at] : words["This person called our mail unwanted."],
        SkipReason.Unsubscribed => Since(facts) is { } at ? words["Unsubscribed on {0}.", at] : words["Unsubscribed."],
        SkipReason.TopicOff => Fact(facts, "topic") is { Length: > 0 } topic ? words["Unsubscribed from the topic “{0}”.", texts.Title("topic", topic)] : words["Unsubscribed from this topic."],
        SkipReason.NoConsent => Fact(facts, "topic") is { Length: > 0 } topic ? words["There is no consent for the topic “{0}”.", texts.Title("topic", topic)] : words["There is no consent for this topic."],
        SkipReason.Duplicate => words["The same address gets this step through another account."],
        SkipReason.AlreadyHad => words["This person already had it, from another step of the same checkpoint."],
        SkipReason.OverCap => $"{Full(facts)} {words["There was no room for a week."]}",
        SkipReason.TooLate => words["Noticed too late to be of use."],
        SkipReason.CannotRender => Fact(facts, "problem") is { Length: > 0 } problem ? words["The text cannot be made: {0}", problem] : words["The text cannot be made."],
        SkipReason.StoppedInReview => words["Stopped in review."],
        _ => words["Cancelled by hand."],
    };

    // Which cap has no room left, and for whom.
    string Full(ImmutableArray<DecisionFact> facts)
    {
        if (Fact(facts, "cap") is not { } cap || !TimeSpan.TryParse(Fact(facts, "window"), CultureInfo.InvariantCulture, out var window)) return words["No more mails are allowed for now."];
        return (Fact(facts, "per") == "account", cap == "1") switch
        {
            (false, true) => words["This contact already got a mail within {0}; the most is one.", Length(window)],
            (false, false) => words["This contact already got {0} mails within {1}; the most is {0}.", cap, Length(window)],
            (true, true) => words["This account already got a mail within {0}; the most is one.", Length(window)],
            (true, false) => words["This account already got {0} mails within {1}; the most is {0}.", cap, Length(window)],
        };
    }

    string Length(TimeSpan window) =>
        window == TimeSpan.FromDays(1) ? words["one day"]
        : window.Ticks % TimeSpan.TicksPerDay == 0 ? words["{0} days", window.Days]
        : window == TimeSpan.FromHours(1) ? words["one hour"]
        : window.Ticks % TimeSpan.TicksPerHour == 0 ? words["{0} hours", (int)window.TotalHours]
        : words["{0} minutes", (int)window.TotalMinutes];

    string Held(HoldReason why, ImmutableArray<DecisionFact> facts) => why switch
    {
        HoldReason.NotDue => words["Not yet due."],
        HoldReason.SendingStopped => words["All sending is stopped."],
        HoldReason.JourneySendingStopped => words["Sending of this journey is stopped."],
        HoldReason.DomainStopped => words["Sending to this domain is stopped."],
        HoldReason.AutoPaused => words["Sending paused itself after bounces, complaints or failures."],
        HoldReason.EnrollmentPaused => words["The journey is paused for this account."],
        HoldReason.AccountOnHold => Fact(facts, "hold") is { Length: > 0 } hold ? words["The account is on hold: {0}", hold] : words["The account is on hold."],
        HoldReason.OverCap => Full(facts),
        HoldReason.DomainRate => words["{0} takes at most {1} a minute from us; it goes in the next one.", Fact(facts, "domain") ?? "?", Fact(facts, "most") ?? "?"],
        HoldReason.WarmingUp => words["A new sender warms up: {1} to {0} today; the rest goes tomorrow.", Fact(facts, "domain") ?? "?", Fact(facts, "allowed") ?? "?"],
        HoldReason.QuietHours => words["Quiet hours of the recipient."],
        _ => words["Not a business day where the recipient is."],
    };

    static string? Fact(ImmutableArray<DecisionFact> facts, string name) => facts.IsDefault ? null : facts.FirstOrDefault(fact => fact.Name == name)?.Value;

    static string? Since(ImmutableArray<DecisionFact> facts) =>
        DateTimeOffset.TryParse(Fact(facts, "since"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Moments.Day(at, CultureInfo.CurrentUICulture) : null;
}
