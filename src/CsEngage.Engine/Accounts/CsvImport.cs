using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsvHelper;

namespace CsEngage.Engine.Accounts;

/// <summary>A row of a table of accounts; null means that the table does not say.</summary>
public sealed record AccountRow(
    int Row, string ExternalId, string Name, string? LegalName, string? Tier, string? Lifecycle, string? TouchModel, string? Country, string? Zone, string? Locale, string? Csm,
    ImmutableSortedDictionary<string, string> Attributes);

/// <summary>A row of a table of contacts.</summary>
public sealed record ContactRow(
    int Row, string Account, string? ExternalId, string? Address, string? FamilyName, string? GivenName, string? Reading, string? Locale, string? Zone,
    ImmutableArray<string> Roles, string? Title, string? Department, bool? IsPrimary);

/// <summary>A table as read: the good rows, every fault of the others, and what the others call themselves: their id or address, and a name.</summary>
public sealed record CsvTable<T>(ImmutableArray<T> Rows, ImmutableArray<RowProblem> Problems)
{
    public ImmutableDictionary<int, (string Key, string Name)> Others { get; init; } = ImmutableDictionary<int, (string, string)>.Empty;

    /// <summary>The rows with a fault, for what else is wrong with them; what they leave out is null, even where it must not be.</summary>
    public ImmutableArray<T> Faulty { get; init; } = [];
}

/// <summary>Reads tables of accounts and contacts as spreadsheets save them: comma, semicolon or tab, quoted line breaks, with a header row in English or Japanese.</summary>
public static class CsvImport
{
    public const int MostRows = 50_000;
    const int MostText = 500, MostId = 200;

    public static readonly ImmutableArray<string> AccountColumns = ["external_id", "name", "legal_name", "tier", "lifecycle", "touch_model", "country", "zone", "locale", "csm"];
    public static readonly ImmutableArray<string> ContactColumns = ["account", "external_id", "email", "family_name", "given_name", "reading", "locale", "zone", "roles", "title", "department", "primary"];
    static readonly string[] Lifecycles = ["onboarding", "adopting", "renewing", "leaving", "left"], TouchModels = ["high", "low", "tech", "community"];

    // As people name their columns.
    static readonly Dictionary<string, string> Also = new(StringComparer.Ordinal)
    {
        ["mail"] = "email", ["e_mail"] = "email", ["address"] = "email", ["mail_address"] = "email", ["メール"] = "email", ["メールアドレス"] = "email", ["id"] = "external_id", ["外部id"] = "external_id",
        ["アカウントid"] = "external_id", ["コンタクトid"] = "external_id", ["名称"] = "name", ["名前"] = "name", ["会社名"] = "name", ["アカウント名"] = "name", ["正式名称"] = "legal_name", ["ティア"] = "tier",
        ["ライフサイクル"] = "lifecycle", ["タッチモデル"] = "touch_model", ["国"] = "country", ["タイムゾーン"] = "zone", ["time_zone"] = "zone", ["言語"] = "locale", ["language"] = "locale", ["担当csm"] = "csm",
        ["アカウント"] = "account", ["account_id"] = "account", ["姓"] = "family_name", ["last_name"] = "family_name", ["名"] = "given_name", ["first_name"] = "given_name", ["ふりがな"] = "reading",
        ["フリガナ"] = "reading", ["役割"] = "roles", ["ロール"] = "roles", ["role"] = "roles", ["役職"] = "title", ["部署"] = "department", ["主担当"] = "primary",
    };

