using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using CsEngage.Mail.Reports;

namespace CsEngage.Mail.Hooks;

/// <summary>
/// Amazon SES by SNS over HTTP: notices are signed with RSA by a certificate that SNS names (SNS developer guide, "Verifying the signatures of Amazon SNS messages").
/// The certificate is believed only from SNS's own hosts, and only if its name is SNS's.
/// </summary>
/// <param name="certificates">Fetches the PEM behind a checked https address; should cache.</param>
/// <param name="topics">The ARNs of our topics; others are refused, since anybody can make a topic that signs genuinely.</param>
public sealed class SesNotification(Func<Uri, CancellationToken, Task<string>> certificates, ImmutableArray<string> topics)
{
    static readonly string[] Notified = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    static readonly string[] Asked = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    static readonly TimeSpan Oldest = TimeSpan.FromHours(24);      // SNS retries for long

    /// <summary>Reads a request.</summary>
    /// <param name="body">Its body as received.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<HookResult> Read(ReadOnlyMemory<byte> body, DateTimeOffset now, CancellationToken stop)
    {
        using var document = HookJson.Parse(body);
        if (document is null) return new HookResult.Refused("The body is not JSON.", IsMalformed: true);
        var root = document.RootElement;
        var type = root.Text("Type");
        if (!topics.Contains(root.Text("TopicArn") ?? "")) return new HookResult.Refused("The topic is not one of ours.");
        if (root.Time("Timestamp") is not { } at || now - at > Oldest || at - now > TimeSpan.FromMinutes(15)) return new HookResult.Refused("The notice is too old or from the future.");
        if (!Uri.TryCreate(root.Text("SigningCertURL"), UriKind.Absolute, out var address) || !IsSns(address)) return new HookResult.Refused("The certificate is not at SNS.");
        var names = type is "SubscriptionConfirmation" or "UnsubscribeConfirmation" ? Asked : Notified;
        var signed = new StringBuilder();
        foreach (var name in names) if (root.Text(name) is { } value) signed.Append(name).Append('\n').Append(value).Append('\n');
        if (!Holds(await certificates(address, stop), signed.ToString(), root.Text("Signature"), root.Text("SignatureVersion"), now)) return new HookResult.Refused("The signature does not hold.");

        switch (type)
        {
            case "SubscriptionConfirmation":
                return Uri.TryCreate(root.Text("SubscribeURL"), UriKind.Absolute, out var yes) && IsSns(yes) ? new HookResult.Confirm(yes, root.Text("TopicArn")!) : new HookResult.Refused("The address to confirm is not at SNS.");
            case "Notification":
                using (var inner = HookJson.Parse(Encoding.UTF8.GetBytes(root.Text("Message") ?? "")))
                    return new HookResult.Events(inner is null ? [] : Events(inner.RootElement));
            default: return new HookResult.Events([]);
        }
    }

