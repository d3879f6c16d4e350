using System.Text;
using CsEngage.Mail.Mime;
using CsEngage.Mail.Reports;

namespace CsEngage.Mail.Tests.Reports;

public sealed class InboundMailTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "bounces");

    [Fact]
    public void Reports_of_many_servers_are_judged_as_hard_or_soft()
    {
        var (right, all, statuses, exact) = (0, 0, 0, 0);
        foreach (var file in File.ReadLines(Path.Combine(Folder, "expected.tsv")).Skip(1).Select(l => l.Split('\t')).GroupBy(c => c[0]))
        {
            var found = Read(file.Key) is InboundMail.Bounce bounce ? bounce.Recipients : [];
            foreach (var (row, i) in file.Select((r, i) => (r, i)))
            {
                all++;
                var untouched = row[3] is "not-a-bounce" or "vacation";
                if (untouched ? found.IsEmpty : i < found.Length && found[i].IsHard == (row[4] == "true")) right++;
                if (row[1].Length == 0 || row[1].Contains(".0.9", StringComparison.Ordinal)) continue;
                statuses++;
                if (i < found.Length && found[i].Status?.ToString() == row[1]) exact++;
            }
        }
        ((double)right / all).ShouldBeGreaterThanOrEqualTo(0.93);
        ((double)exact / statuses).ShouldBeGreaterThanOrEqualTo(0.93);
    }

    [Theory]
    [InlineData("not-is-not-bounce-01.eml")]
    [InlineData("not-is-not-bounce-02.eml")]
    public void Mail_that_is_no_report_stays_untouched(string file) => Read(file).ShouldBeOfType<InboundMail.Other>();

    [Fact]
    public void Out_of_office_is_an_auto_reply() => Read("rfc3834-02.eml").ShouldBeOfType<InboundMail.AutoReply>().Text.ShouldContain("out of the office");

    [Fact]
    public void A_complaint_names_who_and_what()
    {
        var complaint = Read("arf-14.eml").ShouldBeOfType<InboundMail.Complaint>();
        (complaint.Kind, complaint.Recipient, complaint.IsAgainstUs).ShouldBe(("abuse", "kijitora@y.example.com", true));
    }

    [Theory]
    [InlineData("Re: your mail", "Hi, the mailbox idea was rejected by my boss. 550 reasons!", "")]
    [InlineData("Re: Undelivered Mail", "I saw that you could not deliver, use my other address.", "")]
    [InlineData("Delivery of goods failed", "Your parcel could not be delivered.", "")]
    public void People_who_write_about_deliveries_are_people(string subject, string text, string more) =>
        InboundMail.Read(Parse($"From: Hana <hana@example.jp>\r\nTo: success@example.com\r\nSubject: {subject}\r\n{more}\r\n{text}\r\n")).ShouldBeOfType<InboundMail.Other>();

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\r\n", "Re: hello", true)]
    [InlineData("X-Autoreply: yes\r\n", "hello", true)]
    [InlineData("Precedence: auto_reply\r\n", "hello", true)]
    [InlineData("In-Reply-To: <a@b>\r\n", "自動返信: お問い合わせ", true)]
    [InlineData("In-Reply-To: <a@b>\r\n", "Abwesenheitsnotiz: Urlaub", true)]
    [InlineData("In-Reply-To: <a@b>\r\n", "Re: next week", false)]
    [InlineData("", "out of office plans", false)]
    public void Machines_that_answer_are_told_from_people(string header, string subject, bool machine) =>
        (InboundMail.Read(Parse($"From: hana@example.jp\r\nSubject: {subject}\r\n{header}\r\nText\r\n")) is InboundMail.AutoReply).ShouldBe(machine);

    [Fact]
    public void The_original_is_found_again_by_its_id()
    {
        var report = Parse("""
            From: MAILER-DAEMON@mx.example.jp
            Return-Path: <>
            Subject: Undelivered Mail Returned to Sender
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: text/plain

            It failed.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.jp

            Final-Recipient: rfc822; hana@example.jp
            Action: delayed
            Status: 4.4.1
            Diagnostic-Code: X-Postfix; connect to mx.example.jp: Connection refused

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <touch-1@send.example.com>
            Subject: Your first report

            --b--
            """);
        var bounce = InboundMail.Read(report).ShouldBeOfType<InboundMail.Bounce>();
        bounce.Original.ShouldBe(new MessageId("touch-1@send.example.com"));
        var one = bounce.Recipients.ShouldHaveSingleItem();
        (one.Address, one.Action, one.Status, one.IsHard, one.Effect).ShouldBe(("hana@example.jp", BounceAction.Delayed, new EnhancedStatus(4, 4, 1), false, BounceEffect.None));
    }

    [Theory]
    [InlineData(550, "5.1.1", "User unknown", BounceReason.UserUnknown, BounceEffect.Suppress)]
    [InlineData(550, "5.7.1", "Service unavailable; client host blocked using Spamhaus", BounceReason.Reputation, BounceEffect.PauseUs)]
    [InlineData(550, "5.7.1", "Unable to relay", BounceReason.RelayDenied, BounceEffect.PauseUs)]
    [InlineData(552, "5.2.2", "Over quota", BounceReason.MailboxFull, BounceEffect.Count)]
    [InlineData(550, "5.7.26", "DMARC policy", BounceReason.Reputation, BounceEffect.PauseUs)]
    [InlineData(554, "5.7.1", "This message looks like spam", BounceReason.Spam, BounceEffect.PauseUs)]
    [InlineData(550, "5.4.4", "Host not found", BounceReason.HostUnknown, BounceEffect.Suppress)]
    [InlineData(556, "5.1.10", "Recipient address has null MX", BounceReason.NotAccepting, BounceEffect.Suppress)]
    [InlineData(550, "5.1.8", "Sender address rejected: domain not found", BounceReason.SenderRefused, BounceEffect.PauseUs)]
    [InlineData(452, "4.2.2", "Mailbox full", BounceReason.MailboxFull, BounceEffect.Count)]
    [InlineData(550, "", "メールボックスが一杯です", BounceReason.MailboxFull, BounceEffect.Count)]
    [InlineData(550, "", "宛先が存在しません", BounceReason.UserUnknown, BounceEffect.Suppress)]
    [InlineData(552, "5.3.4", "Message size exceeds fixed limit", BounceReason.TooBig, BounceEffect.None)]
    public void A_reply_says_what_to_do_next(int code, string status, string text, BounceReason reason, BounceEffect effect)
    {
        var found = BounceJudge.Of(new SmtpReply(code, EnhancedStatus.Leading(status + " "), text));
        (found, found.Effect()).ShouldBe((reason, effect));
    }

    [Fact]
    public void Nothing_that_comes_back_breaks_the_reader()
    {
        var samples = Directory.GetFiles(Folder, "*.eml").Select(File.ReadAllBytes).ToArray();
        var random = new Random(5);
        var times = Environment.GetEnvironmentVariable("FULL") is { Length: > 0 } ? 1_000_000 : 20_000;
        for (var i = 0; i < times; i++)
        {
            var bytes = samples[random.Next(samples.Length)].ToArray();
            if (bytes.Length > 6000) bytes = bytes[..6000];
            for (var n = random.Next(30); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var cut = random.Next(bytes.Length);
            try { InboundMail.Read(ReceivedMessage.Parse(bytes.AsMemory(0, random.Next(2) == 0 ? cut : bytes.Length))).ShouldNotBeNull(); }
            catch (MimeException e) { e.Message.ShouldNotBeEmpty(); }
        }
    }

    static InboundMail Read(string file) => InboundMail.Read(ReceivedMessage.Parse(File.ReadAllBytes(Path.Combine(Folder, file))));

    static ReceivedMessage Parse(string text) => ReceivedMessage.Parse(Encoding.UTF8.GetBytes(text));
}
