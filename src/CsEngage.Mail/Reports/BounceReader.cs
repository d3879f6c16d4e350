using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CsEngage.Mail.Mime;

namespace CsEngage.Mail.Reports;

/// <summary>Reports of failed deliveries: RFC 3464 where there is one, and otherwise what the text says.</summary>
static class BounceReader
{
    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    static readonly Regex Subjects = new(
        "undeliver|returned? (mail|to sender|message)|return(ing|ed) .{0,20}(mail|message)|failure (notice|notification|report)|delivery (status|fail|error|problem|report|notif|has fail|unsuccess|incomplete|delay|subsystem|warning|system)|errors? from|(mail|message) failed|returning to sender|(mail|message|e-?mail) (delivery|system|error|failure|could not|not delivered|status|undeliver|transport)|non[- ]?deliver|not (be )?deliver|could ?n.?o?t (be )?(deliver|sen)|couldn.?t be sent|failed (delivery|mail)|delivery .{0,20}fail|(deliver|send)ing (your )?(mail|message).{0,10}(fail|error)|error (sending|delivering)|warning: (could not send|message)|mail failure|ndr:?|mailer[- ]daemon|bounce|returned e?-?mail|(sorry|problem|trouble).{0,40}(deliver|message|mail)|rejected|unzustellbar|nicht zugestellt|fehler|non remis|échec|no se (ha )?(pudo|puede|podido)|não (foi )?entreg|falha (na|de) entrega|non recapitabil|recapito non|niet te bezorgen|onbestelbaar|nie (można|udało)|niedostarczon|teslim edilem|går inte att leverera|kan ikke leveres|nedoruč|mancata consegna|не (может|удалось|было|доставлен)|недостав|配信(できません|不能|エラー|失敗)|配送(でき|エラー|失敗)|送信(でき|エラー|失敗)|未配|不達|届きません|届けられ|エラー(通知|メール)|メールエラー|返送|toimit(taminen|us).{0,20}(epäonnistu|ei)|ei voi(da|tu)? toimittaa|kézbesít|nelivrat|nedoručiteľ|μη παραδο|δεν παραδόθ|doručen[ií]|投递失败|退信|退件|[无無]法(送达|送達|投递|投遞|传递|傳遞|寄送|递送)|(传递|傳遞|寄送|投遞)失[败敗]|배달(되지|할 수|하지)|전송.{0,6}실패|반송",
        Options);

    static readonly Regex Senders = new("^(mailer-?daemon|mail[-.]?daemon|post[-_]?master|mail\\.?delivery|mail[-_.]?deliver|maildelivery|delivery|bounce|mailsystem|mmsc|sysadmin|mailadmin|smtp|daemon|no-?reply|mail\\.delivery\\.(system|subsystem))", Options);

    static readonly Regex Daemons = new("^(mailer-?daemon|mail[-.]?daemon|post[-_]?master|double-bounce)", Options);

    static readonly Regex Refusal = new("(^|\n)[ <>]*5\\d\\d[ -]", Options);
    static readonly Regex Speaks = new("\\b[45]\\d\\d[ -]|[45]\\.\\d{1,3}\\.\\d{1,3}|deliver|undeliverable|mailbox|recipient|unknown|undelivered|bounced|returned|rejected|refused|failed|できません|エラー|配信|届け|доставлен|zugestellt|zustell|remise|entreg|recapit|bezorg|dostarcz|leverer|mottaga|modtager|mottaker|vastaanottaj|příjemc|doruč|címzett|kézbes|destinatar|παραλήπτ|alıcı|收件人|收件者|退信|退件|받는 사람|배달", Options);

