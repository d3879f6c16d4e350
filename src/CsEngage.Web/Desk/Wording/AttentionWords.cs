using CsEngage.Core;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Wording;

/// <summary>Why an account stands in the queue, in a few words.</summary>
public sealed class AttentionWords(IStringLocalizer<Words> words)
{
    /// <param name="title">Title of the play that it speaks of.</param>
    public string Say(Attention attention, string? title) => attention.Kind switch
    {
        AttentionKind.PlayOverdue => attention.Amount == 0 ? words["{0}, overdue since today", title ?? ""] : words["{0}, {1} d overdue", title ?? "", attention.Amount],
        AttentionKind.UrgentPlay or AttentionKind.Play => attention.Amount switch
        {
            int.MaxValue => title ?? "",
            <= 0 => words["{0}, due today", title ?? ""],
            _ => words["{0}, due in {1} d", title ?? "", attention.Amount],
        },
        AttentionKind.Renewal => attention.Amount switch { 0 => words["Notice period ends today"], 1 => words["Notice period ends tomorrow"], _ => words["Notice period ends in {0} d", attention.Amount] },
        AttentionKind.Ending => attention.Amount switch { 0 => words["Contract ends today, not renewed"], 1 => words["Contract ends tomorrow, not renewed"], _ => words["Contract ends in {0} d, not renewed", attention.Amount] },
        AttentionKind.Red => words["Score in red"],
        AttentionKind.Fell => words["Lost {0} points in a week", attention.Amount],
        AttentionKind.Silent => attention.Silence is { } silence ? words["{0} ({1})", words["No contact active for {0} d", attention.Amount], Expected(silence)] : words["No contact active for {0} d", attention.Amount],
        AttentionKind.Behind => attention.Amount == 1 ? words["A checkpoint is behind, customer’s move"] : words["{0} checkpoints behind, customer’s move", attention.Amount],
        AttentionKind.BehindByUs => attention.Amount == 1 ? words["A checkpoint is behind, our move"] : words["{0} checkpoints behind, our move", attention.Amount],
        _ => attention.Amount == 1 ? words["A touch awaits your look"] : words["{0} touches await your look", attention.Amount],
    };

    /// <summary>By which measure an account is silent.</summary>
    public string Expected(Silence silence) => silence.ByOwnPast ? words["usually within {0} d", silence.Expected] : words["others come within {0} d", silence.Expected];

    public static string Tone(AttentionKind kind) => kind switch
    {
        AttentionKind.PlayOverdue or AttentionKind.Red => "bad",
        AttentionKind.Renewal or AttentionKind.Ending or AttentionKind.UrgentPlay or AttentionKind.Fell or AttentionKind.Silent or AttentionKind.BehindByUs => "warn",
        _ => "plain",
    };

    public string Term(string name) => name switch
    {
        "revenue" => words["Revenue at stake"],
        "risk" => words["Risk"],
        "renewal" => words["Nearness of renewal"],
        _ => words["Can be acted on"],
    };
}
