using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Web.Api.Reference;

namespace CsEngage.Web.Api.Accounts;

// The room's sign-in pages live in a namespace of that name.
using Account = CsEngage.Core.Account;

/// <summary>An account as the API shows it. <c>csm</c> is the address of a staff member, <c>parent</c> an external id.</summary>
public sealed record AccountBody(
    [ReadOnly(true), Description("Your own id of the account.")] string Id,
    [Description("What people call it. Needed to make it.")] string Name,
    [Description("What contracts call it.")] string? LegalName,
    [Description("Key of the price band.")] string? Tier,
    [Description("onboarding, adopting, renewing, leaving or left.")] string Lifecycle,
    [Description("high, low, tech or community; what the rules of the settings say until it is sent.")] string TouchModel,
    [Description("Address of the staff member who looks after it.")] string? Csm,
    [Description("Two capital letters of ISO 3166-1.")] string? Country,
    [Description("IANA time zone; the operator's when absent.")] string? Zone,
    [Description("BCP 47 locale; the operator's when absent.")] string? Locale,
    [Description("Id of the account above it.")] string? Parent,
    [ReadOnly(true)] DateTimeOffset CreatedAt,
    [Description("Own fields by key: text, numbers, dates, true and false. Keys that are not sent stay; null removes one.")] IReadOnlyDictionary<string, object> Attributes);

static class AccountApi
{
    static readonly string[] Lifecycles = ["onboarding", "adopting", "renewing", "leaving", "left"];

