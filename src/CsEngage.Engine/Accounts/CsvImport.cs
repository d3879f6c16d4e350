using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsvHelper;

namespace CsEngage.Engine.Accounts;

/// <summary>A row of a table of accounts; null means that the table does not say.</summary>
public sealed record AccountRow(
    int Row, string ExternalId, string Name, string? LegalName, string? Tier, string? Lifecycle, string? Country, string? Zone, string? Locale, string? Csm,
    ImmutableSortedDictionary<string, string> Attributes);

/// <summary>A row of a table of contacts.</summary>
public sealed record ContactRow(
    int Row, string Account, string? ExternalId, string? Address, string? FamilyName, string? GivenName, string? Reading, string? Locale, string? Zone,
    ImmutableArray<string> Roles, string? Title, string? Department, bool? IsPrimary);

/// <summary>What is wrong in one row, and in which column.</summary>
public sealed record RowProblem(int Row, string Column, string Message)
{
    public override string ToString() => Column.Length == 0 ? $"Row {Row}: {Message}" : $"Row {Row}, {Column}: {Message}";
}

/// <summary>A table as read: the good rows, and every fault of the others.</summary>
public sealed record CsvTable<T>(ImmutableArray<T> Rows, ImmutableArray<RowProblem> Problems);

/// <summary>Reads tables of accounts and contacts as spreadsheets save them: comma, semicolon or tab, UTF-8 or UTF-16, with a header row.</summary>
public static class CsvImport
{
    const int MostRows = 200_000;
    static readonly string[] AccountColumns = ["external_id", "name", "legal_name", "tier", "lifecycle", "country", "zone", "locale", "csm"];
    static readonly string[] ContactColumns = ["account", "external_id", "email", "family_name", "given_name", "reading", "locale", "zone", "roles", "title", "department", "primary"];
    static readonly HashSet<string> Lifecycles = ["onboarding", "adopting", "renewing", "leaving", "left"];

    public static CsvTable<AccountRow> Accounts(Stream table, IReadOnlySet<string> attributes) => Read(table, AccountColumns, attributes, ["external_id", "name"], row =>
    {
        if (row["lifecycle"] is { } lifecycle && !Lifecycles.Contains(lifecycle)) row.Fault("lifecycle", $"\"{lifecycle}\" is not one of {string.Join(", ", Lifecycles)}.");
        if (row["country"] is { } country && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper))) row.Fault("country", $"\"{country}\" is not a two-letter country code such as JP.");
        Places(row);
        return new AccountRow(row.Number, row["external_id"]!, row["name"]!, row["legal_name"], row["tier"], row["lifecycle"], row["country"], row["zone"], row["locale"], row["csm"],
            attributes.Where(name => row[name] is not null).ToImmutableSortedDictionary(name => name, name => row[name]!));
    }, row => row.ExternalId, "external_id");

    public static CsvTable<ContactRow> Contacts(Stream table) => Read(table, ContactColumns, ImmutableHashSet<string>.Empty, ["account"], row =>
    {
        if (row["email"] is { } address && Mail.Mailbox.TryParse(address) is null) row.Fault("email", $"\"{address}\" is not a mail address.");
        if (row["email"] is null && row["external_id"] is null) row.Fault("email", "A contact needs an address or an external_id.");
        Places(row);
        var primary = row["primary"]?.ToLowerInvariant();
        if (primary is not (null or "yes" or "no" or "true" or "false" or "1" or "0")) row.Fault("primary", "Write yes or no.");
        var roles = (row["roles"] ?? "").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (roles.FirstOrDefault(role => !role.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) is { } odd) row.Fault("roles", $"\"{odd}\" is not a key of a role such as organizer.");
        return new ContactRow(row.Number, row["account"]!, row["external_id"], row["email"], row["family_name"], row["given_name"], row["reading"], row["locale"], row["zone"],
            [.. roles.Distinct(StringComparer.Ordinal)], row["title"], row["department"], primary is null ? null : primary is "yes" or "true" or "1");
    }, row => row.Account + "\n" + (row.Address?.ToLowerInvariant() ?? row.ExternalId), "email");

    static void Places(Fields row)
    {
        if (row["zone"] is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) row.Fault("zone", $"\"{zone}\" is not a time zone such as Asia/Tokyo.");
        if (row["locale"] is { } locale && !IsLocale(locale)) row.Fault("locale", $"\"{locale}\" is not a language tag such as ja or en-GB.");
    }

    static bool IsLocale(string tag) => tag.Split('-') is [{ Length: 2 or 3 } language, ..] parts && language.All(char.IsAsciiLetterLower) && parts.All(part => part.Length is > 1 and < 9 && part.All(char.IsAsciiLetterOrDigit));

    static CsvTable<T> Read<T>(Stream table, string[] columns, IReadOnlySet<string> more, string[] needed, Func<Fields, T> map, Func<T, string> identity, string identityColumn)
    {
        var (rows, problems, seen) = (ImmutableArray.CreateBuilder<T>(), ImmutableArray.CreateBuilder<RowProblem>(), new Dictionary<string, int>(StringComparer.Ordinal));
        try
        {
            using var reader = CsvReader.Create(table, new CsvReaderOptions { NormalizeHeaderName = Normal, SkipEmptyLines = true, TrimWhitespace = true, FieldCountMismatch = CsvFieldCountHandling.Allow });
            reader.ReadHeader();
            if (reader.Headers is not { Count: > 0 } names) return new([], [new(1, "", "The table is empty.")]);
            var header = names.Select(Normal).ToList();
            foreach (var name in needed.Where(name => !header.Contains(name))) problems.Add(new(1, name, "This column is missing."));
            foreach (var name in header.Where(name => !columns.Contains(name) && !more.Contains(name))) problems.Add(new(1, name, $"This column is not known; there are {string.Join(", ", columns.Concat(more))}."));
            if (problems.Count > 0) return new([], problems.ToImmutable());
            for (var number = 2; reader.Read(); number++)
            {
                if (number > MostRows + 1) { problems.Add(new(number, "", $"A table may have {MostRows} rows; split it.")); break; }
                var fields = new Fields(number, header, reader, problems);
                foreach (var name in needed.Where(name => fields[name] is null)) fields.Fault(name, "This must not be empty.");
                if (fields.IsFaulty) continue;
                var row = map(fields);
                if (fields.IsFaulty) continue;
                if (!seen.TryAdd(identity(row), number)) fields.Fault(identityColumn, $"This is also in row {seen[identity(row)]}.");
                else rows.Add(row);
            }
        }
        catch (CsvFormatException broken)
        {
            problems.Add(new(rows.Count + 2, "", $"This cannot be read as CSV: {broken.Message}"));
        }
        return new(rows.ToImmutable(), problems.ToImmutable());
    }

    static string Normal(string name) => name.Trim('\ufeff', ' ').ToLower(CultureInfo.InvariantCulture).Replace(' ', '_').Replace('-', '_') is var plain && plain is "mail" or "e_mail" or "address" ? "email" : plain;

    sealed class Fields(int number, List<string> header, CsvReader reader, ImmutableArray<RowProblem>.Builder problems)
    {
        readonly string?[] values = [.. header.Select((_, at) => at < reader.FieldCount && reader.GetString(at).Trim() is { Length: > 0 } text ? text : null)];

        public int Number => number;

        public bool IsFaulty { get; private set; }

        public string? this[string column] => header.IndexOf(column) is >= 0 and var at ? values[at] : null;

        public void Fault(string column, string message)
        {
            IsFaulty = true;
            problems.Add(new(number, column, message));
        }
    }
}
