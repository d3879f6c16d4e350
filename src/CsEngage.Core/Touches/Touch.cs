namespace CsEngage.Core;

/// <summary>One deliberate outreach to one membership on one channel, as planned. What becomes of it stands in the ledger.</summary>
/// <param name="Id">See <see cref="TouchId"/>; unique.</param>
/// <param name="AccountId">The account.</param>
/// <param name="MembershipId">Who receives it.</param>
/// <param name="Channel">mail, portal …</param>
/// <param name="Template">Key of the template.</param>
/// <param name="Survey">Key of the survey that it asks.</param>
/// <param name="DueAt">When it became due.</param>
/// <param name="AsCsm">In the CSM's name.</param>
/// <param name="Review">Whether a person looks first.</param>
/// <param name="Late">What becomes of it when it is late.</param>
/// <param name="Origin">Where in which journey it comes from; null for broadcasts, desk and system touches.</param>
/// <param name="IsGhost">Held out: written to the ledger, never sent.</param>
/// <param name="Arm">The arms of the splits that led to it, as "split=arm", or "holdout".</param>
/// <param name="LowPriority">May be held for the mail of the day.</param>
/// <param name="Cause">What brought it about.</param>
public sealed record Touch(
    string Id, Guid AccountId, Guid MembershipId, string Channel, string Template, string? Survey, DateTimeOffset DueAt, bool AsCsm,
    Review? Review, LateSending Late, TouchOrigin? Origin, bool IsGhost, string? Arm, bool LowPriority, Cause Cause)
{
    /// <summary>
    /// Whether this would say again what an earlier touch said: the same template for the same checkpoint of one enrollment, by another step. A step
    /// that fires again when its trigger does repeats nothing.
    /// </summary>
    /// <param name="sent">What the same person received.</param>
    public bool Repeats(Touch sent) =>
        Origin is { } mine && sent.Origin is { } its && sent.MembershipId == MembershipId && sent.Template == Template && sent.Channel == Channel
        && its.EnrollmentId == mine.EnrollmentId && its.Checkpoint == mine.Checkpoint && (its.Trigger != mine.Trigger || (its.Step != mine.Step && its.Firing == mine.Firing));
}

/// <summary>Where in a journey a touch comes from.</summary>
/// <param name="EnrollmentId">The enrollment.</param>
/// <param name="Journey">Key of the journey.</param>
/// <param name="Version">Its version.</param>
/// <param name="Entry">Number of the entry.</param>
/// <param name="Checkpoint">Key of the checkpoint.</param>
/// <param name="Trigger">What started the sequence.</param>
/// <param name="Step">Key of the step.</param>
/// <param name="Firing">How often that trigger had fired.</param>
public sealed record TouchOrigin(Guid EnrollmentId, string Journey, int Version, int Entry, string Checkpoint, Trigger Trigger, string Step, int Firing);
