using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CsEngage.Mail.Reports;

/// <summary>
/// Finds the reason of a refusal in its codes and words: for replies of servers (RFC 5321, RFC 3463) as well as for reports. The words come first, because servers give
/// <c>5.7.1</c> and <c>550</c> to everything; the enhanced status decides where the words are not known, the reply code where there is no status.
/// </summary>
public static class BounceJudge
{
    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    // In this order: what is said about the mailbox or our standing explains an "unknown" said in the same breath.
    static readonly ImmutableArray<(BounceReason Reason, ImmutableArray<Regex> Words)> Rules =
    [
        (BounceReason.System, Any("^procmail: (couldn.t|error|can.t)")),
        (BounceReason.MailboxFull, Any(
            @"mailbox (is |was )?(almost )?(full|over ?quota)", @"(mail ?)?(box|folder|file|drop|dir)( \S+)? (is )?full", @"full mailbox",
            @"over ?(the |its |his |their |disk |storage |mailbox )*(allowed )?quota", @"quota ?(has been |is |was )?(exceed|usage|violation|full|reached|over)",
            @"exceed\w*( \w+){0,4} (quota|storage|mailbox size|space|disk|allowed size)",
            @"(disk|disc|storage|mailbox|space) ?(space )?(quota|limit) (has been |was |is )?(exceed|reach)", @"insufficient (disk|storage) space",
            @"not enough (disk|storage)?( ?space)", @"out of (disk |storage )?(space|quota)", @"exceeded storage", @"too much mail data",
            @"user has too (much|many) (mail|messages)", @"would be over the allowed", @"reached disk quota", @"mailbox size (limit )?exceed",
            @"(local )?mailbox.{0,20} exceed", @"exceeded the (space|local|size|storage) limit", @"(recipient.?s|user.?s) (mailbox|disk|mailfolder).{0,30}(full|exceed)",
            @"maximum allowed storage", @"no (storage )?space left (in|for) ", @"errmailboxfull", @"boite du destinataire pleine", @"casella piena", @"buz[oó]n lleno",
            @"postfach (ist )?voll", @"ящик переполнен", @"qu?ota excee?ded", @"mailbox_full", @"overquota", @"inbox (is )?full", @"userdisk quota", @"domaindisk quota",
            @"メールボックス(が|は|の容量が)?[^。\n]{0,10}(一杯|いっぱい|満杯)", @"容量[^。\n]{0,6}(超|オーバー|不足|上限)", @"容量制限", @"postfach[^.\n]{0,40} voll", @"bo[iî]te aux lettres[^.\n]{0,40}pleine",
            @"(buz[oó]n|bandeja)[^.\n]{0,40} llen", @"caixa (postal|de (correio|entrada))[^.\n]{0,40}(cheia|lotada)", @"casella[^.\n]{0,40}piena", @"postvak[^.\n]{0,20} vol\b", @"(邮箱|信箱|收件箱)[^。\n]{0,8}(已满|满了|空间不足|容量)", @"(사서함|편지함)[^.\n]{0,20}(가득|꽉|초과)", @"receiving limits", @"storage capacity",
            @"(postlåda|inkorg|brevlåda)[^.\n]{0,30} full", @"(postkasse|postboks|innboks|indbakke)[^.\n]{0,30} ful[dl]", @"skrzynk\w*[^.\n]{0,40}(pełn|przepełni|zapełni)", @"schránk\w*[^.\n]{0,40}(pln|přeplněn)",
            @"postaláda[^.\n]{0,30}(megtelt|tele)", @"(posta|gelen) kutusu[^.\n]{0,30} dolu", @"ящик[^.\n]{0,40}(переполнен|заполнен)", @"скриньк\w*[^.\n]{0,40}(переповнен|заповнен)", @"postilaatikko[^.\n]{0,30} täynnä",
            @"(信箱|郵箱|收件匣)[^。\n]{0,8}(已滿|滿了|空間不足|容量)", @"(메일함|편지함|사서함|메일 ?박스|메일 용량)[^.\n]{0,20}(용량|가득|꽉|초과|부족)")),
        (BounceReason.TooBig, Any(
            @"message (size )?(is )?(too (big|large|long)|exceeds?)", @"(message|mail|file) size (limit|exceeds|is too)",
            @"exceeds? (the )?(fixed |local |administrative |our )?(maximum )?(message |mail )?size( limit)?", @"size limit (for|exceeded)", @"max(imum)? message size",
            @"line limit exceeded", @"larger than the( current| maximum)?", @"too large for this recipient", @"message header size.{0,20} exceed",
            @"resolver\.rst\.(recip|send)sizelimit", @"attachment.{0,30} too (big|large)", @"5\.3\.4 .{0,60}(size|large|big)", @"サイズ(が|を)?(大き|超)")),
        (BounceReason.Moved, Any(
            @"(recipient|user|account|address|mailbox|mbox) (has|have) (been )?(moved|changed|replaced)", @"has been replaced by", @"user has moved", @"has moved to",
            @"moved permanently", @"(address|account) is no longer (in use|used|valid).{0,40}(new|instead)", @"5\.1\.6\b")),
        (BounceReason.Suspended, Any(

            @"(account|mailbox|user|recipient|e-?mail|mail box|address)( \S+)?( that you tried to reach)?( is| has been| was| are)?( currently| temporarily| temporary| been| now)* ?(suspended|disabled|deactivated|inactive|frozen|locked|blocked|terminated|closed|expired|dormant|discontinued|over the limit on inactivity)",
            @"(suspended|disabled|inactive|deactivated|frozen|dormant|locked|invalid/inactive)( |_)?(the )?(account|mailbox|user|recipient|address|service)",
            @"mailbox unavailable or access denied", @"due to (extended )?inactivity", @"suspend the service", @"temporarily inactive", @"archived recipient",
            @"destinataire archiv", @"email account .{0,60}(disabled|inactive|suspended)", @"not currently being accepted", @"is a deactivated mailbox",
            @"account has been disabled", @"account that you tried to reach is (disabled|inactive)")),
        (BounceReason.NotAccepting, Any(
            @"(does|do|will) ?n.?o?t accept (any |inbound |incoming )?(e-?mail|mail|messages)",
            @"(host|domain|server|site|system) .{0,30}(does not|doesn.?t|not|no longer) (accept|receiv|tak)\w* (any |inbound )?(e-?mail|mail|messages)", @"nullmx",
            @"null mx", @"no mx records? (found )?for", @"mail receiving disabled", @"not accept(ing)? (any )?mail (for|at)", @"no (mail|smtp) (server|service)( (for|at|here|is)|$|\b.{0,3}$)", @"indicated no smtp service",
            @"couldn.?t find a mail exchanger", @"smtp protocol returned a permanent error", @"no route for current request", @"name server: \.: host not found",
            @"5\.7\.27")),
        // Before the sender's address is blamed: it is not proven to be ours.
        (BounceReason.Reputation, Any(@"unauthenticated (e-?mail|mail|message)s? from", @"does not pass dmarc", @"due to .{0,40}dmarc policy")),
        (BounceReason.SenderRefused, Any(

            @"(sender|from|return[- ]path|mail from|envelope[- ]from|reverse[- ]path)( address| domain| e-?mail)?( \S+)?( is| was| has)? ?(reject|refus|den|invalid|not (accept|allow|valid|exist|found|verif|ok)|unknown|unverifi|verif\w+ fail|does not exist|bad|unresol|must|blocked|could not be verified)",
            @"(invalid|bad|unknown|unverified|unresolvable) (sender|from|return|reverse)", @"sender verif", @"could not verify sender", @"domain of sender",
            @"verify sender", @"your (e-?mail )?address", @"sender rejected", @"5\.1\.[78]\b", @"from:? (header|address) .{0,30}(missing|invalid)", @"from:? domain is (invalid|not)", @"empty envelope",
            @"null sender", @"address not found in your domain")),
        // Exchange Online: an address that its tenant does not have, and a group that takes mail only from inside. Both speak of access and of signing in.
        (BounceReason.UserUnknown, Any(@"5\.4\.1 recipient address rejected: access denied", @"permanent failure for one or more recipients \(.*(user unknown|unknown user|no such user|5\.1\.1)")),
        (BounceReason.HostUnknown, Any(@"couldn.?t find any host named")),
        (BounceReason.Filtered, Any(@"resolver\.rst\.(auth|sendernotauth|notauth)\w*", @"^5\.7\.(12|13[0-6])\b")),
        (BounceReason.Reputation, Any(
            @"spf (check |validation )?(fail|soft ?fail|hard ?fail|reject|not pass|record|verification)",
            @"\bspf\b.{0,60}(fail|reject|not (pass|author|permit)|does not|did not)", @"(fail|reject)\w* .{0,40}\b(spf|dkim|dmarc)\b", @"\bdmarc\b",
            @"\bdkim\b.{0,60}(fail|not|require|sign)", @"sender policy framework", @"unauthenticated (e-?mail|sender|message)",
            @"authentication (check|checks|failure|required for|did not pass|information)", @"not? authoriz?sed to send .{0,40}(on behalf|from|for)",
            @"is not (allowed|authorized|permitted) to send (mail )?(from|for)", @"reverse dns", @"rdns", @"\bptr\b", @"reverse (lookup|hostname|mapping|address)",
            @"hostname .{0,30}(not found|does not resolve|lookup)", @"cannot find your (reverse )?hostname", @"fix (the )?reverse", @"no reverse", @"unresolvable",
            @"does not resolve", @"forward[- ]confirm", @"(black|block|deny|reject|ban) ?-?list", @"blacklist", @"blocklist", @"\brbls?\b", @"\bdnsbls?\b", @"spamhaus",
            @"spamcop", @"\bsorbs\b", @"barracudacentral", @"senderbase", @"cloudmark", @"proofpoint", @"abuseat", @"uceprotect", @"mailspike", @"invaluement", @"surbl",
            @"(bad|poor|low|very low|no) (domain |ip |sender |mail )?reputation", @"reputation (is )?(of|for|too|very|low|bad|poor|score)", @"due to .{0,40}reputation",
            @"(your|the|client|this|sender'?s?|sending|connecting|source|originating)( \w+)? (ip|host|server|domain|network|mail server|address|mta|messages?|smtp server)( \S+)?( \[\S+\])? (is|are|has been|was|have been|were|is being|is currently|is temporarily)( temporarily| currently| permanently)? ?(black|block|ban|deny|denied|reject|not (allowed|accepted|welcome)|refused|listed|restricted|deferred)",
            @"blocked (by|for|using|because|due|from|ip|the ip|address|message|mail from|temporarily)",
            @"(ip|host|client|domain|connection|message|e-?mail)s? (address )?(is |was |has been )?(temporarily |permanently )?blocked",
            @"(host|client|ip address|connection|sender|domain|access).{0,30} (rejected|refused|denied|banned|not allowed)( |:|\.|$).{0,40}(policy|spam|reputation|block|abuse|see|http)",
            @"client host .{0,60}(rejected|blocked|denied)", @"connection (refused|dropped|denied|rejected|blocked) (by|due|for)",
            @"policy (violation|reason|reject|restriction)", @"local policy", @"violat\w+ .{0,30}polic", @"(polic|security reasons?).{0,30}(reject|den|refus|violat)",
            @"(reject|den|refus)\w* .{0,40}(polic|security)", @"administrat(ive|ively|or)( \w+)? (prohibit|den|reject|lock|block)",
            @"not allowed by (the )?(recipient|domain|server)", @"dynamic(ally)? (assigned |allocated )?(ip|address|host|pool)", @"residential", @"home (network|user)",
            @"not accept .{0,40}dynamic", @"dial-?up", @"greylist(ing)? (refus|reject)", @"abus(e|ive)( |:|\.)", @"abusing",
            @"(mail|messages?|e-?mail|traffic) from (your |this )?(ip|host|server|address|domain|\d+\.\d+\.\d+\.\d+)( \S+)? (is |has been |was |are |will be )?(not |refused|rejected|denied|blocked|temporarily)",
            @"no access from mail server", @"(bad|invalid|forged|malformed|illegal|unacceptable) (helo|ehlo)", @"helo (command )?(rejected|name)",
            @"access denied.{0,40}(helo|ip|as\(?\d|trafic|traffic)", @"https?://postmaster\.(yahoo|yahooinc|comcast|aol|gmx|web|mail|1und1)", @"https?://ipcheck\.", @"refused to talk to me: 55[0-4]", @"\([a-z]{2,4}:[a-z]{1,2}\d?\)", @"go\.microsoft\.com/fwlink",
            @"(^|[^a-z])\[?(rly|con|sc|dy|cs|ir|oc)[:-]?[ab]?\d", @"(5\.7\.(9|2[0-9]|509|50[0-9]|51[0-9]|6\d\d|7\d\d))\b", @"bulk (mail|e-?mail).{0,40}(not|guidelines|policy)",
            @"sender guidelines", @"email sender", @"not meet .{0,30}(authentication|ipv6)", @"ipv6 sending guidelines", @"trusted(/| )?untrusted",
            @"untrusted (host|client)", @"tls (is )?required", @"must use tls", @"requires? (tls|encryption)", @"not (have )?a valid (certificate|tls)")),
        (BounceReason.Spam, Any(
            @"\bspam\b", @"spammy", @"spamming", @"\bube\b", @"\buce\b", @"unsolicited", @"junk (mail|e-?mail)", @"spamassassin", @"phish", @"appears to be (spam|bulk)",
            @"looks like", @"considered (as )?(spam|unsolicited)", @"classified as", @"identified as", @"suspicio", @"content (was )?rejected", @"message content",
            @"high probability", @"message scored", @"bayes", @"listed (in|on) (\S+ )?(surbl|uribl|url)", @"reject(ed)? (by|for|due to) (filter|content|url|link)",
            @"contains? (a )?(forbidden|spam|suspicious|url|link|unacceptable)", @"https?://\S+[/_.-]spam", @"\bdt:spm\b", @"迷惑メール")),
        (BounceReason.Virus, Any(
            @"virus", @"malware", @"infected", @"trojan", @"worm",
            @"(attachment|file) (type |extension )?(is |was )?(not (allowed|permitted)|blocked|forbidden|prohibited|rejected)", @"dangerous attachment",
            @"banned (file|content|attachment)", @"ウイルス")),
        (BounceReason.RelayDenied, Any(
            @"relay(ing)?( access)?( is| was)? ?(denied|prohibited|not (permitted|allowed)|forbidden|refused|rejected|attempt)",
            @"not? (permitted|allowed|authorized) to relay", @"(unable|cannot|can.?t|refuse|do not|not allowed|will not|won.?t) (to )?relay", @"we do not relay",
            @"relay not", @"insecure mail relay", @"mail server requires authentication", @"no relaying", @"relaying (mail )?to .{0,60}(not|denied|prohibited)",
            @"as a relay", @"not a(n)? (gateway|open relay)", @"not in my relay", @"sorry, that domain isn.?t (in my list|allowed)",
            @"not allowed to (send|deliver) .{0,30}(to|outside|external)", @"isn.?t in my list of allowed rcpthosts", @"unknown .{0,20}relay", @"recipient not permitted",
            @"not local; please try", @"user not local")),
        (BounceReason.Filtered, Any(
            @"recipient preferences",
            @"(message|mail) (was )?(filtered|denied by|refused by|rejected (by|due to|per|for)) ?(domain|the recipient|recipient|user|rules?|preferences)?",
            @"user refuses", @"refuse(s|d)? to receive", @"(accept|receiv)\w* (mail |messages )?only (from|by)", @"only accept(s|ing)? (mail|e-?mail|messages) from",
            @"not authori[sz]ed to (send|deliver)", @"restricted", @"is protected by", @"you have been blocked by the recipient", @"not accepting any mail",
            @"bounced address", @"resolver\.rst\.notauthorized", @"permanent failure for one or more recipients", @"rejected by a remote mail server", @"does not want",
            @"has refused", @"user reject", @"not opted", @"受信拒否", @"受信を拒否", @"domain[- ]filter", @"拒否")),
        (BounceReason.UserUnknown, Any(
            @"user (is |was )?(\S+ )?(unknown|not (known|found|exist\w*|valid|listed|recogni[sz]ed|here))",
            @"unknown (or illegal )?(user|recipient|address|mailbox|account|local[ -]?part|alias|addressee|destination|virtual|e-?mail)",
            @"(no|non[- ]?|not) ?(such|existent|existing) ?(a )?(user|recipient|address|mailbox|mail box|account|person|local|alias|e-?mail|destination|customer|addressee|member|receiver|id)",
            @"(user|recipient|address|mailbox|account|addressee|person|mail ?box|alias|receiver|customer|member|it|e-?mail|inbox|destination)( \S+)?( address)?( you entered| you tried to reach| given)? (does ?n.?o?t|do not|did not|doesn.?t|could not|couldn.?t|can ?not|can.?t|isn.?t|is no|is not|not|wasn.?t|was not) ?(be )?(an? )?(exist|found|known|valid|active|local|recogni[sz]ed|our customer|a valid|listed|identified|present|resolved|there)",
            @"(invalid|bad|incorrect|illegal|wrong|nonexistent|undeliverable|unroutable) (recipient|mailbox|user|address|addressee|destination (address|mailbox)|rcpt|local part|account|e-?mail|to)",
            @"(recipient|address|mailbox|user|account|e-?mail)( address)?( \S+)? (is |was |are )?(invalid|unknown|undeliverable|nonexistent|non-existent|incorrect|wrong|not (found|known|ok|accepted here|local|unique|valid))",
            @"address(es)? (were |was |is |not |does not )?(unknown|couldn.?t be found|could not be found|not present|rejected\.?$)",
            @"no (valid )?(mailbox|mail box|account|user|recipients?|addresses?)( (here|found|by|with|for|of|in|available|at|so named|matching|exist)|\b.{0,10}$)",
            @"mailbox (unavailable|is unavailable|not available|not (here|found|present)|invalid|does not exist|not exist|is inactive|unknown)",
            @"requested action not taken: mailbox unavailable",
            @"not (a )?(valid|known|listed|registered|current|our|local|an active) (recipient|user|mailbox|address|account|customer|subscriber|e-?mail)",
            @"not listed in (the |our )?(\w+ )?(domino|directory|name ?book|public)",
            @"(is|are|was|are) not (known|listed|found|recogni[sz]ed|on|at|in) (at|here|by|on|this|my|our|the)", @"no (one|body) (at|by|with|here)", @"there is no one at",
            @"no account by", @"isn.?t (a|an) (valid|known|active|local)", @"is not an active address",
            @"no longer (valid|active|exists?|available|accepts?|works?|in (use|service|operation)|employed|with|here|a)", @"doesn.?t have a(n)? \S+ account",
            @"we.?re sorry.{0,60}(not|no longer)", @"resolver\.adr\.(ex)?recip(ient)?notfound", @"recip(ient)?notfound", @"badrcptto", @"validrcptto",
            @"sorry, no mailbox here", @"i couldn.?t find", @"doesn.?t list", @"there is no such",
            @"the following recipients? (was|were|could not|is|are) (undeliverable|unknown|not)", @"destination server rejected recipients",
            @"envelope recipient has been denied", @"user missing home", @"said: 5\d\d[ -]5\.1\.[01]", @"recipient rejected",
            @"recipient address rejected: (access denied|user|undeliverable|invalid|unknown|account|mailbox|rejected|address|not|no)",
            @"recipient (is )?(not|refused|unknown|reject)", @"access denied\.? \[am", @"rcpt to:?.{0,80}(unknown|not found|invalid)", @"address unknown",
            @"address rejected(\.| *$| *\()", @"5\.1\.0 .{0,60}reject", @"no valid hosts? for user",
            @"mta-wanadoo", @"user email.? name is not found", @"invalid final delivery", @"check (if|that|whether)? ?(the )?address is correct", @"ディレクトリ(に|の)", @"nessun utente", @"no existe", @"utilisateur inconnu", @"adresse inconnue",
            @"adresse d.? ?au moins un destinataire invalide", @"benutzer unbekannt", @"empf[äa]nger (unbekannt|existiert|nicht)", @"unbekannt", @"nicht gefunden",
            @"utente sconosciuto", @"usuario (desconocido|inexistente)", @"destinatario (sconosciuto|no existe|desconocido)",
            @"пользовател\w* .{0,40}(не найден|не существует|неизвест)", @"получател\w+ .{0,30}(не найден|не существует)", @"не существует",
            @"(宛先|あて先|宛て先|送信先|アドレス|メールアドレス|ユーザー?|受信者|利用者)[^。\n]{0,30}(存在し|見つかり|見当たり|ありません|不明|間違|無効|誤り|登録されて)", @"ディレクトリのリストにありません", @"該当するアドレスが", @"存在しない", @"不明なユーザ",
            @"(宛先|あて先|送信先|アドレス|受信者)[^。\n]{0,20}見つから", @"(empf[äa]nger|benutzer|adresse|postfach|konto)[^.\n]{0,60}(unbekannt|existiert nicht|nicht (bekannt|vorhanden)|ungültig)",
            @"(adresse|destinataire|compte|utilisateur)[^.\n]{0,80}(introuvable|inconnu|n.existe pas|inexistant|est invalide)", @"no se (encuentra|encontró|ha encontrado) (la dirección|el (usuario|destinatario|buzón))",
            @"(dirección|usuario|destinatario|cuenta|buzón)[^.\n]{0,80}(no existe|no se (encuentra|encontró)|inexistente|desconocid|no es válid)",
            @"(endereço|usuário|utilizador|destinatário|conta)[^.\n]{0,80}(não (foi )?(encontrad|exist|localizad)|inexistente|desconhecid)",
            @"(indirizzo|utente|destinatario|casella)[^.\n]{0,80}(non (è stat[oa] )?(trovat|esist)|inesistente|sconosciut)", @"(adres|gebruiker|geadresseerde|ontvanger|postvak)[^.\n]{0,60}(niet (gevonden|bekend)|onbekend|bestaat niet)",
            @"(adres|użytkownik|odbiorc|skrzynk)\w*[^.\n]{0,40}(nie istnieje|nieznan|nie znaleziono)", @"nie (można|udało się) (odnaleźć|znaleźć)[^.\n]{0,30} adres", @"(kullanıcı|alıcı|adres)[^.\n]{0,40}(bulunamadı|mevcut değil)",
            @"(收件人|收信人|用户|用戶|邮箱|帐号|账号|地址)[^。\n]{0,20}(不存在|未找到|找不到|无效|無效)", @"(사용자|받는 사람|수신자|주소|계정)[^.\n]{0,30}(존재하지 않|찾을 수 없)", @"존재하지 않는 (사용자|주소|계정)",
            @"(gick inte att|kunde inte) hitta[^.\n]{0,30}(e-postadress|mottagar)", @"(mottagaren|användaren|e-postadressen)[^.\n]{0,40}(finns inte|okänd|hittades inte)",
            @"(e-?mailadresse|modtager|bruger)[^.\n]{0,40}(ikke fundet|findes ikke|ukendt)", @"(e-postadresse|mottaker|bruker)[^.\n]{0,40}(ikke funnet|finnes ikke|ukjent)", @"(fant|finner) ikke[^.\n]{0,20}e-postadresse",
            @"(sähköpostiosoit|vastaanottaj|käyttäj)\w*[^.\n]{0,40} (ei löy|ei ole olemassa|tuntematon)", @"(adresa|uživatel|příjemce|schránka)[^.\n]{0,40}(nebyl\w* nalezen|neexistuje|neznám|nenalezen)",
            @"(adresa|používateľ|príjemca)[^.\n]{0,40}(sa nenašl|neexistuje|neznám)", @"(cím|felhasználó|címzett)\w*[^.\n]{0,40}(nem található|nem létezik|ismeretlen)", @"(adresa|destinatarul|utilizatorul)[^.\n]{0,60}(nu (a fost |poate fi )?găsit|nu există|necunoscut)",
            @"(διεύθυνση|παραλήπτ|χρήστ)[^.\n]{0,60}(δεν (βρέθηκε|υπάρχει)|άγνωστ)", @"(адрес|користувач|одержувач|отримувач)\w*[^.\n]{0,40}(не знайден|не існує|невідом)", @"(адрес\w*|ящик)[^.\n]{0,40}(не найден|недействител|неизвест)",
            @"(找不到|查無|無此|无此)[^。\n]{0,10}(電子郵件地址|电子邮件地址|收件者|收件人|使用者|用戶|用户|帳號|帐号|信箱)", @"(收件者|使用者|信箱)[^。\n]{0,20}(不存在|找不到|無效)", @"(địa chỉ|người (dùng|nhận))[^.\n]{0,40}(không tồn tại|không tìm thấy)", @"(alamat|pengguna|penerima)[^.\n]{0,40}tidak (ditemukan|ada)",
            @"user_unknown", @"not_found", @"unknown_user", @"user.?doesnt.?exist")),
        (BounceReason.HostUnknown, Any(

            @"(host|domain)( name| or domain name)?( \S+)? (is |was |could |can |does |did )?(not|n.?t|cannot|can.?t)( be)? (found|exist|known|valid|resolved|reachable|located|registered)",
            @"(host|domain|server)( name)? (is )?(unknown|invalid|nonexistent)", @"unknown (host|domain|mail server|server|mail host)", @"no such (host|domain)",
            @"(invalid|illegal|bad|non-?existent|unresolvable) (host|domain|host/domain|mail domain|destination domain)", @"nxdomain", @"name or service not known",
            @"no dns", @"dns (lookup|query|resolution|error|name|type).{0,60}(not (found|exist)|does not exist|nonexistent)",
            @"name service error for name=.{0,60}(not found|type=\w+: host)", @"unrout(e)?able (mail )?(address|domain)", @"couldn.?t find any host",
            @"domain .{0,40}(must exist|not exist|does not exist|doesn.?t exist|expired|mentioned in email address is unknown)", @"no matches to nameserver",
            @"account or domain may not exist", @"(メール)?ドメイン(名)?(が|は)[^。]{0,20}(存在|見つか|ありません|不明)", @"ホスト(名)?(が|は)[^。]{0,20}(存在|見つか|不明)", @"5\.1\.2\b",
            @"5\.4\.4\b.{0,80}(find|found|host|mx|route)", @"non-existent domain", @"no (a|mx) record", @"does not have (a|an) (mx|a) record", @"destination domain")),
        (BounceReason.TooFast, Any(
            @"frequency (limit|exceed|is too)", @"too frequent", @"too (many|much) (connection|message|mail|recipient|session|concurrent|e-?mail|rcpt|error|sent|unknown)", @"rate.?limit", @"throttl", @"too fast",
            @"(exceed|over)\w* .{0,40}(rate|connections|messages per|sending (limit|quota)|hourly|daily|limit on|maximum number|number of)", @"try again later.{0,20}rate",
            @"connection limit", @"concurrent", @"concurrency", @"too often", @"slow down", @"receiving mail (too quickly|at a rate)",
            @"max(imum)? (number of )?(connections|sessions|messages|recipients)", @"unusual rate", @"sending limit", @"daily (sending|user)",
            @"deferred due to (user complaints|unusual)")),
    ];

