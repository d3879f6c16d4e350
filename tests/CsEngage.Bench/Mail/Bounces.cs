using System.Globalization;
using CsEngage.Mail;
using CsEngage.Mail.Mime;
using CsEngage.Mail.Reports;

namespace CsEngage.Bench.Mail;

/// <summary>
/// `bounces DIR`: reads every report named in DIR/expected.tsv (file, status, reply, reason, hard) and compares. One row per recipient, in the order of the report.
/// Rows without a status, or with one of the source's own numbers (x.0.9nn), count for hard/soft only.
/// </summary>
static class Bounces
{
    sealed record Row(string File, string Status, string Reason, bool Hard);

    public static int Run(string folder)
    {
        var rows = File.ReadLines(Path.Combine(folder, "expected.tsv")).Skip(1).Where(l => l.Trim().Length > 0).Select(l => l.Split('\t'))
            .Select(c => new Row(c[0], c[1].Trim(), c[3].Trim(), c[4].Trim() == "true")).ToList();
        var (right, statuses, statusRight) = (0, 0, 0);
        foreach (var file in rows.GroupBy(r => r.File))
        {
            var found = Read(Path.Combine(folder, file.Key));
            foreach (var (row, index) in file.Select((r, i) => (r, i)))
            {
                var mine = index < found.Length ? found[index] : null;
                var untouched = row.Reason is "not-a-bounce" or "vacation" or "feedback";
                var isRight = untouched ? found.Length == 0 : mine is not null && mine.IsHard == row.Hard;
                if (isRight) right++;
                else Console.WriteLine($"{row.File}: expected {(row.Hard ? "hard" : "soft")} ({row.Reason} {row.Status}), found {Shown(mine)}");
                if (!IsReal(row.Status)) continue;
                statuses++;
                if (mine?.Status?.ToString() == row.Status) statusRight++;
                else if (isRight) Console.WriteLine($"{row.File}: expected status {row.Status}, found {Shown(mine)}");
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hard/soft right {right} of {rows.Count}; status right {statusRight} of {statuses}"));
        return 0;
    }

    static BouncedRecipient[] Read(string path)
    {
        try { return InboundMail.Read(ReceivedMessage.Parse(File.ReadAllBytes(path))) is InboundMail.Bounce bounce ? [.. bounce.Recipients] : []; }
        catch (MimeException e)
        {
            Console.WriteLine($"{Path.GetFileName(path)}: {e.Message}");
            return [];
        }
    }

    static bool IsReal(string status) => status.Split('.') is [_, var subject, var detail] && !(subject == "0" && detail is ['9', _, _]);

    static string Shown(BouncedRecipient? found) => found is null ? "no bounce" : $"{(found.IsHard ? "hard" : "soft")} {found.Action} {found.Reason} {found.Status} {found.Code} <{found.Address}> “{found.Words.ReplaceLineEndings(" ").Trim()}”";
}
