using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

/// <summary>What one receives, by the address in a mail: no sign-in, looking changes nothing, and the form says all of it at once.</summary>
[IgnoreAntiforgeryToken]
public sealed class TopicsModel : PortalPage
{
    public async Task<IActionResult> OnGet(string token)
    {
        if (await Service<OptOut>().Preferences(token) is not var (member, topics)) return await Unknown();
        return await Show("topics", Service<IStringLocalizer<Words>>()["What you receive"], new LiquidMapBuilder { ["address"] = member.Contact.AddressAsTyped, ["topics"] = Model(topics) });
    }

    public async Task<IActionResult> OnPost(string token, string[]? topic)
    {
        var choices = Service<OptOut>();
        if (await choices.Preferences(token) is not var (member, _)) return await Unknown();
        await choices.Choose(member, topic ?? [], "preferences", Service<TimeProvider>().GetUtcNow(), HttpContext.Connection.RemoteIpAddress?.ToString());
        TempData["Said"] = Service<IStringLocalizer<Words>>()["Saved."].Value;
        return LocalRedirect($"/preferences/{token}");
    }

    internal static LiquidValue Model(ImmutableArray<TopicChoice> topics)
    {
        var locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return LiquidValue.List(topics, choice => new LiquidMapBuilder { ["key"] = choice.Topic.Key, ["title"] = choice.Topic.Title.In(locale), ["on"] = choice.IsOn });
    }

    Task<IActionResult> Unknown()
    {
        var words = Service<IStringLocalizer<Words>>();
        return Plain(StatusCodes.Status404NotFound, words["This link is incomplete."], words["Open it again from the mail, or copy all of it."]);
    }
}