    static readonly Regex Tells = new(
        "[45]\\d\\d[ -]#?[45]\\.\\d{1,3}\\.\\d|#[45]\\.\\d\\.\\d|\\brcpt\\b|[45]\\d\\d[ -][^\n]{0,80}(user|mailbox|recipient|relay|\\bspam|no such|unknown)|(could ?n.?o?t|cannot|can.t|unable|not|failed|wasn.t|fail(ed|ure) (in|of|to)) (be |to )?(deliver|sen[dt])|undeliver|deliver\\w* .{0,40}(fail|unsuccess|error|problem)|(fail|problem|error)\\w* .{0,20}deliver|returned to (the )?sender|(user|recipient|mailbox|account|address) .{0,40}(unknown|full|not (found|exist|listed|known)|(does ?n.?o?t|no longer) exist|disabled|over ?quota)|over ?quota|unknown (user|recipient|address)|message .{0,20}(rejected|blocked|refused|returned|bounced)|unrout|できません|エラー|届け|存在し|見つか|一杯|доставлен|zugestellt|zustell|non remis|entreg|recapit|bezorg|dostarcz|退信|退件|배달|전송",
        Options);

    public static InboundMail.Bounce? Read(ReceivedMessage message)
    {
        var original = OriginalMessage.Of(message);
        if (Hooks.SesNotification.InMail(message) is { } notified) return notified;
        var recipients = Standard(message);
        if (recipients.IsEmpty && IsReport(message)) recipients = BounceText.Read(message, original);
        // Whoever writes of a delivery without saying whose, and without the message, writes of parcels.
        if (recipients is [{ Address.Length: 0 }] && original.Headers is null && message.Root.RawHeader("Return-Path")?.Trim(' ', '<') is { } path && path.Contains('@', StringComparison.Ordinal) && !Daemons.IsMatch(path)) return null;
        return recipients.IsEmpty ? null : new(recipients, original.Id ?? BounceText.OriginalId(message));
    }

    static bool IsReport(ReceivedMessage message)
    {
        var root = message.Root;
        if (root.RawHeader("X-Failed-Recipients") is not null) return true;
        if (root.MediaType == "multipart/report" && root.ContentType["report-type"]?.Contains("delivery-status", StringComparison.OrdinalIgnoreCase) is true) return true;
        var path = root.RawHeader("Return-Path")?.Trim() ?? "";
        var nobody = path is "<>" or "" || path.Contains("mailer-daemon", StringComparison.OrdinalIgnoreCase) || path.Contains("double-bounce", StringComparison.OrdinalIgnoreCase) || path.Contains("postmaster", StringComparison.OrdinalIgnoreCase);
        var sender = Senders.IsMatch(message.From?.Local ?? root.Header("From")?.Trim(' ', '<', '"') ?? "") || (root.Header("From") ?? "").Contains("mailer-daemon", StringComparison.OrdinalIgnoreCase) || (root.Header("From") ?? "").Contains("Mail Deliver", StringComparison.OrdinalIgnoreCase);
        var subject = Subjects.IsMatch(message.Subject);
        // Two of three must point to a report, and the text must speak of a delivery: a person's answer to such a subject does not do.
        var signs = (subject ? 1 : 0) + (sender ? 1 : 0) + (nobody && root.RawHeader("Return-Path") is not null ? 1 : 0);
        if (sender && Refusal.IsMatch(BounceText.ReportText(message))) return true;
        if (signs < 2) return false;
        if (signs == 3) return true;
        // Whoever can be answered writes of cards that were rejected and of parcels too: there the text must tell of a mail that did not arrive.
        return (nobody || Daemons.IsMatch(message.From?.Local ?? "") ? Speaks : Tells).IsMatch(BounceText.ReportText(message));
    }

    // RFC 3464: the fields of each recipient; the words around them are read only where the fields say nothing.
    static ImmutableArray<BouncedRecipient> Standard(ReceivedMessage message)
    {
        var found = ImmutableArray.CreateBuilder<BouncedRecipient>();
        string? told = null;
        foreach (var part in message.Root.All())
        {
            if (part.MediaType is not ("message/delivery-status" or "message/global-delivery-status")) continue;
            foreach (var group in ReportFields.Read(part.Text()))
            {
                if (!group.ContainsKey("final-recipient") && !group.ContainsKey("original-recipient") && !(group.ContainsKey("action") && group.ContainsKey("status"))) continue;
                told ??= BounceText.ReportText(message);
                found.Add(Recipient(group, told, message));
            }
        }
        return found.ToImmutable();
    }

