using System.Globalization;
using CsEngage.Engine.Content;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Signals;
using CsEngage.Liquid;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.Guides;

public sealed class ReadModel : VisitPage
{
    public async Task<IActionResult> OnGet(string slug)
    {
        // Any locale's slug, also one of before, leads to the variant of this reader, at its one address.
        if (await GuideAt(slug) is not { } found) return await Locked(slug) ?? await NothingHere();
        if (found.Shown.Slug != slug) return RedirectPermanent(Visit.UrlOf(found));

        var (seen, texts, reader) = (Service<PortalReading>(), Service<GuideReading>(), Visit.Reader(HttpContext));
        var edition = await Service<Editions>().Find(found.Key, found.Shown.Number, found.Shown.Locale) ?? throw new InvalidOperationException($"Guide {found.Key} is in the catalogue but not on the shelf.");
        var standing = await seen.Standing(reader, edition);
        await seen.Came(reader, Visit.Portal.Slug);
        // That it was rendered for this contact is a fact, even if every script is blocked.
        var view = await seen.Open(reader, edition);

        LiquidMapBuilder guide;
        try
        {
            guide = await texts.Page(found, Visit, await texts.ReadsWay(found) ? await Service<Way>().Known(Visit) : Visit.Known);
        }
        catch (LiquidException fault)
        {
            texts.Unwritten($"guide:{found.Key}", fault);
            var words = Service<IStringLocalizer<Words>>();
            return await Plain(StatusCodes.Status500InternalServerError, texts.Title(found, Visit), words["This guide cannot be shown just now. We know of it and put it right."], $"{Visit.Url}/guides", words["To the guides"]);
        }

        guide.Add("locale_name", NameOf(found.Shown.Locale, Service<IStringLocalizer<Words>>())).Add("completed", standing.CompletedAt is not null).Add("completed_at", standing.CompletedAt)
            .Add("marked", standing.MarkedAt is not null).Add("done_by", edition.Done == GuideDone.Mark ? "mark" : "read").Add("earlier_version", standing.IsNew).Add("rated", Kept("Rated") is not null);
        return await Show("guide", texts.Title(found, Visit), new LiquidMapBuilder { ["view_id"] = Visit.IsPreview ? LiquidValue.Nil : view.ToString("D") }, Visit.Model().Add("guide", guide));
    }

    /// <summary>Of a guide that is still locked its reader is told what opens it.</summary>
    async Task<IActionResult?> Locked(string slug)
    {
        if (Visit.Locked.FirstOrDefault(one => one.Guide.Shown.Slug == slug) is not { Guide: { } guide, Missing: var missing }) return null;
        var (words, set) = (Service<IStringLocalizer<Words>>(), await Service<Authored>().Current());
        var first = string.Join(words[", "], missing.Select(key => set.TitleOf(key).In(Visit.Locale)));
        return await Plain(StatusCodes.Status403Forbidden, Service<GuideReading>().Title(guide, Visit), words["It opens after {0}.", first], $"{Visit.Url}/plan", words["See the whole plan"]);
    }

    // Within a sentence of the reader's language.
    static string NameOf(string locale, IStringLocalizer<Words> words) => CultureInfo.GetCultureInfo(locale) switch
    {
        { TwoLetterISOLanguageName: "en" } => words["English"],
        { TwoLetterISOLanguageName: "ja" } => words["Japanese"],
        var other => other.NativeName,
    };
}
