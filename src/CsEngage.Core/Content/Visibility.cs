using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What is asked about one piece of content and one reader. Plain data, so that pages, navigation, search, feeds, mail links and the API ask the same.</summary>
/// <param name="IsPublished">There is a published version in some locale, and the item is not archived.</param>
/// <param name="VisibleFrom">Start of its window.</param>
/// <param name="VisibleUntil">End of its window, exclusive.</param>
/// <param name="Audience">Its audience, in contact scope; null = everybody.</param>
/// <param name="IsAssigned">The portal's blueprint, or the portal itself, holds it.</param>
/// <param name="Roles">Roles of which the reader needs one; empty = any.</param>
/// <param name="LockedBy">Checkpoints that must be reached first: journey and key.</param>
public sealed record Visible(
    bool IsPublished, DateTimeOffset? VisibleFrom, DateTimeOffset? VisibleUntil, Rule? Audience, bool IsAssigned, ImmutableArray<string> Roles,
    ImmutableArray<LockKey> LockedBy);

/// <summary>A checkpoint that opens something.</summary>
public sealed record LockKey(string Journey, string Checkpoint);

/// <summary>The terms of visibility, in the order in which they are asked.</summary>
public enum VisibilityTerm
{
    /// <summary>All hold.</summary>
    None,
    /// <summary>Nothing is published.</summary>
    Published,
    /// <summary>Its time has not come, or is over.</summary>
    Window,
    /// <summary>The portal does not hold it.</summary>
    Assigned,
    /// <summary>The reader has none of its roles.</summary>
    Role,
    /// <summary>The audience rule does not hold, or is not known.</summary>
    Audience,
    /// <summary>Checkpoints are still to be reached.</summary>
    Unlocked,
}

/// <summary>Whether somebody sees something, and if not, which term said no.</summary>
/// <param name="IsVisible">Whether it is shown.</param>
/// <param name="Failing">The first term that said no; <see cref="VisibilityTerm.None"/> when it is visible.</param>
/// <param name="Verdict">What the audience rule said, when it was asked.</param>
/// <param name="Missing">Checkpoints still to be reached, when that is the term.</param>
/// <param name="ChangesAt">When the answer may be another with no new signal.</param>
public sealed record VisibilityAnswer(bool IsVisible, VisibilityTerm Failing, Verdict? Verdict, ImmutableArray<LockKey> Missing, DateTimeOffset? ChangesAt)
{
    /// <summary>A locked piece may be shown as locked, with what opens it; anything else that is invisible is not mentioned at all.</summary>
    public bool IsOnlyLocked => Failing == VisibilityTerm.Unlocked;
}

/// <summary>visible = published ∧ in window ∧ audience rule ∧ assigned to the portal ∧ role ∧ unlocked. What is not known is denied.</summary>
public static class Visibility
{
    /// <summary>Whether the reader, whom the facts are narrowed to, sees it at an instant.</summary>
    /// <param name="what">The piece of content.</param>
    /// <param name="reader">Facts narrowed to the reader; null for an anonymous reader of an open portal, who has no roles and meets no audience.</param>
    /// <param name="now">When.</param>
    public static VisibilityAnswer Of(Visible what, Facts? reader, DateTimeOffset now)
    {
        if (!what.IsPublished) return No(VisibilityTerm.Published);
        if (what.VisibleFrom > now) return No(VisibilityTerm.Window, what.VisibleFrom);
        if (what.VisibleUntil <= now) return No(VisibilityTerm.Window);
        if (!what.IsAssigned) return No(VisibilityTerm.Assigned);
        if (!what.Roles.IsEmpty && !HasRole(what.Roles, reader, now)) return No(VisibilityTerm.Role);
        var verdict = what.Audience is { } audience && reader is not null ? audience.Evaluate(reader, now) : null;
        if (what.Audience is not null && verdict is not { Holds: true }) return new(IsVisible: false, VisibilityTerm.Audience, verdict, [], Earliest(verdict?.ChangesAt, what.VisibleUntil));
        var missing = what.LockedBy.RemoveAll(key => reader is not null && IsReached(key, reader, now));
        if (!missing.IsEmpty) return new(IsVisible: false, VisibilityTerm.Unlocked, verdict, missing, Earliest(verdict?.ChangesAt, what.VisibleUntil));
        return new(IsVisible: true, VisibilityTerm.None, verdict, [], Earliest(verdict?.ChangesAt, what.VisibleUntil));
    }

    /// <summary>What locks read of the facts.</summary>
    public static RuleNeeds NeedsOf(ImmutableArray<LockKey> locks) => locks.IsEmpty ? RuleNeeds.None : RuleNeeds.None with
    {
        Counters = [.. locks.SelectMany(key => new[] { new CounterKey("checkpoint.reached", SubjectOf(key)), new CounterKey("checkpoint.undone", SubjectOf(key)) })],
        Journeys = [.. locks.Select(key => key.Journey)],
    };

    static string SubjectOf(LockKey key) => $"checkpoint:{key.Journey}/{key.Checkpoint}";

    static VisibilityAnswer No(VisibilityTerm term, DateTimeOffset? changesAt = null) => new(IsVisible: false, term, null, [], changesAt);

    static bool HasRole(ImmutableArray<string> roles, Facts? reader, DateTimeOffset now)
    {
        if (reader is null) return false;
        foreach (var role in reader.RolesAt(now))
            if (roles.Contains(role)) return true;
        return false;
    }

    // The account's enrollment or this contact's own: either opens it.
    static bool IsReached(LockKey key, Facts reader, DateTimeOffset now)
    {
        var subject = SubjectOf(key);
        var account = reader.ForAccount();
        return account.LastAt(new("checkpoint.reached", subject), now) is { } reached && !(account.LastAt(new("checkpoint.undone", subject), now) > reached);
    }

    static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;
}
