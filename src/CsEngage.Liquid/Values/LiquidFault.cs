namespace CsEngage.Liquid.Values;

/// <summary>Trouble while rendering, thrown where it is seen; the template adds the place and hands it out as a <see cref="LiquidException"/>.</summary>
sealed class LiquidFault(string message, string? suggestion = null, LiquidErrorKind kind = LiquidErrorKind.Value) : Exception(message)
{
    internal string? Suggestion { get; } = suggestion;

    internal LiquidErrorKind ErrorKind { get; } = kind;
}
