using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web;

public sealed class IndexModel(Settings settings) : PageModel
{
    public bool OffersDemo => DemoDoor.IsOpen(settings, HttpContext);
}
