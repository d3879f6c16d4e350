using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Api.Reference;

/// <summary>The API's document as a page. Its frame is in the reader's language; what it says about calls and fields is said once, in English.</summary>
public sealed class IndexModel(ApiDocument document, Settings settings) : PageModel
{
    public ImmutableArray<MappedCall> Calls => document.Calls;

    public Settings Limits => settings;

    public CultureInfo Culture => CultureInfo.CurrentCulture;

    public string Sample => Curl.Pretty(
        """
        {"type": "/docs/api#fields-wrong", "title": "Bad Request", "status": 400, "detail": "Nothing was changed: some fields cannot be taken.", "code": "fields-wrong",
         "errors": [{"field": "country", "detail": "must be two capital letters of ISO 3166-1 such as JP"}]}
        """);
}
