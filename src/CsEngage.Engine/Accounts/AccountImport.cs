using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.People;
using CsEngage.Store.Settings;

namespace CsEngage.Engine.Accounts;

/// <summary>Decides what a table of accounts would do. A field that the table does not have, or leaves empty, stays as it is.</summary>
public sealed class AccountImport(ImportShelf shelf, StaffList staff, DefinitionShelf definitions, SettingsBook settings)
{
    /// <summary>Own fields of accounts by the name of their column.</summary>
    public async Task<ImmutableSortedDictionary<string, AttributeSpec>> Attributes()
    {
        var specs = ImmutableSortedDictionary.CreateBuilder<string, AttributeSpec>(StringComparer.Ordinal);
        foreach (var one in SettingsDocument.AccountFields(await SettingsDocument.InForce(definitions))) specs[one["key"]!.ToString()] = AttributeSpec.Read(one);
        return specs.ToImmutable();
    }

    /// <summary>Keys of the tiers; none while the settings name none, and then any will do.</summary>
    async Task<ImmutableArray<string>> Tiers() => [.. SettingsDocument.Listed(await SettingsDocument.InForce(definitions), "tiers").Select(one => one["key"]!.ToString())];

    public async Task<ImportPlan> Plan(byte[] table, DateTimeOffset now)
    {
        var specs = await Attributes();
        var read = CsvImport.Accounts(table, specs.Keys.ToHashSet(StringComparer.Ordinal));
        var known = await shelf.Accounts([.. read.Rows.Concat(read.Faulty).Select(row => row.ExternalId).OfType<string>()]);
        var people = (await staff.All()).Where(person => person.Email is not null).ToDictionary(person => person.Email!, person => person.Id, StringComparer.OrdinalIgnoreCase);
        var addresses = people.ToDictionary(pair => pair.Value, pair => pair.Key);
        var tiers = await Tiers();
        var models = await TouchModelRules.InForce(definitions, settings);
        var (lines, batch) = (new List<ImportLine>(), new List<Versioned<Account>>());
        foreach (var row in read.Rows)
        {
            var problems = ImmutableArray.CreateBuilder<RowProblem>();
            var old = known.GetValueOrDefault(row.ExternalId);
            Tier(row, old?.Value, tiers, problems);
            var wanted = Wanted(row, old?.Value, specs, people, problems, now);
            if (row.TouchModel is null) wanted = wanted with { TouchModel = models.Next(old?.Value, wanted, now) };
            var changes = old is null ? [] : Differences(old.Value, wanted, addresses);
            var mark = problems.Count > 0 ? ImportMark.Problem : old is null ? ImportMark.New : changes.IsEmpty ? ImportMark.Unchanged : ImportMark.Changed;
            lines.Add(new ImportLine(row.Row, row.ExternalId, row.Name, mark, changes, problems.ToImmutable()));
            if (mark is ImportMark.New or ImportMark.Changed) batch.Add(new(wanted, old?.Version ?? 0));
        }
        var more = read.Problems.ToBuilder();
        foreach (var row in read.Faulty)
        {
            // What else is wrong with it is found as if it were not, so that one correction mends it.
            var old = row.ExternalId is null ? null : known.GetValueOrDefault(row.ExternalId)?.Value;
            Tier(row, old, tiers, more);
            Wanted(row, old, specs, people, more, now);
        }
        return new ImportPlan(ImportLines.With(lines, more.ToImmutable(), read.Others), new ImportBatch(batch, [], []));
    }

    // What an account has already may stay, even if the settings have dropped it since; a key that is none was told already.
    static void Tier(AccountRow row, Account? old, ImmutableArray<string> tiers, ImmutableArray<RowProblem>.Builder problems)
    {
        if (row.Tier is { } tier && tier != old?.Tier && tiers.Length > 0 && !tiers.Contains(tier) && !problems.Any(problem => problem.Row == row.Row && problem.Column == "tier"))
            problems.Add(new(row.Row, "tier", RowSays.NoTier, tier, string.Join(", ", tiers)));
    }

