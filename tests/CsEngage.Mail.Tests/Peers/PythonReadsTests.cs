using System.Text;
using System.Text.Json;

namespace CsEngage.Mail.Tests.Peers;

/// <summary>Python's email package, which is not ours, reads every part and header back equal.</summary>
public sealed class PythonReadsTests
{
    const string Reader = """
        import sys, json, base64, email
        from email import policy
        from email.header import decode_header, make_header
        from email.utils import getaddresses
        raw = sys.stdin.buffer.read()
        m = email.message_from_bytes(raw, policy=policy.default)
        old = email.message_from_bytes(raw, policy=policy.compat32)
        # The new parser of Python 3.11 puts a space between the encoded words of a display name; the old functions follow RFC 2047.
        def people(h): return [(str(make_header(decode_header(n))), a) for n, a in getaddresses([old[h]])]
        def part(p):
            name = p.get_filename()
            body = p.get_payload(decode=True)
            return {"type": p.get_content_type(), "name": name, "cid": p["content-id"], "disposition": p.get_content_disposition(),
                    "body": base64.b64encode(body).decode() if body is not None else None,
                    "text": p.get_content() if p.get_content_maintype() == "text" else None, "defects": [str(d) for d in p.defects]}
        print(json.dumps({"subject": str(m["subject"]), "from": people("from"), "to": people("to"),
            "all": {k.lower(): str(make_header(decode_header(" ".join(v.split())))) for k, v in old.items()}, "cc": people("cc") if old["cc"] else [], "reply": people("reply-to") if old["reply-to"] else [], "unsubscribe": m["list-unsubscribe"], "date": m["date"].datetime.isoformat(),
            "parts": [part(p) for p in m.walk() if not p.is_multipart()], "frames": [p.get_content_type() for p in m.walk() if p.is_multipart()]}))
        """;

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_part_and_header_comes_back_equal(string sample)
    {
        var message = Samples.All[sample];
        using var read = JsonDocument.Parse(await Tool.Script(Reader, message.ToBytes(), "python3"));
        var root = read.RootElement;

        root.GetProperty("subject").GetString().ShouldBe(message.Subject);
        root.GetProperty("from")[0][0].GetString().ShouldBe(message.From.Name);
        root.GetProperty("from")[0][1].GetString().ShouldBe(message.From.WireAddress);
        People("to").ShouldBe(message.To.Select(t => (t.Name, t.WireAddress)));
        People("cc").ShouldBe(message.Cc.Select(t => (t.Name, t.WireAddress)));
        People("reply").ShouldBe(message.ReplyTo.Select(t => (t.Name, t.WireAddress)));
        Header("message-id").ShouldBe(message.MessageId.ToString());
        Header("in-reply-to").ShouldBe(message.InReplyTo?.ToString());
        Header("references").ShouldBe(message.References.IsEmpty ? null : string.Join(' ', message.References));
        Header("list-id").ShouldBe(message.ListId is { } list ? $"{list.Name} <{list.Id}>" : null);
        Header("feedback-id").ShouldBe(message.FeedbackId?.Text);
        Header("auto-submitted").ShouldBe(message.AutoSubmitted switch { AutoSubmitted.Generated => "auto-generated", AutoSubmitted.Replied => "auto-replied", _ => null });
        Header("list-unsubscribe-post").ShouldBe(message.Unsubscribe is { OneClick: true } ? "List-Unsubscribe=One-Click" : null);
        foreach (var header in message.Headers) Header(header.Name.ToLowerInvariant()).ShouldBe(header.Value);
        DateTimeOffset.Parse(root.GetProperty("date").GetString()!).ShouldBe(message.Date);
        var parts = root.GetProperty("parts").EnumerateArray().ToArray();
        parts.ShouldAllBe(p => p.GetProperty("defects").GetArrayLength() == 0);
        Text(parts, "text/plain").ShouldBe(message.TextBody);
        if (message.HtmlBody is { } html) Text(parts, "text/html").ShouldBe(html);
        var files = parts.Where(p => p.GetProperty("disposition").GetString() is "attachment" or "inline").ToArray();
        var given = message.Inline.Concat(message.Attachments).ToArray();
        files.Select(f => f.GetProperty("name").GetString()).ShouldBe(given.Select(g => g.FileName));
        files.Select(f => f.GetProperty("type").GetString()).ShouldBe(given.Select(g => g.MediaType));
        files.Select(f => f.GetProperty("body").GetBytesFromBase64()).ShouldBe(given.Select(g => g.Content.ToArray()));
        files.Select(f => f.GetProperty("cid").GetString()).ShouldBe(given.Select(g => g.ContentId?.ToString()));
        if (message.Unsubscribe is { } leave) root.GetProperty("unsubscribe").GetString().ShouldBe($"<{leave.Page}>");

        IEnumerable<(string, string)> People(string header) => root.GetProperty(header).EnumerateArray().Select(a => (a[0].GetString()!, a[1].GetString()!));
        string? Header(string name) => root.GetProperty("all").TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    static string? Text(JsonElement[] parts, string type) =>
        parts.FirstOrDefault(p => p.GetProperty("type").GetString() == type && p.GetProperty("disposition").GetString() is null) is { ValueKind: JsonValueKind.Object } part
            ? part.GetProperty("text").GetString()!.ReplaceLineEndings("\n") : null;
}

/// <summary>Messages that together use every way of writing there is.</summary>
static class Samples
{
    const string Japanese = "佐藤様\n\nはじめてのレポートができました。次の手順をご確認ください。\n";

