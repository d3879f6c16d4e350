using System.Text;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Mail;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

/// <summary>
/// Leaving by the address in a mail. Looking changes nothing; the button, or the mail program's own one-click POST (RFC 8058), does, without
/// a cookie and as often as one likes. What a request means is decided in <see cref="OneClick"/>.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class LeaveModel : PortalPage
{
    const int LongestBody = 8 * 1024;

    public async Task<IActionResult> OnGet(string token) => await Service<OptOut>().Look(token) switch
    {
        null => await Unknown(),
        { IsOff: true } left => await Show("left", Service<IStringLocalizer<Words>>()["Done."], Model(left)),
        var leave => await Show("leave", Service<IStringLocalizer<Words>>()["No more of these mails?"], Model(leave)),
    };

    public async Task<IActionResult> OnPost()
    {
        // Not as an argument: of a form that cannot be read nothing is bound.
        var token = (string)RouteData.Values["token"]!;
        var leaving = Service<OptOut>();
        var (type, body) = await Body();
        switch (OneClick.Decide("POST", await leaving.Look(token) is not null, type, body))
        {
            case LeaveAnswer.Left:
                await leaving.Leave(token, Service<TimeProvider>().GetUtcNow(), HttpContext.Connection.RemoteIpAddress?.ToString());
                return await OnGet(token);
            case LeaveAnswer.Returned:
                return await leaving.Return(token, Service<TimeProvider>().GetUtcNow(), HttpContext.Connection.RemoteIpAddress?.ToString()) ? await Back(token) : await Unclear();
            case LeaveAnswer.Unknown: return await Unknown();
            default: return await Unclear();
        }
    }

    // The method is neither of these: pages would otherwise be shown without anything having run.
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is not null) return;
        Response.Headers.Allow = "GET, HEAD, POST";
        context.Result = StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    // A form has been read by the framework already, whatever its encoding; anything else is read here.
    async Task<(string? Type, ReadOnlyMemory<byte> Body)> Body()
    {
        try
        {
            if (Request.HasFormContentType)
            {
                var form = await Request.ReadFormAsync();
                return ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(string.Join('&', form.SelectMany(field => field.Value.Select(value => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(value ?? "")}")))));
            }
            var body = new byte[LongestBody];
            return (Request.ContentType, body.AsMemory(0, await Request.Body.ReadAtLeastAsync(body, LongestBody, throwOnEndOfStream: false)));
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or BadHttpRequestException)
        {
            // A form that cannot be read says nothing.
            return (null, default);
        }
    }

    static LiquidMapBuilder Model(LeavePage leave) => new()
    {
        ["topic"] = leave.Topic?.Title.In(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName),
        ["preferences_url"] = $"/preferences/{leave.Preferences}",
    };

    async Task<IActionResult> Back(string token)
    {
        var words = Service<IStringLocalizer<Words>>();
        var page = (await Service<OptOut>().Look(token))!;
        return await Plain(StatusCodes.Status200OK, words["You get these mails again."], page.Topic is { } topic ? words["It is as it was before: {0}.", topic.Title.In(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)] : words["It is as it was before."],
            $"/preferences/{page.Preferences}", words["See what you receive"]);
    }

    Task<IActionResult> Unclear()
    {
        var words = Service<IStringLocalizer<Words>>();
        return Plain(StatusCodes.Status400BadRequest, words["Nothing was changed."], words["Open the page from the mail and press the button there."]);
    }

    Task<IActionResult> Unknown()
    {
        var words = Service<IStringLocalizer<Words>>();
        return Plain(StatusCodes.Status404NotFound, words["This link is incomplete."], words["Open it again from the mail, or copy all of it."]);
    }
}