    static Account Wanted(AccountRow row, Account? old, ImmutableSortedDictionary<string, AttributeSpec> specs, Dictionary<string, Guid> people, ImmutableArray<RowProblem>.Builder problems, DateTimeOffset now)
    {
        var account = old ?? new Account(
            Guid.CreateVersion7(now), row.ExternalId, row.Name, null, null, "onboarding", "tech", null, null, null, null, null, now, ImmutableSortedDictionary.Create<string, AttributeValue>(StringComparer.Ordinal));
        var attributes = account.Attributes.ToBuilder();
        foreach (var (column, text) in row.Attributes)
        {
            if (specs[column].Value(text) is { } value) attributes[column.Replace('_', '-')] = value;
            else problems.Add(new(row.Row, column, specs[column].Says, text, string.Join(", ", specs[column].Choices)));
        }
        var csm = account.CsmId;
        if (row.Csm is { } address)
        {
            if (people.TryGetValue(address, out var id)) csm = id;
            else problems.Add(new(row.Row, "csm", RowSays.NoStaff, address));
        }
        return account with
        {
            Name = row.Name, LegalName = row.LegalName ?? account.LegalName, Tier = row.Tier ?? account.Tier, Lifecycle = row.Lifecycle ?? account.Lifecycle, TouchModel = row.TouchModel ?? account.TouchModel,
            Country = row.Country ?? account.Country, Zone = row.Zone ?? account.Zone, Locale = row.Locale ?? account.Locale, CsmId = csm, Attributes = attributes.ToImmutable(),
        };
    }

    static ImmutableArray<ImportChange> Differences(Account old, Account now, Dictionary<Guid, string> addresses)
    {
        var changes = ImportLines.Differences(
            ("name", old.Name, now.Name), ("legal_name", old.LegalName, now.LegalName), ("tier", old.Tier, now.Tier), ("lifecycle", old.Lifecycle, now.Lifecycle), ("touch_model", old.TouchModel, now.TouchModel),
            ("country", old.Country, now.Country), ("zone", old.Zone, now.Zone), ("locale", old.Locale, now.Locale), ("csm", Name(old.CsmId), Name(now.CsmId)));
        return
        [
            .. changes,
            .. from key in now.Attributes.Keys
               let was = old.Attributes.GetValueOrDefault(key)
               where !Equals(was, now.Attributes[key])
               select new ImportChange(key, was?.Stored, now.Attributes[key].Stored),
        ];

        string? Name(Guid? id) => id is { } known ? addresses.GetValueOrDefault(known, known.ToString("D")) : null;
    }
}

/// <summary>An own field as the settings register it.</summary>
/// <param name="Type">text, number, money, date, choice or yes-no.</param>
public sealed record AttributeSpec(string Type, ImmutableArray<string> Choices)
{
    public static AttributeSpec Read(JsonObject spec) => new(
        spec["type"]!.ToString(), [.. (spec["choices"] as JsonArray ?? []).Select(choice => choice is JsonObject named ? named["key"]!.ToString() : choice!.ToString())]);

    /// <summary>What to say about a text that is no such value.</summary>
    public string Says => Type switch { "number" or "money" => RowSays.NotNumber, "date" => RowSays.NotDate, "yes-no" => RowSays.NotYesNo, _ => RowSays.NotOneOf };

    /// <summary>Null when the text is no such value.</summary>
    public AttributeValue? Value(string text) => Type switch
    {
        "number" or "money" => decimal.TryParse(text.Normalize(System.Text.NormalizationForm.FormKC), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? new AttributeValue.Number(number) : null,
        "date" => DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new AttributeValue.Date(date) : null,
        "yes-no" => CsvImport.YesNo(text) is { } flag ? new AttributeValue.Flag(flag) : null,
        "choice" => Choices.Contains(text) ? new AttributeValue.Text(text) : null,
        _ => new AttributeValue.Text(text),
    };
}

static class ImportLines
{
    public static ImmutableArray<ImportChange> Differences(params ReadOnlySpan<(string Field, string? From, string? To)> fields)
    {
        var changes = ImmutableArray.CreateBuilder<ImportChange>();
        foreach (var (field, from, to) in fields)
            if (from != to) changes.Add(new(field, from, to));
        return changes.ToImmutable();
    }

    /// <summary>The lines with those that could not even be read, by what they call themselves, in the order of the table.</summary>
    public static ImmutableArray<ImportLine> With(List<ImportLine> lines, ImmutableArray<RowProblem> problems, ImmutableDictionary<int, (string Key, string Name)> others) =>
    [
        .. lines.Concat(
            from row in problems.GroupBy(problem => problem.Row)
            let called = others.GetValueOrDefault(row.Key, (Key: "", Name: ""))
            select new ImportLine(row.Key, called.Key, called.Name, ImportMark.Problem, [], [.. row])).OrderBy(line => line.Row),
    ];
}
