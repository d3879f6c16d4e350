using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Admin;

/// <summary>Whether the mails with sign-in links go out: the first thing to look at when a customer says that none came.</summary>
public sealed class SignInsModel(SignInTokens tokens, ContactBook contacts) : PageModel
{
    const int Most = 100;

    public ImmutableArray<(string Name, SignInPostLine Line)> Lines { get; private set; } = [];

    public async Task OnGet()
    {
        var (locale, lines) = (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ImmutableArray.CreateBuilder<(string, SignInPostLine)>());
        foreach (var line in await tokens.Post(Most))
            lines.Add((await contacts.Find(line.ContactId) is { Value: var contact } ? contact.FullName(locale) ?? contact.AddressAsTyped ?? "—" : "—", line));
        Lines = lines.ToImmutable();
    }
}
