using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Recipes;

/// <summary>A login that a recipe brings along.</summary>
public sealed record RecipeStaff(string Address, string Name, string? Title, ImmutableArray<string> Roles, string? Locale, string? BookUrl);

/// <summary>
/// Accounts, contacts and contracts of a recipe, with days counted from today, and a portal for each by the settings' rules. What an
/// account was before today is told by its changes, so rules can read its past.
/// </summary>
public sealed class RecipeAccounts(RecipeBook recipes, AccountBook accounts, ContactBook contacts, RecipeShelves shelves)
{
    const string Source = "recipe";

    /// <summary>The logins that the recipe and those it builds on bring.</summary>
    public async Task<ImmutableArray<RecipeStaff>> Staff(string recipe) =>
    [
        .. from document in await Documents(recipe)
           from person in List(document["staff"])
           let locale = Text(person["locale"])
           select new RecipeStaff(Text(person["email"])!, Localized(person["display_name"], locale), Localized(person["title"], locale),
               [.. List<JsonNode>(person["roles"]).Select(role => role.ToString())], locale, Text(person["book_url"])),
    ];

    /// <summary>Makes the accounts that are not there yet. The answer is how many.</summary>
    public async Task<int> Apply(string recipe, IReadOnlyDictionary<string, Guid> staff, DateTimeOffset now)
    {
        var made = 0;
        var choices = await Choices();
        foreach (var document in await Documents(recipe))
            foreach (var given in List(document["accounts"]))
            {
                if (await accounts.FindByExternalId(Text(given["key"])!) is not null) continue;
                await Make(given, staff, choices, now);
                made++;
            }
        return made;
    }

    async Task Make(JsonObject given, IReadOnlyDictionary<string, Guid> staff, ImmutableArray<(Rule? When, string Blueprint)> choices, DateTimeOffset now)
    {
        var since = now.AddDays(Number(given["since"]));
        var changes = List(given["changes"]).OrderBy(change => Number(change["at"])).ToList();
        var parent = Text(given["parent"]) is { } above ? (await accounts.FindByExternalId(above))?.Value.Id : null;
        var account = new Account(
            Guid.CreateVersion7(since), Text(given["key"])!, Text(given["name"])!, Text(given["legal_name"]), First("tier"), First("lifecycle") ?? "onboarding", "tech",
            First("csm") is { } csm && staff.TryGetValue(csm, out var csmId) ? csmId : null, Text(given["country"]), Text(given["zone"]), Text(given["locale"]), parent, since, Attributes(given["attributes"], now));
        account = account with { TouchModel = Text(given["touch_model"]?["model"]) ?? Text(given["touch_model"]) ?? ModelOf(account.Tier) };
        await accounts.Put(account, Edit.Now(since, Source));
        foreach (var department in List(given["departments"])) await accounts.PutDepartment(account.Id, Text(department["key"])!, Text(department["name"])!);
        foreach (var person in List(given["contacts"])) await Add(person, account, now);
        foreach (var contract in List(given["contracts"])) await Add(contract, account.Id, now);
        foreach (var change in changes)
        {
            var (field, value) = (Text(change["field"])!, change["new"]);
            var at = now.AddDays(Number(change["at"]));
            await accounts.Set(account.Id, field.StartsWith("attributes.", StringComparison.Ordinal) ? field["attributes.".Length..] : field,
                field == "csm" ? new AttributeValue.Text(staff[Text(value)!].ToString("D")) : ValueOf(value, now), new Edit(at, now, Source));
        }
        await Open(account, choices, now);

        // Before its first change a field was what that change calls old; without changes it always was what it is.
        string? First(string field) => Text((changes.FirstOrDefault(change => Text(change["field"]) == field) is { } first ? first["old"] : given[field]));
    }

    async Task Add(JsonObject person, Account account, DateTimeOffset now)
    {
        var typed = Text(person["email"]);
        var known = typed is null ? null : await contacts.FindByAddress(typed);
        var contact = known ?? new Contact(
            Guid.CreateVersion7(now), typed is null ? null : ContactBook.Normalised(typed), typed, Text(person["family_name"]), Text(person["given_name"]), Text(person["reading"]), null, null,
            Text(person["locale"]), Text(person["zone"]));
        if (known is null) await contacts.Put(contact, now);
        var joined = now.AddDays(Number(person["joined"]));
        var membership = new Membership(
            Guid.CreateVersion7(now), account.Id, contact.Id, Text(person["key"]), [.. List<JsonNode>(person["roles"]).Select(role => role.ToString())], Text(person["title"]), Text(person["department"]),
            person["primary"]?.GetValue<bool>() ?? false, joined, null);
        await contacts.Put(membership, new Edit(joined, now, Source));
        if (person["left"] is { } left) await contacts.End(membership.Id, new Edit(now.AddDays(Number(left)), now, Source));
    }

