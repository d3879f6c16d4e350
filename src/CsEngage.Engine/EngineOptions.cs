namespace CsEngage.Engine;

/// <summary>What the host decides for the engine.</summary>
/// <param name="BaseUrl">Where people reach us; addresses in mails begin with it.</param>
/// <param name="MailFrom">Sender of mails when the settings name none.</param>
/// <param name="RecipesFolder">Where recipes stand.</param>
/// <param name="MediaFolder">Where the bytes of media stand.</param>
public sealed record EngineOptions(Uri BaseUrl, string MailFrom, string RecipesFolder, string MediaFolder)
{
    /// <summary>How long a claimed touch belongs to whoever claimed it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Where the recipes stand that come with the program.</summary>
    public string? ShippedRecipes { get; init; }

    /// <summary>The mail server that the environment names; it wins over the settings page.</summary>
    public Sending.SendingServer? Server { get; init; }

    /// <summary>The environment names the sender; it wins over what an admin or a recipe chose.</summary>
    public bool IsSenderFixed { get; init; }

    /// <summary>What themes there are; null where nobody shows portals.</summary>
    public Recipes.ThemeFacts? Themes { get; init; }
}
