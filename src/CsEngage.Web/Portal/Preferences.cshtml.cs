using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

public sealed class PreferencesModel : VisitPage
{
    public async Task<IActionResult> OnGet()
    {
        var current = User.FindFirst(Doors.SessionClaim)?.Value;
        var sessions = await Service<ContactSessions>().Of(Visit.Member.Contact.Id, Service<TimeProvider>().GetUtcNow());
        var topics = await Service<OptOut>().Topics(Visit.Member);
        return await Show("preferences", Service<IStringLocalizer<Words>>()["Preferences"], new LiquidMapBuilder
        {
            ["topics"] = TopicsModel.Model(topics), ["none"] = topics.All(topic => !topic.IsOn),
            ["zone"] = Visit.Zone.Id, ["zones"] = LiquidValue.List(Zones.Grouped(Service<IStringLocalizer<Words>>(), Service<TimeProvider>().GetUtcNow(), Visit.Zone.Id), region => new LiquidMapBuilder
            {
                ["name"] = region.Name, ["zones"] = LiquidValue.List(region.Zones, zone => new LiquidMapBuilder { ["id"] = zone.Id, ["label"] = zone.Label }),
            }),
            ["sessions"] = LiquidValue.List(sessions, session => new LiquidMapBuilder
            {
                ["id"] = session.Id.ToString(), ["device"] = Device.Name(session.Agent), ["seen_at"] = session.SeenAt, ["current"] = session.Id.ToString() == current,
            }),
        });
    }

    public async Task<IActionResult> OnPost(string locale, string zone)
    {
        if (!Languages.Has(locale) || !Zones.All.Contains(zone)) return BadRequest();
        var contacts = Service<ContactBook>();
        var now = Service<TimeProvider>().GetUtcNow();
        // Language and zone are this person's own; two devices that save at once both mean it, the later one holds.
        while (await contacts.Find(Visit.Member.Contact.Id) is { } found && await contacts.Put(found.Value with { Locale = locale, Zone = zone }, now, found.Version) is null) { }
        Languages.Choose(Response, locale);
        TempData["Said"] = Service<IStringLocalizer<Words>>()["Saved."].Value;
        return LocalRedirect($"{Visit.Url}/preferences");
    }

    public async Task<IActionResult> OnPostTopics(string[]? topic, bool none)
    {
        await TopicsModel.Keep(Service<OptOut>(), Visit.Member, topic, none, "portal", HttpContext, Service<TimeProvider>().GetUtcNow());
        TempData["Said"] = Service<IStringLocalizer<Words>>()["Saved."].Value;
        return LocalRedirect($"{Visit.Url}/preferences");
    }
}
