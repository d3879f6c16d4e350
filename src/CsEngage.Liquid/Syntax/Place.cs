namespace CsEngage.Liquid.Syntax;

/// <summary>Lines and columns of a position in a text.</summary>
static class Place
{
    const int LongestLine = 300;

    internal static (int Line, int Column, int LineStart) Of(string text, int position)
    {
        position = Math.Min(position, text.Length);
        var before = text.AsSpan(0, position);
        var start = before.LastIndexOf('\n') + 1;
        return (before.Count('\n') + 1, position - start + 1, start);
    }

    internal static LiquidError Error(string text, string? template, int position, int length, LiquidErrorKind kind, LiquidSentence said, string? expected, string? suggestion)
    {
        var (line, column, start) = Of(text, position);
        var end = text.AsSpan(start).IndexOf('\n');
        var whole = text.AsSpan(start, end < 0 ? text.Length - start : end).TrimEnd('\r');
        // A line of a megabyte is cut, but never before the mistake.
        if (whole.Length > LongestLine + column) whole = whole[..(LongestLine + column)];
        return new(kind, said, template, line, column, Math.Max(1, length), whole.ToString(), expected, suggestion);
    }
}
