using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using static CsEngage.Engine.Recipes.RecipeNode;

namespace CsEngage.Engine.Recipes;

/// <summary>A login that a recipe brings along.</summary>
public sealed record RecipeStaff(string Address, string Name, string? Title, ImmutableArray<string> Roles, string? Locale, string? BookUrl);

/// <summary>What a recipe says about accounts.</summary>
/// <param name="History">The past that it wants for them; null when none.</param>
public sealed record RecipeCustomers(string Recipe, ImmutableArray<JsonObject> Documents, RecipeHistory? History)
{
    /// <summary>The logins that it brings.</summary>
    public ImmutableArray<RecipeStaff> Staff =>
    [
        .. from document in Documents
           from person in List(document["staff"])
           let locale = Text(person["locale"])
           select new RecipeStaff(Text(person["email"])!, Localized(person["display_name"], locale), person["title"] is JsonObject titles ? titles.ToJsonString() : Text(person["title"]), Words(person["roles"]), locale, Text(person["book_url"])),
    ];
}

/// <summary>
/// Accounts, contacts and contracts of a recipe, with days counted from today, and a portal for each by the settings' rules. What an
/// account was before today is told by its changes, so rules can read its past.
/// </summary>
public sealed class RecipeAccounts(RecipeBook recipes, AccountBook accounts, ContactBook contacts, RecipeShelves shelves)
{
    const string Source = "recipe";

    /// <summary>Reads what a recipe and those it builds on say about accounts.</summary>
    public async Task<RecipeCustomers> Read(string recipe)
    {
        var loaded = await recipes.Load(recipe);
        return new(recipe, [.. loaded.SelectMany(one => one.Documents).Where(document => document.Kind == "accounts").Select(document => document.Fields)], loaded.Select(one => one.History).FirstOrDefault(history => history is not null));
    }

    /// <summary>Makes the accounts that are not there yet. The answer is how many.</summary>
    public async Task<int> Apply(RecipeCustomers recipe, IReadOnlyDictionary<string, Guid> staff, DateTimeOffset now)
    {
        var made = 0;
        var days = new RecipeDays(now, await shelves.Settings.OperatorZone());
        var choices = await Read();
        foreach (var given in recipe.Documents.SelectMany(document => List(document["accounts"])))
        {
            if (await accounts.FindByExternalId(Text(given["key"])!) is not null) continue;
            await Make(given, staff, choices, days);
            made++;
        }
        return made;
    }

    /// <summary>What the settings decide about an account.</summary>
    sealed record Choices(ImmutableArray<TouchModelRule> Models, PortalChoices Portals);

    async Task Make(JsonObject given, IReadOnlyDictionary<string, Guid> staff, Choices choices, RecipeDays days)
    {
        var key = Text(given["key"])!;
        var since = days.At(given["since"]);
        var changes = List(given["changes"]).OrderBy(change => Number(change["at"])).ToList();
        var parent = Text(given["parent"]) is { } above ? (await accounts.FindByExternalId(above))?.Value.Id : null;
        var set = given["touch_model"] as JsonObject;
        var account = new Account(
            RecipeDays.Id(since, $"account/{key}"), key, Text(given["name"])!, Text(given["legal_name"]), First("tier"), First("lifecycle") ?? "onboarding", TouchModels.Otherwise,
            First("csm") is { } csm && staff.TryGetValue(csm, out var csmId) ? csmId : null, Text(given["country"]), Text(given["zone"]), Text(given["locale"]), parent, since, Attributes(given["attributes"], days));
        account = account with { TouchModel = ModelOf(account, since) };
        await accounts.Put(account, Edit.Now(since, Source));
        if (set is not null)
            await accounts.SaveCare(account.Id, new AccountCare(ImmutableSortedDictionary<string, Guid>.Empty, Text(set["model"]), Text(set["reason"]), set["until"] is { } until ? days.At(until) : null, null, null), days.Now);
        foreach (var department in List(given["departments"])) await accounts.PutDepartment(account.Id, Text(department["key"])!, Text(department["name"])!);
        foreach (var person in List(given["contacts"])) await AddContact(person, account, days);
        foreach (var contract in List(given["contracts"])) await AddContract(contract, account, days);
        foreach (var change in changes)
        {
            var (field, value) = (Text(change["field"])!, change["new"]);
            var at = days.At(change["at"]);
            await accounts.Set(account.Id, field.StartsWith("attributes.", StringComparison.Ordinal) ? field["attributes.".Length..] : field,
                field == "csm" ? new AttributeValue.Text(staff[Text(value)!].ToString("D")) : Value(value, days), Edit.Now(at, Source));
            var after = (await accounts.Find(account.Id))!.Value;
            if (ModelOf(after, at) is var model && model != after.TouchModel) await accounts.Set(account.Id, "touch-model", new AttributeValue.Text(model), Edit.Now(at, Source));
        }
        await Open(account, choices.Portals, days.Now);

        // Before its first change a field was what that change calls old; without changes it always was what it is.
        string? First(string field) => Text((changes.FirstOrDefault(change => Text(change["field"]) == field) is { } first ? first["old"] : given[field]));

        string ModelOf(Account now, DateTimeOffset at) => Text(set?["model"]) ?? Text(given["touch_model"]) ?? TouchModels.Of(choices.Models, Facts.Of(AccountHistory.Of(now, days.Zone)), at);
    }

