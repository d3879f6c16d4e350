using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsEngage.Mail.Mime;

namespace CsEngage.Mail.Reports;

/// <summary>
/// What can be read from the text of reports that are not in the standard form: qmail, old sendmail, Exim, Exchange, Notes, carriers, and many more.
/// No server is known by name here; they all put the address, the words of the refusal and then the original message.
/// </summary>
static class BounceText
{
    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    const int LongestText = 20_000;

    static readonly Regex OriginalBegins = new(
        "^[ >]*[-=_*~ ]*(-{2,}|={2,}|_{2,}|\\*{2,})?[ ]*(below this line is|this is a copy of|(here is|following is) (a|the) copy|(the )?original (message|mail|text|headers?|e-?mail)( (follows|text|headers|content|body|is|was|attached|received|header|source))?[^a-z]*$|original message follows|original mail as follows|included is a copy|unsent message|message (text|header|headers|source|body|content)( follows?)?[^a-z]*$|(the )?header(s)? of (the )?(original|message)|returned message|non-delivered (mail|message)|the attached file contains|your (original )?message (is|was|follows|text|header|begins|reads)[^a-z]*:?$|(copy|content|text|begin(ning)?|start) of (the |your )?(original |returned |undelivered |message|mail)|undelivered message (follows|header|is)|-{3,} ?(forwarded|undelivered|returned|begin)|mail (data|header) follows|here are (the )?(first|headers)|(元|原|送信された|お送りいただいた)の?(メール|メッセージ)|以下(、|は)?(元|原|送信)の?(メール|メッセージ))",
        Options);

    static readonly Regex OriginalHeader = new("^(received: (from|by|\\(qmail)|return-path: ?<|message-id: ?<|mime-version: 1)", Options);
    static readonly Regex Addresses = new("[a-z0-9!#$%&'*+/=?^_`{|}~.\"-]+@[a-z0-9.-]*[a-z0-9]", Options);
    static readonly Regex Leading = new("^[ \\t>*-]*(\\d+[.)] |[45]\\d\\d )?((final-|original-)?recipients?( address)?|to|address(ed to)?|user|failed recipient|rcpt( to)?|could not be delivered to|(unable|failed) to deliver( message)? to|message not delivered to|宛先|送信先|あて先|受信者)?[ :;=]*(rfc822;)?[ ]*[<\"'(\\[]?[^ <>@\"]+@[^ <>@:,;]+", Options);
    static readonly Regex Heading = new("(following|these|this|one or more) (recipient|address|e-?mail|user|destination)[^\n]*:|not delivered to:|addresses had (delivery|permanent|fatal)[^\n]*", Options);
    static readonly Regex Status = new("(^|[^0-9.a-z/:-])[245]\\.\\d{1,3}\\.\\d{1,3}($|[^0-9.]|\\.($|[^0-9]))", Options);
    static readonly Regex Said = new("(^|[^0-9])[45][0-9][0-9][ -]#?(?<status>[45]\\.\\d{1,3}\\.\\d{1,3})", Options);
    static readonly Regex Late = new("delay|^warning|: warning$|defer|incomplete|not yet|still being|verzögert|verspätet|retard|aplazad|retrasad|atrasad|ritard|vertraagd|försena|forsinke|opóźni|zpožd|задерж|遅延|遅れ|延迟|延遲|지연", Options);
    static readonly Regex Trying = new("no action|(is|been) delayed (for|by|more)|(do not|don.t) need|(will|is|are|being) (still )?(be(ing)? )?(re-?tr(y|ied)|continu|keep|trying|attempted)|try again (for|until|later)|weiterhin|weitere (zustell)?versuche|erneut versuch|nouvelles? tentatives?|(sera|va) .{0,30}(retent|réessay)|(seguir|continuar)[áa]?n? |nuev[oa]s? intento|verr(à|anno) (effettuat|ritentat)|nuovi tentativi|pogingen|fortsätter|prøver|будет повтор|попыт(ки|ок)|再試行|再送|引き続き|继续|繼續|重试|重試|다시 시도|계속", Options);
    static readonly Regex AtRecipient = new("\\brcpt\\b", Options);
    static readonly Regex Plain = new("(does not|doesn.?t|no longer) (exist|have a)|[45]\\d\\d <[^ <>]+>: user unknown", Options);
    static readonly Regex WholeLine = new("^[ \\t]*[45]\\d\\d <[^ <>]+>\\.\\.\\. ", Options);
    static readonly Regex Code = new("(^|[^0-9.a-z:#/=-]| :)[245][0-9][0-9]([ ,-]|$)", Options);

    /// <summary>The report's own words: the first text part (or all of it when there are no parts), up to where the original message begins.</summary>
    public static string ReportText(ReceivedMessage message)
    {
        var text = new StringBuilder();
        foreach (var part in Shown(message.Root))
        {
            var piece = part.MediaType == "text/html" ? Html.PlainText.From(part.Text()) : part.Text();
            text.Append(Cut(piece)).Append('\n');
            if (text.Length > LongestText) break;
        }
        var preamble = message.Root.Parts.IsEmpty && message.Root.MediaType.StartsWith("multipart/", StringComparison.Ordinal);
        if (preamble || (text.ToString().Trim().Length == 0 && !message.Root.MediaType.StartsWith("text/", StringComparison.Ordinal))) text.Append(Cut(Charset.Decode(null, message.Root.Body.Span[..Math.Min(message.Root.Body.Length, LongestText)])));
        return text.Length > LongestText ? text.ToString(0, LongestText) : text.ToString();
    }

