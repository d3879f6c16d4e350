namespace CsEngage.Mail.Reports;

/// <summary>The groups of fields of a delivery status or feedback report (RFC 3464 §2.1.1), names in lower case.</summary>
static class ReportFields
{
    public static List<Dictionary<string, string>> Read(string text)
    {
        var groups = new List<Dictionary<string, string>>();
        Dictionary<string, string>? group = null;
        string? last = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.Trim().Length == 0) { group = null; continue; }
            if (line[0] is ' ' or '\t')
            {
                if (group is not null && last is not null && group[last].Length < 8000) group[last] += " " + line.Trim();
                continue;
            }
            var colon = line.IndexOf(':');
            if (colon <= 0 || line.AsSpan(0, colon).Contains(' '))
            {
                // Some servers forget to indent the rest of a diagnostic.
                if (group is not null && last == "diagnostic-code" && group[last].Length < 8000) group[last] += " " + line.Trim();
                continue;
            }
            // Some servers forget the empty line between two recipients.
            if (group is null || (line.StartsWith("Final-Recipient:", StringComparison.OrdinalIgnoreCase) && group.ContainsKey("final-recipient")))
            {
                if (groups.Count >= 1000) break;
                groups.Add(group = []);
            }
            last = line[..colon].Trim().ToLowerInvariant();
            if (!group.TryAdd(last, line[(colon + 1)..].Trim())) last = null;
        }
        return groups;
    }

    /// <summary>The address behind a type such as <c>rfc822;</c>, without angle brackets; null when there is none.</summary>
    public static string? Address(string? value)
    {
        if (value is null) return null;
        var semicolon = value.IndexOf(';');
        var text = (semicolon >= 0 ? value[(semicolon + 1)..] : value).Trim();
        if (text.IndexOf('<') is var open and >= 0 && text.IndexOf('>', open) is var close and >= 0) text = text[(open + 1)..close];
        text = text.Trim().Trim('\'', '"');
        if (text.IndexOf(' ') is var space and > 0) text = text[..space];
        return text.Contains('@') ? text : null;
    }
}
