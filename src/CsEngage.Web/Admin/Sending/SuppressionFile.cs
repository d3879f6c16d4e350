using System.Collections.Immutable;
using System.Text;
using CsEngage.Core;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

/// <summary>One line of it: the address, or the keyed hash that an export of this installation has in its place.</summary>
internal sealed record SuppressionEntry(Mail.Mailbox? Address, ImmutableArray<byte> Hash, SuppressionReason Reason);

/// <summary>
/// A file of addresses that are not written to: one a line, CSV with address and reason as an export of ours has them, or what SES, SendGrid, Mailgun and Postmark
/// export. A line that names no reason gets the one that is chosen for such; Unsubscribed is taken back only by the person.
/// </summary>
/// <param name="Entries">What could be read.</param>
/// <param name="Faults">What could not, line by line; then nothing of the file is to be taken.</param>
internal sealed record SuppressionFile(ImmutableArray<SuppressionEntry> Entries, ImmutableArray<string> Faults)
{
    const int HashLength = 64, Told = 5;

    // Ours, SendGrid and Mailgun; SES and Postmark.
    static readonly string[] AddressColumns = ["address", "email", "emailaddress"], ReasonColumns = ["reason", "suppressionreason"];

    /// <summary>Reads at most <paramref name="most"/> lines.</summary>
    /// <param name="unsaid">The reason of a line that names none.</param>
    public static async Task<SuppressionFile> Read(TextReader reader, int most, SuppressionReason unsaid, IStringLocalizer<Words> words)
    {
        var (entries, faults, more) = (ImmutableArray.CreateBuilder<SuppressionEntry>(), ImmutableArray.CreateBuilder<string>(), 0);
        var (address, reason) = (0, 1);
        for (var number = 1; number <= most && await reader.ReadLineAsync() is { } row; number++)
        {
            var cells = Cells(row);
            if (number == 1 && Array.FindIndex(cells, cell => AddressColumns.Contains(cell, StringComparer.OrdinalIgnoreCase)) is >= 0 and var column)
            {
                // In SendGrid's list of bounces the reason is what a server said, after its status.
                (address, reason) = (column, cells.Contains("status", StringComparer.OrdinalIgnoreCase) ? -1 : Array.FindIndex(cells, cell => ReasonColumns.Contains(cell, StringComparer.OrdinalIgnoreCase)));
                continue;
            }
            if (cells.All(cell => cell.Length == 0)) continue;
            if (Fault(cells.ElementAtOrDefault(address) ?? "", reason < 0 ? null : cells.ElementAtOrDefault(reason), unsaid, words, out var entry) is not { } fault) entries.Add(entry!);
            else if (faults.Count < Told) faults.Add(words["Line {0}: {1}", number, fault]);
            else more++;
        }
        if (more > 0) faults.Add(words["And {0} more.", more]);
        return new(entries.DrainToImmutable(), faults.DrainToImmutable());
    }

    static string? Fault(string address, string? told, SuppressionReason unsaid, IStringLocalizer<Words> words, out SuppressionEntry? entry)
    {
        entry = null;
        if (Named(told, unsaid) is not { } reason) return words["“{0}” is no reason: write HardBounce, Complaint or Unsubscribed.", told!];
        if (address.StartsWith("hash:", StringComparison.Ordinal))
        {
            var hash = address["hash:".Length..];
            if (hash.Length != HashLength || !hash.All(char.IsAsciiHexDigit)) return words["“{0}” is no address.", address];
            entry = new(null, [.. Convert.FromHexString(hash)], reason);
            return null;
        }
        if (Mail.Mailbox.TryParse(address) is not { } box) return words["“{0}” is no address.", address];
        entry = new(box, [], reason);
        return null;
    }

    // BOUNCE and COMPLAINT are SES's words, SpamComplaint and ManualSuppression Postmark's: the latter is somebody who left.
    static SuppressionReason? Named(string? told, SuppressionReason unsaid) => told?.ToUpperInvariant() switch
    {
        null or "" => unsaid,
        "HARDBOUNCE" or "BOUNCE" => SuppressionReason.HardBounce,
        "COMPLAINT" or "SPAMCOMPLAINT" => SuppressionReason.Complaint,
        "UNSUBSCRIBED" or "MANUALSUPPRESSION" => SuppressionReason.Unsubscribed,
        _ => null,
    };

    // RFC 4180 on one line, with the separators that spreadsheets use.
    static string[] Cells(string row)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < row.Length; at++)
        {
            if (row[at] == '"' && quoted && at + 1 < row.Length && row[at + 1] == '"') cell.Append(row[++at]);
            else if (row[at] == '"') quoted = !quoted;
            else if (!quoted && row[at] is (',' or ';' or '\t'))
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(row[at]);
        }
        cells.Add(cell.ToString());
        return [.. cells.Select(one => one.Trim().Trim('\''))];
    }
}
