using System.Text;
using CsEngage.Mail.Mime;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Mail.Tests.Mime;

public sealed class MessageComposerTests
{
    [Fact]
    public void A_plain_message_reads_as_the_RFC_has_it() => Letters.Plain.Text().ShouldBe(
        "From: Example Success <success@example.com>\r\n" +
        "To: =?utf-8?B?5L2Q6JekIOiKsQ==?= <hana@example.jp>\r\n" +
        "Subject: Your first report\r\n" +
        "Date: Sat, 21 Nov 2026 09:30:05 +0900\r\n" +
        "Message-ID: <touch-1@send.example.com>\r\n" +
        "MIME-Version: 1.0\r\n" +
        "Content-Type: text/plain; charset=us-ascii\r\n" +
        "Content-Transfer-Encoding: 7bit\r\n" +
        "\r\n" +
        "Hello Hana,\r\n\r\nyour first report is ready.\r\n");

    [Fact]
    public void Headers_of_a_touch_are_written()
    {
        var text = (Letters.Plain with
        {
            Unsubscribe = new(new("https://engage.example.com/u/abc"), new("leave@example.com")),
            ListId = new("tips.example.com", "ヒント"),
            FeedbackId = new("csengage", "onboarding", "invite team", "tips"),
            AutoSubmitted = AutoSubmitted.Generated,
            ReplyTo = [new("csm@example.com", "Sato, Ken")],
            InReplyTo = new("a@b"),
            References = [new("x@y"), new("a@b")],
            Headers = [new("X-Journey", "onboarding")],
        }).Text();

        text.ShouldContain("\r\nList-Unsubscribe: <https://engage.example.com/u/abc>,\r\n <mailto:leave@example.com>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        text.ShouldContain("\r\nList-Id: =?utf-8?B?44OS44Oz44OI?= <tips.example.com>\r\n");
        text.ShouldContain("\r\nFeedback-ID: onboarding:invite-team:tips:csengage\r\n");
        text.ShouldContain("\r\nAuto-Submitted: auto-generated\r\n");
        text.ShouldContain("\r\nReply-To: \"Sato, Ken\" <csm@example.com>\r\n");
        text.ShouldContain("\r\nIn-Reply-To: <a@b>\r\nReferences: <x@y> <a@b>\r\n");
        text.ShouldContain("\r\nX-Journey: onboarding\r\n");
    }

    [Fact]
    public void One_click_is_promised_only_over_https() =>
        (Letters.Plain with { Unsubscribe = new(new("http://127.0.0.1:5080/u/abc")) }).Text().ShouldNotContain("One-Click");

    static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements("", "Hello", "議事録と次の一歩", "a\r\nBcc: evil@example.com", "x\0y", "\u2028break", "=?utf-8?B?eA==?=", "two  spaces", new string('あ', 300), new string('x', 2000), "😀👨‍👩‍👧‍👦", "\ud800 lone", "tab\there", " . ", "\"quoted\" \\ back", "Ünï (comment) <a@b>", "   "),
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""));

    static readonly Gen<MailMessage> Messages =
        from subject in Texts
        from name in Texts
        from text in Texts
        from html in Texts
        from file in Texts
        from extra in Texts
        from inline in Gen.Elements(0, 1, 2)
        from attached in Gen.Elements(0, 1, 2)
        select Letters.Plain with
        {
            Subject = subject,
            From = new("success@example.com", name),
            TextBody = text,
            HtmlBody = html.Length % 3 == 0 ? null : "<p>" + html,
            Inline = [.. Enumerable.Range(0, inline).Select(i => new MailPart(file, "image/png", new byte[i * 100], new MessageId($"i{i}", "x.example")))],
            Attachments = [.. Enumerable.Range(0, attached).Select(i => new MailPart(file + i, "application/pdf", Encoding.UTF8.GetBytes(text)))],
            Headers = [new("X-Extra", extra)],
        };

    [Fact]
    public void Whatever_the_texts_hold_the_frame_stays_ours() => Law.Holds(Messages, message =>
    {
        var bytes = message.ToBytes();

        WireRulesHold(bytes);
        var read = MimeEntity.Parse(bytes);
        string[] mine = ["From", "To", "Subject", "Date", "Message-ID", "X-Extra", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];
        read.Headers.Select(h => h.Name).ShouldBeSubsetOf(mine);
        read.Headers.Select(h => h.Name).Distinct().Count().ShouldBe(read.Headers.Length);
        read.All().Count(e => e.MediaType == "application/pdf").ShouldBe(message.Attachments.Length);
    }, times: 2000);

    [Fact]
    public void What_was_composed_is_read_back_equal() => Law.Holds(Messages, message =>
    {
        var read = ReceivedMessage.Parse(message.ToBytes());

        read.Subject.ShouldBe(Wire(HeaderText.Clean(message.Subject)));
        read.From!.Name.ShouldBe(Wire(message.From.Name));
        read.From.Address.ShouldBe("success@example.com");
        read.Root.Header("X-Extra").ShouldBe(Wire(message.Headers[0].Value));
        Lines(read.Text).ShouldBe(Lines(Wire(message.TextBody!)));
        if (message.HtmlBody is { } html) Lines(read.Html).ShouldBe(Lines(Wire(html)));
        read.Files.Where(f => f.Disposition.Value == "attachment").Select(f => f.FileName).ShouldBe(message.Attachments.Select(a => (string?)Wire(a.FileName)));
        foreach (var (file, part) in read.Files.Where(f => f.Disposition.Value == "attachment").Zip(message.Attachments)) file.Content().ShouldBe(part.Content.ToArray());
        read.Date.ShouldBe(message.Date);
        read.Id.ShouldBe(message.MessageId);
    }, times: 2000);

    [Theory]
    [InlineData("X Bad", "v")]
    [InlineData("X:Bad", "v")]
    [InlineData("X\r\nBcc", "v")]
    [InlineData("", "v")]
    [InlineData("Bcc", "v")]
    [InlineData("content-type", "v")]
    [InlineData("To", "v")]
    public void Names_of_headers_cannot_break_out(string name, string value) => Should.Throw<ArgumentException>(() => new MailHeader(name, value));

    [Theory]
    [InlineData("evil@example.com>\r\nBcc: x@example.com")]
    [InlineData("a b@example.com")]
    [InlineData("a@example.com\0")]
    [InlineData("a@exa mple.com")]
    [InlineData("a@-example.com")]
    [InlineData("@example.com")]
    [InlineData("a@")]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("a@b@c,d@e")]
    public void What_is_no_address_is_no_mailbox(string text)
    {
        Should.Throw<FormatException>(() => new Mailbox(text));
        Mailbox.TryParse(text).ShouldBeNull();
    }

    [Fact]
    public void Half_a_character_is_no_part_of_an_address() => Mailbox.TryParse("a\ud800@example.com").ShouldBeNull();

    [Theory]
    [InlineData("hana@example.jp", "hana@example.jp")]
    [InlineData("Hana@EXAMPLE.jp", "Hana@example.jp")]
    [InlineData("hana@例え.jp", "hana@xn--r8jz45g.jp")]
    [InlineData("a..b.@docomo.ne.jp", "\"a..b.\"@docomo.ne.jp")]
    [InlineData("\"a b\"@example.com", "\"a b\"@example.com")]
    [InlineData("a@[127.0.0.1]", "a@[127.0.0.1]")]
    [InlineData("a+b=c@example.com", "a+b=c@example.com")]
    public void Addresses_have_a_form_for_the_wire(string text, string wire) => new Mailbox(text).WireAddress.ShouldBe(wire);

    [Theory]
    [InlineData("Hana Sato <hana@example.jp>", "Hana Sato", "hana@example.jp")]
    [InlineData("\"Sato, Hana\" <hana@example.jp>", "Sato, Hana", "hana@example.jp")]
    [InlineData("=?ISO-2022-JP?B?GyRCOjRGIxsoQg==?= <hana@example.jp>", "佐藤", "hana@example.jp")]
    [InlineData("hana@example.jp", "", "hana@example.jp")]
    public void Names_and_addresses_are_told_apart(string text, string name, string address)
    {
        var box = Mailbox.Parse(text);
        (box.Name, box.Address).ShouldBe((name, address));
    }

    [Fact]
    public void Too_many_shown_recipients_are_refused() =>
        Should.Throw<ArgumentException>(() => (Letters.Plain with { To = [.. Enumerable.Range(0, 1001).Select(i => new Mailbox($"a{i}@example.com"))] }).ToBytes());

    [Fact]
    public void A_million_recipients_are_no_envelope() =>
        Should.Throw<ArgumentException>(() => new Envelope(null, [.. Enumerable.Repeat(Letters.Hana, 1_000_000)]));

    [Fact]
    public void Fifty_megabytes_are_composed_in_lines_and_a_reader_bounds_them()
    {
        var bytes = (Letters.Plain with { Attachments = [new("big.zip", "application/zip", new byte[50_000_000])] }).ToBytes();
        CsEngage.Mail.Smtp.WireMessage.Flaw(bytes).ShouldBeNull();
        Should.Throw<MimeException>(() => MimeEntity.Parse(bytes));
        MimeEntity.Parse(bytes, new MimeLimits(Size: 100_000_000)).Parts[1].Content().Length.ShouldBe(50_000_000);
    }

    static string Wire(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));     // a lone surrogate cannot travel

    static string Lines(string? text) => (text ?? "").ReplaceLineEndings("\n").Replace("\r", "\n").TrimEnd('\n');

    static void WireRulesHold(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
        lines[^1].ShouldBe("");
        foreach (var line in lines)
        {
            line.Length.ShouldBeLessThanOrEqualTo(998);
            line.ShouldNotContain('\r');
            line.ShouldNotContain('\n');
            line.ShouldNotContain('\0');
            line.All(c => c < 128).ShouldBeTrue();
        }
        foreach (var line in lines.TakeWhile(l => l.Length > 0)) line.Length.ShouldBeLessThanOrEqualTo(line.Contains("=?", StringComparison.Ordinal) ? 76 : 998);
    }
}