    Task<Saved> Add(JsonObject given, Guid account, DateTimeOffset now)
    {
        var outcome = given["outcome"] as JsonObject;
        return shelves.Contracts.Put(
            new Contract(Guid.CreateVersion7(now), account, Text(given["key"])!, Text(given["department"]), [.. List<JsonNode>(given["products"]).Select(product => product.ToString())], Day(given["start"]),
                Day(given["end"]), given["notice_by"] is null ? null : Day(given["notice_by"]), given["auto_renew"]?.GetValue<bool>() ?? false, (long)(decimal.Parse(given["amount"]!.ToString(), CultureInfo.InvariantCulture) * 10_000),
                Text(given["period"])!, Text(given["currency"])!, Text(given["status"])!, Text(outcome?["code"])),
            new Edit(now.AddDays(Number(given["signed"])), now, Source));

        DateOnly Day(JsonNode? days) => DateOnly.FromDateTime(now.UtcDateTime).AddDays(Number(days));
    }

    async Task Open(Account account, ImmutableArray<(Rule? When, string Blueprint)> choices, DateTimeOffset now)
    {
        if (await shelves.Facts.Load(account.Id, null, now) is not { } history) return;
        var facts = Facts.Of(history);
        if (choices.FirstOrDefault(choice => choice.When is null || choice.When.Evaluate(facts, now).Value == Truth.True) is not { Blueprint: { } blueprint }) return;
        if (await shelves.Definitions.Find("blueprint", blueprint) is not { Published: { } version }) return;
        await shelves.Portals.Put(new Portal(Guid.CreateVersion7(now), account.Id, account.ExternalId, account.Name, true, blueprint, version, "{}", null, "verified", [], [], now));
    }

    async Task<ImmutableArray<(Rule?, string)>> Choices()
    {
        if (await Settings() is not { } settings) return [];
        return [.. List(settings["portals"]).Select(choice => (Text(choice["when"]) is { } rule ? Rule.Parse(rule, RuleScope.Account) : null, Text(choice["blueprint"])!))];
    }

    async Task<JsonObject?> Settings() =>
        (await shelves.Definitions.InForce("settings")).FirstOrDefault() is { } version ? JsonNode.Parse(version.Json) as JsonObject : null;

    async Task<List<JsonObject>> Documents(string recipe) =>
        [.. (await recipes.Load(recipe)).SelectMany(one => one.Documents).Where(document => document.Kind == "accounts").Select(document => document.Fields)];

    // The demo's own bands; an installation derives it by the rules of its settings.
    static string ModelOf(string? tier) => tier switch { "enterprise" => "high", "business" => "low", _ => "tech" };

    static ImmutableSortedDictionary<string, AttributeValue> Attributes(JsonNode? given, DateTimeOffset now) => given is not JsonObject fields ? ImmutableSortedDictionary<string, AttributeValue>.Empty
        : fields.Where(field => field.Value is not null).ToImmutableSortedDictionary(field => field.Key.Replace('_', '-'), field => ValueOf(field.Value, now)!, StringComparer.Ordinal);

    static AttributeValue? ValueOf(JsonNode? value, DateTimeOffset now) => value switch
    {
        null => null,
        JsonObject day => new AttributeValue.Date(DateOnly.FromDateTime(now.UtcDateTime).AddDays(Number(day["day"]))),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => new AttributeValue.Flag(true),
            JsonValueKind.False => new AttributeValue.Flag(false),
            JsonValueKind.Number => new AttributeValue.Number(decimal.Parse(value.ToString(), CultureInfo.InvariantCulture)),
            _ => new AttributeValue.Text(value.ToString()),
        },
    };

    static string Localized(JsonNode? text, string? locale) =>
        text is JsonObject texts ? Text(texts[locale ?? "en"]) ?? Text(texts["en"]) ?? "" : Text(text) ?? "";

    static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    static int Number(JsonNode? node) => node is null ? 0 : (int)decimal.Parse(node.ToString(), CultureInfo.InvariantCulture);

    static IEnumerable<JsonObject> List(JsonNode? node) => List<JsonObject>(node);

    static IEnumerable<T> List<T>(JsonNode? node) where T : JsonNode => node is JsonArray array ? array.OfType<T>() : [];
}

/// <summary>What the accounts of a recipe are written to besides accounts and contacts.</summary>
public sealed record RecipeShelves(ContractBook Contracts, PortalBook Portals, DefinitionShelf Definitions, FactShelf Facts);