    public static CsvTable<AccountRow> Accounts(ReadOnlySpan<byte> table, IReadOnlySet<string> attributes) => Read(TableText.Read(table), AccountColumns, attributes, ["external_id", "name"], row =>
    {
        row.OneOf("lifecycle", Lifecycles);
        row.OneOf("touch_model", TouchModels);
        if (row["country"] is { } country && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper))) row.Fault("country", RowSays.NotCountry, country);
        row.Key("tier");
        Places(row);
        return new AccountRow(row.Number, row["external_id"]!, row["name"]!, row["legal_name"], row["tier"], row["lifecycle"], row["touch_model"], row["country"], row["zone"], row["locale"], row["csm"],
            attributes.Where(name => row[name] is not null).ToImmutableSortedDictionary(name => name, name => row[name]!));
    }, row => row.ExternalId, "external_id");

    public static CsvTable<ContactRow> Contacts(ReadOnlySpan<byte> table) => Read(TableText.Read(table), ContactColumns, ImmutableHashSet<string>.Empty, ["account"], row =>
    {
        if (row["email"] is { } address && Mail.Mailbox.TryParse(address) is null) row.Fault("email", RowSays.NotAddress, address);
        if (row["email"] is null && row["external_id"] is null) row.Fault("email", RowSays.Nameless);
        row.Key("department");
        Places(row);
        var primary = row["primary"]?.ToLowerInvariant();
        if (primary is not null && YesNo(primary) is null) row.Fault("primary", RowSays.NotYesNo, primary);
        var roles = (row["roles"] ?? "").Split([';', ',', ' ', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (roles.FirstOrDefault(role => !IsKey(role)) is { } odd) row.Fault("roles", RowSays.NotKey, odd);
        return new ContactRow(row.Number, row["account"]!, row["external_id"], row["email"], row["family_name"], row["given_name"], row["reading"], row["locale"], row["zone"],
            [.. roles.Distinct(StringComparer.Ordinal)], row["title"], row["department"], primary is null ? null : YesNo(primary));
    }, row => row.Account + "\n" + (row.Address?.ToLowerInvariant() ?? row.ExternalId), "email");

    /// <summary>Null when it is neither.</summary>
    public static bool? YesNo(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "1" or "y" or "はい" or "○" or "◯" => true,
        "no" or "false" or "0" or "n" or "いいえ" or "×" => false,
        _ => null,
    };

    static void Places(Fields row)
    {
        if (row["zone"] is { } zone && !(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId)) row.Fault("zone", RowSays.NotZone, zone);
        if (row["locale"] is { } locale && !IsLocale(locale)) row.Fault("locale", RowSays.NotLocale, locale);
    }

    static bool IsLocale(string tag) => tag.Split('-') is [{ Length: 2 or 3 } language, ..] parts && language.All(char.IsAsciiLetterLower) && parts.All(part => part.Length is > 1 and < 9 && part.All(char.IsAsciiLetterOrDigit));

    static bool IsKey(string text) => text.Length <= 100 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    static CsvTable<T> Read<T>(string? text, ImmutableArray<string> columns, IReadOnlySet<string> more, string[] needed, Func<Fields, T> map, Func<T, string> identity, string identityColumn)
    {
        var (rows, problems, seen) = (ImmutableArray.CreateBuilder<T>(), ImmutableArray.CreateBuilder<RowProblem>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var (others, faulty) = (ImmutableDictionary.CreateBuilder<int, (string, string)>(), ImmutableArray.CreateBuilder<T>());
        if (text is null) return new([], [new(1, "", RowSays.NoText)]);
        var number = 1;
        try
        {
            // Empty lines are counted, so that a row has the number that the spreadsheet shows.
            using var reader = CsvReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)), new CsvReaderOptions { NormalizeHeaderName = name => name, SkipEmptyLines = false, TrimWhitespace = true, FieldCountMismatch = CsvFieldCountHandling.Allow });
            reader.ReadHeader();
            if (reader.Headers is not { Count: > 0 } names || names.All(string.IsNullOrWhiteSpace)) return new([], [new(1, "", RowSays.Empty)]);
            var header = names.Select(Normal).ToList();
            // A column without a name and without values is what deleting a column in a spreadsheet leaves behind.
            foreach (var name in needed.Where(name => !header.Contains(name))) problems.Add(new(1, name, RowSays.Missing));
            foreach (var name in header.Where(name => name.Length > 0).GroupBy(name => name).Where(group => group.Count() > 1)) problems.Add(new(1, name.Key, RowSays.Doubled));
            foreach (var name in header.Where(name => name.Length > 0 && !columns.Contains(name) && !more.Contains(name))) problems.Add(new(1, name, RowSays.Unknown, string.Join(", ", columns.Concat(more))));
            if (problems.Count > 0) return new([], problems.ToImmutable());
            while (reader.Read())
            {
                number++;
                var fields = new Fields(number, header, reader, problems);
                if (fields.IsEmpty) continue;
                if (rows.Count == MostRows) { problems.Add(new(number, "", RowSays.TooLong, MostRows)); break; }
                foreach (var name in needed.Where(name => fields[name] is null)) fields.Fault(name, RowSays.Needed);
                if (fields.Beyond is { } beyond) fields.Fault("", RowSays.Beyond, beyond, header.Count);
                foreach (var name in header) fields.Short(name, name is "external_id" or "account" ? MostId : MostText);
                // Also of a row that lacks something everything else is looked at, so that one correction mends it.
                var row = map(fields);
                if (!fields.IsFaulty && !seen.TryAdd(identity(row), number)) fields.Fault(identityColumn, RowSays.Again, seen[identity(row)]);
                if (!fields.IsFaulty) rows.Add(row);
                else
                {
                    others[number] = fields.Called;
                    faulty.Add(row);
                }
            }
            if (rows.Count == 0 && problems.Count == 0) problems.Add(new(1, "", RowSays.Empty));
        }
        catch (CsvFormatException)
        {
            problems.Add(new(number + 1, "", RowSays.Broken));
        }
        return new(rows.ToImmutable(), problems.ToImmutable()) { Others = others.ToImmutable(), Faulty = faulty.ToImmutable() };
    }

    static string Normal(string name)
    {
        var plain = name.Normalize(NormalizationForm.FormKC).Trim('\ufeff', ' ').ToLower(CultureInfo.InvariantCulture).Replace(' ', '_').Replace('-', '_');
        return Also.GetValueOrDefault(plain, plain);
    }

    sealed class Fields(int number, List<string> header, CsvReader reader, ImmutableArray<RowProblem>.Builder problems)
    {
        readonly string?[] values = [.. header.Select((_, at) => at < reader.FieldCount && reader.GetString(at).Trim() is { Length: > 0 } text ? text : null)];

        public int Number => number;

        /// <summary>The first value that stands under no column.</summary>
        public string? Beyond { get; } = Enumerable.Range(header.Count, Math.Max(0, reader.FieldCount - header.Count)).Select(at => reader.GetString(at).Trim()).FirstOrDefault(text => text.Length > 0);

        /// <summary>What the row calls itself, as far as it says.</summary>
        public (string Key, string Name) Called => (this["external_id"] ?? this["email"] ?? "",
            this["name"] ?? (string.Join(' ', new[] { this["family_name"], this["given_name"] }.OfType<string>()) is { Length: > 0 } name ? name : this["account"] ?? ""));

        public bool IsFaulty { get; private set; }

        public bool IsEmpty => Array.TrueForAll(values, value => value is null);

        public string? this[string column] => header.IndexOf(column) is >= 0 and var at ? values[at] : null;

        public void OneOf(string column, string[] choices)
        {
            if (this[column] is { } value && !choices.Contains(value)) Fault(column, RowSays.NotOneOf, value, string.Join(", ", choices));
        }

        public void Key(string column)
        {
            if (this[column] is { } value && !IsKey(value)) Fault(column, RowSays.NotKey, value);
        }

        public void Short(string column, int most)
        {
            if (this[column] is { } value && value.Length > most) Fault(column, RowSays.TooMany, most);
        }

        public void Fault(string column, string says, params object[] with)
        {
            IsFaulty = true;
            problems.Add(new(number, column, says, with));
        }
    }
}
