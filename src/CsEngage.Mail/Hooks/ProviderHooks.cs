using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsEngage.Mail.Reports;

namespace CsEngage.Mail.Hooks;

/// <summary>
/// SendGrid's event webhook: ECDSA P-256 over timestamp and body (Twilio SendGrid docs, "Event Webhook Security Features").
/// </summary>
/// <param name="publicKey">The verification key of the settings page, base64 of a SubjectPublicKeyInfo.</param>
public sealed class SendGridHook(string publicKey)
{
    static readonly TimeSpan Oldest = TimeSpan.FromHours(24);      // SendGrid retries for a day with a fresh timestamp

    /// <summary>Reads a request.</summary>
    /// <param name="body">Its body as received, byte for byte.</param>
    /// <param name="signature">X-Twilio-Email-Event-Webhook-Signature.</param>
    /// <param name="timestamp">X-Twilio-Email-Event-Webhook-Timestamp.</param>
    /// <param name="now">The time.</param>
    public HookResult Read(ReadOnlyMemory<byte> body, string? signature, string? timestamp, DateTimeOffset now)
    {
        if (!HookSecrets.IsFresh(timestamp, now, Oldest)) return new HookResult.Refused("The timestamp is missing, too old or from the future.");
        if (!Holds(body.Span, signature, timestamp!)) return new HookResult.Refused("The signature does not hold.");
        using var document = HookJson.Parse(body);
        return document is not { RootElement.ValueKind: JsonValueKind.Array } ? new HookResult.Refused("The body is not a JSON list.", IsMalformed: true) : new HookResult.Events([.. document.RootElement.EnumerateArray().Take(10_000).Select(Event).OfType<MailEvent>()]);
    }

    /// <summary>Whether a text is such a verification key.</summary>
    /// <param name="text">What was pasted.</param>
    public static bool IsKey(string text)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException) { return false; }        // what cannot be read is none
    }

    bool Holds(ReadOnlySpan<byte> body, string? signature, string timestamp)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. body];
            return key.VerifyData(signed, Convert.FromBase64String(signature ?? ""), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is CryptographicException or FormatException) { return false; }        // what cannot be read does not hold
    }

    static MailEvent? Event(JsonElement element)
    {
        MailEventKind? kind = element.Text("event") switch
        {
            "delivered" => MailEventKind.Delivered,
            "bounce" => MailEventKind.Bounced,
            "deferred" => MailEventKind.Deferred,
            "dropped" => MailEventKind.Dropped,
            "spamreport" => MailEventKind.Complained,
            "unsubscribe" or "group_unsubscribe" => MailEventKind.Unsubscribed,
            "open" => MailEventKind.Opened,
            "click" => MailEventKind.Clicked,
            _ => null,
        };
        if (kind is null) return null;
        var words = element.Text("reason") ?? element.Text("response") ?? "";
        var status = HookJson.Status(element.Text("status"), words);
        var code = BounceText.ReplyCode(words);
        // "blocked" is SendGrid's word for a refusal that is not about the address.
        var reason = kind is MailEventKind.Bounced or MailEventKind.Dropped ? BounceJudge.Of(status, code, words) : BounceReason.Unknown;
        if (element.Text("type") == "blocked" && reason.IsHard()) reason = BounceReason.Filtered;
        if (kind == MailEventKind.Dropped && words.Contains("Bounced Address", StringComparison.OrdinalIgnoreCase)) reason = BounceReason.UserUnknown;
        return new(element.Text("sg_event_id") ?? HookJson.Digest("sendgrid", element.GetRawText()), kind.Value, HookJson.Address(element.Text("email")), element.Time("timestamp"), MessageId.TryParse(element.Text("smtp-id")), element.Text("sg_message_id"), reason, status, code, HookJson.Short(words), element.Text("url"), element.Text("useragent"));
    }
}

/// <summary>
/// Mailgun's webhooks: HMAC-SHA256 of timestamp and token (Mailgun docs, "Securing webhooks").
/// </summary>
/// <param name="signingKey">The HTTP webhook signing key.</param>
public sealed class MailgunHook(string signingKey)
{
    static readonly TimeSpan Oldest = TimeSpan.FromHours(24);      // retries go on for eight hours

