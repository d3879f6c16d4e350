using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>The book: every account as a row. Filter, order and page stand in the address, so that a list can be shared.</summary>
public sealed class IndexModel(Portfolio portfolio, StaffList people, AuditTrail audit, DeskDay day) : PageModel
{
    public const int Rows = 50;
    public const int ActiveDays = 28;
    const int TrendDays = 90;

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }

    [BindProperty(SupportsGet = true)] public string? Book { get; set; }

    [BindProperty(SupportsGet = true)] public string? Tier { get; set; }

    [BindProperty(SupportsGet = true)] public string? Model { get; set; }

    [BindProperty(SupportsGet = true)] public string? Lifecycle { get; set; }

    [BindProperty(SupportsGet = true)] public Band? Band { get; set; }

    [BindProperty(SupportsGet = true)] public PortfolioSort Sort { get; set; }

    [BindProperty(SupportsGet = true)] public bool Down { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")] public int Number { get; set; } = 1;

    public DeskToday Today { get; private set; } = null!;

    public PortfolioPage List { get; private set; } = new([], 0);

    public IReadOnlyDictionary<Guid, Breadth> Breadths { get; private set; } = ImmutableDictionary<Guid, Breadth>.Empty;

    public ImmutableDictionary<Guid, ImmutableArray<double?>> Trends { get; private set; } = ImmutableDictionary<Guid, ImmutableArray<double?>>.Empty;

    public ImmutableDictionary<Guid, string> Csms { get; private set; } = ImmutableDictionary<Guid, string>.Empty;

    public bool MaySeeAll => User.OnlyBookOf() is null;

    public bool IsMine => Book != "all" || !MaySeeAll;

    public bool IsNarrowed => !string.IsNullOrWhiteSpace(Q) || Tier is { Length: > 0 } || Model is { Length: > 0 } || Lifecycle is { Length: > 0 } || Band is not null;

    public int Pages => Math.Max(1, (List.Total + Rows - 1) / Rows);

    public async Task OnGet()
    {
        Today = await day.Today();
        Number = Math.Max(1, Number);
        List = await portfolio.Page(Filter, Sort, Down, (Number - 1) * Rows, Rows, Today.Frame);
        var ids = List.Lines.Select(line => line.Id).ToArray();
        Breadths = await portfolio.Breadths(ids, Today.Date.AddDays(1 - ActiveDays));
        var closings = await portfolio.Trends(ids, Today.Date.AddDays(-TrendDays));
        Trends = List.Lines.ToImmutableDictionary(line => line.Id, line => closings[line.Id].Where(closing => closing.Card == line.Card).Select(closing => closing.Score).Append(line.Score).ToImmutableArray());
        Csms = (await people.All()).ToImmutableDictionary(person => person.Id, person => person.Name);
    }

    public async Task<IActionResult> OnGetCsv([FromServices] IStringLocalizer<Words> words)
    {
        if (!User.May(Permission.Exports)) return Forbid();
        Today = await day.Today();
        var lines = await portfolio.All(Filter, Today.Frame);
        var breadths = await portfolio.Breadths([.. lines.Select(line => line.Id)], Today.Date.AddDays(1 - ActiveDays));
        var csms = (await people.All()).ToDictionary(person => person.Id, person => person.Name);
        await audit.Append(new AuditEntry(Today.Now, $"staff:{User.StaffId():D}", "accounts.exported", "accounts", null, $"{{\"rows\":{lines.Length}}}"));
        var csv = CsvText.Of(
            [words["Account"], words["Key"], words["Tier"], words["Touch model"], words["Lifecycle"], words["Annual revenue ({0})", Today.Currency], words["Renewal"], words["Score"], words["Colour"],
                words["Coverage"], words["Active contacts, 28 days"], words["Contacts"], words["Last seen"], words["CSM"]],
            lines.Select(line => (string?[])
            [
                line.Name, line.ExternalId, Today.Texts.Tier(line.Tier), line.TouchModel, line.Lifecycle, line.Arr is { } arr ? (arr / 10_000m).ToString("0.##", CultureInfo.InvariantCulture) : null,
                Iso(line.RenewsOn), line.Score?.ToString("0.0", CultureInfo.InvariantCulture), BandTagHelper.Key(line.Band), line.Coverage.ToString("0.00", CultureInfo.InvariantCulture),
                Count(breadths.GetValueOrDefault(line.Id)?.Active), Count(breadths.GetValueOrDefault(line.Id)?.Invited), Iso(line.LastSeen), line.CsmId is { } csm ? csms.GetValueOrDefault(csm) : null,
            ]));
        return File(csv, "text/csv; charset=utf-8", $"accounts-{Today.Date:yyyy-MM-dd}.csv");
    }

    /// <summary>The address of this list with one thing changed.</summary>
    public string With(string name, string? value)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["book"] = Book, ["q"] = Q, ["tier"] = Tier, ["model"] = Model, ["lifecycle"] = Lifecycle, ["band"] = Band?.ToString(), ["sort"] = Sort == default ? null : Sort.ToString(),
            ["down"] = Down ? "true" : null, ["p"] = name is "p" or "handler" && Number > 1 ? Number.ToString(CultureInfo.InvariantCulture) : null,
        };
        all[name] = value;
        return "/desk/accounts" + QueryString.Create(all.Where(pair => !string.IsNullOrEmpty(pair.Value)));
    }

    /// <summary>The address that sorts by a column: a second click turns it round.</summary>
    public string By(PortfolioSort sort, bool downFirst = false)
    {
        var down = Sort == sort ? !Down : downFirst;
        var (was, wasDown) = (Sort, Down);
        (Sort, Down) = (sort, down);
        var address = With("p", null);
        (Sort, Down) = (was, wasDown);
        return address;
    }

    public string? Sorted(PortfolioSort sort) => Sort != sort ? null : Down ? "descending" : "ascending";

    PortfolioFilter Filter => new(
        User.OnlyBookOf() ?? (IsMine ? User.StaffId() : null), Q?.Trim(), Tier is { Length: > 0 } ? Tier : null, Model is { Length: > 0 } ? Model : null, Lifecycle is { Length: > 0 } ? Lifecycle : null, Band);

    static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string? Count(int? n) => n?.ToString(CultureInfo.InvariantCulture);
}
