using CsEngage.Engine.Accounts;
using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Import;

/// <summary>What an uploaded table would do, row by row; and the button that does it.</summary>
public sealed class PlanModel(StagedTables tables, TableImport import, IStringLocalizer<Words> words, TimeProvider clock) : PageModel
{
    const int PageSize = 200;

    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public string? Show { get; set; }

    [FromQuery]
    public int At { get; set; } = 1;

    public ImportPlan Plan { get; private set; } = null!;

    public bool IsAccounts { get; private set; }

    public bool HasMoved { get; private set; }

    public bool MayApply => !Plan.HasProblems && !Plan.Batch.IsEmpty;

    public ImportMark? Mark { get; private set; }

    public IReadOnlyList<ImportLine> Lines { get; private set; } = [];

    public int Pages { get; private set; } = 1;

    public IReadOnlyList<(ImportMark Mark, string Title)> Marks { get; } = [.. Enum.GetValues<ImportMark>().Select(mark => (mark, Title(mark)))];

    public int Count(ImportMark? mark) => mark is { } only ? Plan.Of(only) : Plan.Lines.Length;

    public static string Title(ImportMark mark) => mark switch
    {
        ImportMark.Problem => Words.Key("Problem"),
        ImportMark.New => Words.Key("New"),
        ImportMark.Changed => Words.Key("Changed"),
        _ => Words.Key("Unchanged"),
    };

    public static string Tone(ImportMark mark) => mark switch { ImportMark.Problem => "tag-bad", ImportMark.New => "tag-good", ImportMark.Changed => "tag-accent", _ => "" };

    public async Task<IActionResult> OnGet() => await Read() is null ? NotFound() : Page();

    public async Task<IActionResult> OnPost(string? print)
    {
        if (await Read() is not { } table) return NotFound();
        // What was looked at is what is done: the button carries the print of the plan that stood above it.
        if (!MayApply || print != Plan.Print || !await import.Apply(table.Kind, Plan, $"staff:{User.StaffId():D}", clock.GetUtcNow()))
        {
            HasMoved = true;
            Response.StatusCode = StatusCodes.Status409Conflict;
            await Read();
            return Page();
        }
        tables.Remove(table);
        TempData["Said"] = words["Imported: {0} new, {1} changed, {2} unchanged.", Plan.Of(ImportMark.New), Plan.Of(ImportMark.Changed), Plan.Of(ImportMark.Unchanged)].Value;
        (TempData["Leads"], TempData["LeadsTo"]) = ("/desk/accounts?book=all", words["To the accounts"].Value);
        return Redirect("/admin/import");
    }

    async Task<StagedTable?> Read()
    {
        if (tables.Find(Id, User.StaffId()) is not { } table) return null;
        Plan = await import.Plan(table.Kind, await System.IO.File.ReadAllBytesAsync(table.File), clock.GetUtcNow());
        IsAccounts = table.Kind == TableImport.Accounts;
        // What needs a look comes first.
        Mark = Enum.TryParse<ImportMark>(Show, ignoreCase: true, out var chosen) ? chosen : Show is "all" ? null
            : Enum.GetValues<ImportMark>().Cast<ImportMark?>().FirstOrDefault(mark => Plan.Of(mark!.Value) > 0);
        Show = Mark?.ToString().ToLowerInvariant() ?? "all";
        var wanted = Plan.Lines.Where(line => Mark is null || line.Mark == Mark).ToList();
        Pages = Math.Max(1, (wanted.Count + PageSize - 1) / PageSize);
        At = Math.Clamp(At, 1, Pages);
        Lines = wanted.GetRange((At - 1) * PageSize, Math.Min(PageSize, wanted.Count - (At - 1) * PageSize));
        return table;
    }
}
