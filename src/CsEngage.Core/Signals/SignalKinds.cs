using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Whom signals of a kind are about.</summary>
public enum SignalScope
{
    /// <summary>The account; no membership.</summary>
    Account,
    /// <summary>One membership.</summary>
    Contact,
    /// <summary>A membership where one is concerned, otherwise the account.</summary>
    Either,
}

/// <summary>What the table says about one kind.</summary>
/// <param name="Kind">noun.verb-past.</param>
/// <param name="Scope">Whom it is about.</param>
/// <param name="SubjectType">The type of its subject; null when it has none.</param>
/// <param name="Value">Meaning and unit of its value; null when it has none.</param>
/// <param name="Properties">Names of its properties.</param>
/// <param name="Emitters">Who emits it: the possible values of source.</param>
/// <param name="Engagement">Whether it counts as engagement.</param>
/// <param name="Meaning">What it says, in a sentence.</param>
public sealed record SignalKind(
    string Kind, SignalScope Scope, string? SubjectType, string? Value, ImmutableArray<string> Properties, ImmutableArray<string> Emitters,
    bool Engagement, string Meaning);

/// <summary>The one table of kinds. Nothing else is emitted by CsEngage; kinds from outside are registered when first seen.</summary>
public static class SignalKinds
{
    const SignalScope OfAccount = SignalScope.Account, OfContact = SignalScope.Contact, OfEither = SignalScope.Either;

