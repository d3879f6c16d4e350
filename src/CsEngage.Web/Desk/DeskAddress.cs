namespace CsEngage.Web.Desk;

/// <summary>Ids of plays and touches say where they come from with slashes; in an address these stay slashes.</summary>
public static class DeskAddress
{
    public static string Of(string id) => string.Join('/', id.Split('/').Select(Uri.EscapeDataString));
}
