using System.Text;
using CsEngage.Mail.Mime;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Mail.Tests.Mime;

public sealed class MimeEntityTests
{
    [Theory]
    [InlineData("=?ISO-2022-JP?B?GyRCOjRGIxsoQiAbJEIySBsoQg==?=", "佐藤 家")]
    [InlineData("=?utf-8?Q?caf=C3=A9?=", "café")]
    [InlineData("=?utf-8?B?5L2Q?= =?utf-8?B?6Jek?=", "佐藤")]
    [InlineData("=?utf-8?B?5L2Q6A==?= =?utf-8?B?l6Q=?=", "佐藤")]
    [InlineData("a =?utf-8?Q?b?= c", "a b c")]
    [InlineData("=?iso-8859-1?q?Andr=E9?=", "André")]
    [InlineData("=?utf-8*ja?B?5L2Q?=", "佐")]
    [InlineData("=?broken?X?y?=", "=?broken?X?y?=")]
    [InlineData("=?utf-8?B?", "=?utf-8?B?")]
    [InlineData("=?Shift_JIS?B?jbKToQ==?=", "佐藤")]
    [InlineData("=?unknown-charset?Q?abc?=", "abc")]
    public void Encoded_words_are_read_as_people_read_them(string raw, string text) => EncodedWord.Decode(raw).ShouldBe(text);

    [Theory]
    [InlineData("text/plain; charset=UTF-8", "charset", "UTF-8")]
    [InlineData("attachment; filename=\"a;b.pdf\"", "filename", "a;b.pdf")]
    [InlineData("attachment; filename*=utf-8''%E4%BD%90.pdf", "filename", "佐.pdf")]
    [InlineData("attachment; filename*0*=utf-8''%E4%BD; filename*1*=%90; filename*2=\".pdf\"", "filename", "佐.pdf")]
    [InlineData("attachment; filename=\"=?utf-8?B?5L2QLnBkZg==?=\"", "filename", "佐.pdf")]
    [InlineData("attachment; filename=\"C:\\temp\\x.txt\"", "filename", "C:\\temp\\x.txt")]
    [InlineData("multipart/mixed;boundary=a;;;=;x", "boundary", "a")]
    public void Parameters_are_put_together(string raw, string name, string value) => MimeValue.Parse(raw)[name].ShouldBe(value);

    [Fact]
    public void Broken_line_ends_and_missing_ends_are_forgiven()
    {
        var entity = MimeEntity.Parse(Encoding.ASCII.GetBytes("From someone Mon\nSubject: a\n b\nContent-Type: multipart/mixed; boundary=\"x\"\n\npreamble\n--x\n\none\n--x\nContent-Type: text/html\n\ntwo"));
        entity.Header("subject").ShouldBe("a b");
        entity.Parts.Select(p => p.Text()).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void A_message_inside_a_message_is_opened()
    {
        var entity = MimeEntity.Parse("Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nbody"u8.ToArray());
        entity.Parts.ShouldHaveSingleItem().Header("Subject").ShouldBe("inner");
    }

    [Theory]
    [InlineData("Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T08:52:37Z")]
    [InlineData("1 Jul 2003 10:52 GMT", "2003-07-01T10:52:00Z")]
    [InlineData("Mon, 18 Apr 2016 19:02:06 +0900 (JST)", "2016-04-18T10:02:06Z")]
    [InlineData("Tue,  1 Jul 03 10:52:37 EST", "2003-07-01T15:52:37Z")]
    public void Dates_are_read(string text, string utc) => ReceivedMessage.ReadDate(text)!.Value.UtcDateTime.ShouldBe(DateTime.Parse(utc).ToUniversalTime());

    [Fact]
    public void Lists_of_addresses_are_read() =>
        ReceivedMessage.ReadAddresses("\"Sato, Hana\" <a@example.jp>, b@example.jp (Bob), team: c@example.jp, d@example.jp;, broken, =?utf-8?B?5L2Q?= <e@example.jp>")
            .Select(b => b.ToString()).ShouldBe(["Sato, Hana <a@example.jp>", "b@example.jp", "c@example.jp", "d@example.jp", "佐 <e@example.jp>"]);

    [Fact]
    public void Bombs_are_refused_with_the_bound_they_break()
    {
        Refusal(Nested(50)).ShouldContain("20 levels");
        Refusal("Content-Type: multipart/mixed; boundary=x\r\n\r\n" + string.Concat(Enumerable.Repeat("--x\r\n\r\na\r\n", 2000))).ShouldContain("1000 parts");
        Refusal(string.Concat(Enumerable.Repeat("X-A: b\r\n", 2000)) + "\r\n").ShouldContain("1000 headers");
        Refusal("Subject: " + new string('a', 300_000) + "\r\n\r\n").ShouldContain("256 KB");
        Refusal("Subject: a\r\n" + string.Concat(Enumerable.Repeat(" folded\r\n", 100_000)) + "\r\n").ShouldContain("256 KB");
        Should.Throw<MimeException>(() => MimeEntity.Parse(new byte[65 * 1024 * 1024])).Message.ShouldContain("64 MB");

        static string Refusal(string message) => Should.Throw<MimeException>(() => MimeEntity.Parse(Encoding.ASCII.GetBytes(message))).Message;
        static string Nested(int depth) => string.Concat(Enumerable.Range(0, depth).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n")) + "\r\nend";
    }

    static readonly string[] Pieces =
    [
        "Subject: x\r\n", "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: message/rfc822\r\n", "\r\n", "--b\r\n", "--b--\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n",
        "=E4=BD", "=", "\0", "\r", "\n", " \t", ":", "To: =?utf-8?B?5L2Q?= <a@b.c>,", "\"", "(", "Content-Disposition: attachment; filename*0*=utf-8''%E4; filename*1*=%BD\r\n", "Date: Mon, 1\r\n", "Content-Type: text/plain; charset=iso-2022-jp\r\n", "\u001b$B", "é佐", "<", ">", "From ",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", "Content-Type: message/delivery-status\r\n", "Final-Recipient: rfc822; a@b.c\r\n", "Status: 5.1.1\r\n", "Action: failed\r\n", "550 5.1.1 user unknown\r\n", "Reporting-MTA: dns; x\r\n",
    ];

    [Fact]
    public void Nothing_that_arrives_can_break_the_reader()
    {
        var random = new Random(4);
        var times = Environment.GetEnvironmentVariable("FULL") is { Length: > 0 } ? 1_000_000 : 20_000;
        for (var i = 0; i < times; i++)
        {
            var bytes = Fuzz(random);
            try
            {
                var message = ReceivedMessage.Parse(bytes, new MimeLimits(Size: 100_000, Depth: 10, Parts: 100, HeaderSize: 5_000, Headers: 50));
                _ = (message.Subject, message.From, message.To, message.Date, message.Id, message.Text, message.Html, message.Answers);
                foreach (var part in message.Root.All()) _ = (part.Content(), part.Text(), part.FileName);
            }
            catch (MimeException) { Assert.True(bytes.Length > 0); }     // the one refusal there is
        }

        static byte[] Fuzz(Random random)
        {
            var text = new StringBuilder();
            for (var n = random.Next(40); n > 0; n--) text.Append(Pieces[random.Next(Pieces.Length)]);
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            for (var n = random.Next(4); n > 0 && bytes.Length > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            return bytes;
        }
    }
}