    /// <summary>All kinds that CsEngage emits itself, in the order of the documentation.</summary>
    public static readonly ImmutableArray<SignalKind> All =
    [
        Kind("portal.visited", OfContact, "portal", null, "referrer device", "portal", true, "A visit began: once per session and 30 minutes."),
        Kind("session.identified", OfContact, null, null, "method", "portal", false, "An anonymous session turned out to be this contact's."),
        Kind("contact.signed-in", OfContact, null, null, "method", "portal", true, "A contact signed in."),
        Kind("contact.invited", OfContact, null, null, "by", "desk engine api", false, "A contact was invited to the portal."),
        Kind("guide.viewed", OfContact, "guide", null, "referrer", "portal", true, "The server rendered a guide for the contact."),
        Kind("guide.read", OfContact, "guide", "active time in seconds", "", "portal", true, "Enough time and scrolling to have read it; once per version."),
        Kind("guide.completed", OfContact, "guide", "active time in seconds", "", "portal", true, "Read, and its own requirement met; once per version."),
        Kind("guide.rated", OfContact, "guide", "1 helpful, 0 not helpful", "comment", "portal", true, "The contact said whether it helped."),
        Kind("page.viewed", OfContact, "page", null, "referrer", "portal", true, "The server rendered a page for the contact."),
        Kind("media.played", OfContact, "media", "seconds played", "", "portal", true, "A film or sound was played."),
        Kind("media.downloaded", OfContact, "media", "bytes", "", "portal", true, "A file was downloaded."),
        Kind("announcement.dismissed", OfContact, "announcement", null, "", "portal", false, "An announcement was put away."),
        Kind("search.made", OfContact, null, "number of results", "query", "portal", true, "A search that found something."),
        Kind("search.failed", OfContact, null, null, "query", "portal", true, "A search that found nothing."),
        Kind("task.done", OfContact, "task", null, "answer file", "portal desk api", true, "A task of the journey was done."),
        Kind("task.undone", OfContact, "task", null, "", "portal desk api", false, "A task was taken back."),
        Kind("enrollment.started", OfEither, "journey", "progress from 0 to 1", "entry version arm", "engine", false, "A participant entered a journey."),
        Kind("enrollment.completed", OfEither, "journey", "progress from 0 to 1", "entry version", "engine", false, "All required checkpoints are reached."),
        Kind("enrollment.failed", OfEither, "journey", "progress from 0 to 1", "entry version reason", "engine", false, "An exit rule marked as failure applied."),
        Kind("enrollment.exited", OfEither, "journey", "progress from 0 to 1", "entry version reason", "engine desk", false, "The participant left the journey otherwise."),
        Kind("enrollment.moved", OfEither, "journey", "progress from 0 to 1", "entry version from", "engine", false, "The enrollment went to another version."),
        Kind("checkpoint.opened", OfEither, "checkpoint", null, "entry", "engine", false, "A checkpoint opened."),
        Kind("checkpoint.reached", OfEither, "checkpoint", "progress of the enrollment from 0 to 1", "entry by evidence", "engine portal desk import", false, "A checkpoint was reached for the first time."),
        Kind("checkpoint.undone", OfEither, "checkpoint", "progress of the enrollment from 0 to 1", "entry by reason", "engine desk", false, "A checkpoint was taken back; its evidence stays."),
        Kind("checkpoint.fell-behind", OfEither, "checkpoint", "business days since it was due", "entry side", "engine", false, "A checkpoint passed its due time."),
        Kind("checkpoint.got-stuck", OfEither, "checkpoint", "business days since it was due", "entry side", "engine", false, "A checkpoint has been behind for long, or nothing was heard."),
        Kind("touch.planned", OfContact, "touch", null, "journey step template channel guide", "engine desk api", false, "A touch was planned."),
        Kind("touch.held", OfContact, "touch", null, "reason until", "engine desk", false, "A touch waits for a reason."),
        Kind("touch.skipped", OfContact, "touch", null, "reason", "engine desk", false, "A touch will not be sent, for a reason."),
        Kind("touch.sent", OfContact, "touch", null, "template channel arm", "engine", false, "The receiving server accepted it."),
        Kind("touch.delivered", OfContact, "touch", null, "", "mail", false, "A report of delivery came."),
        Kind("touch.opened", OfContact, "touch", null, "", "mail", false, "An image in it was fetched; nothing may branch on this."),
        Kind("touch.clicked", OfContact, "touch", null, "url", "portal mail", true, "A link in it was followed by a person."),
        Kind("touch.replied", OfContact, "touch", null, "", "mail", true, "The contact answered it."),
        Kind("touch.bounced", OfContact, "touch", null, "class status", "mail", false, "It could not be delivered."),
        Kind("touch.complained", OfContact, "touch", null, "", "mail", false, "The contact called it unwanted."),
        Kind("touch.failed", OfContact, "touch", null, "reason", "engine", false, "It could not be rendered or sent."),
        Kind("touch.ambiguous", OfContact, "touch", null, "", "engine", false, "Nobody knows whether it was sent; it is not sent again by itself."),
        Kind("consent.given", OfContact, "topic", null, "proof", "portal api import", false, "Consent to a topic."),
        Kind("consent.withdrawn", OfContact, "topic", null, "proof", "portal mail api", false, "Consent to a topic ended."),
        Kind("survey.asked", OfContact, "survey", null, "channel", "portal engine", false, "A survey was shown or sent."),
        Kind("survey.answered", OfContact, "survey", "the answer on the survey's scale", "comment", "portal api import", true, "A survey was answered."),
        Kind("thread.opened", OfContact, "thread", null, "space", "portal", true, "A thread was opened."),
        Kind("post.written", OfContact, "thread", null, "space", "portal", true, "Something was written in a thread."),
        Kind("answer.accepted", OfContact, "thread", null, "space", "portal desk", true, "An answer of this contact was accepted."),
        Kind("idea.voted", OfContact, "idea", "1 for, 0 withdrawn", "", "portal", true, "A vote for an idea."),
        Kind("idea.state-changed", OfAccount, "idea", null, "from to", "desk", false, "An idea of this account went on."),
        Kind("segment.entered", OfEither, "segment", null, "version", "engine", false, "The account or contact came into a segment."),
        Kind("segment.left", OfEither, "segment", null, "version", "engine", false, "The account or contact left a segment."),
        Kind("health.band-changed", OfAccount, "scorecard", "0 not enough data, 1 red, 2 yellow, 3 green", "from to score", "engine", false, "The band of a score changed."),
        Kind("play.opened", OfAccount, "play", null, "cause", "engine desk", false, "Work for a CSM was opened."),
        Kind("play.closed", OfAccount, "play", "minutes spent", "outcome reason", "engine desk", false, "Work for a CSM was closed."),
        Kind("note.written", OfAccount, "note", null, "", "desk", false, "A note was written."),
        Kind("meeting.held", OfAccount, "meeting", "minutes", "type", "desk api import", false, "A meeting was held."),
        Kind("ticket.opened", OfEither, "ticket", null, "priority", "api", false, "A ticket came from the help desk."),
        Kind("ticket.solved", OfEither, "ticket", "hours until solved", "priority", "api", false, "A ticket was solved."),
        Kind("account.changed", OfAccount, null, null, "field", "api desk import engine", false, "A field of the account changed."),
        Kind("account.left", OfAccount, null, null, "reason", "api desk import", false, "The account is no longer a customer."),
        Kind("membership.added", OfContact, null, null, "", "api desk import portal", false, "A contact joined the account."),
        Kind("membership.ended", OfContact, null, null, "reason", "api desk import", false, "A contact left the account."),
        Kind("contract.signed", OfAccount, "contract", "annual amount in its currency", "", "api desk import", false, "A contract was signed."),
        Kind("contract.changed", OfAccount, "contract", "change of the annual amount", "field", "api desk import", false, "A contract changed."),
        Kind("contract.renewed", OfAccount, "contract", "annual amount in its currency", "", "api desk import", false, "A contract was renewed."),
        Kind("contract.ended", OfAccount, "contract", "annual amount in its currency", "outcome", "api desk import", false, "A contract ended."),
    ];

