using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

public sealed class PlanModel : VisitPage
{
    public Task<IActionResult> OnGet() => Show("plan", Service<IStringLocalizer<Words>>()["Plan"], []);
}
