using CsEngage.Liquid;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.Guides;

public sealed class IndexModel : VisitPage
{
    public async Task<IActionResult> OnGet() =>
        await Show("guides", Service<IStringLocalizer<Words>>()["Guides"], new LiquidMapBuilder { ["guides"] = await Service<GuideReading>().Entries(Visit.Guides, Visit) });
}
