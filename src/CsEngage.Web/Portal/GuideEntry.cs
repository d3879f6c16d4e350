using System.Collections.Immutable;
using CsEngage.Engine.Content;
using CsEngage.Liquid;

namespace CsEngage.Web.Portal;

/// <summary>A guide in a list of guides, as one reader sees it. Who makes one has had the guide measured before.</summary>
/// <param name="minutes">How long it takes to read, where that is at hand.</param>
sealed class GuideEntry(Guide guide, Visit visit, GuideReading reading, bool isCompleted = false, int? minutes = null) : ToldMap(All)
{
    static readonly ImmutableArray<string> All = ["title", "summary", "url", "minutes", "completed"];

    protected override LiquidValue Tell(string name) => name switch
    {
        "title" => reading.Title(guide, visit),
        "summary" => guide.Front.Summary,
        "url" => visit.UrlOf(guide),
        "minutes" => minutes ?? reading.Minutes(guide),
        "completed" => isCompleted,
        _ => default,
    };
}