    // What is said of the way and of systems gives way to a status that names the address.
    static readonly ImmutableArray<(BounceReason Reason, ImmutableArray<Regex> Words)> Vague =
    [
        (BounceReason.Expired, Any(
            @"(connection|connect|operation|session|conversation|delivery|smtp) (has )?tim(ed|e)[ -]?out", @"timed? ?out",
            @"(delivery|retry|retries|queue|message|maximum|too).{0,30} (time|expired|exceeded|too long)", @"(in|on) (the )?(mail ?)?queue (for )?(too|for too|over|more)",
            @"has been (in|on) the queue", @"been in the queue",
            @"(could ?n.?o?t|cannot|unable to|not) (be )?(deliver|send|sent)\w* .{0,30}(within|for|after|in) .{0,12}(\d|days|hours)",
            @"retry (timeout|time(out)? (not reached|exceeded))", @"(will|be) (be )?retr", @"not (yet )?been delivered",
            @"delivery (is |has been )?(delayed|expired|temporarily suspended)", @"expired", @"giv(e|en|ing) up", @"undelivered after", @"no delivery .{0,20}(days|hours)",
            @"for (the last )?\d+ (days|hours|minutes|seconds)", @"temporarily (deferred|unavailable)", @"too old", @"回(の)?再送", @"再送")),
        (BounceReason.Network, Any(

            @"(connection|network|route|host|server|smtp|communications?|link|socket)( \S+)? (was )?(refused|unreachable|reset|lost|dropped|closed|aborted|failure|error|not responding|broken|down)",
            @"mail (loop|forwarding loop)", @"(hop|hops) (count|limit)", @"too many hops", @"loop(ing|s)? (detected|back|to)", @"(mail|message|routing) loops?",
            @"loops? back to myself", @"cannot (connect|contact|reach)", @"unable to (connect|contact|reach|establish|route)",
            @"(could ?n.?o?t|failed to) (connect|contact|reach|establish)", @"no route to host", @"lost connection", @"connection (failed|died)",
            @"malformed or unexpected name server", @"name server", @"dns (server|temporary|failure)", @"temporary (lookup|dns|name)", @"lookup failure", @"routed back", @"(server )?certificate (is )?(not trusted|expired|verif|invalid|mismatch)", @"tls (handshake|negotiation) fail",
            @"can.?t be reached", @"queue too long", @"host not reachable", @"not reach")),
        (BounceReason.Content, Any(
            @"not rfc ?\d", @"rfc ?\d+", @"5\.6\.\d", @"bare (lf|cr)", @"header(s)?.{0,40}(missing|invalid|too|malformed|not|duplicate|multiple)",
            @"missing .{0,20}(header|subject|from|date)",
            @"(malformed|invalid|improper|illegal|broken|duplicate|multiple) (header|mime|message|content|format|character|date|from)", @"mime (error|format)",
            @"(message|mail) (is )?(malformed|rejected|refused|not accepted)", @"charset", @"conversion", @"encoding", @"8-?bit", @"non-?ascii",
            @"content (filter|policy|is)", @"message refused", @"improper use")),
        (BounceReason.System, Any(

            @"(system|server|configuration|config|local|internal|mailer|program|disk|database|ldap|i/o|resource|application|software|service|delivery|processing|unexpected) (\w+ )?(error|failure|fail|unavailable|problem|not available|misconfig|crash)",
            @"error in processing", @"can.?t create", @"cannot (create|open|write|store|append)", @"command (died|failed|output|not recogni|unrecogni|unknown|reject)",
            @"out of memory", @"not implemented", @"unrecogni", @"syntax error", @"bad sequence", @"protocol", @"no such file", @"permission denied", @"procmail",
            @"maildrop", @"vdelivermail", @"exit (status|code)", @"service (is )?(temporarily |currently )?(unavailable|not available)", @"try (again )?later",
            @"insufficient (system )?(resources|storage)", @"could not (complete|process|be completed)", @"unable to (deliver|process|lookup)",
            @"temporary (error|failure|problem|server)", @"local delivery", @"pipe to", @"child status", @"alias", @"mail for .{0,30}loops", @"no space left on device")),
    ];

