using System.Collections.Frozen;

namespace CsEngage.Liquid.Filters;

/// <summary>The filters of the standard language, and <c>raw</c> for values that already are HTML.</summary>
static class StandardFilters
{
    internal static FrozenDictionary<string, LiquidFilter> All { get; } = TextFilters.All.Concat(HtmlFilters.All).Concat(NumberFilters.All).Concat(ListFilters.All)
        // Only dates ask for the zone of the reader, and for the hour.
        .Select(filter => filter.AsSteady()).Concat(DateFilter.All)
        .ToFrozenDictionary(filter => filter.Name, StringComparer.Ordinal);
}