    async Task AddContact(JsonObject person, Account account, RecipeDays days)
    {
        var (typed, joined) = (Text(person["email"]), days.At(person["joined"]));
        var name = $"{account.ExternalId}/{Text(person["key"])}";
        var known = typed is null ? null : await contacts.FindByAddress(typed);
        var contact = known ?? new Contact(
            RecipeDays.Id(joined, $"contact/{name}"), typed is null ? null : ContactBook.Normalised(typed), typed, Text(person["family_name"]), Text(person["given_name"]), Text(person["reading"]), null, null,
            Text(person["locale"]), Text(person["zone"]));
        if (known is null) await contacts.Put(contact, joined);
        var membership = new Membership(
            RecipeDays.Id(joined, $"membership/{name}"), account.Id, contact.Id, Text(person["key"]), Words(person["roles"]), Text(person["title"]), Text(person["department"]),
            person["primary"]?.GetValue<bool>() ?? false, joined, null);
        await contacts.Put(membership, Edit.Now(joined, Source));
        if (person["left"] is { } left) await contacts.End(membership.Id, Edit.Now(days.At(left), Source));
    }

    async Task AddContract(JsonObject given, Account account, RecipeDays days)
    {
        var signed = days.At(given["signed"]);
        var contract = new Contract(
            RecipeDays.Id(signed, $"contract/{account.ExternalId}/{Text(given["key"])}"), account.Id, Text(given["key"])!, Text(given["department"]), Words(given["products"]), days.On(given["start"]),
            days.On(given["end"]), given["notice_by"] is { } notice ? days.On(notice) : null, given["auto_renew"]?.GetValue<bool>() ?? false,
            (long)(decimal.Parse(given["amount"]!.ToString(), CultureInfo.InvariantCulture) * 10_000), Text(given["period"])!, Text(given["currency"])!, "active", null);
        await shelves.Contracts.Put(contract, Edit.Now(signed, Source));
        if (given["outcome"] is not JsonObject outcome) return;
        // It was active until its outcome was known; so it is read in the past.
        var code = Text(outcome["code"])!;
        await shelves.Contracts.Put(contract with { Status = IsRenewal(code) ? "renewed" : "ended", Outcome = code }, Edit.Now(days.At(outcome["at"]), Source));
    }

    /// <summary>Whether an outcome means that they go on with us, with more or with less.</summary>
    internal static bool IsRenewal(string outcome) => outcome is "renewed" or "expanded" or "reduced" or "contracted";

    async Task Open(Account account, PortalChoices choices, DateTimeOffset now)
    {
        if (await shelves.Facts.Load(account.Id, null, now) is not { } history) return;
        if (choices.For(Facts.Of(history), now) is not { } blueprint) return;
        if (await shelves.Definitions.Find("blueprint", blueprint) is not { Published: { } version }) return;
        // The account's own id, as the drain that opens portals gives it: of the two only one can.
        await shelves.Portals.Put(new Portal(account.Id, account.Id, account.ExternalId, account.Name, true, blueprint, version, "{}", null, "verified", [], [], now));
    }

    async Task<Choices> Read()
    {
        var settings = await SettingsDocument.InForce(shelves.Definitions);
        return new(TouchModelRules.Of(settings), PortalChoices.Of(settings));
    }

    static ImmutableSortedDictionary<string, AttributeValue> Attributes(JsonNode? given, RecipeDays days) => given is not JsonObject fields ? ImmutableSortedDictionary<string, AttributeValue>.Empty
        : fields.Where(field => field.Value is not null).ToImmutableSortedDictionary(field => field.Key.Replace('_', '-'), field => Value(field.Value, days)!, StringComparer.Ordinal);
}

/// <summary>What the accounts of a recipe are written to besides accounts and contacts.</summary>
public sealed record RecipeShelves(ContractBook Contracts, PortalBook Portals, DefinitionShelf Definitions, FactShelf Facts, SettingsBook Settings);
