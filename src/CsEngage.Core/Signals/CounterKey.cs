namespace CsEngage.Core;

/// <summary>Which signals a counter counts.</summary>
/// <param name="Kind">Kind of signal; * for all that count as engagement.</param>
/// <param name="Subject">Only those about this subject; one that ends with * means all that begin so; null means all.</param>
public sealed record CounterKey(string Kind, string? Subject = null)
{
    /// <summary>The kind that stands for all kinds that count as engagement.</summary>
    public const string Engagement = "*";

    readonly int hash = HashCode.Combine(Kind, Subject);

    /// <summary>Whether signals of this subject are counted.</summary>
    public bool Counts(string? subject) =>
        Subject is null || (Subject.EndsWith('*') ? subject is not null && subject.AsSpan().StartsWith(Subject.AsSpan(0, Subject.Length - 1), StringComparison.Ordinal) : subject == Subject);

    /// <summary>Equal when kind and subject are.</summary>
    public bool Equals(CounterKey? other) => ReferenceEquals(this, other) || (other is not null && hash == other.hash && Kind == other.Kind && Subject == other.Subject);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;
}
