using CsEngage.Engine.Signals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

/// <summary>Ticks a task of the plan, or takes the tick back. What follows from it is the journey's business.</summary>
public sealed class PlanTaskModel : VisitPage
{
    public IActionResult OnGet() => LocalRedirect($"{Visit.Url}/plan");

    public async Task<IActionResult> OnPost(string journey, string checkpoint, string task, bool done)
    {
        if (await Service<Way>().Tickable(Visit, journey, checkpoint, task) is not var (found, asked)) return await NothingHere();
        // A colleague may have been faster, and a form may be sent twice.
        if (asked.DoneAt is not null != done)
        {
            await Service<PortalReading>().Tick(Visit.Reader(HttpContext), asked.Task.Subject(found.Key), done);
            var words = Service<IStringLocalizer<Words>>();
            TempData["Said"] = (done ? words["Noted as done. Thank you."] : words["The task is open again."]).Value;
        }

        return LocalRedirect(Visit.Url + asked.Task.Place(found.Key));
    }
}
