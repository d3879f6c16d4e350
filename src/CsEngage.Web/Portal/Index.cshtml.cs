using CsEngage.Engine.Signals;
using CsEngage.Liquid;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

public class IndexModel : VisitPage
{
    public async Task<IActionResult> OnGet()
    {
        await Service<PortalReading>().Came(Visit.Reader(HttpContext), Visit.Portal.Slug);
        var (model, blocks) = await Service<HomeBlocks>().Of(Visit, Visit.Blueprint.Home);
        return await Show("home", Visit.Portal.Name, new LiquidMapBuilder { ["greeting"] = Greeting(), ["blocks"] = blocks }, model);
    }

    // In the reader's own time: nobody is wished a good morning at night.
    string Greeting()
    {
        var words = Service<IStringLocalizer<Words>>();
        var hour = TimeZoneInfo.ConvertTime(Service<TimeProvider>().GetUtcNow(), Visit.Zone).Hour;
        var name = Visit.Member.Contact.GreetingName(Visit.Locale);
        return (hour, name) switch
        {
            ( >= 5 and < 11, null) => words["Good morning."],
            ( >= 5 and < 11, _) => words["Good morning, {0}.", name],
            ( >= 11 and < 18, null) => words["Hello."],
            ( >= 11 and < 18, _) => words["Hello, {0}.", name],
            (_, null) => words["Good evening."],
            _ => words["Good evening, {0}.", name],
        };
    }
}
