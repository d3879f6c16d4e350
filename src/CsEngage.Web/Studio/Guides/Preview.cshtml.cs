using System.Globalization;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;
using CsEngage.Store.Content;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using CsEngage.Web.Portal;
using CsEngage.Web.Portal.Themes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Guides;

/// <summary>The guide as the chosen contact would see it: the saved draft, or what is being typed. Nothing of it is recorded as theirs.</summary>
public sealed class PreviewModel : PageModel
{
    T Service<T>() where T : notnull => HttpContext.RequestServices.GetRequiredService<T>();

    [FromRoute]
    public string Key { get; set; } = "";

    public async Task<IActionResult> OnGet(string locale, Guid? @as)
    {
        var shelf = Service<ContentShelf>();
        if (!Languages.Has(locale) || await shelf.Find("guide", Key) is not { } item) return NotFound();
        // Who looked as whom is written down; each keystroke of the same look is not.
        if (@as is { } membership)
            await Service<AuditTrail>().Append(new AuditEntry(Service<TimeProvider>().GetUtcNow(), $"staff:{User.StaffId()}", "contact.previewed-as", $"membership:{membership:D}"));
        var draft = await shelf.Draft(item.Id, locale);
        return await Show(locale, draft?.Title ?? "", draft?.Body ?? "", @as);
    }

    public Task<IActionResult> OnPost(string locale, string? name, string? body, Guid? @as) =>
        Languages.Has(locale) ? Show(locale, name ?? "", body ?? "", @as) : Task.FromResult<IActionResult>(BadRequest());

    async Task<IActionResult> Show(string locale, string title, string text, Guid? membership)
    {
        if (membership is { } id && !await Service<PreviewContacts>().May(User, id)) return Forbid();
        var (culture, mine) = (CultureInfo.GetCultureInfo(locale), CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var why = membership is { } who ? await Why(who, mine) : null;
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = culture;
        var visit = (membership is { } chosen ? await Service<Visits>().Preview(chosen, culture) : null) ?? await Sample(culture);
        var model = visit.Model();
        var page = new LiquidMapBuilder { ["kind"] = "guide", ["title"] = title, ["locale"] = locale, ["preview"] = true, ["url"] = "/", ["languages"] = LiquidValue.List([]), ["why"] = why, ["why_locale"] = mine };
        var template = "guide";
        try
        {
            var body = Body.Compile(text.ReplaceLineEndings("\n"));
            var values = body.ReadsWay && membership is not null ? await Service<Way>().Known(visit) : visit.Known;
            var options = Service<GuideReading>().Options(locale, visit);
            model.Add("guide", new LiquidMapBuilder
            {
                ["title"] = Line.Compile(title).Text(values, options), ["minutes"] = body.Reading.Minutes, ["updated"] = Service<TimeProvider>().GetUtcNow(), ["version"] = 0, ["locale"] = locale,
                ["url"] = "", ["html"] = LiquidValue.Html(body.Html(values, options)),
                ["toc"] = LiquidValue.List(body.Contents(values, options), heading => new LiquidMapBuilder { ["id"] = heading.Id, ["title"] = heading.Title, ["level"] = heading.Level }),
            });
        }
        catch (Exception fault) when (fault is ContentException or LiquidException)
        {
            template = "problem";
            Response.Headers[TextEditor.PreviewFault] = "true";
            // Said as beside the editor, by the line of the author's own text and in the author's language.
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(mine);
            var (faults, said) = (Service<TextFaults>(), (await Service<TextFaults>().Of(text, TextReaders.One, ("name", title))).RemoveAll(one => one.IsWarning));
            page.Add("text", said.IsEmpty ? faults.Say(fault) : string.Join("\n", said.Select(faults.Say)));
            CultureInfo.CurrentUICulture = culture;
        }

        Response.AllowOwnFrames();
        return new ThemePage(template, model.Add("page", page).Build(), Service<ThemeShelf>().Find(visit.Look.Theme ?? ThemeShelf.Default)?.Name ?? ThemeShelf.Default, visit.Zone, visit.GuideUrl) { Accent = visit.Look.Accent };
    }

    // In the author's language: it is said to the author, not to the reader.
    async Task<string?> Why(Guid membership, string locale)
    {
        if (await Service<ContactBook>().Member(membership) is not { } member) return null;
        var item = await Service<ContentShelf>().Find("guide", Key);
        var roles = (await Service<GuideCatalogue>().Current()).Find(Key)?.Variants.SelectMany(one => one.Front.Roles).Distinct(StringComparer.Ordinal) ?? [];
        return Service<VisibilityWords>().Say(member.Contact.FullName(locale) ?? member.Contact.AddressAsTyped ?? "", await Service<Visits>().Why(membership, Key), roles, item?.Audience, await Service<Desk.Authored>().Texts());
    }

    // Before there is any customer, an author looks as somebody made up.
    async Task<Visit> Sample(CultureInfo culture)
    {
        var profile = (await Service<Engine.Settings.Authored>().Current()).OperatorIn(culture.TwoLetterISOLanguageName);
        return SampleVisit.Of(profile, culture, Service<TimeProvider>().GetUtcNow());
    }
}
