using System.Globalization;
using System.Text;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Mail;
using CsEngage.Mail.Reports;

namespace CsEngage.Web.Admin.Sending;

/// <summary>One address of a list as it stands there.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Reason">What the list gives as the reason; null when it names none.</param>
/// <param name="Meant">What kind of list it is, where its columns tell.</param>
/// <param name="IsAlive">The list says with its status and words that the address is not dead: full, blocked, for later.</param>
internal sealed record SuppressionRow(int Line, string Address, string? Reason, SuppressionReason? Meant, bool IsAlive = false);

/// <summary>
/// The rows of a list of suppressions, whoever exported it, as CSV (RFC 4180: what a server said may go over several lines) or as the JSON of their programming interfaces:
/// SES (lines of address and reason without a head, and list-suppressed-destinations), https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html;
/// SendGrid (bounces status,reason,email,created; invalid addresses reason,email,created; spam reports and unsubscribes email,created),
/// https://www.twilio.com/docs/sendgrid/api-reference/bounces-api/retrieve-all-bounces; Mailgun (address,code,error,created_at; address,tags,created_at; address,created_at),
/// https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/bounces; Postmark (EmailAddress,SuppressionReason,Origin,CreatedAt),
/// https://postmarkapp.com/developer/api/suppressions-api.
/// </summary>
internal static class SuppressionRows
{
    static readonly string[] AddressColumns = ["address", "email", "emailaddress"], ReasonColumns = ["reason", "suppressionreason"];

    public static IEnumerable<SuppressionRow> Of(string text)
    {
        text = text.TrimStart('\ufeff');
        return text.AsSpan().TrimStart() is ['{' or '[', ..] ? OfJson(text) : OfCsv(text);
    }

    static IEnumerable<SuppressionRow> OfCsv(string text)
    {
        var columns = Columns.Plain;
        var first = true;
        foreach (var (line, cells) in Lines(text))
        {
            var head = first ? Columns.Of(cells) : null;
            first = false;
            if (head is not null) columns = head;
            else if (cells.Any(cell => cell.Length > 0)) yield return columns.Row(line, cells);
        }
    }

    // An array, an object that holds one (whatever it is called), or objects one after the other, as SES takes them.
    static List<SuppressionRow> OfJson(string text)
    {
        var rows = new List<SuppressionRow>();
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = true });
            while (reader.Read())
            {
                using var value = JsonDocument.ParseValue(ref reader);
                Gather(value.RootElement, rows, depth: 0);
            }
        }
        catch (JsonException fault)
        {
            // Nothing of a broken file is taken: its place is named as a line that is no address.
            rows.Add(new((int)(fault.LineNumber ?? 0) + 1, text.Split('\n')[(int)(fault.LineNumber ?? 0)].Trim(), null, null));
        }
        return rows;
    }

    static void Gather(JsonElement value, List<SuppressionRow> rows, int depth)
    {
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var one in value.EnumerateArray()) Gather(one, rows, depth + 1);
        else if (value.ValueKind == JsonValueKind.String && depth == 1) rows.Add(new(rows.Count + 1, value.GetString()!, null, null));
        else if (value.ValueKind == JsonValueKind.Object)
        {
            var fields = value.EnumerateObject().ToArray();
            if (Columns.Of([.. fields.Select(field => field.Name)]) is { } columns)
                rows.Add(columns.Row(rows.Count + 1, [.. fields.Select(field => field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText())]));
            else if (depth == 0)
                foreach (var list in fields.Where(field => field.Value.ValueKind == JsonValueKind.Array)) Gather(list.Value, rows, depth);
        }
    }

    // With the separators that spreadsheets use. A quote in the middle of a cell is a character like others: a stray one must not swallow the lines behind it.
    static IEnumerable<(int Line, string[] Cells)> Lines(string text)
    {
        var (cells, cell, blank, quoted, line, began) = (new List<string>(), new StringBuilder(), true, false, 1, 1);
        for (var at = 0; at <= text.Length; at++)
        {
            var c = at < text.Length ? text[at] : '\n';
            if (c == '\n' && at < text.Length) line++;
            if (quoted && at < text.Length)
            {
                if (c != '"') cell.Append(c);
                else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[++at]);
                else quoted = false;
            }
            else if (c == '"' && blank) (quoted, blank) = (true, false);
            else if (c is ',' or ';' or '\t' or '\n')
            {
                cells.Add(cell.ToString().Trim().Trim('\''));
                cell.Clear();
                blank = true;
                if (c != '\n') continue;
                yield return (began, [.. cells]);
                cells.Clear();
                (began, quoted) = (line, false);
            }
            else
            {
                cell.Append(c);
                blank &= char.IsWhiteSpace(c);
            }
        }
    }

    sealed record Columns(int Address, int Reason, SuppressionReason? Meant, int Code = -1, int Words = -1)
    {
        public static readonly Columns Plain = new(0, 1, null);

        /// <summary>Null when no column is one of addresses, so that this is no head.</summary>
        public static Columns? Of(string[] head)
        {
            bool Has(string name) => head.Contains(name, StringComparer.OrdinalIgnoreCase);
            if (Array.FindIndex(head, cell => AddressColumns.Contains(cell, StringComparer.OrdinalIgnoreCase)) is not (>= 0 and var address)) return null;
            int Place(string name) => Array.FindIndex(head, cell => name.Equals(cell, StringComparison.OrdinalIgnoreCase));
            // SendGrid's reason is what a server said, after its status or alone; Mailgun's such column is called error.
            var told = Has("created") ? -1 : Array.FindIndex(head, cell => ReasonColumns.Contains(cell, StringComparer.OrdinalIgnoreCase));
            if (Has("error")) return new(address, told, SuppressionReason.HardBounce, Place("code"), Place("error"));
            if (Has("created") && Has("reason")) return new(address, told, SuppressionReason.HardBounce, Place("status"), Place("reason"));
            return new(address, told, Has("tags") ? SuppressionReason.Unsubscribed : null);
        }

        public SuppressionRow Row(int line, string[] cells) => new(line, cells.ElementAtOrDefault(Address) ?? "", Reason < 0 ? null : cells.ElementAtOrDefault(Reason), Meant, IsAlive(cells));

        // As a report of our own is judged. A list without a column of codes is one of invalid addresses: all of it is dead.
        bool IsAlive(string[] cells)
        {
            if (Code < 0) return false;
            var (code, words) = (cells.ElementAtOrDefault(Code) ?? "", cells.ElementAtOrDefault(Words) ?? "");
            // What a server said may begin with its reply code: 550 5.1.1 no such user.
            var replied = words.Length > 4 && words[..3].All(char.IsAsciiDigit);
            var reply = int.TryParse(code, CultureInfo.InvariantCulture, out var digits) || (replied && int.TryParse(words[..3], CultureInfo.InvariantCulture, out digits)) ? digits : 0;
            return !BounceJudge.Of(EnhancedStatus.Leading(code) ?? EnhancedStatus.Leading(replied ? words[4..] : words), reply, words).IsHard();
        }
    }
}