    static bool IsSns(Uri address) =>
        address.Scheme == "https" && address.IsDefaultPort && address.UserInfo.Length == 0 && address.Host.StartsWith("sns.", StringComparison.Ordinal)
        && (address.Host.EndsWith(".amazonaws.com", StringComparison.Ordinal) || address.Host.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal)) && address.Host.Split('.').Length is 4 or 5;

    static bool Holds(string pem, string signed, string? signature, string? version, DateTimeOffset now)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            if (now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || now.UtcDateTime > certificate.NotAfter.ToUniversalTime() || !certificate.GetNameInfo(X509NameType.DnsName, false).EndsWith("amazonaws.com", StringComparison.Ordinal)) return false;
            using var key = certificate.GetRSAPublicKey();
            var hash = version == "2" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;      // version 1 is SNS's old default
            return key is not null && key.VerifyData(Encoding.UTF8.GetBytes(signed), Convert.FromBase64String(signature ?? ""), hash, RSASignaturePadding.Pkcs1);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException) { return false; }      // what cannot be read does not hold
    }

    internal static ImmutableArray<MailEvent> Events(JsonElement notice)
    {
        var type = notice.Text("notificationType") ?? notice.Text("eventType");
        var id = notice.Text("mail", "messageId");
        var message = MessageId.TryParse(notice.Text("mail", "commonHeaders", "messageId"))
            ?? MessageId.TryParse(notice.List("mail", "headers").FirstOrDefault(h => string.Equals(h.Text("name"), "Message-ID", StringComparison.OrdinalIgnoreCase)) is { ValueKind: JsonValueKind.Object } header ? header.Text("value") : null);
        return type switch
        {
            "Bounce" => [.. notice.List("bounce", "bouncedRecipients").Select(r => Bounced(notice, r))],
            "Complaint" => [.. notice.List("complaint", "complainedRecipients").Select(r => Event(MailEventKind.Complained, r.Text("emailAddress"), notice.Time("complaint", "timestamp"), notice.Text("complaint", "feedbackId")))],
            "Delivery" => [.. notice.List("delivery", "recipients").Select(r => Event(MailEventKind.Delivered, r.GetString(), notice.Time("delivery", "timestamp"), null) with
            {
                Reason = BounceReason.Delivered,
                Words = HookJson.Short(notice.Text("delivery", "smtpResponse")),
                Status = HookJson.Status(null, notice.Text("delivery", "smtpResponse") ?? ""),
                Code = BounceText.ReplyCode(notice.Text("delivery", "smtpResponse") ?? ""),
            })],
            "DeliveryDelay" => [.. notice.List("deliveryDelay", "delayedRecipients").Select(r => Event(MailEventKind.Deferred, r.Text("emailAddress"), notice.Time("deliveryDelay", "timestamp"), null) with { Words = HookJson.Short(r.Text("diagnosticCode")), Status = HookJson.Status(r.Text("status"), "") })],
            "Open" => [Event(MailEventKind.Opened, First(), notice.Time("open", "timestamp"), null) with { UserAgent = notice.Text("open", "userAgent") }],
            "Click" => [Event(MailEventKind.Clicked, First(), notice.Time("click", "timestamp"), null) with { UserAgent = notice.Text("click", "userAgent"), Url = notice.Text("click", "link") }],
            _ => [],
        };

        string? First() => notice.List("mail", "destination").FirstOrDefault() is { ValueKind: JsonValueKind.String } first ? first.GetString() : null;

        MailEvent Event(MailEventKind kind, string? recipient, DateTimeOffset? at, string? given) =>
            new(HookJson.Digest("ses", given ?? id, kind.ToString(), recipient, at?.ToString("O")), kind, HookJson.Address(recipient), at, message, id, BounceReason.Unknown, null, 0, "");

        MailEvent Bounced(JsonElement whole, JsonElement recipient)
        {
            var words = recipient.Text("diagnosticCode") ?? "";
            words = words.StartsWith("smtp;", StringComparison.OrdinalIgnoreCase) ? words[5..].Trim() : words;
            var status = HookJson.Status(recipient.Text("status"), words);
            var code = BounceText.ReplyCode(words);
            var reason = BounceJudge.Of(status, code, words);
            var permanent = whole.Text("bounce", "bounceType") == "Permanent";
            if (whole.Text("bounce", "bounceSubType") is "Suppressed" or "OnAccountSuppressionList") return Event(MailEventKind.Dropped, recipient.Text("emailAddress"), whole.Time("bounce", "timestamp"), whole.Text("bounce", "feedbackId")) with { Words = HookJson.Short(words), Reason = BounceReason.UserUnknown };
            // "Permanent, General" is what SES says of a dead address when the server gave no reason it knows.
            if (permanent && reason is BounceReason.Unknown && whole.Text("bounce", "bounceSubType") is "General" or "NoEmail") reason = BounceReason.UserUnknown;
            if (!permanent && reason.IsHard()) reason = BounceReason.System;
            return Event(MailEventKind.Bounced, recipient.Text("emailAddress"), whole.Time("bounce", "timestamp"), whole.Text("bounce", "feedbackId")) with { Words = HookJson.Short(words), Status = status, Code = code, Reason = reason };
        }
    }

    /// <summary>The same notice, sent by SNS as a mail. It carries no signature: the caller believes it no more than any other mail.</summary>
    internal static InboundMail.Bounce? InMail(ReceivedMessage message)
    {
        if (message.Root.RawHeader("x-amz-sns-message-id") is null || message.Text is not { } text || !text.TrimStart().StartsWith('{')) return null;
        var end = text.IndexOf("\n--\n", StringComparison.Ordinal);
        using var notice = HookJson.Parse(Encoding.UTF8.GetBytes((end < 0 ? text : text[..end]).Replace("!\n ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)));
        if (notice is null) return null;
        using var inner = notice.RootElement.Text("Message") is { } wrapped ? HookJson.Parse(Encoding.UTF8.GetBytes(wrapped)) : null;
        var events = Events((inner ?? notice).RootElement);
        ImmutableArray<BouncedRecipient> recipients = [.. events.Where(e => e.Kind is MailEventKind.Bounced or MailEventKind.Delivered or MailEventKind.Dropped)
            .Select(e => new BouncedRecipient(e.Recipient, e.Kind == MailEventKind.Delivered ? BounceAction.Delivered : BounceAction.Failed, e.Status, e.Code, e.Reason, e.Words))];
        return recipients.IsEmpty ? null : new(recipients, events[0].Message);
    }
}
