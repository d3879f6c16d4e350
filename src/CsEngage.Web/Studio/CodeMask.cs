using System.Text.RegularExpressions;

namespace CsEngage.Web.Studio;

/// <summary>
/// A Markdown text in which braces within code say nothing, so that examples of Liquid are not taken for Liquid. Every character keeps its place.
/// </summary>
static partial class CodeMask
{
    public static string Of(string source) => Code().Replace(source, code =>
        code.Groups["says"].Value.Trim() == "liquid" ? code.Value : code.Value.Replace("{{", "((", StringComparison.Ordinal).Replace("{%", "((", StringComparison.Ordinal));

    // A fence of three or more of one kind up to its like, or a span within a paragraph between as many back quotes.
    [GeneratedRegex(@"^[ ]{0,3}(?<fence>`{3,}|~{3,})(?<says>[^\n`]*)\n(?:.*\n)*?[ ]{0,3}\k<fence>[^\n]*$|(?<!`)(?<quotes>`+)(?!`)(?:(?!\n\n)[\s\S])*?(?<!`)\k<quotes>(?!`)", RegexOptions.Multiline, 1000)]
    private static partial Regex Code();
}