    static readonly Regex Gloss = new(@"^[245]\.\d\.\d - [a-z ]+ \d{3}[- ]'(?<said>.+)'", Options);
    static readonly Regex FilterSays = new(@"(550|->|status:|said:) ?:? ?: user unknown", Options);
    static readonly Regex AfterContent = new("(in reply to|after|at) (the )?(end of )?data|\\(data\\)|smtp command data", Options);
    static readonly Regex Passing = new("(found|error|failure)[,:;]? try again|temporar|queued", Options);

    /// <summary>Finds the reason.</summary>
    /// <param name="status">The enhanced status code, if there was one.</param>
    /// <param name="code">The reply code; 0 for none.</param>
    /// <param name="words">What the server or the report said.</param>
    public static BounceReason Of(EnhancedStatus? status, int code, string words)
    {
        // A gloss of the reporting server in front of what the other one said: 5.1.0 - Unknown address error 550-'…'
        if (Gloss.Match(words) is { Success: true } gloss) words = gloss.Groups["said"].Value;
        if (status is { Class: 2 } || (status is null && code is >= 200 and < 300)) return BounceReason.Delivered;
        words = Folded(words);
        foreach (var (reason, patterns) in Rules) foreach (var pattern in patterns) if (pattern.IsMatch(words)) return Weighed(reason, status, code, words);
        if (status is { Class: 5, Subject: 1, Detail: not 0 }) return Of(status, code);
        foreach (var (reason, patterns) in Vague) foreach (var pattern in patterns) if (pattern.IsMatch(words)) return reason;
        return Of(status, code);
    }

