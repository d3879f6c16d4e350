using CsEngage.Engine.Signals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

public sealed class PlanModel : VisitPage
{
    public async Task<IActionResult> OnGet(string? journey)
    {
        await Service<PortalReading>().Came(Visit.Reader(HttpContext), Visit.Portal.Slug);
        var way = Service<Way>();
        var model = Visit.Model();
        var ways = await way.Of(Visit);
        if (!ways.IsEmpty)
        {
            var (shown, enrollment) = ways.FirstOrDefault(one => one.Journey.Key == journey) is { Journey: not null } asked ? asked : ways[0];
            model.Add("journey", await way.Model(Visit, await way.Reader(Visit), shown, enrollment));
        }

        return await Show("plan", Service<IStringLocalizer<Words>>()["Plan"], [], model);
    }
}
