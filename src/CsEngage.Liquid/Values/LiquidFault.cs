namespace CsEngage.Liquid.Values;

/// <summary>Trouble while rendering, thrown where it is seen; the template adds the place and hands it out as a <see cref="LiquidException"/>.</summary>
sealed class LiquidFault(LiquidSentence said, string? suggestion = null, LiquidErrorKind kind = LiquidErrorKind.Value) : Exception(said.ToString())
{
    internal LiquidSentence Said { get; } = said;

    internal string? Suggestion { get; } = suggestion;

    internal LiquidErrorKind ErrorKind { get; } = kind;
}
