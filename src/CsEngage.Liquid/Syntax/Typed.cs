namespace CsEngage.Liquid.Syntax;

/// <summary>Characters that keyboards and word processors write where Liquid knows another.</summary>
static class Typed
{
    const int FullWidth = '！' - '!';

    /// <summary>What was meant; null when the character is no such one.</summary>
    internal static char? Plain(char typed) => typed switch
    {
        '“' or '”' or '„' or '«' or '»' or '「' or '」' => '"',
        '‘' or '’' or '‚' => '\'',
        '\u3000' or '\u00a0' => ' ',
        '–' or '—' or '−' => '-',
        '、' => ',',
        >= '！' and <= '～' => (char)(typed - FullWidth),
        _ => null,
    };
}
