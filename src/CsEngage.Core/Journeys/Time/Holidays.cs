using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>The days on which a country does not work, beside its week-ends.</summary>
public abstract record Holidays
{
    /// <summary>No holidays.</summary>
    public static readonly Holidays None = new Dates([]);

    /// <summary>Whether this date is a holiday.</summary>
    public abstract bool Includes(DateOnly date);

    /// <summary>Holidays given as data.</summary>
    public sealed record Dates(ImmutableHashSet<DateOnly> Days) : Holidays
    {
        /// <inheritdoc/>
        public override bool Includes(DateOnly date) => Days.Contains(date);
    }

    /// <summary>Japan's public holidays, by <see cref="JapaneseHolidays"/>.</summary>
    public sealed record Japan : Holidays
    {
        /// <inheritdoc/>
        public override bool Includes(DateOnly date) => JapaneseHolidays.Includes(date);
    }

    /// <summary>Either of two, such as a country's own and a company's.</summary>
    public sealed record Both(Holidays First, Holidays Second) : Holidays
    {
        /// <inheritdoc/>
        public override bool Includes(DateOnly date) => First.Includes(date) || Second.Includes(date);
    }

    /// <summary>
    /// The holidays of a country (ISO 3166-1 alpha-2): Japan's are computed, others come from <paramref name="given"/>, by country;
    /// what is given for Japan is added. A country that is not given has none.
    /// </summary>
    public static Holidays Of(string? country, ImmutableDictionary<string, ImmutableHashSet<DateOnly>>? given = null)
    {
        var dates = country is not null && given is not null && given.TryGetValue(country, out var days) ? new Dates(days) : null;
        if (!string.Equals(country, "JP", StringComparison.OrdinalIgnoreCase)) return dates ?? None;
        return dates is null ? new Japan() : new Both(new Japan(), dates);
    }
}