    static BouncedRecipient Recipient(Dictionary<string, string> group, string told, ReceivedMessage message)
    {
        var address = ReportFields.Address(group.GetValueOrDefault("final-recipient")) ?? ReportFields.Address(group.GetValueOrDefault("original-recipient"))
            ?? ReportFields.Address(message.Root.RawHeader("X-Failed-Recipients")) ?? "";
        var action = Action(group.GetValueOrDefault("action"));
        var given = Status(group.GetValueOrDefault("status"));
        var words = Diagnostic(group.GetValueOrDefault("diagnostic-code"));
        var code = BounceText.ReplyCode(words);
        var status = BounceText.Exact(given, words, code);
        var aside = BounceText.About(told, address);
        if (code == 0) code = BounceText.ReplyCode(aside);
        if (status is null or { Subject: 0, Detail: 0 }) status = BounceText.Exact(status, aside, code);
        var reason = action switch
        {
            BounceAction.Delivered or BounceAction.Relayed or BounceAction.Expanded => BounceReason.Delivered,
            _ when group.TryGetValue("x-powermta-bouncecategory", out var category) && Category(category) is { } named => named,
            _ => BounceText.Definite(Reason(status, code, words, aside), status, code, told + words),
        };
        var all = words.Length > 0 ? words : aside;
        return new(address, action, status, code, reason, all.Length > 1000 ? all[..1000] : all);
    }

    // PowerMTA says what it took the reply for; only what is definite there is taken over (PowerMTA User's Guide, "Bounce categories").
    static BounceReason? Category(string category) => category.Trim().ToLowerInvariant() switch
    {
        "bad-mailbox" => BounceReason.UserUnknown,
        "bad-domain" => BounceReason.HostUnknown,
        "inactive-mailbox" => BounceReason.Suspended,
        "quota-issues" => BounceReason.MailboxFull,
        _ => null,
    };

    static BounceReason Reason(EnhancedStatus? status, int code, string words, string aside)
    {
        var reason = BounceJudge.Of(status, code, words);
        if (reason == BounceReason.UserUnknown && BounceJudge.IsFiltered(string.Join(' ', aside.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)))) return BounceReason.Filtered;
        var vague = reason is BounceReason.Unknown or BounceReason.System || words.Length == 0;
        if (!vague) return reason;
        var second = BounceJudge.Of(status, code, words + "\n" + aside);
        return second is BounceReason.Unknown ? reason : second;
    }

    static BounceAction Action(string? action) => action?.Trim().ToLowerInvariant().Split(' ', '(')[0] switch
    {
        "delayed" or "deferred" => BounceAction.Delayed,
        "delivered" or "deliverable" => BounceAction.Delivered,
        "relayed" => BounceAction.Relayed,
        "expanded" => BounceAction.Expanded,
        _ => BounceAction.Failed,
    };

    static EnhancedStatus? Status(string? text)
    {
        if (text is null) return null;
        var numbers = text.TrimStart().Split(' ', '(', ';')[0].Split('.');
        return numbers is [var a, var b, var c] && Number(a) is 2 or 4 or 5 && Number(b) is { } subject && Number(c) is { } detail ? new EnhancedStatus(Number(a)!.Value, subject, detail) : null;

        static int? Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 1000 ? n : null;
    }

    static string Diagnostic(string? field)
    {
        if (field is null) return "";
        var semicolon = field.IndexOf(';');
        return semicolon is > 0 and < 20 && !field.AsSpan(0, semicolon).Contains(' ') ? field[(semicolon + 1)..].Trim() : field;
    }
}
