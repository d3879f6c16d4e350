using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Docs;

/// <summary>What the handbook has.</summary>
public sealed class IndexModel : PageModel
{
    public static string Locale => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
