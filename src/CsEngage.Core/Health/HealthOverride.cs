namespace CsEngage.Core;

/// <summary>What an override does to a score. They run in this order.</summary>
public enum OverrideKind
{
    /// <summary>Not above.</summary>
    Cap,
    /// <summary>Not below.</summary>
    Floor,
    /// <summary>Exactly.</summary>
    Set,
}

/// <summary>Somebody's better knowledge, for a while: "champion left: not above 40 for 60 days".</summary>
/// <param name="Id">UUID v7.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Points">0 to 100.</param>
/// <param name="Reason">Why; never empty.</param>
/// <param name="AuthorId">Who said so.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when; every override ends.</param>
public sealed record HealthOverride(Guid Id, OverrideKind Kind, double Points, string Reason, Guid AuthorId, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>How long an override lasts if nobody says otherwise.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    /// <summary>An override that begins now.</summary>
    /// <exception cref="ArgumentException">It has no reason, points outside 0–100, or ends before it begins.</exception>
    public static HealthOverride Begin(Guid id, OverrideKind kind, double points, string reason, Guid authorId, DateTimeOffset now, DateTimeOffset? until = null)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new ArgumentException("An override needs a reason.", nameof(reason));
        if (points is not (>= 0 and <= 100)) throw new ArgumentException("An override has 0 to 100 points.", nameof(points));
        var end = until ?? now + Usual;
        return end > now ? new(id, kind, points, reason.Trim(), authorId, now, end) : throw new ArgumentException("An override ends after it begins.", nameof(until));
    }

    /// <summary>Whether it is in force.</summary>
    public bool IsInForce(DateTimeOffset now) => From <= now && now < Until;

    /// <summary>What it makes of a score.</summary>
    public double Apply(double score) => Kind switch
    {
        OverrideKind.Cap => Math.Min(score, Points),
        OverrideKind.Floor => Math.Max(score, Points),
        _ => Points,
    };
}
