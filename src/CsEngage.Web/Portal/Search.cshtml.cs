using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Signals;
using CsEngage.Liquid;
using CsEngage.Store.Content;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

/// <summary>Search over what this contact may see, and nothing else: also the number of finds is only that.</summary>
public sealed class SearchModel : VisitPage
{
    const int Most = 30;

    public async Task<IActionResult> OnGet(string? q)
    {
        q = q?.Trim() ?? "";
        if (q.Length > 200) q = q[..200];
        var results = new List<LiquidValue>();
        if (q.Length > 0)
        {
            var (finds, words) = await Find(SearchRanking.Words(q));
            foreach (var (guide, locale) in finds) results.Add(await Result(guide, locale, words));
            await Service<PortalReading>().Searched(Visit.Reader(HttpContext), q, results.Count);
        }

        return await Show("search", Service<IStringLocalizer<Words>>()["Search"], new LiquidMapBuilder { ["query"] = q, ["results"] = LiquidValue.List(results) });
    }

    /// <summary>
    /// The guides in which the words stand, in whatever language: one that is found in the reader's own counts by that. Where nothing holds the words as
    /// they are written, the pieces that they are made of are looked for.
    /// </summary>
    async Task<(IEnumerable<(Guide Guide, string Locale)> Finds, ImmutableArray<string> Words)> Find(ImmutableArray<string> words)
    {
        var hits = SearchRanking.Rank(words, await Texts(words, any: false));
        if (hits.IsEmpty && SearchRanking.Pieces(words) is { IsEmpty: false } pieces)
            (words, hits) = (pieces, SearchRanking.RankLoosely(pieces, await Texts(pieces, any: true)));
        var finds = hits.Select(hit => (Guide: Visit.Guides.First(guide => hit.Text.Id.StartsWith(guide.Key + "/", StringComparison.Ordinal)), Locale: hit.Text.Id[(hit.Text.Id.IndexOf('/', StringComparison.Ordinal) + 1)..]));
        return (finds.GroupBy(find => find.Guide.Key, StringComparer.Ordinal).Select(group => group.FirstOrDefault(find => find.Locale == find.Guide.Shown.Locale) is { Guide: not null } own ? own : group.First()).Take(Most).ToList(), words);
    }

    async Task<IEnumerable<SearchText>> Texts(ImmutableArray<string> words, bool any)
    {
        var mine = Visit.Guides.ToDictionary(guide => guide.Item.Id);
        return (await Service<ContentShelf>().Search(words, 1000, any)).Where(text => mine.ContainsKey(text.ItemId)).Select(text => new SearchText($"{mine[text.ItemId].Key}/{text.Locale}", text.Title, text.Body));
    }

    async Task<LiquidValue> Result(Guide guide, string locale, ImmutableArray<string> words)
    {
        var reading = Service<GuideReading>();
        var entry = await reading.Entry(guide, Visit);
        // In another language than the reader's: it is said in which, and the extract is the one that was found.
        var other = locale == guide.Shown.Locale || (await Service<GuideCatalogue>().Current()).Find(guide.Key)?.In(locale) is not { } variant ? guide : guide with { Shown = variant };
        var extract = SearchExtract.Of(reading.BodyOf(await reading.Version(other)).Prose, words);
        return entry.With(LiquidMap.Of(
            ("extract", LiquidValue.Html(Marked(extract))), ("extract_locale", locale), ("other_language", locale == guide.Shown.Locale ? LiquidValue.Nil : CultureInfo.GetCultureInfo(locale).NativeName)));
    }

    // What was found stands in a mark; everything else is text, whatever it looks like.
    static string Marked(SearchExtract extract) => string.Concat(extract.Pieces.Select(piece => piece.IsFound ? $"<mark>{WebUtility.HtmlEncode(piece.Text)}</mark>" : WebUtility.HtmlEncode(piece.Text)));
}
