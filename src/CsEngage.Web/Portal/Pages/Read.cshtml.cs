using CsEngage.Engine.Signals;
using CsEngage.Liquid;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal.Pages;

public sealed class ReadModel : VisitPage
{
    public async Task<IActionResult> OnGet(string slug)
    {
        // Any locale's slug leads to the page at its one address for this reader.
        if (Visit.Pages.FirstOrDefault(one => one.IsAt(slug)) is not { } page) return await NothingHere();
        if (page.Slug(Visit.Locale) != slug) return Redirect(Visit.UrlOf(page));

        var (reading, reader) = (Service<PortalReading>(), Visit.Reader(HttpContext));
        await reading.Came(reader, Visit.Portal.Slug);
        await reading.Looked(reader, page.Key);
        var (model, blocks) = await Service<HomeBlocks>().Of(Visit, page.Blocks);
        return await Show("page", page.Title.In(Visit.Locale), new LiquidMapBuilder { ["blocks"] = blocks }, model);
    }
}
