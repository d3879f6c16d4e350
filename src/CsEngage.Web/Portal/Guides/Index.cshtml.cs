using CsEngage.Engine.Content;
using CsEngage.Engine.Settings;
using CsEngage.Liquid;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.Guides;

public sealed class IndexModel : VisitPage
{
    public async Task<IActionResult> OnGet(string? tag) =>
        await Show("guides", Service<IStringLocalizer<Words>>()["Guides"], new LiquidMapBuilder
        {
            ["guides"] = await Service<GuideReading>().Entries(string.IsNullOrEmpty(tag) ? Visit.Guides : Visit.Guides.Where(guide => guide.HasTag(tag)), Visit),
            // What is locked bears its tags for whoever may read it.
            ["locked"] = LiquidValue.List(string.IsNullOrEmpty(tag) ? await Locked() : []), ["tag"] = tag,
        });

    // What is locked is named, and what opens it; nothing of what it says.
    async Task<IEnumerable<LiquidValue>> Locked()
    {
        if (Visit.Locked.IsEmpty) return [];
        var set = await Service<Authored>().Current();
        return Visit.Locked.Select(one => (LiquidValue)new LiquidMapBuilder
        {
            ["title"] = Service<GuideReading>().Title(one.Guide, Visit), ["locked_because"] = LiquidValue.List(one.Missing, key => set.TitleOf(key).In(Visit.Locale)),
        });
    }
}
