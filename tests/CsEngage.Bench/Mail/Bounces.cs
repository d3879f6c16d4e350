using System.Globalization;
using CsEngage.Mail;
using CsEngage.Mail.Mime;
using CsEngage.Mail.Reports;

namespace CsEngage.Bench.Mail;

/// <summary>
/// `bounces DIR`: reads every report named in DIR/expected.tsv (file, status, reply, reason, hard) and compares. One row per recipient, in the order of the report.
/// Rows without a status, or with one of the source's own numbers (x.0.9nn), count for hard/soft only. A report that is named and not there is a miss; 2 when there is no list.
/// </summary>
static class Bounces
{
    sealed record Row(string File, string Status, string Reason, bool Hard);

    public static int Run(string folder)
    {
        var list = Path.Combine(folder, "expected.tsv");
        if (!File.Exists(list))
        {
            Console.Error.WriteLine($"There is no {list}.");
            return 2;
        }
        var rows = new List<Row>();
        foreach (var (line, number) in File.ReadLines(list).Select((line, at) => (line, at + 1)))
        {
            var cells = line.Split('\t');
            if (line.Trim().Length == 0 || (number == 1 && cells[0].Trim() == "file")) continue;
            if (cells.Length >= 5) rows.Add(new Row(cells[0].Trim(), cells[1].Trim(), cells[3].Trim(), cells[4].Trim() == "true"));
            else Console.Error.WriteLine($"{list}, line {number}: five columns are expected (file, status, reply, reason, hard); this line is passed over.");
        }
        var (right, statuses, statusRight) = (0, 0, 0);
        foreach (var file in rows.GroupBy(r => r.File))
        {
            var found = Read(Path.Combine(folder, file.Key));
            foreach (var (row, index) in file.Select((r, i) => (r, i)))
            {
                var mine = index < found?.Length ? found[index] : null;
                var untouched = row.Reason is "not-a-bounce" or "vacation" or "feedback";
                var isRight = untouched ? found is { Length: 0 } : mine is not null && mine.IsHard == row.Hard;
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

    static BouncedRecipient[]? Read(string path)
    {
        try { return InboundMail.Read(ReceivedMessage.Parse(File.ReadAllBytes(path))) is InboundMail.Bounce bounce ? [.. bounce.Recipients] : []; }
        catch (Exception e) when (e is MimeException or IOException or UnauthorizedAccessException)
        {
            Console.WriteLine($"{Path.GetFileName(path)}: {e.Message}");
            return null;
        }
    }

    static bool IsReal(string status) => status.Split('.') is [_, var subject, var detail] && !(subject == "0" && detail is ['9', _, _]);

    static string Shown(BouncedRecipient? found) => found is null ? "no bounce" : $"{(found.IsHard ? "hard" : "soft")} {found.Action} {found.Reason} {found.Status} {found.Code} <{found.Address}> “{found.Words.ReplaceLineEndings(" ").Trim()}”";
}
