using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace CsEngage.Web.Host;

/// <summary>
/// Addresses of pages from their folders: <c>Account/SignIn</c> is <c>/account/sign-in</c>, <c>Portal/Guides/Index</c> is
/// <c>/p/{portal}/guides</c>. Pages with an address of their own (<c>@page "/…"</c>) keep it.
/// </summary>
sealed class Rooms : IPageRouteModelConvention
{
    public void Apply(PageRouteModel model)
    {
        // "Studio/Index" is the same page as "Studio"; one address is enough.
        foreach (var doubled in model.Selectors.Where(selector => selector.AttributeRouteModel?.SuppressLinkGeneration == true).ToList())
            model.Selectors.Remove(doubled);

        foreach (var route in model.Selectors.Select(selector => selector.AttributeRouteModel))
        {
            if (route?.Template is not { } template || !template.StartsWith(model.ViewEnginePath.TrimStart('/').Split('/')[0], StringComparison.Ordinal)) continue;
            var address = string.Join('/', template.Split('/').Select(part => part.Contains('{', StringComparison.Ordinal) ? part : Kebab(part)));
            route.Template = address == "portal" ? "p/{portal}" : address.StartsWith("portal/", StringComparison.Ordinal) ? "p/{portal}/" + address[7..] : address;
        }
    }

    static string Kebab(string name)
    {
        var kebab = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && kebab.Length > 0 && kebab[^1] != '-') kebab.Append('-');
            kebab.Append(char.ToLower(letter, CultureInfo.InvariantCulture));
        }
        return kebab.ToString();
    }
}
