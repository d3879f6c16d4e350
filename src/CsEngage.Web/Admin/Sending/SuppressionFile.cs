using System.Collections.Immutable;
using CsEngage.Core;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

/// <summary>One line of it: the address, or the keyed hash that an export of this installation has in its place.</summary>
internal sealed record SuppressionEntry(Mail.Mailbox? Address, ImmutableArray<byte> Hash, SuppressionReason Reason);

/// <summary>
/// A file of addresses that are not written to: one a line, or CSV with address and reason as an export has them; without a reason it is HardBounce, for that can be taken back here; Unsubscribed only by the person.
/// </summary>
/// <param name="Entries">What could be read.</param>
/// <param name="Faults">What could not, line by line; then nothing of the file is to be taken.</param>
internal sealed record SuppressionFile(ImmutableArray<SuppressionEntry> Entries, ImmutableArray<string> Faults)
{
    const int HashLength = 64, Told = 5;

    /// <summary>Reads at most <paramref name="most"/> lines.</summary>
    public static async Task<SuppressionFile> Read(TextReader reader, int most, IStringLocalizer<Words> words)
    {
        var (entries, faults, more) = (ImmutableArray.CreateBuilder<SuppressionEntry>(), ImmutableArray.CreateBuilder<string>(), 0);
        for (var number = 1; number <= most && await reader.ReadLineAsync() is { } row; number++)
        {
            var cells = row.Split([',', ';', '\t'], 3).Select(cell => cell.Trim().Trim('"', '\'')).ToArray();
            if (cells[0].Length == 0 || (number == 1 && cells[0] is "address" or "email")) continue;
            if (Fault(cells, words, out var entry) is not { } fault) entries.Add(entry!);
            else if (faults.Count < Told) faults.Add(words["Line {0}: {1}", number, fault]);
            else more++;
        }
        if (more > 0) faults.Add(words["And {0} more.", more]);
        return new(entries.DrainToImmutable(), faults.DrainToImmutable());
    }

    static string? Fault(string[] cells, IStringLocalizer<Words> words, out SuppressionEntry? entry)
    {
        entry = null;
        var reason = SuppressionReason.HardBounce;
        if (cells is [_, { Length: > 0 } told, ..])
        {
            var name = Array.Find(Enum.GetNames<SuppressionReason>(), known => known.Equals(told, StringComparison.OrdinalIgnoreCase));
            if (name is null) return words["“{0}” is no reason: write HardBounce, Complaint or Unsubscribed.", told];
            reason = Enum.Parse<SuppressionReason>(name);
        }
        if (cells[0].StartsWith("hash:", StringComparison.Ordinal))
        {
            var hash = cells[0]["hash:".Length..];
            if (hash.Length != HashLength || !hash.All(char.IsAsciiHexDigit)) return words["“{0}” is no address.", cells[0]];
            entry = new(null, [.. Convert.FromHexString(hash)], reason);
            return null;
        }
        if (Mail.Mailbox.TryParse(cells[0]) is not { } box) return words["“{0}” is no address.", cells[0]];
        entry = new(box, [], reason);
        return null;
    }
}
