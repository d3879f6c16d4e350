using System.Text;

namespace CsEngage.Store;

/// <summary>Text that is compared or sorted is stored folded as well (NFKC, lower case), so that both databases find and order alike.</summary>
public static class Folded
{
    public static string Of(string? text) => text is null ? "" : text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>A LIKE pattern (ESCAPE '\') that finds the folded text anywhere.</summary>
    public static string Anywhere(string text) =>
        "%" + Of(text).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
