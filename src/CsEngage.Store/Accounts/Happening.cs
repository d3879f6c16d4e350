using CsEngage.Core;
using CsEngage.Store.Plays;
using CsEngage.Store.Touches;

namespace CsEngage.Store.Accounts;

/// <summary>One thing that happened with an account. <see cref="Rank"/> and <see cref="Id"/> order what happened at the same instant.</summary>
public abstract record Happening(DateTimeOffset At, int Rank, string Id)
{
    public sealed record Signalled(Signal Signal) : Happening(Signal.CountedAt, 0, Signal.Key.ToString("D"));

    /// <summary>A touch that is settled: sent, skipped with a reason, failed …</summary>
    public sealed record Touched(TouchLine Line, DateTimeOffset SettledAt) : Happening(SettledAt, 1, Line.Touch.Id);

    public sealed record PlayOpened(PlayLine Play) : Happening(Play.OpenedAt, 2, Play.Id);

    public sealed record PlayClosed(PlayLine Play, DateTimeOffset ClosedAt) : Happening(ClosedAt, 3, Play.Id);

    public sealed record Noted(Note Note) : Happening(Note.At, 4, Note.Id.ToString("D"));

    public sealed record Changed(Change Change, Guid Number) : Happening(Change.RecordedAt, 5, Number.ToString("D"));

    /// <summary>Where to read on.</summary>
    public Place Here => new(At, Rank, Id);
}

/// <summary>A place in an account's timeline.</summary>
public sealed record Place(DateTimeOffset At, int Rank, string Id);
