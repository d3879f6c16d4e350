using System.Text;
using CsEngage.Engine.Accounts;
using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Import;

[RequestSizeLimit(StagedTables.MostBytes + (1 << 20)), RequestFormLimits(MultipartBodyLengthLimit = StagedTables.MostBytes + (1 << 20))]
public sealed class IndexModel(StagedTables tables, AccountImport accounts, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty]
    public string Kind { get; set; } = TableImport.Accounts;

    [BindProperty]
    public IFormFile? Table { get; set; }

    public IReadOnlyList<(string Kind, string Title, string[] Needed, IReadOnlyList<string> Columns)> Columns { get; private set; } = [];

    public Task OnGet() => ReadColumns();

    public async Task<IActionResult> OnPost()
    {
        if (Kind is not (TableImport.Accounts or TableImport.Contacts)) return BadRequest();
        if (Table is not { Length: > 0 }) ModelState.AddModelError(nameof(Table), words["Choose a file."]);
        else if (Table.Length > StagedTables.MostBytes) ModelState.AddModelError(nameof(Table), words["The file is larger than 20 MB. Split it."]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await ReadColumns();
            return Page();
        }
        await using var stream = Table!.OpenReadStream();
        return Redirect($"/admin/import/{await tables.Put(Kind, User.StaffId(), stream):D}");
    }

    // With a mark, so that a spreadsheet program knows that it is UTF-8.
    public async Task<IActionResult> OnGetSample(string? kind)
    {
        await ReadColumns();
        var found = Columns.FirstOrDefault(one => one.Kind == kind);
        return found.Columns is null ? NotFound() : File(Encoding.UTF8.GetBytes("\ufeff" + string.Join(',', found.Columns) + "\r\n"), "text/csv", $"{kind}.csv");
    }

    async Task ReadColumns() => Columns =
    [
        (TableImport.Accounts, Words.Key("Accounts"), ["external_id", "name"], [.. CsvImport.AccountColumns, .. (await accounts.Attributes()).Keys]),
        (TableImport.Contacts, Words.Key("Contacts"), ["account", "email"], CsvImport.ContactColumns),
    ];
}