    const string Northwind =
        """
        {"id": "northwind", "name": "Northwind", "legal_name": "Northwind K.K.", "tier": "business", "lifecycle": "onboarding", "touch_model": "low", "country": "JP", "zone": "Asia/Tokyo",
         "locale": "ja", "created_at": "2026-04-01T00:00:00+00:00", "attributes": {"seats": 12, "go-live": "2026-06-01"}}
        """;

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("/", List).Says(new(ApiScope.AccountsRead, "Accounts by name")
        {
            Answer = typeof(PageBody<AccountBody>), Nos = ["csm-unknown"], Got = $$"""{"items": [{{Northwind}}], "next": "AZq7…"}""",
            Query =
            [
                .. ApiParameter.Paging, new("csm", "text", "Only those that this staff member looks after, by address.", ""), new("tier", "text", "Only those of this tier.", "business"),
                new("lifecycle", "text", "Only those in this lifecycle.", "onboarding", [.. Lifecycles]),
            ],
        });
        accounts.MapGet("/{id}", One).Says(new(ApiScope.AccountsRead, "One account") { Answer = typeof(AccountBody), IsTagged = true, Nos = ["not-found"], At = ApiExample.Account, Got = Northwind });
        accounts.MapPut("/{id}", Put).Says(new(ApiScope.AccountsWrite, "Make or change an account")
        {
            Says = "Every field that rules read leaves a change in the account's history. The id is yours and never changes.",
            Answer = typeof(AccountBody), Body = typeof(AccountBody), IsPartial = true, IsTagged = true, Good = [200, 201], Nos = ["id-too-long", "fields-wrong"], At = ApiExample.Account, Got = Northwind,
            Sent = """{"name": "Northwind", "legal_name": "Northwind K.K.", "tier": "business", "country": "JP", "zone": "Asia/Tokyo", "locale": "ja", "touch_model": "low", "attributes": {"seats": 12, "go-live": "2026-06-01"}}""",
        });
    }

    static async Task<IResult> List(AccountBook accounts, StaffList staff, HttpRequest request)
    {
        var asked = new Asked(request);
        var (limit, after) = (asked.Limit, asked.AfterId());
        var filter = new AccountFilter(null, asked.Text("tier"), asked.OneOf("lifecycle", Lifecycles));
        if (asked.Text("csm") is { } csm)
            filter = filter with { CsmId = await staff.FindByAddress(csm) ?? throw new ApiProblem(400, "csm-unknown", $"There is no staff member with the address {csm}.") };
        asked.Check();
        var page = await accounts.Page(filter, after, limit + 1);
        var names = await Names.Of(accounts, staff, page);
        return Pages.Of(page, limit, names.Body, account => Cursor.Of(account.Id));
    }

    static async Task<IResult> One(string id, AccountBook accounts, StaffList staff, HttpResponse response)
    {
        var account = await accounts.Wanted(id);
        return response.Tagged((await Names.Of(accounts, staff, [account.Value])).Body(account.Value), account.Version);
    }

    static async Task<IResult> Put(string id, HttpRequest request, ClaimsPrincipal key, AccountBook accounts, StaffList staff, DefinitionShelf definitions, SettingsBook settings, TimeProvider clock)
    {
        if (id.Length > 200) throw new ApiProblem(400, "id-too-long", "An external id has at most 200 characters.");
        var fields = await Fields.Of(request);
        var edit = key.Edit(clock);
        var old = await accounts.FindByExternalId(id);
        var now = old?.Value ?? new Account(Guid.CreateVersion7(edit.At), id, "", null, null, "onboarding", "tech", null, null, null, null, null, edit.At, ImmutableSortedDictionary<string, AttributeValue>.Empty);
        var names = await Names.Of(accounts, staff, [now]);
        var wanted = now with
        {
            Name = fields.Required("name", now.Name),
            LegalName = fields.Text("legal_name", now.LegalName),
            Tier = fields.Text("tier", now.Tier, Wrong.Key),
            Lifecycle = fields.OneOf("lifecycle", now.Lifecycle, Lifecycles),
            CsmId = await Csm(fields, now, names, staff),
            Country = fields.Text("country", now.Country, Wrong.Country),
            Zone = fields.Text("zone", now.Zone, Wrong.Zone),
            Locale = fields.Text("locale", now.Locale, Wrong.Locale),
            ParentId = await Parent(fields, now, names, accounts),
            Attributes = fields.Attributes("attributes", now.Attributes),
        };
        // Nobody said which: the rules of the settings do.
        wanted = wanted with { TouchModel = fields.OneOf("touch_model", (await TouchModelRules.InForce(definitions, settings)).Next(old?.Value, wanted, edit.At), "high", "low", "tech", "community") };
        fields.Check();
        var saved = await accounts.Put(wanted, edit, request.Expected());
        return saved.Version is { } version ? request.HttpContext.Response.Tagged((await Names.Of(accounts, staff, [wanted])).Body(wanted), version, isNew: old is null) : throw ApiProblem.Changed();
    }

    static async Task<Guid?> Csm(Fields fields, Account now, Names names, StaffList staff)
    {
        var known = names.AddressOf(now.CsmId);
        var address = fields.Text("csm", known);
        if (address is null || string.Equals(address, known, StringComparison.OrdinalIgnoreCase)) return address is null ? null : now.CsmId;
        return await staff.FindByAddress(address) ?? fields.Refuse("csm", "is not the address of a staff member", now.CsmId);
    }

    static async Task<Guid?> Parent(Fields fields, Account now, Names names, AccountBook accounts)
    {
        var known = names.ExternalIdOf(now.ParentId);
        var parent = fields.Text("parent", known);
        if (parent is null || parent == known) return parent is null ? null : now.ParentId;
        if (await accounts.FindByExternalId(parent) is not { Value.Id: var above }) return fields.Refuse("parent", "is not the id of an account", now.ParentId);
        return await accounts.IsWithin(above, now.Id) ? fields.Refuse("parent", "would put the account above itself", now.ParentId) : above;
    }

    /// <exception cref="ApiProblem">There is none.</exception>
    public static async Task<Versioned<Account>> Wanted(this AccountBook accounts, string externalId) =>
        await accounts.FindByExternalId(externalId) ?? throw ApiProblem.NotFound("account");

    /// <summary>What the API calls the staff and parents of these accounts: addresses and external ids, never ids of ours.</summary>
    sealed class Names(IReadOnlyDictionary<Guid, string> staff, IReadOnlyDictionary<Guid, string> parents)
    {
        public static async Task<Names> Of(AccountBook accounts, StaffList staff, IReadOnlyCollection<Account> page) => new(
            await staff.Addresses([.. page.Select(account => account.CsmId).OfType<Guid>().Distinct()]), await accounts.ExternalIds([.. page.Select(account => account.ParentId).OfType<Guid>().Distinct()]));

        public string? AddressOf(Guid? id) => id is { } known ? staff.GetValueOrDefault(known) : null;
        public string? ExternalIdOf(Guid? id) => id is { } known ? parents.GetValueOrDefault(known) : null;

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
