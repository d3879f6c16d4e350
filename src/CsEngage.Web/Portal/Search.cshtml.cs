using System.Net;
using System.Text;
using CsEngage.Core;
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
        var reading = Service<GuideReading>();
        var results = new List<LiquidValue>();
        if (q.Length > 0)
        {
            var words = SearchRanking.Words(q);
            var mine = Visit.Guides.ToDictionary(guide => $"{guide.Key}/{guide.Shown.Locale}", StringComparer.Ordinal);
            var texts = from text in await Service<ContentShelf>().Search(words, 1000)
                        let guide = Visit.Guides.FirstOrDefault(guide => guide.Item.Id == text.ItemId && guide.Shown.Locale == text.Locale)
                        where guide is not null
                        select new SearchText($"{guide.Key}/{guide.Shown.Locale}", text.Title, text.Body);
            foreach (var hit in SearchRanking.Rank(words, texts).Take(Most))
            {
                var entry = await reading.Entry(mine[hit.Text.Id], Visit);
                results.Add(entry.Add("extract", LiquidValue.Html(Marked(hit.Extract.ReplaceLineEndings(" "), words))));
            }

            await Service<PortalReading>().Searched(Visit.Reader(HttpContext), q, results.Count);
        }

        return await Show("search", Service<IStringLocalizer<Words>>()["Search"], new LiquidMapBuilder { ["query"] = q, ["results"] = LiquidValue.List(results) });
    }

    // What was found stands in a mark; everything else is text, whatever it looks like.
    static string Marked(string extract, IEnumerable<string> words)
    {
        var html = new StringBuilder();
        for (var at = 0; at < extract.Length;)
        {
            var hit = words.Select(word => (At: extract.IndexOf(word, at, StringComparison.Ordinal), word.Length)).Where(found => found.At >= 0).DefaultIfEmpty((At: extract.Length, Length: 0)).MinBy(found => found.At);
            html.Append(WebUtility.HtmlEncode(extract[at..hit.At]));
            if (hit.Length > 0) html.Append("<mark>").Append(WebUtility.HtmlEncode(extract.Substring(hit.At, hit.Length))).Append("</mark>");
            at = hit.At + Math.Max(hit.Length, hit.At == extract.Length ? 1 : 0);
        }

        return html.ToString();
    }
}
