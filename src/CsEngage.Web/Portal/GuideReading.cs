using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store.Content;

namespace CsEngage.Web.Portal;

/// <summary>The texts of guides, compiled once per version, and what they say to one reader.</summary>
sealed partial class GuideReading(ContentShelf shelf, Bodies bodies, TimeProvider clock, ILogger<GuideReading> log)
{
    readonly ConcurrentDictionary<(Guid Item, string Locale, int Number), ContentVersion> versions = new();

    public async Task<ContentVersion> Version(Guide guide)
    {
        var name = (guide.Item.Id, guide.Shown.Locale, guide.Shown.Number);
        if (versions.TryGetValue(name, out var version)) return version;
        return versions[name] = await shelf.Version(name.Id, name.Locale, name.Number) ?? throw new InvalidOperationException($"Version {name.Number} of guide {guide.Key} is in the catalogue but not on the shelf.");
    }

    public Body BodyOf(ContentVersion version) => bodies.Of($"{version.ItemId:N}.{version.Number}", version.Locale, version.Body);

    // Most titles have no values in them, and there are dozens on a page.
    public string Title(Guide guide, Visit visit)
    {
        if (!guide.Shown.Title.Contains('{', StringComparison.Ordinal)) return guide.Shown.Title;
        try
        {
            return bodies.Line(guide.Shown.Title).Text(visit.In(guide.Shown.Locale, visit.Known), Options(guide.Shown.Locale, visit));
        }
        catch (LiquidException fault)
        {
            // One title is no reason to show no list.
            Unwritten($"guide:{guide.Key}", fault);
            return string.Concat(LiquidScanner.Scan(guide.Shown.Title).Where(piece => piece.Kind is LiquidPieceKind.Text).Select(piece => piece.In(guide.Shown.Title))).Trim();
        }
    }

    /// <summary>A short text of a page; nothing when it cannot be written for this reader, so that the rest of the page is there.</summary>
    /// <param name="model">What it may read.</param>
    /// <param name="name">What it is, for the log.</param>
    public LiquidValue Part(Body body, Visit visit, LiquidMap model, string name)
    {
        try
        {
            return LiquidValue.Html(body.Html(model, Options(visit.Locale, visit)));
        }
        catch (LiquidException fault)
        {
            Unwritten(name, fault);
            return LiquidValue.Nil;
        }
    }

    /// <summary>A text that its reader did not get, for whoever runs this.</summary>
    public void Unwritten(string name, LiquidException fault) => Log.Unwritten(log, name, fault.Errors[0].Message);

    // As long as the catalogue that the variant stands in.
    readonly ConditionalWeakTable<CatalogueVariant, StrongBox<int>> measured = [];

    /// <summary>How long it takes to read: what its author says, else what its length says, once it was measured.</summary>
    public int? Minutes(Guide guide) => guide.Front.Minutes ?? (measured.TryGetValue(guide.Shown, out var known) ? known.Value : null);

    public async ValueTask Measure(Guide guide)
    {
        if (Minutes(guide) is null) measured.AddOrUpdate(guide.Shown, new(BodyOf(await Version(guide)).Reading.Minutes));
    }

    /// <summary>A guide in a list.</summary>
    /// <param name="isCompleted">How far this reader is with it.</param>
    public async ValueTask<LiquidMap> Entry(Guide guide, Visit visit, bool isCompleted = false)
    {
        await Measure(guide);
        return new GuideEntry(guide, visit, this, isCompleted);
    }

    public async Task<LiquidValue> Entries(IEnumerable<Guide> guides, Visit visit)
    {
        var entries = new List<LiquidValue>();
        foreach (var guide in guides) entries.Add(await Entry(guide, visit));
        return LiquidValue.List(entries);
    }

    /// <summary>Whether its text speaks of the reader's journey or next step.</summary>
    public async Task<bool> ReadsWay(Guide guide) => BodyOf(await Version(guide)).ReadsWay;

    /// <summary>The guide as it is read, in the words of the contract.</summary>
    /// <param name="model">What its text may read.</param>
    public async Task<LiquidMapBuilder> Page(Guide guide, Visit visit, LiquidMap model)
    {
        var version = await Version(guide);
        var body = BodyOf(version);
        var options = Options(guide.Shown.Locale, visit);
        model = visit.In(guide.Shown.Locale, model);
        var next = guide.Front.Next is { } key ? visit.Find(key) : null;
        var related = visit.Guides.Where(other => guide.Front.Related.Contains(other.Key));
        return new LiquidMapBuilder
        {
            ["title"] = Title(guide, visit), ["minutes"] = guide.Front.Minutes ?? body.Reading.Minutes, ["updated"] = version.CreatedAt, ["version"] = version.Number, ["locale"] = version.Locale,
            ["url"] = visit.UrlOf(guide), ["html"] = LiquidValue.Html(body.Html(model, options)),
            ["toc"] = LiquidValue.List(body.Contents(model, options), heading => new LiquidMapBuilder { ["id"] = heading.Id, ["title"] = heading.Title, ["level"] = heading.Level }),
            ["next"] = next is null ? LiquidValue.Nil : await Entry(next, visit), ["related"] = await Entries(related, visit),
        };
    }

    public LiquidRenderOptions Options(string locale, Visit visit) => EngageLiquid.For(
        new Surroundings { Guide = visit.GuideUrl, Media = Themes.ThemePage.MediaUrl, Locale = locale }, visit.Zone, clock.GetUtcNow(), LiquidOutputMode.Html, LiquidMissing.Empty);

    static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Name} cannot be written for its reader: {Problem}")]
        public static partial void Unwritten(ILogger log, string name, string problem);
    }
}
