using System.Text;
using CsEngage.Mail.Mime;

namespace CsEngage.Mail;

/// <summary>What an unsubscribe address answers.</summary>
public enum LeaveAnswer
{
    /// <summary>200 with the page that says what will happen; nothing changes.</summary>
    Page,

    /// <summary>200, and the person has left; the same when they had left before.</summary>
    Left,

    /// <summary>200, and the person takes the topic again: the button of the page that says they have left.</summary>
    Returned,

    /// <summary>404: the token was never ours, or was changed.</summary>
    Unknown,

    /// <summary>405: neither GET, HEAD nor POST.</summary>
    NotAllowed,

    /// <summary>400: a POST that is neither the page's form nor a mail program's one click.</summary>
    Unclear,
}

/// <summary>
/// Decides what a request to an unsubscribe address means (RFC 8058). GET and HEAD never change anything, whoever sends them: scanners and previews do. A POST acts without cookie or
/// antiforgery token, as mail programs have neither; what protects it is the signed token in the address.
/// </summary>
public static class OneClick
{
    const int LongestBody = 8 * 1024;

    /// <summary>Decides.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="tokenHolds">Whether the token in the address is ours.</param>
    /// <param name="contentType">Content-Type of the request.</param>
    /// <param name="body">The body, or its first 8 KB.</param>
    public static LeaveAnswer Decide(string method, bool tokenHolds, string? contentType, ReadOnlyMemory<byte> body)
    {
        var isRead = method is "GET" or "HEAD";
        if (!isRead && method != "POST") return LeaveAnswer.NotAllowed;
        if (!tokenHolds) return LeaveAnswer.Unknown;
        if (isRead) return LeaveAnswer.Page;
        var fields = Fields(contentType, body);
        // Whoever says both leaves: doubt never subscribes anybody.
        return fields.Any(f => f is ("list-unsubscribe", "one-click") or ("leave", _)) ? LeaveAnswer.Left : fields.Contains(("return", "1")) ? LeaveAnswer.Returned : LeaveAnswer.Unclear;
    }

    // RFC 8058 §3.2: multipart/form-data or application/x-www-form-urlencoded; some programs name no type.
    static List<(string Name, string Value)> Fields(string? contentType, ReadOnlyMemory<byte> body)
    {
        if (body.Length > LongestBody) body = body[..LongestBody];
        var type = MimeValue.Parse(contentType ?? "");
        if (type.Value == "multipart/form-data") return Form(contentType!, body);
        return type.Value is "" or "application/x-www-form-urlencoded" or "text/plain" ? Encoded(body) : [];
    }

    static List<(string, string)> Encoded(ReadOnlyMemory<byte> body) =>
        [.. Encoding.UTF8.GetString(body.Span).Split('&', '\n').Select(pair => pair.Split('=', 2)).Select(p => (Plain(p[0]), p.Length > 1 ? Plain(p[1]) : ""))];

    static List<(string, string)> Form(string contentType, ReadOnlyMemory<byte> body)
    {
        byte[] whole = [.. Encoding.ASCII.GetBytes($"Content-Type: {HeaderText.Clean(contentType)}\r\n\r\n"), .. body.Span];
        try { return [.. MimeEntity.Parse(whole).Parts.Select(p => ((p.Disposition["name"] ?? "").ToLowerInvariant(), p.Text().Trim().ToLowerInvariant()))]; }
        catch (MimeException) { return []; }      // no form that anybody would send: unclear
    }

    static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' ')).Trim().ToLowerInvariant();
}
