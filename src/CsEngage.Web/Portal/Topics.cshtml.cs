using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Store.Accounts;
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
        return await Show("topics", Service<IStringLocalizer<Words>>()["What you receive"], new LiquidMapBuilder { ["address"] = member.Contact.AddressAsTyped, ["topics"] = Model(topics), ["none"] = topics.All(topic => !topic.IsOn) });
    }

    public async Task<IActionResult> OnPost(string token, string[]? topic, bool none)
    {
        var choices = Service<OptOut>();
        if (await choices.Preferences(token) is not var (member, _)) return await Unknown();
        await Keep(choices, member, topic, none, "preferences", HttpContext, Service<TimeProvider>().GetUtcNow());
        TempData["Said"] = Service<IStringLocalizer<Words>>()["Saved."].Value;
        return LocalRedirect($"/preferences/{token}");
    }

    /// <summary>Keeps what was ticked; with <paramref name="none"/> nothing at all, also of topics that are yet to come.</summary>
    internal static Task Keep(OptOut choices, Member member, string[]? topic, bool none, string source, HttpContext http, DateTimeOffset now) => none
        ? choices.Set(member, TouchRecipients.AllTopics, given: false, source, now, http.Connection.RemoteIpAddress?.ToString())
        : choices.Choose(member, topic ?? [], source, now, http.Connection.RemoteIpAddress?.ToString());

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
