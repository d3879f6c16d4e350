using CsEngage.Engine.Signals;
using CsEngage.Liquid;
using CsEngage.Store.Signals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

public class IndexModel : VisitPage
{
    public async Task<IActionResult> OnGet()
    {
        await Service<PortalReading>().Came(Visit.Reader(HttpContext), Visit.Portal.Slug);
        var (reading, way) = (Service<GuideReading>(), Service<Way>());
        var views = await Service<ViewLedger>().Of(Visit.Account.Id, Visit.Member.Membership.Id);
        var completed = views.Where(view => view.CompletedAt is not null).Select(view => view.Subject).ToHashSet(StringComparer.Ordinal);

        var guides = new List<LiquidValue>();
        foreach (var guide in Visit.Guides.Take(6)) guides.Add((await reading.Entry(guide, Visit)).Add("completed", completed.Contains($"guide:{guide.Key}")));
        var page = new LiquidMapBuilder { ["greeting"] = Greeting(), ["guides"] = LiquidValue.List(guides) };

        var (ways, reader) = (await way.Of(Visit), await way.Reader(Visit));
        var model = Visit.Model().Add("next", await way.Next(Visit, reader, ways));
        if (!ways.IsEmpty) model.Add("journey", await way.Model(Visit, reader, ways[0].Journey, ways[0].Enrollment));
        return await Show("home", Visit.Portal.Name, page, model);
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