    static readonly FrozenDictionary<string, SignalKind> ByName = All.ToFrozenDictionary(kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>What the table says about a kind; null for kinds from outside.</summary>
    public static SignalKind? Find(string kind) => ByName.GetValueOrDefault(kind);

    /// <summary>Whether signals of this kind count as engagement. Kinds from outside do: they are what people do with the product.</summary>
    public static bool CountsAsEngagement(string kind) => Find(kind)?.Engagement ?? true;

    /// <summary>Whether signals of this kind are never about one contact.</summary>
    public static bool IsAboutAccount(string kind) => Find(kind) is { Scope: SignalScope.Account };

    /// <summary>A kind that CsEngage emits and that is written almost like this one; null when none is near or it is one.</summary>
    public static string? Meant(string kind) => ByName.ContainsKey(kind) ? null : Nearest.Of(kind, All.Select(known => known.Kind));

    /// <summary>Whether this may be a kind: noun.verb-past in small letters, digits and hyphens.</summary>
    public static bool IsWellFormed(string kind) =>
        kind.Length is > 2 and <= 100 && kind.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < kind.Length - 1
        && kind.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') && kind.IndexOf("..", StringComparison.Ordinal) < 0;

    /// <summary>The table as the page docs/signals.md shows it.</summary>
    public static string ToMarkdown()
    {
        var page = new System.Text.StringBuilder("""
            # Kinds of signals

            A signal is one immutable fact at one instant. These kinds are emitted by CsEngage itself; everything else comes from outside through the
            [API](/docs/api) and is registered when it is first seen. Kinds that count as engagement are those that `"*"` stands for in [rules](rules.md); kinds from
            outside count too. This page is made from the table in the code.

            | kind | about | subject | value | properties | from | engagement | meaning |
            |---|---|---|---|---|---|---|---|

            """);
        foreach (var kind in All)
            page.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"| `{kind.Kind}` | {(kind.Scope == OfEither ? "account or contact" : kind.Scope == OfAccount ? "account" : "contact")} | {kind.SubjectType} | {kind.Value} | {string.Join(", ", kind.Properties)} | {string.Join(", ", kind.Emitters)} | {(kind.Engagement ? "yes" : "")} | {kind.Meaning} |\n");
        return page.ToString();
    }

    static SignalKind Kind(string kind, SignalScope scope, string? subject, string? value, string properties, string emitters, bool engagement, string meaning) =>
        new(kind, scope, subject, value, Split(properties), Split(emitters), engagement, meaning);

    static ImmutableArray<string> Split(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
