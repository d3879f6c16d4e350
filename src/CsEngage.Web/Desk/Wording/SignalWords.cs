using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Wording;

/// <summary>What a signal says, without its subject. Kinds from outside are named by the settings, else by their key.</summary>
public sealed class SignalWords(IStringLocalizer<Words> words)
{
    public string? Name(string kind) => Word(kind)?.Value;

    LocalizedString? Word(string kind) => kind switch
    {
        "portal.visited" => words["Visited the portal"],
        "session.identified" => words["Recognised"],
        "contact.signed-in" => words["Signed in"],
        "contact.invited" => words["Invited"],
        "guide.viewed" => words["Opened the guide"],
        "guide.read" => words["Read the guide"],
        "guide.completed" => words["Completed the guide"],
        "guide.rated" => words["Rated the guide"],
        "page.viewed" => words["Opened the page"],
        "media.played" => words["Played"],
        "media.downloaded" => words["Downloaded"],
        "announcement.dismissed" => words["Dismissed the announcement"],
        "search.made" => words["Searched"],
        "search.failed" => words["Searched and found nothing"],
        "task.done" => words["Task done"],
        "task.undone" => words["Task taken back"],
        "enrollment.started" => words["Journey began"],
        "enrollment.completed" => words["Journey completed"],
        "enrollment.failed" => words["Journey failed"],
        "enrollment.exited" => words["Left the journey"],
        "enrollment.moved" => words["Moved to another version of the journey"],
        "checkpoint.opened" => words["Checkpoint opened"],
        "checkpoint.reached" => words["Checkpoint reached"],
        "checkpoint.undone" => words["Checkpoint taken back"],
        "checkpoint.fell-behind" => words["Checkpoint fell behind"],
        "checkpoint.got-stuck" => words["Checkpoint is stuck"],
        "touch.opened" => words["Mail opened"],
        "touch.clicked" => words["Followed a link in a mail"],
        "touch.replied" => words["Answered a mail"],
        "consent.given" => words["Subscribed"],
        "consent.withdrawn" => words["Unsubscribed"],
        "survey.asked" => words["Survey asked"],
        "survey.answered" => words["Survey answered"],
        "thread.opened" => words["Asked in the community"],
        "post.written" => words["Wrote in the community"],
        "answer.accepted" => words["Answer accepted"],
        "idea.voted" => words["Voted for an idea"],
        "idea.state-changed" => words["Idea went on"],
        "segment.entered" => words["Came into the segment"],
        "segment.left" => words["Left the segment"],
        "health.band-changed" => words["Health changed its colour"],
        "play.opened" => words["Play opened"],
        "play.closed" => words["Play closed"],
        "note.written" => words["Note written"],
        "meeting.held" => words["Meeting held"],
        "ticket.opened" => words["Ticket opened"],
        "ticket.solved" => words["Ticket solved"],
        "account.changed" => words["Account changed"],
        "account.left" => words["Left us"],
        "membership.added" => words["Joined the account"],
        "membership.ended" => words["Left the account"],
        "contract.signed" => words["Contract signed"],
        "contract.changed" => words["Contract changed"],
        "contract.renewed" => words["Contract renewed"],
        "contract.ended" => words["Contract ended"],
        _ => null,
    };

    /// <summary>The icon that stands beside it on a timeline.</summary>
    public static string Icon(string kind) => kind[..Math.Max(0, kind.IndexOf('.', StringComparison.Ordinal))] switch
    {
        "guide" or "page" or "media" => "book-open",
        "checkpoint" or "enrollment" => "milestone",
        "contact" or "session" or "membership" => "user",
        "touch" or "consent" => "mail",
        "play" or "task" => "list-checks",
        "note" => "pencil",
        "meeting" => "calendar",
        "contract" => "file-text",
        "health" => "activity",
        "survey" => "star",
        "search" => "search",
        "ticket" => "triangle-alert",
        "portal" => "monitor",
        _ => "circle-dot",
    };
}
