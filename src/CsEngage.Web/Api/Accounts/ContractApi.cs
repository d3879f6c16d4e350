using System.ComponentModel;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Web.Api.Reference;

namespace CsEngage.Web.Api.Accounts;

/// <summary>A contract as the API shows it. <c>amount</c> is per <c>period</c>, in units of <c>currency</c>; <c>arr</c> is derived.</summary>
public sealed record ContractBody(
    [ReadOnly(true), Description("Your own id of the contract.")] string Id,
    [Description("Key of the department it is for.")] string? Department,
    [Description("Keys of the products.")] IReadOnlyList<string> Products,
    [Description("First day. Needed to make it.")] DateOnly StartOn,
    [Description("Last day. Needed to make it.")] DateOnly EndOn,
    [Description("Last day to give notice.")] DateOnly? NoticeBy,
    [Description("Renews unless notice is given.")] bool AutoRenew,
    [Description("Per period, in units of the currency, with at most four decimals.")] decimal Amount,
    [Description("month, quarter or year.")] string Period,
    [Description("Three capital letters of ISO 4217. Needed to make it.")] string Currency,
    [ReadOnly(true), Description("What it brings in a year.")] decimal Arr,
    [Description("active, renewed or ended.")] string Status,
    [Description("Key that says how it ended.")] string? Outcome);

static class ContractApi
{
    const string Main =
        """
        {"id": "2026-main", "products": ["reports"], "start_on": "2026-04-01", "end_on": "2027-03-31", "notice_by": "2026-12-31", "auto_renew": true, "amount": 120000, "period": "month",
         "currency": "JPY", "arr": 1440000, "status": "active"}
        """;

    public static void MapContracts(this RouteGroupBuilder api)
    {
        var contracts = api.MapGroup("/accounts/{account}/contracts").WithTags("Contracts");
        contracts.MapGet("/", List).Says(new(ApiScope.AccountsRead, "The contracts of an account, soonest end first")
        {
            Answer = typeof(PageBody<ContractBody>), Nos = ["not-found"], Query = ApiParameter.Paging, At = ApiExample.OfAccount, Got = $$"""{"items": [{{Main}}]}""",
        });
        contracts.MapGet("/{id}", One).Says(new(ApiScope.AccountsRead, "One contract") { Answer = typeof(ContractBody), IsTagged = true, Nos = ["not-found"], At = ApiExample.Contract, Got = Main });
        contracts.MapPut("/{id}", Put).Says(new(ApiScope.AccountsWrite, "Make or change a contract")
        {
            Says = "What changes becomes dated facts: renewals and revenue are read from them, not from the latest row.",
            Answer = typeof(ContractBody), Body = typeof(ContractBody), IsPartial = true, IsTagged = true, Good = [200, 201], Nos = ["not-found", "id-too-long", "fields-wrong"], At = ApiExample.Contract, Got = Main,
            Sent = """{"products": ["reports"], "start_on": "2026-04-01", "end_on": "2027-03-31", "notice_by": "2026-12-31", "auto_renew": true, "amount": 120000, "period": "month", "currency": "JPY"}""",
        });
    }

    static async Task<IResult> List(string account, AccountBook accounts, ContractBook contracts, HttpRequest request) =>
        Pages.OfAll(await contracts.Of((await accounts.Wanted(account)).Value.Id), new Asked(request), contract => contract.Id, Body);

    static async Task<IResult> One(string account, string id, AccountBook accounts, ContractBook contracts, HttpResponse response)
    {
        var contract = await contracts.FindByExternalId((await accounts.Wanted(account)).Value.Id, id) ?? throw ApiProblem.NotFound("contract");
        return response.Tagged(Body(contract.Value), contract.Version);
    }

    static async Task<IResult> Put(string account, string id, HttpRequest request, ClaimsPrincipal key, AccountBook accounts, ContractBook contracts, TimeProvider clock)
    {
        if (id.Length > 200) throw new ApiProblem(400, "id-too-long", "An external id has at most 200 characters.");
        var at = (await accounts.Wanted(account)).Value;
        var fields = await Fields.Of(request);
        var edit = key.Edit(clock);
        var old = await contracts.FindByExternalId(at.Id, id);
        var now = old?.Value ?? new Contract(Guid.CreateVersion7(edit.At), at.Id, id, null, [], default, default, null, false, 0, "year", "", "active", null);
        var wanted = now with
        {
            Department = fields.Text("department", now.Department, Wrong.Key),
            Products = fields.Keys("products", now.Products),
            StartOn = fields.RequiredDate("start_on", old is null ? null : now.StartOn),
            EndOn = fields.RequiredDate("end_on", old is null ? null : now.EndOn),
            NoticeBy = fields.Date("notice_by", now.NoticeBy),
            AutoRenew = fields.Flag("auto_renew", now.AutoRenew),
            Amount = fields.Money("amount", now.Amount),
            Period = fields.OneOf("period", now.Period, "month", "quarter", "year"),
            Currency = fields.Required("currency", now.Currency, Wrong.Currency),
            Status = fields.OneOf("status", now.Status, "active", "renewed", "ended"),
            Outcome = fields.Text("outcome", now.Outcome, Wrong.Key),
        };
        if (wanted.EndOn < wanted.StartOn) fields.Refuse("end_on", "must not be before start_on", 0);
        fields.Check();
        var saved = await contracts.Put(wanted, edit, request.Expected());
        return saved.Version is { } version ? request.HttpContext.Response.Tagged(Body(wanted), version, isNew: old is null) : throw ApiProblem.Changed();
    }

    static ContractBody Body(Contract contract) => new(
        contract.ExternalId, contract.Department, contract.Products, contract.StartOn, contract.EndOn, contract.NoticeBy, contract.AutoRenew, contract.Amount / 10_000m,
        contract.Period, contract.Currency, contract.Arr / 10_000m, contract.Status, contract.Outcome);
}
