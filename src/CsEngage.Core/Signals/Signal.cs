using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Who made a signal. Only human ones reach rules and scores.</summary>
public enum Actor
{
    /// <summary>A person.</summary>
    Human,
    /// <summary>Probably a program, such as an image proxy.</summary>
    ProbableMachine,
    /// <summary>A program, such as a mail scanner.</summary>
    Machine,
}

/// <summary>How sure we are who it was, weakest first.</summary>
public enum Identity
{
    /// <summary>Nobody known.</summary>
    Anonymous,
    /// <summary>Said so.</summary>
    Claimed,
    /// <summary>Proved it by a link or code sent to the address.</summary>
    Verified,
    /// <summary>Vouched for by single sign-on, or by the operator's own system.</summary>
    Sso,
}

/// <summary>What brought a derived signal about.</summary>
/// <param name="Type">signal, enrollment, touch, rule, staff …</param>
/// <param name="Id">Its id.</param>
/// <param name="Journeys">Keys of the journeys on the chain that led here; none of them may be started by this signal.</param>
public sealed record Cause(string Type, string Id, ImmutableArray<string> Journeys)
{
    /// <summary>A cause with the journeys on its chain.</summary>
    public static Cause Of(string type, string id, params ImmutableArray<string> journeys) => new(type, id, journeys);
}

/// <summary>One immutable fact at one instant. Kinds stand in one table of their own.</summary>
/// <param name="Key">16 bytes in UUID v7 layout from the time as sent and the sent id: a retry has the same key.</param>
/// <param name="Id">The id as sent.</param>
/// <param name="Kind">noun.verb-past, such as guide.read.</param>
/// <param name="OccurredAt">As sent, cut to milliseconds.</param>
/// <param name="CountedAt">As counted: <paramref name="OccurredAt"/>, clamped when the sender's clock is wrong.</param>
/// <param name="ReceivedAt">When it was committed here.</param>
/// <param name="AccountId">The account.</param>
/// <param name="MembershipId">The person at that account; null when it is about the account.</param>
/// <param name="Department">Key of a department.</param>
/// <param name="Product">Key of a product.</param>
/// <param name="Subject">type:key, such as guide:invite-your-team.</param>
/// <param name="SubjectVersion">Version of the subject that was seen.</param>
/// <param name="Locale">Locale in which it was seen.</param>
/// <param name="Value">A number whose meaning and unit the kind gives.</param>
/// <param name="Properties">Further fields, by name.</param>
/// <param name="Session">The visit it belongs to.</param>
/// <param name="Identity">How sure we are who it was.</param>
/// <param name="Actor">Person or program.</param>
/// <param name="Source">portal, api, mail, engine, desk, import, simulator …</param>
/// <param name="Cause">What brought it about, for derived signals.</param>
/// <param name="IsStaff">Made by staff; kept, never counted.</param>
/// <param name="IsPreview">Made while previewing; kept, never counted.</param>
public sealed record Signal(
    Guid Key, string Id, string Kind, DateTimeOffset OccurredAt, DateTimeOffset CountedAt, DateTimeOffset ReceivedAt, Guid AccountId,
    Guid? MembershipId = null, string? Department = null, string? Product = null, string? Subject = null, int? SubjectVersion = null,
    string? Locale = null, decimal? Value = null, ImmutableSortedDictionary<string, string>? Properties = null, string? Session = null,
    Identity Identity = Identity.Verified, Actor Actor = Actor.Human, string Source = "engine", Cause? Cause = null,
    bool IsStaff = false, bool IsPreview = false)
{
    /// <summary>Whether rules, facts and scores may see it.</summary>
    public bool Counts => Actor == Actor.Human && !IsStaff && !IsPreview;
}
