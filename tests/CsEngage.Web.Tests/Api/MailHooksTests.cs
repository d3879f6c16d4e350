using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Store.Touches;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Api;

/// <summary>Providers and mail servers over HTTP: believed by signature or key, and by nothing else.</summary>
[Collection("house")]
public sealed class MailHooksTests(WebHouse house)
{
    DateTimeOffset Now => house.Get<TimeProvider>().GetUtcNow();

    [Fact]
    public async Task SendGrid_is_believed_by_its_signature()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await Set(routes => routes with { SendGridKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) });
        var body = Encoding.UTF8.GetBytes($$"""[{"event":"bounce","email":"gone@sendgrid.example","timestamp":{{Now.ToUnixTimeSeconds()}},"sg_event_id":"e1","type":"bounce","status":"5.1.1","reason":"550 5.1.1 No such user"}]""");
        var at = $"{Now.ToUnixTimeSeconds()}";
        var signature = Convert.ToBase64String(key.SignData([.. Encoding.UTF8.GetBytes(at), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        (await Send("sendgrid", body, ("X-Twilio-Email-Event-Webhook-Signature", signature), ("X-Twilio-Email-Event-Webhook-Timestamp", $"{Now.ToUnixTimeSeconds() + 1}"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (status, said) = await Send("sendgrid", body);
        (status, (string?)said!["code"]).ShouldBe((HttpStatusCode.Forbidden, "not-believed"));
        (await Reason("gone@sendgrid.example")).ShouldBeNull();
        var answer = await Send("sendgrid", body, ("X-Twilio-Email-Event-Webhook-Signature", signature), ("X-Twilio-Email-Event-Webhook-Timestamp", at));
        (answer.Status, answer.Json!["taken"]!.GetValue<int>()).ShouldBe((HttpStatusCode.OK, 1));
        (await Reason("gone@sendgrid.example")).ShouldBe(SuppressionReason.HardBounce);
    }

    [Fact]
    public async Task Mailgun_is_believed_by_its_signature()
    {
        await Set(routes => routes with { MailgunKey = house.Get<SendingBook>().Sealed("mailgun-key") });
        byte[] Body(string key)
        {
            var (at, token) = ($"{Now.ToUnixTimeSeconds()}", "t0k3n");
            var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(at + token)));
            return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
            {
                ["signature"] = new { timestamp = at, token, signature },
                ["event-data"] = new Dictionary<string, object> { ["event"] = "complained", ["id"] = "c1", ["recipient"] = "angry@mailgun.example", ["timestamp"] = Now.ToUnixTimeSeconds() },
            });
        }
        (await Send("mailgun", Body("another-key"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Reason("angry@mailgun.example")).ShouldBeNull();
        (await Send("mailgun", Body("mailgun-key"))).Status.ShouldBe(HttpStatusCode.OK);
        (await Reason("angry@mailgun.example")).ShouldBe(SuppressionReason.Complaint);
    }

    [Fact]
    public async Task Postmark_is_believed_by_the_password_in_its_address()
    {
        await Set(routes => routes with { PostmarkUser = "engage", PostmarkPassword = house.Get<SendingBook>().Sealed("a-long-password") });
        var body = Encoding.UTF8.GetBytes($$"""{"RecordType":"Bounce","Type":"HardBounce","ID":7,"Email":"gone@postmark.example","BouncedAt":"{{Now.UtcDateTime:O}}","Details":"550 5.1.1 unknown"}""");
        (await Send("postmark", body, ("Authorization", "Basic " + Convert.ToBase64String("engage:guessed-password"u8)))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Reason("gone@postmark.example")).ShouldBeNull();
        (await Send("postmark", body, ("Authorization", "Basic " + Convert.ToBase64String("engage:a-long-password"u8)))).Status.ShouldBe(HttpStatusCode.OK);
        (await Reason("gone@postmark.example")).ShouldBe(SuppressionReason.HardBounce);

        // Believed, and no JSON: that is another trouble than a wrong password.
        (await Send("postmark", "RecordType=Bounce"u8.ToArray(), ("Authorization", "Basic " + Convert.ToBase64String("engage:a-long-password"u8)))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task SES_is_believed_by_the_certificate_of_SNS_and_only_for_our_topic()
    {
        const string topic = "arn:aws:sns:ap-northeast-1:1:mail";
        var at = new Uri("https://sns.ap-northeast-1.amazonaws.com/SimpleNotificationService-1.pem");
        using var rsa = RSA.Create(2048);
        var asked = new CertificateRequest("CN=sns.amazonaws.com", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = asked.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        house.Fetched[at] = certificate.ExportCertificatePem();
        await Set(routes => routes with { SesTopics = [topic] });

        var message = $$$"""{"notificationType":"Bounce","mail":{"messageId":"0100-x","destination":["gone@ses.example"]},"bounce":{"bounceType":"Permanent","bounceSubType":"General","timestamp":"{{{Now.UtcDateTime:O}}}","feedbackId":"f1","bouncedRecipients":[{"emailAddress":"gone@ses.example","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 unknown"}]}}""";
        byte[] Notice(string arn, RSA signer)
        {
            var fields = new Dictionary<string, string> { ["Message"] = message, ["MessageId"] = "m1", ["Timestamp"] = $"{Now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}", ["TopicArn"] = arn, ["Type"] = "Notification" };
            var signed = string.Concat(fields.Select(field => $"{field.Key}\n{field.Value}\n"));
            fields["SignatureVersion"] = "2";
            fields["Signature"] = Convert.ToBase64String(signer.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            fields["SigningCertURL"] = at.ToString();
            return JsonSerializer.SerializeToUtf8Bytes(fields);
        }
        using var other = RSA.Create(2048);
        (await Send("ses", Notice(topic, other))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Send("ses", Notice("arn:aws:sns:x:2:theirs", rsa))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Reason("gone@ses.example")).ShouldBeNull();
        (await Send("ses", Notice(topic, rsa))).Status.ShouldBe(HttpStatusCode.OK);
        (await Reason("gone@ses.example")).ShouldBe(SuppressionReason.HardBounce);
    }

    [Fact]
    public async Task Whatever_is_not_set_up_or_not_known_is_refused()
    {
        (await Send("nobody", "{}"u8.ToArray())).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Send("ses", "{}"u8.ToArray())).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Send("mailgun", new byte[5 * 1024 * 1024])).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var client = house.CreateClient();
        (await client.GetAsync("/hooks/mail/ses")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Raw_mail_needs_the_key_and_reports_need_our_return_path()
    {
        await Set(routes => routes with { RawKey = house.Get<SendingBook>().Sealed("raw-key") });
        var mail = "From: somebody@elsewhere.example\r\nSubject: Hello\r\n\r\nNothing to do with us.\r\n";
        (await Raw(mail, null)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Raw(mail, "Bearer wrong")).Status.ShouldBe(HttpStatusCode.Forbidden);
        var answer = await Raw(mail, "Bearer raw-key");
        (answer.Status, answer.Json!["result"]!.GetValue<string>()).ShouldBe((HttpStatusCode.OK, "unrelated"));
        (await Raw(mail, "Basic " + Convert.ToBase64String("postfix:raw-key"u8))).Status.ShouldBe(HttpStatusCode.OK);

        const string report = "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: success@localhost\r\nSubject: Undelivered Mail\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; victim@raw.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n";
        (await Raw(report, "Bearer raw-key")).Json!["result"]!.GetValue<string>().ShouldBe("notbelieved");
        (await Reason("victim@raw.example")).ShouldBeNull();
        (await Raw("Content-Type: multipart/mixed; boundary=x\r\n\r\n" + string.Concat(Enumerable.Repeat("--x\r\n\r\n", 3000)), "Bearer raw-key")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    async Task Set(Func<ReturnRoutes, ReturnRoutes> change) => (await house.Get<SendingBook>().Save(ReturnRoutes.Key, change, "test", Now)).ShouldBeTrue();

    async Task<SuppressionReason?> Reason(string address) => (await house.Get<SuppressionList>().Of(await house.Get<EngineSecrets>().HashOf(address)))?.Reason;

    Task<(HttpStatusCode Status, JsonNode? Json)> Send(string provider, byte[] body, params (string Name, string Value)[] headers) => Ask($"/hooks/mail/{provider}", body, "application/json", headers);

    Task<(HttpStatusCode Status, JsonNode? Json)> Raw(string mail, string? key) => Ask("/hooks/raw-mail", Encoding.UTF8.GetBytes(mail), "message/rfc822", key is null ? [] : [("Authorization", key)]);

    async Task<(HttpStatusCode Status, JsonNode? Json)> Ask(string address, byte[] body, string type, (string Name, string Value)[] headers)
    {
        using var client = house.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        // Whoever asks is a program: it gets JSON, whatever the answer is.
        return (answer.StatusCode, JsonNode.Parse(text));
    }
}