    /// <summary>The Message-ID of the original where the report holds it as plain text.</summary>
    public static MessageId? OriginalId(ReceivedMessage message)
    {
        foreach (var part in Shown(message.Root))
        {
            var text = part.Text();
            var at = text.LastIndexOf("\nMessage-Id:", StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            var end = text.IndexOf('\n', at + 1);
            return MessageId.TryParse(text[(at + 12)..(end < 0 ? text.Length : end)]);
        }
        return null;
    }

    public static ImmutableArray<BouncedRecipient> Read(ReceivedMessage message, OriginalMessage original)
    {
        var text = ReportText(message);
        var names = Recipients(text, message, original);
        var found = ImmutableArray.CreateBuilder<BouncedRecipient>();
        foreach (var name in names)
        {
            var words = names.Count == 1 ? text : About(text, name);
            var code = ReplyCode(words);
            var status = Exact(null, words, code) ?? Exact(null, text, code);
            var said = Refusal(words);
            var reason = BounceJudge.Of(status, code, said);
            if (reason is BounceReason.Unknown or BounceReason.System) reason = BounceJudge.Of(status, code, said + "\n" + words + "\n" + message.Subject) is var more and not BounceReason.Unknown ? more : reason;
            reason = Definite(reason, status, code, text);
            var action = IsDelay(message.Subject, text) ? BounceAction.Delayed : reason == BounceReason.Delivered ? BounceAction.Delivered : BounceAction.Failed;
            found.Add(new(name, action, status, code, reason, said.Length > 1000 ? said[..1000] : said));
        }
        return found.ToImmutable();
    }

    /// <summary>The lines about one recipient: from the one that names it to the next empty line behind some words, or the next address.</summary>
    public static string About(string text, string address)
    {
        if (address.Length == 0) return text;
        var lines = text.Split('\n');
        var about = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].Contains(address, StringComparison.OrdinalIgnoreCase)) continue;
            about.Append(lines[i]).Append('\n');
            if (WholeLine.IsMatch(lines[i])) continue;
            var spoken = lines[i].Length > address.Length + 20;
            for (var j = i + 1; j < lines.Length && j < i + 15; j++)
            {
                if (Leading.IsMatch(lines[j]) && !lines[j].Contains(address, StringComparison.OrdinalIgnoreCase)) break;
                if (lines[j].Trim().Length == 0) { if (spoken) break; continue; }
                spoken = true;
                about.Append(lines[j]).Append('\n');
                i = j;
            }
        }
        return about.Length > 0 ? about.ToString() : text;
    }

    /// <summary>
    /// An unknown user is a definite failure when the address was refused as such: by a status of subject 1, in answer to RCPT, or by the reporting server itself, which needs no code.
    /// A bare 550 at an unknown moment may have come after the content; three of those make a dead address, one does not.
    /// </summary>
    public static BounceReason Definite(BounceReason reason, EnhancedStatus? status, int code, string report) =>
        reason == BounceReason.UserUnknown && status is (null or { Subject: 0 or 2 or 3 or 7 }) && code > 0 && !AtRecipient.IsMatch(report) && !Plain.IsMatch(report) ? BounceReason.Filtered : reason;

    /// <summary>The reply code in a text; the last negative one wins over a positive one.</summary>
    public static int ReplyCode(string text)
    {
        var code = 0;
        foreach (Match match in Code.Matches(text.Length > LongestText ? text[..LongestText] : text))
        {
            var at = match.Value.AsSpan().IndexOfAnyInRange('0', '9');
            var here = int.Parse(match.Value.AsSpan(at, 3), CultureInfo.InvariantCulture);
            if (here is < 200 or > 559 || (here is >= 300 and < 400)) continue;
            if (code == 0 || (code < 400 && here >= 400)) code = here;
        }
        return code;
    }

    /// <summary>The most exact enhanced status: the one in the words when the given one says only "other".</summary>
    public static EnhancedStatus? Exact(EnhancedStatus? given, string words, int code)
    {
        // What the other server said right behind its code is first-hand; the report's own field is often a translation.
        if (Said.Match(words) is { Success: true } said && EnhancedStatus.Leading(said.Groups["status"].Value + " ") is { } first && first.Class == code / 100 && (first is { Detail: > 0, Subject: > 0 } || (given is { } field && field.Class != first.Class))) return first;
        if (given is { Detail: > 0, Subject: > 0 } && given.Value.Class * 100 <= code + 99) return given;
        EnhancedStatus? best = given, foreign = null;
        foreach (Match match in Status.Matches(words.Length > LongestText ? words[..LongestText] : words))
        {
            var start = 0;
            while (start < match.Length && !(match.Value[start] is '2' or '4' or '5' && start + 1 < match.Length && match.Value[start + 1] == '.')) start++;
            var parts = match.Value[start..].Split('.');
            var detail = new string([.. parts[2].TakeWhile(char.IsAsciiDigit)]);
            var here = new EnhancedStatus(parts[0][0] - '0', int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(detail, CultureInfo.InvariantCulture));
            if (code >= 400 && here.Class != code / 100) foreign ??= here;
            else if (best is null || Weight(here) > Weight(best.Value)) best = here;
        }
        return best ?? foreign;

        static int Weight(EnhancedStatus status) => (status.Class == 2 ? 0 : 4) + (status.Subject > 0 ? 2 : 0) + (status.Detail > 0 ? 1 : 0);
    }

    // That it is late stands in the subject; that it is still being tried, in the text. A last notice says neither of the second.
    static bool IsDelay(string subject, string text) => Late.IsMatch(subject) && Trying.IsMatch(text);

    // The lines that hold a reply code or words of refusal; all when none does.
    static string Refusal(string words)
    {
        var lines = words.Split('\n');
        var first = Array.FindIndex(lines, l => Code.IsMatch(l) && ReplyCode(l) >= 400);
        if (first < 0) return words;
        var said = new StringBuilder();
        for (var i = first; i < lines.Length && i < first + 6 && lines[i].Trim().Length > 0; i++) said.Append(lines[i].Trim()).Append(' ');
        return said.ToString();
    }

    static List<string> Recipients(string text, ReceivedMessage message, OriginalMessage original)
    {
        var failed = message.Root.RawHeader("X-Failed-Recipients");
        if (failed is not null && Found(failed) is { Count: > 0 } declared) return declared;
        var ours = new HashSet<string>(message.To.Select(b => b.Address).Concat(Found(message.Root.RawHeader("Delivered-To") ?? "")).Concat(Found(message.Root.RawHeader("Envelope-To") ?? "")), StringComparer.OrdinalIgnoreCase);
        if (message.From is { } from) ours.Add(from.Address);
        var addressed = original.Headers is null ? [] : ReceivedMessage.ReadAddresses(original.Headers.RawHeader("To")).Select(b => b.Address).ToList();

        var heading = Heading.Match(text) is { Success: true } match && text[(match.Index + match.Length)..] is var below && Found(below).Any(a => !ours.Contains(a) && !IsSystem(a)) ? below : text;
        var leading = new List<string>();
        var anywhere = new List<string>();
        foreach (var line in heading.Split('\n'))
        {
            if (line.StartsWith("From:", StringComparison.OrdinalIgnoreCase) || line.Contains("message-id", StringComparison.OrdinalIgnoreCase) || (line.Contains("MAIL FROM", StringComparison.OrdinalIgnoreCase) && !Leading.IsMatch(line))) continue;
            var here = Found(line).Where(a => !ours.Contains(a) && !IsSystem(a)).ToList();
            if (here.Count == 0) continue;
            anywhere.AddRange(here);
            if (Leading.IsMatch(line)) leading.Add(here[0]);
        }
        if (Pick(leading) is { Count: > 0 } first) return first;
        if (Pick([.. anywhere.Where(a => addressed.Contains(a, StringComparer.OrdinalIgnoreCase))]) is { Count: > 0 } shared) return shared;
        if (Pick(anywhere) is { Count: > 0 } any) return [any[0]];
        return addressed.Count > 0 ? addressed[..1] : [""];

        static List<string> Pick(List<string> all) => [.. all.Distinct(StringComparer.OrdinalIgnoreCase).Take(1000)];
    }

    static bool IsSystem(string address) =>
        address.StartsWith("postmaster@", StringComparison.OrdinalIgnoreCase) || address.StartsWith("mailer-daemon@", StringComparison.OrdinalIgnoreCase) || address.StartsWith("abuse@", StringComparison.OrdinalIgnoreCase);

    static List<string> Found(string text) => [.. Addresses.Matches(text).Select(m => m.Value.Trim('.', '\'', '"', '-', '=', '/')).Where(a => a.IndexOf('@') > 0)];

    static IEnumerable<MimeEntity> Shown(MimeEntity entity)
    {
        if (entity.MediaType.StartsWith("multipart/", StringComparison.Ordinal))
        {
            // Of two forms of the same text one is enough; the original behind it is not the report.
            var parts = entity.MediaType == "multipart/alternative" ? entity.Parts.Where(p => p.MediaType == "text/plain").DefaultIfEmpty(entity.Parts.FirstOrDefault()!).Take(1) : entity.Parts;
            foreach (var part in parts.Where(p => p is not null)) foreach (var leaf in Shown(part)) yield return leaf;
        }
        else if (entity.MediaType is "text/plain" or "text/html" or "text" or "message/delivery-status-text" && entity.Disposition.Value != "attachment") yield return entity;
    }

    static string Cut(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (OriginalBegins.IsMatch(lines[i]) || (OriginalHeader.IsMatch(lines[i]) && i > 0)) return string.Join('\n', lines[..i]);
        }
        return text;
    }
}
