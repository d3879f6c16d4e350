using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Accounts;

namespace CsEngage.Web.Api.Accounts;

/// <summary>A contract as the API shows it. <c>amount</c> is per <c>period</c>, in units of <c>currency</c>; <c>arr</c> is derived.</summary>
public sealed record ContractBody(
    string Id, string? Department, IReadOnlyList<string> Products, DateOnly StartOn, DateOnly EndOn, DateOnly? NoticeBy, bool AutoRenew, decimal Amount,
    string Period, string Currency, decimal Arr, string Status, string? Outcome);

static class ContractApi
{
    public static void MapContracts(this RouteGroupBuilder api)
    {
        var contracts = api.MapGroup("/accounts/{account}/contracts").WithTags("Contracts");
        contracts.MapGet("/", List).Needs(ApiScope.AccountsRead).Produces<PageBody<ContractBody>>().WithSummary("The account's contracts, soonest end first");
        contracts.MapGet("/{id}", One).Needs(ApiScope.AccountsRead).Produces<ContractBody>().WithSummary("One contract by external id");
        contracts.MapPut("/{id}", Put).Needs(ApiScope.AccountsWrite).Accepts<ContractBody>("application/json").Produces<ContractBody>().Produces<ContractBody>(201)
            .WithSummary("Make or change a contract; absent fields stay, null clears");
    }

    static async Task<IResult> List(string account, AccountBook accounts, ContractBook contracts) => Results.Json(
        new PageBody<ContractBody>([.. (await contracts.Of((await accounts.Wanted(account)).Value.Id)).Select(Body)], null), ApiJson.Options);

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
