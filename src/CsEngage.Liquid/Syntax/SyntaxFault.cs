namespace CsEngage.Liquid.Syntax;

/// <summary>A mistake met while parsing; ends the tag or output it is in, and parsing goes on behind that.</summary>
sealed class SyntaxFault(int position, int length, LiquidSentence said, string? expected = null, string? suggestion = null, LiquidErrorKind kind = LiquidErrorKind.Syntax)
    : Exception(said.ToString())
{
    internal LiquidSentence Said => said;
    internal int Position => position;
    internal int Length => length;
    internal string? Expected => expected;
    internal string? Suggestion => suggestion;
    internal LiquidErrorKind Kind => kind;

    /// <summary>Whether going on would only repeat the mistake.</summary>
    internal bool IsFatal { get; init; }
}
