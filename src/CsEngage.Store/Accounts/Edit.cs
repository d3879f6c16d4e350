using System.Collections.Immutable;
using CsEngage.Core;

namespace CsEngage.Store.Accounts;

/// <summary>When something became true, when it was written down, by whom and why: what every change records.</summary>
/// <param name="At">When it became true.</param>
/// <param name="RecordedAt">Now.</param>
/// <param name="Source">staff:{id}, key:{id}, import, journey:{key} …</param>
public sealed record Edit(DateTimeOffset At, DateTimeOffset RecordedAt, string Source, Cause? Cause = null)
{
    public static Edit Now(DateTimeOffset now, string source, Cause? cause = null) => new(now, now, source, cause);
}

/// <summary>A record with the version that an editor must give back.</summary>
public sealed record Versioned<T>(T Value, int Version);

/// <summary>What a save did. <see cref="Version"/> is null when somebody else saved since: nothing was kept.</summary>
public sealed record Saved(int? Version, ImmutableArray<Change> Changes)
{
    public static readonly Saved Conflict = new(null, []);

    public bool IsKept => Version is not null;
}
