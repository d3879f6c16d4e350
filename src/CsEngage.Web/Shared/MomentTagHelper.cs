using System.Globalization;
using CsEngage.Store.Settings;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CsEngage.Web.Shared;

/// <summary><c>&lt;moment at="…" /&gt;</c> says an instant as people do, in the operator's zone, with the full date on hover.</summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class MomentTagHelper(SettingsBook book, TimeProvider clock) : TagHelper
{
    public DateTimeOffset? At { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById((await book.Get<OperatorProfile>(OperatorProfile.Key)).Zone);
        var local = TimeZoneInfo.ConvertTime(at, zone);
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", Moments.Full(local, CultureInfo.CurrentUICulture) + " " + zone.Id);
        output.Content.SetContent(Moments.Short(local, TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone), CultureInfo.CurrentUICulture));
    }
}

/// <summary>Dates as people say them. A time today, a day this year, otherwise with the year.</summary>
static class Moments
{
    public static string Short(DateTimeOffset at, DateTimeOffset now, CultureInfo culture)
    {
        var japanese = IsJapanese(culture);
        return at.Date == now.Date ? at.ToString("HH:mm", culture) : at.Year == now.Year ? at.ToString(japanese ? "M月d日" : "d MMM", culture) : Day(at, culture);
    }

    public static string Day(DateTimeOffset at, CultureInfo culture) => at.ToString(IsJapanese(culture) ? "yyyy年M月d日" : "d MMM yyyy", culture);

    public static string Full(DateTimeOffset at, CultureInfo culture) => at.ToString(IsJapanese(culture) ? "yyyy年M月d日(ddd) HH:mm" : "ddd, d MMMM yyyy, HH:mm", culture);

    /// <summary>A day that is near and a time: "Mon 24 Nov 08:30".</summary>
    public static string Appointment(DateTimeOffset at, CultureInfo culture) => at.ToString(IsJapanese(culture) ? "M月d日(ddd) HH:mm" : "ddd d MMM HH:mm", culture);

    static bool IsJapanese(CultureInfo culture) => culture.TwoLetterISOLanguageName == "ja";
}