    public static readonly IReadOnlyDictionary<string, MailMessage> All = new Dictionary<string, MailMessage>
    {
        ["plain"] = Letters.Plain,
        ["japanese"] = Letters.Plain with { From = new("success@example.com", "エクサンプル カスタマーサクセス"), Subject = "最初のレポートができました:次の三つの手順と、よくある質問への回答をまとめましたのでご覧ください", TextBody = Japanese },
        ["latin"] = Letters.Plain with { Subject = "Grüße aus München, naïve café", TextBody = "Grüße!\nÜber uns = 100 %\n" + new string('x', 300) + "\n" },
        ["both"] = Letters.Plain with { TextBody = Japanese, HtmlBody = "<!doctype html><html lang=\"ja\"><body><p>佐藤様</p><p>はじめての<b>レポート</b>ができました。</p></body></html>\n" },
        ["picture"] = Letters.Plain with { HtmlBody = "<p><img src=\"cid:logo@example.com\" alt=\"\"></p>\n", Inline = [new("ロゴ.png", "image/png", new byte[] { 1, 2, 3, 0, 255 }, new MessageId("logo@example.com"))] },
        ["attached"] = Letters.Plain with
        {
            TextBody = Japanese, HtmlBody = "<p>Siehe Anhang\n",
            Attachments = [new("第三四半期の実績と次の四半期の計画についての報告書(改訂版).pdf", "application/pdf", Bytes(5000)), new("plain name.txt", "text/plain", Encoding.UTF8.GetBytes("x")), new("semi;colon \"q\".csv", "text/csv", Bytes(0))],
        },
        ["hard"] = Letters.Plain with { Subject = "From me: =?not=an=encoded=word?= and " + new string('y', 200), TextBody = "From the start\n.dot\n..\n--=_boundary\ntrailing \nlong " + new string('z', 3000) + "\n" },
        ["names"] = Letters.Plain with { To = [Letters.Hana, new("b@example.jp", "O'Hara, \"Bob\" \\ (x)"), new("c@例え.jp", "Zoë"), new("d@example.jp")], Subject = "👨‍👩‍👧‍👦 family " + string.Concat(Enumerable.Repeat("😀", 60)) },
        ["headers"] = Letters.Plain with
        {
            Cc = [new("csm@example.com", "佐藤 健"), new("copy@example.jp")], ReplyTo = [new("csm@example.com", "Sato, Ken")], InReplyTo = new("before@example.jp"), References = [new("first@example.jp"), new("before@example.jp")],
            ListId = new("tips.example.com", "使い方のヒント"), FeedbackId = new("csengage", "onboarding", "invite-team", "tips"), AutoSubmitted = AutoSubmitted.Replied,
            Headers = [new("X-Journey", "onboarding"), new("X-Note", "はじめての手順 と " + string.Join(' ', Enumerable.Repeat("more words", 30)))],
        },
        ["list"] = Letters.Plain with { Unsubscribe = new(new("https://engage.example.com/u/" + new string('t', 300))), ListId = new("tips.example.com", "Tips"), AutoSubmitted = AutoSubmitted.Generated },
    };

    static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