    /// <summary>The reason of a reply to a command of ours.</summary>
    /// <param name="reply">The reply.</param>
    public static BounceReason Of(SmtpReply reply) => Of(reply.Status, reply.Code, reply.Text);

    // A dead address is for ever, so the words are believed only when no code contradicts them.
    static BounceReason Weighed(BounceReason reason, EnhancedStatus? status, int code, string words)
    {
        if (!reason.IsHard()) return reason;
        if (status is { Subject: 1, Detail: 7 or 8 }) return BounceReason.SenderRefused;
        if (status is { Class: 4, Subject: not 1 } || (status is null && code is >= 400 and < 500)) return BounceReason.Network;
        if (reason == BounceReason.HostUnknown && Passing.IsMatch(words)) return BounceReason.Network;
        return reason == BounceReason.UserUnknown && IsFiltered(words) ? BounceReason.Filtered : reason;
    }

    /// <summary>
    /// Words of an unknown user that were said only after the content had been seen, or in the way of au's filter (<c>550 : User unknown</c>):
    /// the address exists, and its owner does not want this mail.
    /// </summary>
    internal static bool IsFiltered(string words) => FilterSays.IsMatch(words) || AfterContent.IsMatch(words);

    // RFC 3463 §3 by subject and detail.
    static BounceReason Of(EnhancedStatus? status, int code) => status switch
    {
        { Class: 4, Subject: 2, Detail: 2 } or { Subject: 2, Detail: 2 } => BounceReason.MailboxFull,
        { Class: 4, Subject: 4, Detail: 7 } or { Class: 5, Subject: 4, Detail: 7 } => BounceReason.Expired,
        { Class: 4, Subject: 7 } => BounceReason.TooFast,
        { Class: 4, Subject: 4 } => BounceReason.Expired,
        { Class: 4 } => BounceReason.System,
        { Subject: 1, Detail: 0 or 1 or 3 or 4 or 10 } => BounceReason.UserUnknown,
        { Subject: 1, Detail: 2 } => BounceReason.HostUnknown,
        { Subject: 1, Detail: 6 } => BounceReason.Moved,
        { Subject: 1, Detail: 7 or 8 } => BounceReason.SenderRefused,
        { Subject: 2, Detail: 1 } => BounceReason.Suspended,
        { Subject: 2, Detail: 3 } or { Subject: 3, Detail: 4 } => BounceReason.TooBig,
        { Subject: 2 } => BounceReason.Filtered,
        { Subject: 3, Detail: 2 } => BounceReason.NotAccepting,
        { Subject: 3 } => BounceReason.System,
        { Subject: 4, Detail: 4 } => BounceReason.HostUnknown,
        { Subject: 4 } => BounceReason.Network,
        { Subject: 5 } => BounceReason.System,
        { Subject: 6 } => BounceReason.Content,
        { Subject: 7 } => BounceReason.Reputation,
        _ => code switch
        {
            421 or 450 or 451 => BounceReason.Expired,
            452 or 552 => BounceReason.MailboxFull,
            521 or 556 => BounceReason.NotAccepting,
            _ => BounceReason.Unknown,
        },
    };

    static string Folded(string words)
    {
        if (words.Length > 8000) words = words[..8000];
        return string.Join(' ', words.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    static ImmutableArray<Regex> Any(params string[] patterns) => [.. patterns.Select(p => new Regex(p, Options))];
}
