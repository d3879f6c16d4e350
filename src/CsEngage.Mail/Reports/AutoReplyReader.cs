using System.Text.RegularExpressions;

namespace CsEngage.Mail.Reports;

/// <summary>Answers of machines (RFC 3834 §5), by their headers, and by what subjects say where the headers are missing.</summary>
static class AutoReplyReader
{
    static readonly string[] Subjects =
    [
        "automatic reply", "auto reply", "autoreply", "auto-reply", "auto response", "autoresponse", "auto-response", "automated reply", "automated response", "out of office", "out of the office", "out-of-office", "on vacation", "vacation", "away from", "i am away", "ooo:", "annual leave", "parental leave", "maternity leave", "no longer with the company",
        "自動返信", "自動応答", "自動回答", "不在", "休暇", "自動送信",
        "abwesenheit", "automatische antwort", "réponse automatique", "absence du bureau", "respuesta automática", "fuera de la oficina", "risposta automatica", "resposta automática", "automatisch antwoord", "автоответ", "自动回复", "자동 회신",
        "außer haus", "absent du bureau", "message d'absence", "ausencia", "ausente", "ausência", "assenza", "fuori ufficio", "afwezig", "poza biurem", "automatyczna odpowiedź", "frånvaro", "autosvar", "automatisk svar", "fravær", "poissaolo",
        "automatiskt svar", "automaattinen vastaus", "automatická odpoveď", "automatski odgovor", "samodejni odgovor", "автоматичен отговор", "автоматический ответ", "автоматична відповідь", "răspuns automat", "αυτόματη απάντηση", "balasan otomatis", "ตอบกลับอัตโนมัติ", "trả lời tự động",
        "رد تلقائي", "מענה אוטומטי", "resposta automàtica", "im urlaub", "en vacances", "de vacaciones", "in ferie", "på ferie", "på semester", "на отпуск", "в отпуске",
        "automatická odpověď", "automatikus válasz", "otomatik yanıt", "không có mặt", "自动答复", "自動回覆", "休假", "부재중", "부재 중", "자동 응답",
    ];

    // Behind these the words are those of our own subject, which a person answers.
    static readonly Regex Quoted = new("^\\s*(re|aw|sv|vs|rv|rif|antw|odp|ynt|回复|回覆|答复|返信)(\\[\\d+\\])?\\s*[:：]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    public static InboundMail.AutoReply? Read(ReceivedMessage message)
    {
        var root = message.Root;
        var submitted = root.RawHeader("Auto-Submitted")?.Trim().ToLowerInvariant() ?? "";
        var declared = submitted.StartsWith("auto-replied", StringComparison.Ordinal)
            || root.RawHeader("X-Autoreply") is not null || root.RawHeader("X-Autorespond") is not null || root.RawHeader("X-Autoresponder") is not null
            || root.RawHeader("Precedence")?.Trim().Equals("auto_reply", StringComparison.OrdinalIgnoreCase) is true
            || root.RawHeader("X-Precedence")?.Trim().Equals("auto_reply", StringComparison.OrdinalIgnoreCase) is true
            || (root.RawHeader("X-Auto-Response-Suppress") is not null && (submitted.StartsWith("auto-", StringComparison.Ordinal) || Says(message.Subject)));
        if (!declared && !(Says(message.Subject) && ((IsAnswer(message) && !Quoted.IsMatch(message.Subject)) || IsNobodys(message)))) return null;
        var text = message.Text ?? Html.PlainText.From(message.Html ?? "");
        return new(message.From, message.Answers is [.., var last] ? last : null, text.Length > 1000 ? text[..1000] : text);
    }

    static bool Says(string subject)
    {
        foreach (var words in Subjects) if (subject.Contains(words, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    static bool IsAnswer(ReceivedMessage message) => !message.Answers.IsEmpty;

    // The empty return path: no person writes from there.
    static bool IsNobodys(ReceivedMessage message) => message.Root.RawHeader("Return-Path")?.Trim() is "<>" or "";
}
