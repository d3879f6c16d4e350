using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace CsEngage.Web.Host;

/// <summary>A setting that cannot be used. The message is one sentence that names it and says what would be right.</summary>
public sealed class SettingException(string message) : Exception(message);

/// <summary>What the environment decides, read and checked once before anything starts.</summary>
public sealed record Settings(
    string Database, string DataFolder, ImmutableArray<string> Roles, string? Recipe, Uri? BaseUrl, string? ThemesFolder, string? RecipesFolder,
    bool HasTestClock, string Locale, string MailFrom, ImmutableArray<System.Net.IPNetwork> TrustedProxies, MailServer? Smtp,
    int RequestsPerMinute, int SignalsPerMinute)
{
    static readonly string[] Known =
        ["Data", "Roles", "Recipe", "BaseUrl", "TrustedProxies", "TestClock", "Faults", "Themes", "Recipes", "Locale", "AllowPrivateTargets", "Settings",
         "RequestsPerMinute", "SignalsPerMinute"];

    /// <summary>Where a test clock begins; null is now.</summary>
    public DateTimeOffset? TestClockFrom { get; init; }

    /// <summary>Where this process listens, for addresses in mails while nobody said how people reach us; null when that is every address of the machine.</summary>
    public Uri? OwnAddress { get; init; }

    /// <summary>The environment names the sender, so no screen changes it.</summary>
    public bool IsSenderFixed { get; init; }

    public bool IsWeb => Roles.Contains("web");
    public bool IsWorker => Roles.Contains("worker");

    /// <summary>Cookies are marked Secure and HSTS is sent when people reach us over https.</summary>
    public bool IsSecure => BaseUrl?.Scheme == Uri.UriSchemeHttps;

    public static Settings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var engage = configuration.GetSection("Engage");
        foreach (var setting in engage.GetChildren())
            if (!Known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                throw new SettingException($"Engage__{setting.Key} is not a setting; the settings are Engage__{string.Join(", Engage__", Known)}.");

        var data = Path.GetFullPath(engage["Data"] ?? "App_Data", environment.ContentRootPath);
        return new Settings(
            Database: ReadDatabase(configuration.GetConnectionString("Engage"), data),
            DataFolder: data,
            Roles: ReadRoles(engage["Roles"]),
            Recipe: engage["Recipe"] is { Length: > 0 } recipe ? recipe : null,
            BaseUrl: ReadBaseUrl(engage["BaseUrl"]),
            ThemesFolder: ReadFolder("Engage__Themes", engage["Themes"]),
            RecipesFolder: ReadFolder("Engage__Recipes", engage["Recipes"]),
            HasTestClock: ReadTestClock(engage["TestClock"], environment) is not null,
            Locale: ReadLocale(engage["Locale"]),
            MailFrom: ReadMailFrom(configuration["Mail:From"]),
            TrustedProxies: ReadProxies(engage["TrustedProxies"]),
            Smtp: MailServer.Read(configuration.GetSection("Smtp")),
            RequestsPerMinute: ReadLimit("Engage__RequestsPerMinute", engage["RequestsPerMinute"], 600),
            SignalsPerMinute: ReadLimit("Engage__SignalsPerMinute", engage["SignalsPerMinute"], 60_000))
        {
            OwnAddress = ReadOwnAddress(configuration["urls"]),
            IsSenderFixed = configuration["Mail:From"] is { Length: > 0 },
            TestClockFrom = ReadTestClock(engage["TestClock"], environment) is { } from && from > DateTimeOffset.MinValue ? from : null,
        };
    }

    static string ReadDatabase(string? given, string data) => given switch
    {
        null or "" => $"Data Source={Path.Combine(data, "engage.db")}",
        _ when given.Contains("Data Source=", StringComparison.OrdinalIgnoreCase) || given.Contains("Host=", StringComparison.OrdinalIgnoreCase) => given,
        _ => throw new SettingException("ConnectionStrings__Engage must begin with \"Data Source=\" (a SQLite file) or \"Host=\" (PostgreSQL)."),
    };

    static ImmutableArray<string> ReadRoles(string? given)
    {
        ImmutableArray<string> roles = [.. (given ?? "web,worker").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        return roles.Length > 0 && roles.All(role => role is "web" or "worker") ? roles
            : throw new SettingException($"Engage__Roles is \"{given}\" but must be web, worker or web,worker.");
    }

    static Uri? ReadBaseUrl(string? given) => given switch
    {
        null or "" => null,
        _ when Uri.TryCreate(given, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/" => url,
        _ => throw new SettingException($"Engage__BaseUrl is \"{given}\" but must be an address such as https://success.example.com, without a path."),
    };

    static string? ReadFolder(string name, string? given) => given switch
    {
        null or "" => null,
        _ when Directory.Exists(given) => Path.GetFullPath(given),
        _ => throw new SettingException($"{name} is \"{given}\", and there is no such folder."),
    };

    // The earliest instant stands for a clock that begins now.
    static DateTimeOffset? ReadTestClock(string? given, IHostEnvironment environment)
    {
        if (given is null or "" or "false" or "False") return null;
        var from = DateTimeOffset.MinValue;
        if (given is not ("true" or "True") && !DateTimeOffset.TryParseExact(given, "yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out from))
            throw new SettingException($"Engage__TestClock is \"{given}\" but must be true, false or the instant at which it begins, such as 2027-03-02T02:00:00Z.");
        return environment.IsProduction()
            ? throw new SettingException("Engage__TestClock is refused in Production; set ASPNETCORE_ENVIRONMENT to something else to test with a clock that moves.") : from;
    }

    static string ReadLocale(string? given) => given switch
    {
        null or "" => "en",
        "en" or "ja" => given,
        _ => throw new SettingException($"Engage__Locale is \"{given}\" but must be en or ja."),
    };

    static int ReadLimit(string name, string? given, int usual) => given switch
    {
        null or "" => usual,
        _ when int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) => limit,
        _ => throw new SettingException($"{name} is \"{given}\" but must be a number; 0 switches the limit off."),
    };

    static Uri? ReadOwnAddress(string? urls) =>
        Uri.TryCreate(urls?.Split(';')[0], UriKind.Absolute, out var address) && address.Host is not ("0.0.0.0" or "[::]") ? address : null;

    static string ReadMailFrom(string? given) => given switch
    {
        null or "" => "success@localhost",
        _ when given.Contains('@', StringComparison.Ordinal) && !given.AsSpan().ContainsAny('\r', '\n') => given,
        _ => throw new SettingException($"Mail__From is \"{given}\" but must be an address such as Acme <success@example.com>."),
    };

    static ImmutableArray<System.Net.IPNetwork> ReadProxies(string? given)
    {
        var proxies = ImmutableArray.CreateBuilder<System.Net.IPNetwork>();
        foreach (var part in (given ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            proxies.Add(System.Net.IPNetwork.TryParse(part, out var network) ? network
                : IPAddress.TryParse(part, out var address) ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
                : throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"Engage__TrustedProxies has \"{part}\", which is neither an address nor a network such as 10.0.0.0/8.")));
        return proxies.ToImmutable();
    }
}

/// <summary>The mail server that takes our mail. Without one, mail is captured and shown at /admin/mailbox.</summary>
public sealed record MailServer(string Host, int Port, string? User, string? Password, string Security)
{
    public static MailServer? Read(IConfigurationSection smtp)
    {
        if (smtp["Host"] is not { Length: > 0 } host)
            return smtp.GetChildren().Any() ? throw new SettingException("Smtp__Host is missing although other Smtp settings are there.") : null;
        if (!IsOnlyAName(host)) throw new SettingException($"Smtp__Host is \"{host}\" but must be only the name of the server; the port is Smtp__Port.");
        if (smtp["User"] is { Length: > 0 } && string.IsNullOrEmpty(smtp["Password"])) throw new SettingException("Smtp__User is given without Smtp__Password; a server that wants a user wants the password too.");
        var security = smtp["Security"] ?? "preferred";
        if (security is not ("tls" or "required" or "preferred" or "off"))
            throw new SettingException($"Smtp__Security is \"{security}\" but must be tls, required, preferred or off.");
        if (!int.TryParse(smtp["Port"] ?? (security == "tls" ? "465" : "587"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            throw new SettingException($"Smtp__Port is \"{smtp["Port"]}\" but must be a number from 1 to 65535.");
        return new MailServer(host, port, smtp["User"], smtp["Password"], security);
    }

    /// <summary>No scheme, path or port beside it; the colons of an IPv6 address are its own.</summary>
    public static bool IsOnlyAName(string host) => !host.AsSpan().ContainsAny('/', ':') || Uri.CheckHostName(host) == UriHostNameType.IPv6;
}
