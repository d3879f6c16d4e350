using System.Collections.Immutable;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;

namespace CsEngage.Web.Api.Accounts;

// The room's sign-in pages live in a namespace of that name.
using Account = CsEngage.Core.Account;

/// <summary>An account as the API shows it. <c>csm</c> is the address of a staff member, <c>parent</c> an external id.</summary>
public sealed record AccountBody(
    string Id, string Name, string? LegalName, string? Tier, string Lifecycle, string TouchModel, string? Csm, string? Country, string? Zone,
    string? Locale, string? Parent, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, object> Attributes);

/// <summary>A page of a list; <c>next</c> goes into <c>?after=</c>.</summary>
public sealed record PageBody<T>(IReadOnlyList<T> Items, string? Next);

static class AccountApi
{
    const int PageSize = 100;

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("/", List).Needs(ApiScope.AccountsRead).Produces<PageBody<AccountBody>>().WithSummary("Accounts by name, 100 a page");
        accounts.MapGet("/{id}", One).Needs(ApiScope.AccountsRead).Produces<AccountBody>().WithSummary("One account by external id");
        accounts.MapPut("/{id}", Put).Needs(ApiScope.AccountsWrite).Accepts<AccountBody>("application/json").Produces<AccountBody>().Produces<AccountBody>(201)
            .WithSummary("Make or change an account; absent fields stay, null clears");
    }

    static async Task<IResult> List(AccountBook accounts, StaffList staff, string? after, string? csm)
    {
        var names = await Names.Of(accounts, staff);
        var csmId = csm is null ? (Guid?)null : names.StaffBy(csm) ?? throw new ApiProblem(400, "csm-unknown", $"There is no staff member with the address {csm}.");
        var all = await accounts.All(csmId);
        var from = after is null ? 0 : all.Select(account => account.ExternalId).ToList().IndexOf(after) + 1;
        if (from == 0 && after is not null) throw new ApiProblem(400, "cursor-gone", "The account that the last page ended with is no longer there: start again.");
        var page = all.Skip(from).Take(PageSize).ToList();
        return Results.Json(new PageBody<AccountBody>([.. page.Select(names.Body)], from + page.Count < all.Length ? page[^1].ExternalId : null), ApiJson.Options);
    }

    static async Task<IResult> One(string id, AccountBook accounts, StaffList staff, HttpResponse response)
    {
        var account = await accounts.Wanted(id);
        return response.Tagged((await Names.Of(accounts, staff)).Body(account.Value), account.Version);
    }

    static async Task<IResult> Put(string id, HttpRequest request, ClaimsPrincipal key, AccountBook accounts, StaffList staff, TimeProvider clock)
    {
        if (id.Length > 200) throw new ApiProblem(400, "id-too-long", "An external id has at most 200 characters.");
        var fields = await Fields.Of(request);
        var names = await Names.Of(accounts, staff);
        var edit = key.Edit(clock);
        var old = await accounts.FindByExternalId(id);
        var now = old?.Value ?? new Account(Guid.CreateVersion7(edit.At), id, "", null, null, "onboarding", "tech", null, null, null, null, null, edit.At, ImmutableSortedDictionary<string, AttributeValue>.Empty);
        var wanted = now with
        {
            Name = fields.Required("name", now.Name),
            LegalName = fields.Text("legal_name", now.LegalName),
            Tier = fields.Text("tier", now.Tier, Wrong.Key),
            Lifecycle = fields.OneOf("lifecycle", now.Lifecycle, "onboarding", "adopting", "renewing", "leaving", "left"),
            TouchModel = fields.OneOf("touch_model", now.TouchModel, "high", "low", "tech", "community"),
            CsmId = names.StaffBy(fields.Text("csm", names.AddressOf(now.CsmId), address => names.StaffBy(address) is null ? "is not the address of a staff member" : null)),
            Country = fields.Text("country", now.Country, Wrong.Country),
            Zone = fields.Text("zone", now.Zone, Wrong.Zone),
            Locale = fields.Text("locale", now.Locale, Wrong.Locale),
            ParentId = names.AccountBy(fields.Text("parent", names.ExternalIdOf(now.ParentId), parent => names.AccountBy(parent) is not { } above ? "is not the id of an account" : names.IsBelow(above, now.Id) ? "would put the account above itself" : null)),
            Attributes = fields.Attributes("attributes", now.Attributes),
        };
        fields.Check();
        var saved = await accounts.Put(wanted, edit, request.Expected());
        return saved.Version is { } version ? request.HttpContext.Response.Tagged(names.Body(wanted), version, isNew: old is null) : throw ApiProblem.Changed();
    }

    /// <exception cref="ApiProblem">There is none.</exception>
    public static async Task<Versioned<Account>> Wanted(this AccountBook accounts, string externalId) =>
        await accounts.FindByExternalId(externalId) ?? throw ApiProblem.NotFound("account");

    /// <summary>What the API calls staff and other accounts: addresses and external ids, never ids of ours.</summary>
    sealed class Names(ImmutableArray<Account> accounts, ImmutableArray<Staff> staff)
    {
        readonly Dictionary<Guid, Account> byId = accounts.ToDictionary(account => account.Id);
        readonly Dictionary<string, Guid> byExternalId = accounts.ToDictionary(account => account.ExternalId, account => account.Id, StringComparer.Ordinal);
        readonly Dictionary<string, Guid> byAddress = staff.Where(person => person.Email is not null).ToDictionary(person => person.Email!, person => person.Id, StringComparer.OrdinalIgnoreCase);
        readonly Dictionary<Guid, string?> addresses = staff.ToDictionary(person => person.Id, person => person.Email);

        public static async Task<Names> Of(AccountBook accounts, StaffList staff) => new(await accounts.All(), await staff.All());

        public Guid? StaffBy(string? address) => address is not null && byAddress.TryGetValue(address, out var id) ? id : null;
        public string? AddressOf(Guid? id) => id is { } known ? addresses.GetValueOrDefault(known) : null;
        public Guid? AccountBy(string? externalId) => externalId is not null && byExternalId.TryGetValue(externalId, out var id) ? id : null;
        public string? ExternalIdOf(Guid? id) => id is { } known ? byId.GetValueOrDefault(known)?.ExternalId : null;

        public bool IsBelow(Guid account, Guid above)
        {
            for (Guid? at = account; at is { } id; at = byId.GetValueOrDefault(id)?.ParentId)
                if (id == above) return true;
            return false;
        }

        public AccountBody Body(Account account) => new(
            account.ExternalId, account.Name, account.LegalName, account.Tier, account.Lifecycle, account.TouchModel, AddressOf(account.CsmId), account.Country,
            account.Zone, account.Locale, ExternalIdOf(account.ParentId), account.CreatedAt, account.Attributes.ToDictionary(pair => pair.Key, pair => Plain(pair.Value)));

        static object Plain(AttributeValue value) => value switch
        {
            AttributeValue.Number(var number) => number,
            AttributeValue.Flag(var flag) => flag,
            _ => value.Stored,
        };
    }
}