    /// <summary>Reads a request. The token in <see cref="Token"/> is used once; the caller may keep it to refuse replays, events are idempotent by their id anyway.</summary>
    /// <param name="body">Its body as received.</param>
    /// <param name="now">The time.</param>
    public HookResult Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        using var document = HookJson.Parse(body);
        if (document is null) return new HookResult.Refused("The body is not JSON.", IsMalformed: true);
        var root = document.RootElement;
        var (timestamp, token, signature) = (root.Text("signature", "timestamp"), root.Text("signature", "token"), root.Text("signature", "signature"));
        if (!HookSecrets.IsFresh(timestamp, now, Oldest)) return new HookResult.Refused("The timestamp is missing, too old or from the future.");
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(signingKey), Encoding.UTF8.GetBytes(timestamp + token)));
        if (!HookSecrets.Same(expected, signature?.ToLowerInvariant())) return new HookResult.Refused("The signature does not hold.");
        return new HookResult.Events(root.At("event-data") is { } data && Event(data) is { } read ? [read] : []);
    }

    /// <summary>The one-time token of a request, for those who refuse replays.</summary>
    /// <param name="body">The body.</param>
    public static string? Token(ReadOnlyMemory<byte> body)
    {
        using var document = HookJson.Parse(body);
        return document?.RootElement.Text("signature", "token");
    }

    static MailEvent? Event(JsonElement data)
    {
        var temporary = data.Text("severity") == "temporary";
        MailEventKind? kind = data.Text("event") switch
        {
            "delivered" => MailEventKind.Delivered,
            "failed" when temporary => MailEventKind.Deferred,
            "failed" when data.Text("reason")?.StartsWith("suppress-", StringComparison.Ordinal) is true => MailEventKind.Dropped,
            "failed" => MailEventKind.Bounced,
            "rejected" => MailEventKind.Dropped,
            "complained" => MailEventKind.Complained,
            "unsubscribed" => MailEventKind.Unsubscribed,
            "opened" => MailEventKind.Opened,
            "clicked" => MailEventKind.Clicked,
            _ => null,
        };
        if (kind is null) return null;
        var words = string.Join(' ', new[] { data.Text("delivery-status", "message"), data.Text("delivery-status", "description") }.Where(t => !string.IsNullOrEmpty(t)));
        var code = int.TryParse(data.Text("delivery-status", "code"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is >= 200 and < 600 ? given : BounceText.ReplyCode(words);
        var status = HookJson.Status(data.Text("delivery-status", "enhanced-code"), words);
        var reason = kind switch
        {
            MailEventKind.Dropped when data.Text("reason") == "suppress-bounce" => BounceReason.UserUnknown,
            MailEventKind.Bounced or MailEventKind.Dropped => BounceJudge.Of(status, code, words),
            _ => BounceReason.Unknown,
        };
        return new(data.Text("id") ?? HookJson.Digest("mailgun", data.GetRawText()), kind.Value, HookJson.Address(data.Text("recipient")), data.Time("timestamp"), MessageId.TryParse(data.Text("message", "headers", "message-id")), null, reason, status, code, HookJson.Short(words), data.Text("url"), data.Text("client-info", "user-agent"));
    }
}

/// <summary>
/// Postmark's webhooks. Postmark signs nothing; its docs ask for a user name and password in the address, which come as HTTP Basic (RFC 7617).
/// </summary>
/// <param name="user">The user name of the address.</param>
/// <param name="password">The password of the address.</param>
public sealed class PostmarkHook(string user, string password)
{
    /// <summary>Reads a request.</summary>
    /// <param name="body">Its body.</param>
    /// <param name="authorization">The Authorization header.</param>
    public HookResult Read(ReadOnlyMemory<byte> body, string? authorization)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        if (user.Length == 0 || password.Length < 8 || !HookSecrets.Same(expected, authorization)) return new HookResult.Refused("User name or password are wrong.");
        using var document = HookJson.Parse(body);
        if (document is null) return new HookResult.Refused("The body is not JSON.", IsMalformed: true);
        return new HookResult.Events(Event(document.RootElement) is { } read ? [read] : []);
    }

    static MailEvent? Event(JsonElement root)
    {
        var record = root.Text("RecordType");
        var type = root.Text("Type");
        MailEventKind? kind = (record, type) switch
        {
            ("Delivery", _) => MailEventKind.Delivered,
            ("Bounce", "Transient" or "SoftBounce" or "DnsError" or "AutoResponder" or "ChallengeVerification" or "OpenRelayTest") => MailEventKind.Deferred,
            ("Bounce", "SpamComplaint") or ("SpamComplaint", _) => MailEventKind.Complained,
            ("Bounce", "Unsubscribe" or "Subscribe") => null,
            ("Bounce", _) => MailEventKind.Bounced,
            ("SubscriptionChange", _) when root.At("SuppressSending") is { ValueKind: JsonValueKind.True } && root.Text("SuppressionReason") == "ManualSuppression" => MailEventKind.Unsubscribed,
            ("Open", _) => MailEventKind.Opened,
            ("Click", _) => MailEventKind.Clicked,
            _ => null,
        };
        if (kind is null) return null;
        var words = root.Text("Details") ?? root.Text("Description") ?? "";
        var code = BounceText.ReplyCode(words);
        var status = HookJson.Status(null, words);
        var reason = kind == MailEventKind.Bounced ? type switch
        {
            "BadEmailAddress" => BounceReason.UserUnknown,
            "HardBounce" => BounceJudge.Of(status, code, words) is var judged and not BounceReason.Unknown ? judged : BounceReason.UserUnknown,
            "SpamNotification" => BounceReason.Spam,
            "VirusNotification" => BounceReason.Virus,
            "Blocked" or "DMARCPolicy" => BounceReason.Reputation,
            _ => BounceJudge.Of(status, code, words),
        } : BounceReason.Unknown;
        var recipient = root.Text("Email") ?? root.Text("Recipient");
        var at = root.Time("BouncedAt") ?? root.Time("DeliveredAt") ?? root.Time("ReceivedAt") ?? root.Time("ChangedAt");
        return new(HookJson.Digest("postmark", record, root.Text("ID") ?? root.Text("MessageID"), recipient, at?.ToString("O"), root.Text("OriginalLink")), kind.Value, HookJson.Address(recipient), at,
            MessageId.TryParse(root.Text("Metadata", "message-id")), root.Text("MessageID"), reason, status, code, HookJson.Short(words), root.Text("OriginalLink"), root.Text("UserAgent"));
    }
}

/// <summary>Comparing without giving away where the difference is, and times.</summary>
static class HookSecrets
{
    public static bool Same(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    public static bool IsFresh(string? seconds, DateTimeOffset now, TimeSpan oldest) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix < 253_402_300_799
        && DateTimeOffset.FromUnixTimeSeconds(unix) is var at && now - at <= oldest && at - now <= TimeSpan.FromMinutes(15);
}
