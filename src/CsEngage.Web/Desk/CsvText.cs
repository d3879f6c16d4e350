using System.Text;

namespace CsEngage.Web.Desk;

/// <summary>
/// Comma-separated text (RFC 4180) with a byte order mark, so that spreadsheets read Japanese. A cell that a spreadsheet would take for a
/// formula is defused by an apostrophe.
/// </summary>
public static class CsvText
{
    public static byte[] Of(IEnumerable<string> head, IEnumerable<IEnumerable<string?>> rows)
    {
        var text = new StringBuilder();
        Append(text, head);
        foreach (var row in rows) Append(text, row);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>A cell as it is written: harmless, and quoted when it has to be.</summary>
    public static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        // "+81 3 …" and "-5" look like formulas too; what is a plain number stays one.
        var safe = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny("\",\n\r") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    static void Append(StringBuilder text, IEnumerable<string?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
}
