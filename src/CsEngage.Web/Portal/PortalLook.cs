using System.Text.Json;

namespace CsEngage.Web.Portal;

/// <summary>What a blueprint, or one portal, says of its look. What it leaves open is the theme's.</summary>
/// <param name="Theme">Folder in themes/.</param>
/// <param name="Accent">As #rrggbb, in small letters.</param>
/// <param name="Logo">File in media/.</param>
sealed record PortalLook(string? Theme, string? Accent, string? Logo)
{
    public static readonly PortalLook None = new(null, null, null);

    public static PortalLook Parse(JsonElement theme)
    {
        if (theme.ValueKind != JsonValueKind.Object) return None;
        var accent = theme.TryGetProperty("tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Object ? PageBlock.Text(tokens, "accent") : null;
        return new(PageBlock.Text(theme, "name"), accent is { Length: 7 } && accent[0] == '#' && accent.AsSpan(1).IndexOfAnyExcept(Hex) < 0 ? accent.ToLowerInvariant() : null, PageBlock.Text(theme, "logo"));
    }

    /// <summary>What a portal says for itself before what its blueprint says.</summary>
    public PortalLook With(string? own)
    {
        if (own is null) return this;
        using var document = JsonDocument.Parse(own);
        var look = Parse(document.RootElement);
        return new(look.Theme ?? Theme, look.Accent ?? Accent, look.Logo ?? Logo);
    }

    static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
