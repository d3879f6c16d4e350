using CsEngage.Engine.Signals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

public sealed class PlanModel : VisitPage
{
    public async Task<IActionResult> OnGet()
    {
        await Service<PortalReading>().Came(Visit.Reader(HttpContext), Visit.Portal.Slug);
        var way = Service<Way>();
        var model = Visit.Model();
        if (await way.Of(Visit) is [var (journey, enrollment), ..]) model.Add("journey", await way.Model(Visit, journey, enrollment));
        return await Show("plan", Service<IStringLocalizer<Words>>()["Plan"], [], model);
    }
}
