using CsEngage.Mail.Mime;

namespace CsEngage.Mail.Reports;

/// <summary>Feedback reports (RFC 5965), and those of Microsoft, which come as a plain forward.</summary>
static class ComplaintReader
{
    public static InboundMail.Complaint? Read(ReceivedMessage message)
    {
        var report = message.Root.All().FirstOrDefault(e => e.MediaType == "message/feedback-report");
        if (report is not null)
        {
            var fields = ReportFields.Read(report.Text());
            var field = fields.Count > 0 ? fields[0] : [];
            var original = OriginalMessage.Of(message);
            return new(
                (field.GetValueOrDefault("feedback-type") ?? "abuse").Trim().ToLowerInvariant(),
                ReportFields.Address(field.GetValueOrDefault("original-rcpt-to")) ?? ReportFields.Address(field.GetValueOrDefault("removal-recipient")),
                original.Id, ReceivedMessage.ReadDate(field.GetValueOrDefault("received-date") ?? field.GetValueOrDefault("arrival-date")), ReportFields.Address(field.GetValueOrDefault("original-mail-from")));
        }
        // Microsoft's junk mail reporting: the message itself, attached, from a well-known sender.
        var from = message.From?.Address ?? "";
        if (from is "staff@hotmail.com" or "staff@outlook.com" && message.Subject.StartsWith("complaint about message", StringComparison.OrdinalIgnoreCase))
        {
            var original = OriginalMessage.Of(message);
            return new("abuse", original.Headers?.RawHeader("X-HmXmrOriginalRecipient"), original.Id, message.Date, null);
        }
        return null;
    }
}

/// <summary>The message that a report is about, as far as the report carries it.</summary>
sealed record OriginalMessage(MimeEntity? Headers, MessageId? Id)
{
    public static OriginalMessage Of(ReceivedMessage message)
    {
        MimeEntity? found = null;
        foreach (var part in message.Root.All())
        {
            if (part.MediaType is "message/rfc822" or "text/rfc822-headers" or "message/rfc822-headers" or "message/global" or "message/global-headers" or "message/partial")
                found ??= part.Parts.IsEmpty ? MimeEntity.Parse(part.Content()) : part.Parts[0];
        }
        return new(found, MessageId.TryParse(found?.RawHeader("Message-ID")));
    }
}
