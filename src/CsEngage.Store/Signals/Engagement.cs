using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;

namespace CsEngage.Store.Signals;

/// <summary>Which kinds are no engagement, as SQL asks for it: those of Core's table, and those from outside that the settings leave out.</summary>
static class Engagement
{
    static readonly string Own = string.Join(", ", SignalKinds.All.Where(kind => !kind.Engagement).Select(kind => $"'{kind.Kind}'"));

    /// <summary>The list behind NOT IN; the kinds of the settings are values from this number on.</summary>
    public static string NotAmong(ImmutableSortedSet<string> settings, int from) =>
        string.Concat(Own, string.Concat(settings.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $", ${from + at}"))));
}
