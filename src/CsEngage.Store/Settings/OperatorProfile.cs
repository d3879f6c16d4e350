namespace CsEngage.Store.Settings;

/// <summary>The company that runs this installation. One per database.</summary>
public sealed record OperatorProfile
{
    public const string Key = "operator";

    public string Name { get; init; } = "";
    public string? LegalName { get; init; }

    /// <summary>Postal address, as commercial mail must show it.</summary>
    public string? Address { get; init; }
    public string? Url { get; init; }

    /// <summary>Days begin and end in this zone.</summary>
    public string Zone { get; init; } = "UTC";
    public string Locale { get; init; } = "en";
    public string? Country { get; init; }

    /// <summary>Reporting currency, ISO 4217.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>First month of the fiscal year, 1 to 12.</summary>
    public int FiscalYearStart { get; init; } = 1;
}
