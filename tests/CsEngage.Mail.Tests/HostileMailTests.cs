using System.Text;
using CsEngage.Mail.Agents;
using CsEngage.Mail.Html;
using CsEngage.Mail.Mime;
using CsEngage.Mail.Reports;

namespace CsEngage.Mail.Tests;

/// <summary>
/// Mail that somebody made to cost us much. Each of these is read to its end or refused; what took more than a look at each octet (a search begun anew at each sign, a list without end,
/// a call for each level) would not end within the life of a test run.
/// </summary>
public sealed class HostileMailTests
{
    const string Daemon = "From: MAILER-DAEMON@mx.example.net\r\nReturn-Path: <>\r\nSubject: Undelivered Mail Returned to Sender\r\n";
    const string Report = Daemon + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n";

    public static TheoryData<string> Makes => [.. Bombs.Keys];

    static readonly Dictionary<string, Func<string>> Bombs = new(StringComparer.Ordinal)
    {
        ["one line of 30 MB"] = () => Daemon + "\r\n" + new string('x', 30_000_000),
        ["30 MB of one word"] = () => Daemon + "\r\n" + Many("550 ", 7_500_000),
        ["a million lines that name an address"] = () => Daemon + "\r\n" + Many("<hana@a.example.jp>: 550 5.1.1 no\r\n", 1_000_000),
        ["a million addresses, each another"] = () => Daemon + "\r\n" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"<u{i}@a.example.jp>: 550 no\r\n")),
        ["a million reported recipients"] = () => Report + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"Final-Recipient: rfc822; u{i}@a.example.jp\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n")),
        ["a diagnostic of 20 MB"] = () => Report + "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; " + Many("550 user\r\n ", 2_000_000),
        ["signs of addresses without end"] = () => Daemon + "\r\n" + new string('@', 5_000_000) + Many("a@", 2_000_000) + Many("<", 2_000_000),
        ["a subject of encoded words"] = () => "Subject: " + Many("=?utf-8?Q?=41?= ", 15_000) + "\r\nFrom: a@b.example\r\n\r\nx",
        ["encoded words that never end"] = () => "Subject: " + Many("=?utf-8?Q?", 25_000) + "\r\nFrom: a@b.example\r\n\r\nx",
        ["comments in comments"] = () => "To: " + new string('(', 250_000) + "\r\nFrom: " + new string('"', 5000) + "\r\n\r\nx",
        ["250 KB of recipients"] = () => "To: " + Many("a@b.example,", 20_000) + "\r\nFrom: a@b.example\r\n\r\nx",
        ["signs of a list"] = () => "To: " + Many("<,:;", 60_000) + "\r\nFrom: a@b.example\r\n\r\nx",
        ["a parameter in 30,000 pieces"] = () => "Content-Type: text/plain" + string.Concat(Enumerable.Range(0, 12_000).Select(i => $"; name*{i}*=%41")) + "\r\n\r\nx",
        ["40 MB of base64"] = () => "Content-Transfer-Encoding: base64\r\n\r\n" + Many("QUJD", 10_000_000),
        ["20 MB of quoted-printable"] = () => "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + Many("=41=\r\n", 3_000_000),
        ["boundaries in boundaries"] = () => string.Concat(Enumerable.Range(0, 18).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n")) + "\r\n" + Many("--b\r\n--b1\r\n", 900),
        ["lines that could be boundaries"] = () => "Content-Type: multipart/mixed; boundary=" + new string('-', 60) + "\r\n\r\n" + Many(new string('-', 59) + "\r\n", 300_000),
        ["messages in messages"] = () => Many("Content-Type: message/rfc822\r\n\r\n", 19) + "Subject: x\r\n\r\n" + new string('x', 20_000_000),
        ["HTML a million deep"] = () => Daemon + "Content-Type: text/html\r\n\r\n" + Many("<div>", 1_000_000),
        ["tables in tables"] = () => Daemon + "Content-Type: text/html\r\n\r\n" + Many("<table><tr><td>", 200_000),
        ["tags that never end"] = () => Daemon + "Content-Type: text/html\r\n\r\n" + Many("<a href=\"", 500_000) + Many("<!--", 500_000) + Many("&", 1_000_000),
        ["ends of what never began"] = () => Daemon + "Content-Type: text/html\r\n\r\n" + Many("<p>", 100_000) + Many("</b>", 500_000),
        ["a script of 10 MB"] = () => Daemon + "Content-Type: text/html\r\n\r\n<script>" + Many("</scrip", 1_500_000),
        ["Japanese escapes"] = () => Daemon + "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + Many("\u001b$B\u001b(B", 2_000_000),
    };

    [Theory]
    [MemberData(nameof(Makes))]
    public void A_bomb_of_any_make_is_read_or_refused(string make)
    {
        var bytes = Encoding.UTF8.GetBytes(Bombs[make]());
        try
        {
            var message = ReceivedMessage.Parse(bytes);
            _ = (message.Subject, message.From, message.To, message.Date, message.Id, message.Answers, message.Files.Length);
            foreach (var part in message.Root.All()) _ = (part.Content().Length, part.FileName);
            switch (InboundMail.Read(message))
            {
                case InboundMail.Bounce bounce:
                    bounce.Recipients.Length.ShouldBeLessThanOrEqualTo(1000);
                    bounce.Recipients.ShouldAllBe(recipient => recipient.Words.Length <= 1000);
                    break;
                case InboundMail.AutoReply reply:
                    reply.Text.Length.ShouldBeLessThanOrEqualTo(1000);
                    break;
                default:
                    PlainText.From(message.Html ?? message.Text ?? "").ShouldNotBeNull();
                    break;
            }
        }
        catch (MimeException refused) { refused.Message.ShouldNotBeEmpty(); }
    }

    [Fact]
    public void A_name_of_a_browser_may_be_of_any_length()
    {
        foreach (var piece in (string[])["(", "Mozilla/5.0 ", "bot", "a.", "; ", "\u0130", "://www."])
            UserAgents.Of(Many(piece, 1_000_000)).ShouldBeOneOf(Enum.GetValues<AgentKind>());
    }

    static string Many(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
