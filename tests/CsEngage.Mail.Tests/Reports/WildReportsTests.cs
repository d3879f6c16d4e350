using System.Text;
using CsEngage.Mail.Reports;

namespace CsEngage.Mail.Tests.Reports;

/// <summary>Reports as servers of many makes and languages word them, written for this test from what their manuals and our eyes know.</summary>
public sealed class WildReportsTests
{
    const string Daemon = "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r\nReturn-Path: <>\r\n";

    public static TheoryData<string, string, string, string> Reports => new()
    {
        // whose, mail, recipient, reason
        { "qmail", Daemon + "Subject: failure notice\r\n\r\nHi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<hana@a.example.jp>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <x@send.example.com>\n", "hana@a.example.jp", "UserUnknown" },
        { "qmail remote", Daemon + "Subject: failure notice\r\n\r\nHi. This is the qmail-send program at mx.example.net.\n\n<hana@a.example.jp>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 <hana@a.example.jp>: Recipient address rejected: User unknown in virtual mailbox table\nGiving up on 192.0.2.7.\n", "hana@a.example.jp", "UserUnknown" },
        { "qmail full", Daemon + "Subject: failure notice\r\n\r\nHi. This is the qmail-send program at mx.example.net.\n\n<hana@a.example.jp>:\nThe user you are trying to contact is over quota. (#5.2.2)\n", "hana@a.example.jp", "MailboxFull" },
        { "qmail no host", Daemon + "Subject: failure notice\r\n\r\n<hana@nowhere.example.jp>:\nSorry, I couldn't find any host named nowhere.example.jp. (#5.1.2)\n", "hana@nowhere.example.jp", "HostUnknown" },
        { "exim", "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\r\nReturn-Path: <>\r\nX-Failed-Recipients: hana@a.example.jp\r\nSubject: Mail delivery failed: returning message to sender\r\nAuto-Submitted: auto-replied\r\n\r\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  hana@a.example.jp\n    host mx.a.example.jp [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:<hana@a.example.jp>:\n    550 5.1.1 No such user\n", "hana@a.example.jp", "UserUnknown" },
        { "exim unrouteable", "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\r\nReturn-Path: <>\r\nX-Failed-Recipients: hana@a.example.jp\r\nSubject: Mail delivery failed: returning message to sender\r\n\r\nThe following address(es) failed:\n\n  hana@a.example.jp\n    Unrouteable address\n", "hana@a.example.jp", "HostUnknown" },
        { "exim retry", "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\r\nReturn-Path: <>\r\nX-Failed-Recipients: hana@a.example.jp\r\nSubject: Mail delivery failed: returning message to sender\r\n\r\nThe following address(es) failed:\n\n  hana@a.example.jp\n    retry timeout exceeded\n", "hana@a.example.jp", "Expired" },
        { "sendmail old", Daemon + "Subject: Returned mail: see transcript for details\r\n\r\nThe original message was received at Mon, 23 Nov 2026 09:00:00 +0900\nfrom mx.example.net [192.0.2.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<hana@a.example.jp>\n    (reason: 550 5.1.1 <hana@a.example.jp>... User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.a.example.jp.:\n>>> RCPT To:<hana@a.example.jp>\n<<< 550 5.1.1 <hana@a.example.jp>... User unknown\n550 5.1.1 <hana@a.example.jp>... User unknown\n", "hana@a.example.jp", "UserUnknown" },
        { "sendmail host", Daemon + "Subject: Returned mail: Host unknown (Name server: a.example.jp: host not found)\r\n\r\n   ----- The following addresses had permanent fatal errors -----\n<hana@a.example.jp>\n\n   ----- Transcript of session follows -----\n550 5.1.2 <hana@a.example.jp>... Host unknown (Name server: a.example.jp: host not found)\n", "hana@a.example.jp", "HostUnknown" },
        { "postfix text", Daemon + "Subject: Undelivered Mail Returned to Sender\r\n\r\nThis is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<hana@a.example.jp>: host mx.a.example.jp[192.0.2.7] said: 550 5.1.1\n    <hana@a.example.jp>: Recipient address rejected: User unknown (in reply to RCPT TO\n    command)\n", "hana@a.example.jp", "UserUnknown" },
        { "postfix spam", Daemon + "Subject: Undelivered Mail Returned to Sender\r\n\r\n<hana@a.example.jp>: host mx.a.example.jp[192.0.2.7] said: 554 5.7.1 Service\n    unavailable; Client host [198.51.100.4] blocked using zen.spamhaus.org (in reply\n    to RCPT TO command)\n", "hana@a.example.jp", "Reputation" },
        { "gmail", "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\r\nReturn-Path: <>\r\nX-Failed-Recipients: hana@a.example.jp\r\nSubject: Delivery Status Notification (Failure)\r\n\r\n\n** Address not found **\n\nYour message wasn't delivered to hana@a.example.jp because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.\n", "hana@a.example.jp", "UserUnknown" },
        { "gmail japanese", "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\r\nReturn-Path: <>\r\nX-Failed-Recipients: hana@a.example.jp\r\nSubject: =?UTF-8?B?6YWN5L+h44K544OG44O844K/44K56YCa55+lIChGYWlsdXJlKQ==?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n** アドレスが見つかりません **\n\nhana@a.example.jp にメールは配信されませんでした。アドレスが見つからないか、メールを受信できません。\n", "hana@a.example.jp", "UserUnknown" },
        { "gmail full", "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\r\nReturn-Path: <>\r\nX-Failed-Recipients: hana@a.example.jp\r\nSubject: Delivery Status Notification (Failure)\r\n\r\nThe response was:\n552 5.2.2 The email account that you tried to reach is over quota and inactive.\n", "hana@a.example.jp", "MailboxFull" },
        { "yahoo", "From: MAILER-DAEMON@yahoo.com\r\nReturn-Path: <>\r\nSubject: Failure Notice\r\n\r\nSorry, we were unable to deliver your message to the following address.\n\n<hana@a.example.jp>:\n554: delivery error: dd This user doesn't have a a.example.jp account (hana@a.example.jp) [0] - mta1.example\n", "hana@a.example.jp", "UserUnknown" },
        { "yahoo disabled", "From: MAILER-DAEMON@yahoo.co.jp\r\nReturn-Path: <>\r\nSubject: Failure Notice\r\n\r\n<hana@a.example.jp>:\n554: delivery error: dd Requested mail action aborted, mailbox not found [0] - mta1.example\n", "hana@a.example.jp", "UserUnknown" },
        { "domino", "From: Postmaster@mx.example.net\r\nReturn-Path: <>\r\nSubject: DELIVERY FAILURE: User hana (hana@a.example.jp) not listed in Domino Directory\r\n\r\nYour message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  hana@a.example.jp\n\nbecause:\n\n  User hana (hana@a.example.jp) not listed in Domino Directory\n", "hana@a.example.jp", "UserUnknown" },
        { "mimecast", "From: Mail Delivery Subsystem <postmaster@mx.example.net>\r\nReturn-Path: <>\r\nSubject: Undeliverable: Hello\r\n\r\nThe message you sent to hana@a.example.jp was rejected.\nReason: 550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [abc.us1]\nin reply to RCPT TO command\n", "hana@a.example.jp", "UserUnknown" },
        { "barracuda", "From: MAILER-DAEMON@barracuda.example.net\r\nReturn-Path: <>\r\nSubject: **Message you sent blocked by our bulk email filter**\r\n\r\nYour message to: hana@a.example.jp\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Hello\n", "hana@a.example.jp", "Reputation" },
        { "docomo", "From: Mail Administrator <mailer-daemon@docomo.ne.jp>\r\nReturn-Path: <>\r\nSubject: Mail System Error - Returned Mail\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n次のあて先へのメッセージはエラーのため送信できませんでした。\n\n送信先メールアドレスが見つからないか、\n送信先メールサーバの事由により送信できませんでした。\n\n  <hana.sato@docomo.ne.jp>\n\n550 Unknown user hana.sato@docomo.ne.jp\n", "hana.sato@docomo.ne.jp", "Filtered" },
        { "au", "From: Mail Administrator <Postmaster@ezweb.ne.jp>\r\nReturn-Path: <>\r\nSubject: Mail System Error - Returned Mail\r\n\r\nEach of the following recipients was rejected by a remote mail server.\nThe reasons given by the server are included to help you determine why\neach recipient was rejected.\n\n    Recipient: <hana@ezweb.ne.jp>\n    Reason:    5.1.1 <hana@ezweb.ne.jp>... User Unknown\n", "hana@ezweb.ne.jp", "Filtered" },
        { "au filter", "From: Mail Administrator <Postmaster@au.com>\r\nReturn-Path: <>\r\nSubject: Mail System Error - Returned Mail\r\n\r\n<hana@au.com>: host lsean.au.com[192.0.2.9] said: 550 : User unknown (in reply to end of DATA command)\n", "hana@au.com", "Filtered" },
        { "softbank", "From: MAILER-DAEMON@softbank.ne.jp\r\nReturn-Path: <>\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\n<hana@softbank.ne.jp>: host mx.softbank.ne.jp[192.0.2.9] said: 550 Invalid recipient: <hana@softbank.ne.jp> (in reply to RCPT TO command)\n", "hana@softbank.ne.jp", "UserUnknown" },
        { "zimbra", Daemon + "Subject: Undelivered Mail Returned to Sender\r\n\r\n<hana@a.example.jp>: host mail.a.example.jp[10.0.0.1] said: 452 4.2.2 Over quota (in reply to end of DATA command)\n", "hana@a.example.jp", "MailboxFull" },
        { "exchange 2003", "From: postmaster@a.example.jp\r\nReturn-Path: <>\r\nSubject: Undeliverable: Hello\r\n\r\nYour message did not reach some or all of the intended recipients.\n\n      Subject: Hello\n      Sent: 11/23/2026 9:00 AM\n\nThe following recipient(s) could not be reached:\n\n      hana@a.example.jp on 11/23/2026 9:01 AM\n            The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address, or contact the recipient directly to find out the correct address.\n            <mx.a.example.jp #5.1.1>\n", "hana@a.example.jp", "UserUnknown" },
        { "mailgun-like text", "From: Mail Delivery Service <postmaster@mx.example.net>\r\nReturn-Path: <>\r\nSubject: Delivery Status Notification (Failure)\r\n\r\nThe following message to <hana@a.example.jp> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error 550-'5.1.1 <hana@a.example.jp>: user unknown'\n", "hana@a.example.jp", "UserUnknown" },
        { "german provider", "From: Mail Delivery System <mailer-daemon@mx.example.de>\r\nReturn-Path: <>\r\nSubject: Mail delivery failed: returning message to sender\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDiese Nachricht wurde automatisch von einem Mailserver erzeugt.\n\nEine von Ihnen gesendete Nachricht konnte nicht zugestellt werden:\n\nhana@a.example.de:\nDer Empfänger ist unbekannt.\n", "hana@a.example.de", "UserUnknown" },
        { "german full", "From: Mail Delivery System <mailer-daemon@mx.example.de>\r\nReturn-Path: <>\r\nSubject: Unzustellbar: Hallo\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhana@a.example.de:\nDas Postfach des Empfängers ist voll.\n", "hana@a.example.de", "MailboxFull" },
        { "french", "From: postmaster@a.example.fr\r\nReturn-Path: <>\r\nSubject: =?UTF-8?Q?Non_remis_=3A_Bonjour?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nÉchec de la remise pour ces destinataires ou groupes :\n\nhana@a.example.fr\nL’adresse de messagerie que vous avez entrée est introuvable.\n", "hana@a.example.fr", "UserUnknown" },
        { "spanish", "From: postmaster@a.example.es\r\nReturn-Path: <>\r\nSubject: No se puede entregar: Hola\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNo se pudo entregar el mensaje a los siguientes destinatarios o grupos:\n\nhana@a.example.es\nNo se encuentra la dirección de correo electrónico que escribió.\n", "hana@a.example.es", "UserUnknown" },
        { "portuguese", "From: postmaster@a.example.br\r\nReturn-Path: <>\r\nSubject: =?UTF-8?Q?N=C3=A3o_entregue=3A_Ol=C3=A1?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nFalha na entrega para estes destinatários ou grupos:\n\nhana@a.example.br\nO endereço de email não foi encontrado.\n", "hana@a.example.br", "UserUnknown" },
        { "italian", "From: postmaster@a.example.it\r\nReturn-Path: <>\r\nSubject: Non recapitabile: Ciao\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nRecapito non riuscito per i seguenti destinatari o gruppi:\n\nhana@a.example.it\nL'indirizzo di posta elettronica immesso non è stato trovato.\n", "hana@a.example.it", "UserUnknown" },
        { "dutch", "From: postmaster@a.example.nl\r\nReturn-Path: <>\r\nSubject: Niet te bezorgen: Hallo\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBezorging aan de volgende geadresseerden of groepen is mislukt:\n\nhana@a.example.nl\nHet opgegeven e-mailadres is niet gevonden.\n", "hana@a.example.nl", "UserUnknown" },
        { "japanese exchange", "From: postmaster@a.example.jp\r\nReturn-Path: <>\r\nSubject: =?UTF-8?B?6YWN5L+h5LiN6IO9OiDjgZPjgpPjgavjgaHjga8=?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n次の受信者またはグループへの配信に失敗しました:\n\nhana@a.example.jp\n入力した電子メール アドレスが見つかりませんでした。受信者の電子メール アドレスを確認し、メッセージを再送信してください。\n", "hana@a.example.jp", "UserUnknown" },
        { "japanese full", "From: postmaster@a.example.jp\r\nReturn-Path: <>\r\nSubject: =?UTF-8?B?6YWN5L+h5LiN6IO9OiDjgZPjgpPjgavjgaHjga8=?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhana@a.example.jp\n受信者のメールボックスがいっぱいなため、メッセージを配信できません。\n", "hana@a.example.jp", "MailboxFull" },
        { "chinese", "From: postmaster@a.example.cn\r\nReturn-Path: <>\r\nSubject: =?UTF-8?B?57O757uf6YCA5L+h?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n抱歉，您的邮件被退回来了……\n收件人：hana@a.example.cn\n退信原因：收件人不存在。\n", "hana@a.example.cn", "UserUnknown" },
        { "korean", "From: postmaster@a.example.kr\r\nReturn-Path: <>\r\nSubject: =?UTF-8?B?67Cw64us65CY7KeAIOyViuydjDog7JWI64WV?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n다음 받는 사람에게 배달하지 못했습니다.\n\nhana@a.example.kr\n존재하지 않는 사용자입니다.\n", "hana@a.example.kr", "UserUnknown" },
        { "russian", "From: mailer-daemon@a.example.ru\r\nReturn-Path: <>\r\nSubject: =?UTF-8?B?0KHQvtC+0LHRidC10L3QuNC1INC90LUg0LTQvtGB0YLQsNCy0LvQtdC90L4=?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nПисьмо не было доставлено.\n\nhana@a.example.ru\nПользователь не найден.\n", "hana@a.example.ru", "UserUnknown" },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_report_of_any_make_names_who_and_why(string make, string mail, string recipient, string reason)
    {
        var found = Read(mail).ShouldBeOfType<InboundMail.Bounce>(make).Recipients.ShouldHaveSingleItem(make);
        (found.Address, found.Reason.ToString()).ShouldBe((recipient, reason), $"{make}: {found.Status} {found.Code} {found.Words}");
    }

    public static TheoryData<string, string> NoReports => new()
    {
        { "AutoReply", "From: Hana <hana@a.example.jp>\r\nReturn-Path: <>\r\nSubject: Automatic reply: Your first report\r\nX-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\n\r\nI am out of the office until Monday and cannot be reached. Mail to my mailbox is not delivered to others.\n" },
        { "AutoReply", "From: Hana <hana@a.example.jp>\r\nIn-Reply-To: <a@b>\r\nSubject: =?UTF-8?B?6Ieq5YuV5b+c562UOiDlkI3liLo=?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n本日は休暇をいただいております。\n" },
        { "AutoReply", "From: Jan <jan@a.example.de>\r\nReturn-Path: <>\r\nSubject: Abwesenheitsassistent: Ihr Bericht\r\n\r\nIch bin bis Montag nicht im Haus.\n" },
        { "AutoReply", "From: Jean <jean@a.example.fr>\r\nReturn-Path: <>\r\nSubject: =?UTF-8?Q?R=C3=A9ponse_automatique=C2=A0=3A_rapport?=\r\n\r\nJe suis absent jusqu'au lundi.\n" },
        { "AutoReply", "From: Jean <jean@a.example.fr>\r\nReturn-Path: <>\r\nSubject: Absent du bureau : rapport\r\n\r\nJe suis absent.\n" },
        { "AutoReply", "From: Ana <ana@a.example.es>\r\nReturn-Path: <>\r\nSubject: =?UTF-8?Q?Respuesta_autom=C3=A1tica=3A_informe?=\r\n\r\nEstoy de vacaciones.\n" },
        { "AutoReply", "From: Ana <ana@a.example.br>\r\nReturn-Path: <>\r\nSubject: =?UTF-8?Q?Resposta_autom=C3=A1tica=3A_relat=C3=B3rio?=\r\n\r\nEstou de férias.\n" },
        { "AutoReply", "From: Li <li@a.example.cn>\r\nReturn-Path: <>\r\nSubject: =?UTF-8?B?6Ieq5Yqo5Zue5aSNOiDmiqXlkYo=?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n我正在休假。\n" },
        { "AutoReply", "From: Hana <hana@a.example.jp>\r\nPrecedence: bulk\r\nX-Autoreply-From: hana@a.example.jp\r\nIn-Reply-To: <a@b>\r\nSubject: Re: Your first report\r\nAuto-Submitted: auto-replied (vacation)\r\n\r\nBack on Monday.\n" },
        { "AutoReply", "From: Support <support@a.example.jp>\r\nIn-Reply-To: <a@b>\r\nAuto-Submitted: auto-replied\r\nSubject: [Ticket #4711] We got your mail\r\n\r\nThank you.\n" },
        { "Other", "From: Hana <hana@a.example.jp>\r\nReturn-Path: <hana@a.example.jp>\r\nSubject: Re: Undelivered Mail Returned to Sender\r\n\r\nDid that mail fail? I got \"550 user unknown\" too.\n\n> <x@y.example>: 550 5.1.1 unknown user\n" },
        { "Other", "From: Shop <no-reply@shop.example>\r\nReturn-Path: <bounce@shop.example>\r\nSubject: Your delivery failed: nobody was at home\r\n\r\nWe could not deliver your parcel 550-123 today. We try again tomorrow.\n" },
        { "Other", "From: Bank <delivery@bank.example>\r\nReturn-Path: <mail@bank.example>\r\nSubject: Your statement\r\n\r\nYour statement is ready in your mailbox.\n" },
        { "Complaint", "From: <feedback@isp.example>\r\nReturn-Path: <>\r\nSubject: FW: Your first report\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Isp/1.0\r\nVersion: 1\r\nOriginal-Rcpt-To: <hana@a.example.jp>\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: success@example.com\r\nSubject: Your first report\r\nMessage-ID: <touch-1@send.example.com>\r\n\r\nHello\r\n--b--\r\n" },
    };

    [Theory]
    [MemberData(nameof(NoReports))]
    public void What_is_no_report_is_not_taken_for_one(string kind, string mail) => Read(mail).GetType().Name.ShouldBe(kind, mail);

    [Theory]
    [InlineData("Delivery has been delayed", "4.4.7", "delayed", "smtp; 451 4.4.1 connection timed out", "Delayed", "Expired")]
    [InlineData("Unzustellbar: Bericht", "5.1.10", "failed", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient hana@a.example.jp not found by SMTP address lookup", "Failed", "UserUnknown")]
    [InlineData("Undeliverable: report", "5.7.1", "failed", "smtp;550 5.7.1 RESOLVER.RST.AuthRequired; authentication required [Stage: CreateMessage]", "Failed", "Filtered")]
    [InlineData("Undeliverable: report", "5.2.2", "failed", "smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException", "Failed", "MailboxFull")]
    [InlineData("Undeliverable: report", "5.4.14", "failed", "smtp;554 5.4.14 Hop count exceeded - possible mail loop ATTR34", "Failed", "Network")]
    [InlineData("Undeliverable: report", "5.4.1", "failed", "smtp;550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "Failed", "UserUnknown")]
    [InlineData("Undeliverable: report", "5.7.606", "failed", "smtp;550 5.7.606 Access denied, banned sending IP [198.51.100.4]. To request removal from this list please visit https://sender.office.com/", "Failed", "Reputation")]
    [InlineData("Undeliverable: report", "5.7.133", "failed", "smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed", "Failed", "Filtered")]
    [InlineData("Undeliverable: report", "5.0.350", "failed", "smtp;550 5.0.350 Remote server returned an error -> 550 5.1.1 The email account that you tried to reach does not exist", "Failed", "UserUnknown")]
    [InlineData("Undeliverable: report", "5.1.1", "failed", "x-unix; user unknown", "Failed", "UserUnknown")]
    [InlineData("Undeliverable: report", "5.0.0", "failed", "smtp; 550 permanent failure for one or more recipients (hana@a.example.jp:550 5.1.1 <hana@a.example.jp>... User unknown)", "Failed", "UserUnknown")]
    [InlineData("Undeliverable: report", "5.7.26", "failed", "smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.", "Failed", "Reputation")]
    [InlineData("Undeliverable: report", "4.7.28", "failed", "smtp; 421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address.", "Failed", "Reputation,Spam,TooFast")]
    [InlineData("Undeliverable: report", "5.1.8", "failed", "smtp; 553 5.1.8 <x@send.example.com>... Domain of sender address x@send.example.com does not exist", "Failed", "SenderRefused")]
    public void The_fields_of_a_standard_report_are_read_whatever_language_is_around_them(string subject, string status, string action, string diagnostic, string expectedAction, string reasons)
    {
        var mail = $"From: postmaster@a.example.jp\r\nReturn-Path: <>\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.a.example.jp\r\n\r\nFinal-Recipient: rfc822;hana@a.example.jp\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: {diagnostic}\r\n\r\n--b--\r\n";
        var found = Read(mail).ShouldBeOfType<InboundMail.Bounce>().Recipients.ShouldHaveSingleItem();
        found.Address.ShouldBe("hana@a.example.jp");
        found.Action.ToString().ShouldBe(expectedAction);
        reasons.Split(',').ShouldContain(found.Reason.ToString(), diagnostic);
    }

    static readonly Dictionary<string, (string Means, string Mail)> Wild = Told();

    public static TheoryData<string> WildNames => [.. Wild.Keys];

    [Theory]
    [MemberData(nameof(WildNames))]
    public void What_comes_back_in_the_wild_is_what_it_is(string name)
    {
        var (means, mail) = Wild[name];
        var said = Read(mail) switch
        {
            InboundMail.Bounce bounce => string.Join(' ', bounce.Recipients.Select(one => $"{one.Address}:{one.Reason}{(one.Action == BounceAction.Failed ? "" : " " + one.Action)}")),
            var other => other.GetType().Name,
        };
        means.Split(',').ShouldContain(meant => said.Contains(meant, StringComparison.Ordinal), $"{name}: {means} was meant, {said} was read");
    }

    static Dictionary<string, (string, string)> Told()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "wild", "reports.txt")).ReplaceLineEndings("\n");
        return text.Split("\n=== ")[1..].Select(one => one.Split('\n', 2)).ToDictionary(one => one[0].Split(" | ")[0], one => (one[0].Split(" | ")[1], one[1]), StringComparer.Ordinal);
    }

    static InboundMail Read(string mail)
    {
        var bytes = Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n"));
        return InboundMail.Read(ReceivedMessage.Parse(bytes));
    }
}
