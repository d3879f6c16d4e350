using System.Collections.Immutable;
using CsEngage.Core;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

/// <summary>One line of it: the address, or the keyed hash that an export of this installation has in its place.</summary>
internal sealed record SuppressionEntry(Mail.Mailbox? Address, ImmutableArray<byte> Hash, SuppressionReason Reason);

/// <summary>
/// A file of addresses that are not written to: one a line, CSV with address and reason as an export of ours has them, or what SES, SendGrid, Mailgun and Postmark
/// export (<see cref="SuppressionRows"/>). A line that names no reason gets the one that is chosen for such; Unsubscribed is taken back only by the person.
/// </summary>
/// <param name="Entries">What could be read.</param>
/// <param name="Faults">What could not, line by line; then nothing of the file is to be taken.</param>
/// <param name="Alive">How many bounces were left out because they do not say that the address is dead.</param>
/// <param name="Unsaid">Lines name no reason, and none was chosen for them: then nothing is to be taken either.</param>
internal sealed record SuppressionFile(ImmutableArray<SuppressionEntry> Entries, ImmutableArray<string> Faults, int Alive, bool Unsaid)
{
    const int HashLength = 64, Told = 5;

    /// <summary>Reads at most <paramref name="most"/> lines.</summary>
    /// <param name="unsaid">The reason of a line that names none, where the columns of the list do not tell it either.</param>
    public static async Task<SuppressionFile> Read(TextReader reader, int most, SuppressionReason? unsaid, IStringLocalizer<Words> words)
    {
        var (entries, faults, more, alive, reasonless) = (ImmutableArray.CreateBuilder<SuppressionEntry>(), ImmutableArray.CreateBuilder<string>(), 0, 0, false);
        foreach (var row in SuppressionRows.Of(await reader.ReadToEndAsync()).Take(most))
        {
            reasonless |= string.IsNullOrEmpty(row.Reason) && (row.Meant ?? unsaid) is null;
            if (Fault(row.Address, row.Reason, row.Meant ?? unsaid ?? SuppressionReason.HardBounce, words, out var entry) is not { } fault)
            {
                if (row.IsAlive) alive++;
                else entries.Add(entry!);
            }
            else if (faults.Count < Told) faults.Add(words["Line {0}: {1}", row.Line, fault]);
            else more++;
        }
        if (more > 0) faults.Add(words["And {0} more.", more]);
        return new(entries.DrainToImmutable(), faults.DrainToImmutable(), alive, reasonless);
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
}
