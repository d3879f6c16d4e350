using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CsEngage.Core;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Store.Settings;
using CsEngage.Store.Touches;
using CsEngage.Mail.Tests.Peers;
using CsEngage.Web.Tests.House;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Admin;

/// <summary>Admin → Sending, page by page, as an admin uses it.</summary>
[Collection("house")]
public sealed class SendingPagesTests(WebHouse house)
{
    const string List = "/admin/sending/suppressions";

    [Theory]
    [InlineData("220 mx.example ESMTP", "250-mx.example\r\n250 SIZE 10485760", "250 2.1.0 ok", "250 2.1.5 ok", "The connection works")]
    [InlineData("220 mx.example ESMTP", "250 mx.example", "250 2.1.0 ok", "554 5.7.1 Relay access denied", "relay denied")]
    [InlineData("220 mx.example ESMTP", "250 mx.example", "530 5.7.0 Authentication required", "", "wants TLS or a sign-in first")]
    [InlineData("554 5.7.1 You are on a list", "", "", "", "refuses to talk to us")]
    [InlineData("SSH-2.0-OpenSSH_9.2", "", "", "", "does not speak like a mail server")]
    public async Task The_connection_test_says_what_is_wrong(string banner, string hello, string sender, string recipient, string says)
    {
        await using var server = new Answering(banner, hello, sender, recipient);
        var admin = await house.As("admin");
        await Test(admin, "127.0.0.1", server.Port, "off");
        admin.Status.ShouldBe(200);
        admin.Page.QuerySelector("main")!.TextContent.ShouldContain(says);
        admin.Text.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_name_without_an_address_a_closed_port_and_missing_TLS_are_told_apart()
    {
        var admin = await house.As("admin");
        await Test(admin, "no-such-host.invalid", 587, "off");
        admin.Page.QuerySelector(".checks")!.TextContent.ShouldContain("no address (DNS)");

        // Taken, and nobody listens: a port that was given back might be somebody else's by now.
        using (var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            await Test(admin, "127.0.0.1", ((IPEndPoint)taken.LocalEndPoint!).Port, "off");
        }
        admin.Page.QuerySelector(".checks")!.TextContent.ShouldContain("Nobody listens there");

        await using var server = new Answering("220 mx.example ESMTP", "250 mx.example", "", "");
        await Test(admin, "127.0.0.1", server.Port, "required");
        admin.Page.QuerySelector(".checks")!.TextContent.ShouldContain("does not offer STARTTLS");
    }

    [Fact]
    public async Task What_was_only_tested_is_not_taken_for_saved_and_its_password_is_asked_for_again()
    {
        await using var server = new Answering("220 mx.example ESMTP", "250 mx.example", "250 2.1.0 ok", "250 2.1.5 ok");
        const string Unsaved = "These settings work but are not saved yet.";
        var admin = await house.As("admin");
        await Test(admin, "127.0.0.1", server.Port, "off");
        admin.Page.QuerySelector("main")!.TextContent.ShouldContain(Unsaved);

        async Task Save(string host, int port, string user, string password)
        {
            await admin.Open("/admin/sending/server");
            await admin.Submit("form[action*='Save']", ("Host", host), ("Port", port.ToString(CultureInfo.InvariantCulture)), ("Security", "off"), ("User", user), ("Password", password), ("Connections", "4"), ("Rate", "0"), ("SenderAddress", ""), ("SenderName", ""));
        }
        async Task<(string, string)> Stored()
        {
            var stored = await house.Get<SendingBook>().Server();
            return (stored.User, house.Get<SendingBook>().Opened(stored.Password));
        }
        void Refused()
        {
            admin.Status.ShouldBe(422);
            admin.Page.QuerySelector("#Password[aria-invalid=true] + .field-error")!.TextContent.ShouldContain("Type the password again: the test does not keep it.");
        }

        try
        {
            await Save("127.0.0.1", server.Port, "engage", "");
            Refused();
            await Save("127.0.0.1", server.Port, "engage", "s3cret");
            admin.Status.ShouldBe(302);
            await Save("127.0.0.1", server.Port, "engage", "");      // kept
            (admin.Status, await Stored()).ShouldBe((302, ("engage", "s3cret")));
            await Save("127.0.0.1", server.Port, "somebody", "");    // that was another's
            Refused();
            (await Stored()).ShouldBe(("engage", "s3cret"));

            await using var saved = new Answering("220 mx.example ESMTP", "250 mx.example", "250 2.1.0 ok", "250 2.1.5 ok");
            await Save("127.0.0.1", saved.Port, "", "");
            await Test(admin, "127.0.0.1", saved.Port, "off", password: "");
            admin.Page.QuerySelector("main")!.TextContent.ShouldContain("The connection works");
            admin.Page.QuerySelector("main")!.TextContent.ShouldNotContain(Unsaved);
        }
        finally
        {
            await Save("", 587, "", "");
        }
    }

    [Fact]
    public async Task The_sender_that_an_admin_names_is_the_sender_of_everything()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/sending/server");
        await admin.Submit("form[action*='Save']", ("SenderAddress", "Mizuho <success@mizuho.co.jp>"), ("Port", "587"), ("Connections", "4"), ("Rate", "0"));
        admin.Status.ShouldBe(422);

        await admin.Open("/admin/sending/server");
        await admin.Submit("form[action*='Save']", ("SenderAddress", "success@mizuho.co.jp"), ("SenderName", "みずほ工業"), ("Port", "587"), ("Connections", "4"), ("Rate", "0"));
        admin.Status.ShouldBe(302);
        (await house.Get<Sender>().In("ja")).ToString().ShouldBe("みずほ工業 <success@mizuho.co.jp>");
        await admin.Open("/admin/sending/domains");
        admin.Page.QuerySelector("[name=domain]")!.GetAttribute("value").ShouldBe("mizuho.co.jp");

        // Empty again: the program's own, for this house has no recipe.
        await admin.Open("/admin/sending/server");
        await admin.Submit("form[action*='Save']", ("SenderAddress", ""), ("SenderName", ""), ("Port", "587"), ("Connections", "4"), ("Rate", "0"));
        var own = await house.Get<Sender>().In("en");
        (own.Address, Sender.IsReal(own), Sender.IsReal(new Mail.Mailbox("a@hakaria.example")), Sender.IsReal(new Mail.Mailbox("a@mizuho.co.jp"))).ShouldBe(("success@localhost", false, false, true));
    }

    [Fact]
    public async Task A_key_is_made_published_and_turned()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/sending");
        admin.Page.QuerySelector("main")!.TextContent.ShouldContain("List-Unsubscribe-Post");       // this house has no https address
        await admin.Open("/admin/sending/domains");
        await admin.Submit("form[action*='Make']", ("domain", "turn.example"), ("selector", "s1"));
        admin.Status.ShouldBe(302);
        await admin.Open("/admin/sending/domains?domain=turn.example");
        var field = admin.Page.QuerySelectorAll(".dkim-key textarea").Select(area => area.TextContent).First(text => text.StartsWith("v=DKIM1; k=rsa; p=MII", StringComparison.Ordinal));
        admin.Text.ShouldContain("s1._domainkey.turn.example");
        field.Length.ShouldBeGreaterThan(300);
        (await house.Get<SendingBook>().Ring()).For(new Mail.Mailbox("a@turn.example"), Now).ShouldBeNull();

        // Nobody publishes records under .example: it is asked once more, and signs only then.
        await admin.Submit("form[action*='Sign']:has(input[value='turn.example'])", []);
        admin.Status.ShouldBe(409);
        admin.Page.QuerySelector(".dkim-key [role=alert]")!.TextContent.ShouldContain("counts as not signed");
        (await house.Get<SendingBook>().Ring()).For(new Mail.Mailbox("a@turn.example"), Now).ShouldBeNull();
        // There is one way on and it is in the notice: look again, or do it all the same.
        admin.Page.QuerySelectorAll(".dkim-key form[action*='Sign']").Length.ShouldBe(1);
        await admin.Submit(".dkim-key [role=alert] form", ("sure", "true"));
        (await house.Get<SendingBook>().Ring()).For(new Mail.Mailbox("a@turn.example"), Now)!.Selector.ShouldBe("s1");

        await admin.Open("/admin/sending/domains");
        await admin.Submit("form[action*='Make']", ("domain", "turn.example"), ("selector", "s2"));
        await admin.Open("/admin/sending/domains");
        await admin.Submit("form[action*='Make']", ("domain", "turn.example"), ("selector", "s2"));
        admin.Status.ShouldBe(422);
        // The old one goes on until the new one is told to sign.
        (await house.Get<SendingBook>().Ring()).For(new Mail.Mailbox("a@turn.example"), Now)!.Selector.ShouldBe("s1");
        var stored = (await house.Get<SettingsBook>().Get<StoredDkimKeys>(StoredDkimKeys.Key)).Keys;
        stored.ShouldAllBe(key => key.Secret.StartsWith("sealed:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suppressions_are_added_found_imported_exported_and_removed()
    {
        var admin = await house.As("admin");
        await admin.Open(List);
        await admin.Submit("form[action*='Add']", ("address", "Nobody@Pages.example"), ("why", "Complaint"));
        admin.Status.ShouldBe(302);
        (await Reason("nobody@pages.example")).ShouldBe(SuppressionReason.Complaint);
        await admin.Open(List);
        await admin.Submit("form[action*='Add']", ("address", "not an address"), ("why", "Complaint"));
        admin.Status.ShouldBe(422);

        await admin.Open(List + "?q=pages.example");
        admin.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        admin.Page.QuerySelector("tbody tr")!.TextContent.ShouldContain("nobody@pages.example");
        admin.Page.QuerySelector("tbody tr")!.TextContent.ShouldContain("complained");

        var token = admin.Page.QuerySelector("form[action*='Import'] input[name='form_token']")!.GetAttribute("value")!;
        async Task Import(string rows, string unsaid = "")
        {
            using var file = new MultipartFormDataContent { { new StringContent(token), "form_token" }, { new StringContent(unsaid), "unsaid" }, { new ByteArrayContent(Encoding.UTF8.GetBytes("address,reason\r\n" + rows)), "file", "list.csv" } };
            await admin.Send(new HttpRequestMessage(HttpMethod.Post, List + "?handler=Import") { Content = file });
        }

        await Import("one@import.example,HardBounce\r\nnonsense\r\nthree@import.example,bounced\r\nhash:zz,Complaint\r\n");
        admin.Status.ShouldBe(422);
        foreach (var told in (string[])["Line 3: “nonsense” is no address.", "Line 4: “bounced” is no reason", "Line 5: “hash:zz” is no address.", "Nothing was taken"]) admin.Text.ShouldContain(told);
        (await Reason("one@import.example")).ShouldBeNull();

        await Import("one@import.example,HardBounce\r\ntwo@import.example\r\n");
        admin.Status.ShouldBe(422);
        admin.Page.QuerySelector("#unsaid[aria-invalid=true] + .field-error")!.TextContent.ShouldContain("name no reason");
        (await Reason("one@import.example")).ShouldBeNull();
        await Import("one@import.example,HardBounce\r\ntwo@import.example\r\nnobody@pages.example,Complaint\r\n", "HardBounce");
        admin.Status.ShouldBe(302);
        await admin.Open(List);
        admin.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("2 added, 1 were on the list already.");
        (await Reason("one@import.example")).ShouldBe(SuppressionReason.HardBounce);
        // A bare address says no reason: it gets the one that was chosen.
        (await Reason("two@import.example")).ShouldBe(SuppressionReason.HardBounce);

        await admin.Open(List + "?handler=Export");
        admin.Text.ShouldContain("one@import.example,HardBounce,import,");
        admin.Answer.Content.Headers.ContentDisposition!.FileName!.ShouldEndWith(".csv");

        await admin.Open(List + "?q=one@import.example");
        await admin.Submit("tbody form", []);
        (await Reason("one@import.example")).ShouldBeNull();
        await Import("left@import.example,Unsubscribed\r\n");
        // Who left comes back only by their own act: both forms say so, there is no button, and a forged form does nothing.
        await admin.Open(List + "?q=left@import.example");
        foreach (var form in (string[])["Add", "Import"]) admin.Page.QuerySelector($"form[action*='{form}']")!.TextContent.ShouldContain("“The person wants no mail” cannot be removed by anybody here");
        admin.Page.QuerySelector("form[action*='Import']")!.TextContent.ShouldContain("HardBounce (The address bounced for good), Complaint (The person complained), Unsubscribed (The person wants no mail). Lists that SES, SendGrid, Mailgun and Postmark export are read as they are.");
        admin.Page.QuerySelector("tbody form").ShouldBeNull();
        var line = (await house.Get<SuppressionList>().All(1000)).Single(one => one.Address == "left@import.example");
        await admin.Submit("form[action*='Add']", ("address", "x@pages.example"), ("why", "HardBounce"));
        await admin.Open(List);
        await admin.Post(List + "?handler=Lift", ("id", line.Id.ToString()), ("form_token", admin.Page.QuerySelector("input[name='form_token']")!.GetAttribute("value")!));
        (await Reason("left@import.example")).ShouldBe(SuppressionReason.Unsubscribed);
    }

    [Fact]
    public async Task Who_pressed_no_mails_at_all_is_listed_and_exported_and_only_the_person_comes_back()
    {
        var member = await house.AddAccount("Leaves all", "leaves-all-x1", "rei@leaves.example", "Rei", "Mori", Now);
        await house.Get<Engine.Touches.OptOut>().Set(member, Engine.Touches.TouchRecipients.AllTopics, given: false, "preferences", Now, null);
        var admin = await house.As("admin");
        await admin.Open(List + "?q=leaves.example&reason=Unsubscribed");
        var row = admin.Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem();
        foreach (var told in (string[])["rei@leaves.example", "The person wants no mail", "the person", "only the person"]) row.TextContent.ShouldContain(told);
        row.QuerySelector("form").ShouldBeNull();
        await admin.Open(List + "?handler=Export");
        admin.Text.ShouldContain("rei@leaves.example,Unsubscribed,person,");
    }

    [Fact]
    public async Task The_pace_is_kept_and_its_plan_shown()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/sending/pace");
        (string, string)[] plan = [("from", Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("firstDay", "40"), ("growth", "2"), ("enough", "1000")];
        await admin.Submit("form[action*='Save']", [("perMinute", "30"), ("domains", "docomo.ne.jp 20\nezweb.ne.jp, 25"), ("warmUp", "true"), .. plan]);
        admin.Status.ShouldBe(302);
        var pace = (await house.Get<SendingBook>().Pace()).Value;
        (pace.Of("docomo.ne.jp").PerMinute, pace.Of("ezweb.ne.jp").PerMinute, pace.Of("else.example").PerMinute).ShouldBe((20, 25, 30));
        await admin.Open("/admin/sending/pace");
        admin.Page.QuerySelectorAll(".formula tbody tr").Select(row => row.QuerySelector("td")!.TextContent).ShouldBe(["40", "80", "160", "320", "640"]);
        await admin.Submit("form[action*='Save']", [("perMinute", ""), ("domains", "docomo"), .. plan]);
        admin.Status.ShouldBe(422);
        // What was typed stays, with what is wrong at its field.
        Value(admin, "perMinute").ShouldBe("");
        Value(admin, "domains").ShouldBe("docomo");
        Value(admin, "firstDay").ShouldBe("40");
        admin.Page.QuerySelector("#domains[aria-invalid=true] + .field-error")!.TextContent.ShouldContain("“docomo” is not a domain and a number");
        await admin.Submit("form[action*='Save']", [("perMinute", "many"), ("domains", "docomo.ne.jp 20"), .. plan]);
        (admin.Status, Value(admin, "perMinute"), Value(admin, "domains")).ShouldBe((422, "many", "docomo.ne.jp 20"));
        await admin.Open("/admin/sending/pace");
        await admin.Submit("form[action*='Save']", [("perMinute", ""), ("domains", ""), .. plan]);
        (await house.Get<SendingBook>().Pace()).Value.Of("docomo.ne.jp").ShouldBe(DomainPace.Free);
    }

    [Fact]
    public async Task Sending_is_stopped_and_goes_on_and_a_test_mail_lands_in_the_mailbox()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/sending");
        await admin.Submit("form[action*='Stop']", ("why", "An incident"));
        (await house.Get<SendingSwitches>().Stops()).ShouldContain(stop => stop.Scope == "all" && stop.Reason == "An incident");
        // A test mail is for whoever looks after the sending: it goes out all the same, and the page says so.
        await admin.Open("/admin/sending/server");
        admin.Text.ShouldContain("It goes out even while all sending is stopped.");
        await admin.Submit("form[action*='Send']", ("to", "stopped@operator.example"));
        admin.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("It is in the mailbox");
        await admin.Open("/admin/sending");
        await admin.Submit("form[action*='Resume']", []);
        (await house.Get<SendingSwitches>().Stops()).ShouldNotContain(stop => stop.Scope == "all");

        await admin.Open("/admin/sending/server");
        await admin.Submit("form[action*='Send']", ("to", "ops@operator.example"));
        admin.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("It is in the mailbox");
        await admin.Open("/admin/mailbox?q=OPS@operator");
        var link = admin.Page.QuerySelector(".mail-list a")!.GetAttribute("href")!;
        await admin.Open(link.Replace("part=html", "part=source", StringComparison.Ordinal));
        admin.Page.QuerySelector(".mail-text")!.TextContent.ShouldContain("Auto-Submitted: auto-generated");
        await admin.Open(link.Replace("part=html", "part=headers", StringComparison.Ordinal));
        admin.Page.QuerySelector(".mail-headers")!.TextContent.ShouldContain("Message-ID");
        await admin.Open("/admin/mailbox?q=nothing-like-that");
        admin.Page.QuerySelector(".mail-list").ShouldBeNull();
    }

    [Fact]
    public async Task A_test_mail_goes_to_a_real_server_even_while_all_sending_is_stopped()
    {
        const string Script = """
            import asyncio, os, sys
            from aiosmtpd.smtp import SMTP
            class Keep:
                async def handle_RCPT(self, server, session, envelope, address, options):
                    if address.startswith("gone"): return "550 5.1.1 no such user"
                    envelope.rcpt_tos.append(address)
                    return "250 2.1.5 ok"
                async def handle_DATA(self, server, session, envelope):
                    open(os.path.join(sys.argv[1], "mail"), "wb").write(envelope.original_content)
                    return "250 2.0.0 kept as 77"
            async def main():
                server = await asyncio.get_running_loop().create_server(lambda: SMTP(Keep()), "127.0.0.1", int(sys.argv[2]))
                await server.serve_forever()
            asyncio.run(main())
            """;
        (await Tool.Run(Tool.Python, ["-c", "import aiosmtpd"])).Code.ShouldBe(0, "aiosmtpd is missing: apt-get install -y python3-aiosmtpd");
        var (folder, port) = (Running.NewFolder("taker"), Running.FreePort());
        await File.WriteAllTextAsync($"{folder}/server.py", Script);
        await using var server = await Running.Start(folder, $"{Tool.Python} {folder}/server.py {folder} {port}", port);
        var admin = await house.As("admin");
        async Task Save(string host)
        {
            await admin.Open("/admin/sending/server");
            await admin.Submit("form[action*='Save']", ("Host", host), ("Port", port.ToString(CultureInfo.InvariantCulture)), ("Security", "off"), ("Connections", "4"), ("Rate", "0"), ("SenderAddress", ""), ("SenderName", ""));
            admin.Status.ShouldBe(302);
        }

        await house.Get<SendingSwitches>().Stop(new SendingStop(SendingSwitches.Everything, "An incident", IsByItself: false, "test", Now));
        await Save("127.0.0.1");
        try
        {
            await admin.Open("/admin/sending/server");
            await admin.Submit("form[action*='Send']", ("to", "ops@operator.example"));
            admin.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("The server has taken it: 250 2.0.0 kept as 77");
            var mail = Mail.ReceivedMessage.Parse(await File.ReadAllBytesAsync($"{folder}/mail"));
            (mail.Subject, mail.To.Single().Address).ShouldBe(("A test mail from CsEngage", "ops@operator.example"));
            mail.Root.RawHeader("Auto-Submitted").ShouldBe("auto-generated");

            await admin.Open("/admin/sending/server");
            await admin.Submit("form[action*='Send']", ("to", "gone@operator.example"));
            admin.Page.QuerySelector("main")!.TextContent.ShouldContain("The server refused it: 550 5.1.1 no such user");
        }
        finally
        {
            await Save("");
            await house.Get<SendingSwitches>().Resume(SendingSwitches.Everything, "test", Now);
        }
    }

    [Theory]
    [InlineData(TouchState.Held, "This account already got 3 mails within 7 days; the most is 3.")]
    [InlineData(TouchState.Skipped, "This account already got 3 mails within 7 days; the most is 3. There was no room for a week.")]
    public async Task What_waits_for_room_is_not_told_as_what_found_none(TouchState state, string says)
    {
        await using var scope = house.Services.CreateAsyncScope();
        var texts = await scope.ServiceProvider.GetRequiredService<Web.Desk.Authored>().Texts();
        scope.ServiceProvider.GetRequiredService<Web.Desk.Wording.TouchWords>().Because(state, "OverCap", [new("cap", "3"), new("per", "account"), new("window", "7.00:00:00")], texts).ShouldBe(says);
    }

    [Fact]
    public async Task What_was_captured_is_not_counted_as_sent()
    {
        var admin = await house.As("admin");
        async Task<(long Captured, long Sent)> Counted()
        {
            await admin.Open("/admin/sending");
            long Of(string name) => admin.Page.QuerySelectorAll(".counts div").FirstOrDefault(one => one.QuerySelector("dt")!.TextContent == name) is { } found ? long.Parse(found.QuerySelector("dd")!.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 0;
            return (Of("Captured"), Of("Sent"));
        }
        var before = await Counted();

        var now = Now;
        var member = await house.AddAccount("Counted", "counted-x1", "kim@counted.example", "Kim", "Jo", now);
        var touches = house.Get<TouchBook>();
        foreach (var code in (string[])[CapturedMailBox.Code, CapturedMailBox.Code, "250"])
        {
            var (id, claim, account) = ($"counted/{Guid.NewGuid():N}", Guid.CreateVersion7(), member.Membership.AccountId);
            await touches.Plan(new Touch(id, account, member.Membership.Id, "mail", "hello", null, now, false, null, LateSending.Default, null, false, null, false, Cause.Of("enrollment", "e", "onboarding")), now);
            await touches.Claim([(await touches.Find(account, id))!], claim, now, TimeSpan.FromMinutes(2), now.AddDays(-7), (_, _) => new TouchDecision.Send(14, []), line => $"<{line.Touch.Id}@x>", _ => "news");
            (await touches.Ended(account, id, claim, new SendingEnd.Accepted(code, null), now)).ShouldBeTrue();
        }

        (await Counted()).ShouldBe((before.Captured + 2, before.Sent + 1));
        admin.Page.QuerySelector(".counts")!.ParentElement!.TextContent.ShouldContain("Captured mail went to nobody: it stands in the mailbox.");
    }

    [Fact]
    public async Task What_comes_back_is_set_up_and_secrets_are_not_shown_again()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/sending/returns");
        await admin.Submit("form[action*='Save']", ("BounceDomain", "Bounces.Operator.example"), ("Maildir", ""), ("SesTopics", "arn:aws:sns:ap-northeast-1:123456789012:a\r\narn:aws:sns:us-east-1:123456789012:b.fifo"), ("SendGridKey", ""), ("MailgunKey", "m-s3cret-key"), ("PostmarkUser", "engage"), ("PostmarkPassword", "p-s3cret-pass"));
        admin.Status.ShouldBe(302);
        var routes = (await house.Get<SendingBook>().Routes()).Value;
        (routes.BounceDomain, routes.SesTopics.Length, house.Get<SendingBook>().Opened(routes.MailgunKey)).ShouldBe(("bounces.operator.example", 2, "m-s3cret-key"));
        await admin.Open("/admin/sending/returns");
        admin.Text.ShouldNotContain("s3cret");
        await admin.Submit("form[action*='Save']", ("BounceDomain", ""), ("Maildir", "/no/such/folder"), ("SesTopics", ""), ("SendGridKey", ""), ("MailgunKey", ""), ("PostmarkUser", ""), ("PostmarkPassword", ""));
        admin.Status.ShouldBe(422);
    }

    [Theory]
    [InlineData("BounceDomain", "not a domain", "This is not a domain.")]
    [InlineData("SesTopics", "arn:foo", "“arn:foo” is not the ARN of an SNS topic. One looks like this: arn:aws:sns:ap-northeast-1:123456789012:name")]
    [InlineData("SesTopics", "arn:aws:sns:eu-west-1:12345:name", "is not the ARN of an SNS topic")]
    [InlineData("SendGridKey", "abc", "This is not the verification key.")]
    [InlineData("SendGridKey", "SG.abcdefghijklmnop", "This is not the verification key.")]
    public async Task What_cannot_be_right_about_a_way_back_is_refused_at_its_field_and_the_others_stay(string field, string wrong, string says)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var typed = new Dictionary<string, string>
        {
            ["BounceDomain"] = "bounces.kept.example", ["Maildir"] = "", ["SesTopics"] = "arn:aws-cn:sns:cn-north-1:123456789012:a_b", ["SendGridKey"] = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            ["MailgunKey"] = "m-s3cret-typed", ["PostmarkUser"] = "typed", ["PostmarkPassword"] = "",
        };
        typed[field] = wrong;
        var admin = await house.As("admin");
        await admin.Open("/admin/sending/returns");
        var before = (await house.Get<SendingBook>().Routes()).Value;
        await admin.Submit("form[action*='Save']", [.. typed.Select(pair => (pair.Key, pair.Value))]);
        admin.Status.ShouldBe(422);
        admin.Page.QuerySelector($"#{field}[aria-invalid=true] + .field-error")!.TextContent.ShouldContain(says);
        foreach (var name in (string[])["BounceDomain", "SesTopics", "SendGridKey", "PostmarkUser"]) Value(admin, name).ShouldBe(typed[name]);
        admin.Text.ShouldNotContain("m-s3cret-typed");
        admin.Page.QuerySelector("#MailgunKey")!.GetAttribute("placeholder").ShouldBe("type it again: it is never sent back");
        (await house.Get<SendingBook>().Routes()).Value.ShouldBeEquivalentTo(before);
    }

    [Fact]
    public async Task A_key_that_works_is_replaced_only_when_that_is_said_twice()
    {
        var admin = await house.As("admin");
        async Task<string> Key() => house.Get<SendingBook>().Opened((await house.Get<SendingBook>().Routes()).Value.RawKey) ?? "";
        (string, string)[] typed = [("BounceDomain", "unsaved.example"), ("SesTopics", "half an arn"), ("PostmarkUser", "unsaved")];
        async Task Press(string button, params (string, string)[] also)
        {
            var (token, press) = (admin.Page.QuerySelector("form input[name='form_token']")!.GetAttribute("value")!, admin.Page.QuerySelector($"button[formaction*='{button}']")!);
            if (press.GetAttribute("name") is { } name) also = [.. also, (name, press.GetAttribute("value")!)];
            await admin.Post(press.GetAttribute("formaction")!, [("form_token", token), .. typed, .. also]);
            (Value(admin, "BounceDomain"), Value(admin, "SesTopics"), Value(admin, "PostmarkUser")).ShouldBe(("unsaved.example", "half an arn", "unsaved"));
        }

        await admin.Open("/admin/sending/returns");
        // Enter in a field presses the first button of a form: that must not be the one that makes a key.
        admin.Page.QuerySelector("form[action*='Save'] button:not([type=button])")!.HasAttribute("formaction").ShouldBeFalse();
        await Press("NewKey");
        if (admin.Status == 409) await Press("NewKey");
        var first = await Key();
        admin.Page.QuerySelector("#NewKey")!.GetAttribute("value").ShouldBe(first);
        admin.Page.QuerySelector("button[data-copy='NewKey']").ShouldNotBeNull();

        await admin.Open("/admin/sending/returns");
        admin.Text.ShouldNotContain(first);
        await Press("NewKey");
        admin.Status.ShouldBe(409);
        admin.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("The old key stops at once");
        (await Key()).ShouldBe(first);
        await Press("KeepKey");
        (admin.Page.QuerySelector("#NewKey"), await Key()).ShouldBe((null, first));
        await Press("NewKey");
        await Press("NewKey");
        (admin.Status, admin.Page.QuerySelector("#NewKey")!.GetAttribute("value")).ShouldBe((200, await Key()));
        (await Key()).ShouldNotBe(first);
    }

    [Theory]
    [InlineData("Port", "99999", "A port is a number from 1 to 65535.")]
    [InlineData("Host", "not a name", "This is not the name of a server.")]
    [InlineData("Host", "smtp://mail.example", "Only the name; the port has its own field.")]
    [InlineData("Host", "mail.example:587", "Only the name; the port has its own field.")]
    [InlineData("Connections", "none", "From 1 to 100 connections.")]
    [InlineData("Rate", "fast", "Mails per second")]
    [InlineData("SenderAddress", "somebody", "Enter an address")]
    public async Task One_wrong_field_of_the_server_leaves_the_others_as_they_were_typed(string field, string wrong, string says)
    {
        var typed = new Dictionary<string, string>
        {
            ["SenderAddress"] = "typed@mizuho.co.jp", ["SenderName"] = "Typed", ["Host"] = "typed.example", ["Port"] = "2525", ["User"] = "typed-user", ["HelloName"] = "hello.example", ["TrustedRoots"] = "typed roots", ["Connections"] = "7", ["Rate"] = "1.5",
        };
        typed[field] = wrong;
        var admin = await house.As("admin");
        foreach (var handler in (string[])["Save", "Test"])
        {
            await admin.Open("/admin/sending/server");
            var token = admin.Page.QuerySelector("input[name='form_token']")!.GetAttribute("value")!;
            await admin.Post("/admin/sending/server?handler=" + handler, [("form_token", token), ("Security", "tls"), ("Password", "typed-s3cret"), .. typed.Select(pair => (pair.Key, pair.Value))]);
            admin.Status.ShouldBe(422);
            admin.Page.QuerySelector($"#{field}[aria-invalid=true] + .field-error")!.TextContent.ShouldContain(says);
            foreach (var (name, value) in typed) Value(admin, name).ShouldBe(value);
            admin.Page.QuerySelector("#Security option[selected]")!.GetAttribute("value").ShouldBe("tls");
            admin.Page.QuerySelector("#Password")!.GetAttribute("placeholder").ShouldBe("type it again: it is never sent back");
            admin.Text.ShouldNotContain("typed-s3cret");
        }
        (await house.Get<SendingBook>().Server()).Host.ShouldNotBe("typed.example");
    }

    [Theory]
    // SES: what a bulk import takes, as CSV and JSON, and list-suppressed-destinations (API_ListSuppressedDestinations).
    [InlineData("a@ses.example,BOUNCE\r\nb@ses.example, COMPLAINT\r\n", "a@ses.example HardBounce, b@ses.example Complaint")]
    [InlineData("{\"emailAddress\":\"a@ses.example\",\"reason\":\"BOUNCE\"}\n{\"emailAddress\":\"b@ses.example\",\"reason\":\"COMPLAINT\"}\n", "a@ses.example HardBounce, b@ses.example Complaint")]
    [InlineData("{\"NextToken\":\"x\",\"SuppressedDestinationSummaries\":[{\"EmailAddress\":\"a@ses.example\",\"Reason\":\"COMPLAINT\",\"LastUpdateTime\":\"2020-04-10T21:03:05.000000+00:00\"}]}", "a@ses.example Complaint")]
    // SendGrid: bounces, whose reason may go over lines; invalid addresses; spam reports and unsubscribes; the same of the API. Who chose otherwise made a bounce irreversible.
    [InlineData("status,reason,email,created\r\n5.1.1,\"550 5.1.1 <a@grid.example>, \"\"user\"\" unknown\r\nsee https://support.example/?p=NoSuchUser\r\n\",a@grid.example,1443651125\r\n5.4.1,x,b@grid.example,1\r\n", "a@grid.example HardBounce", SuppressionReason.Unsubscribed, null, 1)]
    [InlineData("status,reason,email,created\r\n4.2.2,mailbox full,a@grid.example,1\r\n5.7.1,blocked: spam,b@grid.example,1\r\n5.1.1,no such user,c@grid.example,1\r\n", "c@grid.example HardBounce", null, null, 2)]
    [InlineData("address,code,error,created_at\r\na@gun.example,421,\"try later\",x\r\nb@gun.example,550,\"No such user\",x\r\n", "b@gun.example HardBounce", null, null, 1)]
    [InlineData("reason,email,created\r\nMail domain mentioned in email address is unknown,a@gird.example,1443651125\r\n", "a@gird.example HardBounce")]
    [InlineData("email,created\r\na@grid.example,1443651125\r\n", "a@grid.example Complaint", SuppressionReason.Complaint)]
    [InlineData("[{\"created\":1443651125,\"email\":\"a@grid.example\",\"reason\":\"550 5.1.1 no such user\",\"status\":\"5.1.1\"}]", "a@grid.example HardBounce", SuppressionReason.Complaint)]
    [InlineData("[{\"created\":1443651141,\"email\":\"a@grid.example\",\"ip\":\"10.63.202.100\"}]", "a@grid.example Complaint", SuppressionReason.Complaint)]
    // Mailgun: bounces, unsubscribes and complaints as its import takes them and its API lists them.
    [InlineData("address,code,error,created_at\r\na@gun.example,550,\"No such user; gone\",\"Fri, 21 Oct 2011 11:02:55 UTC\"\r\n", "a@gun.example HardBounce", SuppressionReason.Complaint)]
    [InlineData("address,tags,created_at\r\na@gun.example,*,\"Fri, 21 Oct 2011 11:02:55 UTC\"\r\n", "a@gun.example Unsubscribed")]
    [InlineData("address,created_at\r\na@gun.example,\"Fri, 21 Oct 2011 11:02:55 UTC\"\r\n", "a@gun.example Complaint", SuppressionReason.Complaint)]
    [InlineData("{\"items\":[{\"address\":\"a@gun.example\",\"code\":\"550\",\"error\":\"No such mailbox\",\"created_at\":\"Mon, 06 May 2024 18:11:58 UTC\"}],\"paging\":{\"next\":\"x\"}}", "a@gun.example HardBounce")]
    // Postmark: the columns, and the dump of a message stream.
    [InlineData("EmailAddress,SuppressionReason,Origin,CreatedAt\r\na@mark.example,HardBounce,Recipient,2019-12-17\r\nb@mark.example,SpamComplaint,Recipient,x\r\nc@mark.example,ManualSuppression,Recipient,x\r\n", "a@mark.example HardBounce, b@mark.example Complaint, c@mark.example Unsubscribed")]
    [InlineData("{\n \"Suppressions\": [\n {\"EmailAddress\": \"a@mark.example\", \"SuppressionReason\": \"ManualSuppression\", \"Origin\": \"Recipient\", \"CreatedAt\": \"2019-12-17T08:58:33-05:00\"},\n {\"EmailAddress\": \"b@mark.example\", \"SuppressionReason\": \"HardBounce\", \"Origin\": \"Recipient\", \"CreatedAt\": \"2019-12-17T08:58:33-05:00\"}\n ]\n}", "a@mark.example Unsubscribed, b@mark.example HardBounce")]
    // As spreadsheets save what people keep by hand.
    [InlineData("\ufeffemail;reason\r\n\r\n a@hand.example ;Complaint\r\nsay\"hi\"@hand.example;\r\n\"b@hand.example\"\r\n", "a@hand.example Complaint, b@hand.example HardBounce", SuppressionReason.HardBounce, "Line 4: “say\"hi\"@hand.example” is no address.")]
    [InlineData("[{\"email\":\"a@cut.example\"},\n{\"email\":", "", SuppressionReason.HardBounce, "Line 2: “{\"email\":” is no address.")]
    public async Task Lists_of_other_providers_are_read_as_they_are(string file, string means, SuppressionReason? unsaid = null, string? fault = null, int alive = 0)
    {
        using var reader = new StringReader(file);
        var read = await Web.Admin.Sending.SuppressionFile.Read(reader, 100, unsaid, house.Get<Microsoft.Extensions.Localization.IStringLocalizer<Words>>());
        read.Faults.ShouldBe(fault is null ? [] : [fault]);
        (read.Alive, read.Unsaid).ShouldBe((alive, false));
        string.Join(", ", read.Entries.Select(entry => $"{entry.Address!.Address} {entry.Reason}")).ShouldBe(means);
    }

    [Fact]
    public async Task The_connection_test_says_nothing_twice()
    {
        await using var server = new Answering("220 mx.example ESMTP", "250 mx.example", "250 2.1.0 ok", "250 2.1.5 ok");
        var admin = await house.As("admin");
        await Test(admin, "127.0.0.1", server.Port, "off");
        var steps = admin.Page.QuerySelector(".checks")!.TextContent;
        (steps.Split("No sign-in was asked for.").Length - 1).ShouldBe(1);
        steps.ShouldContain("Largest message: not told");
        // The page that takes the sender does not send the reader to itself.
        admin.Page.QuerySelector(".notice-bad")!.TextContent.ShouldContain("Enter a sender below.");
    }

    static string Value(Browser admin, string id) => admin.Page.GetElementById(id) is { } field ? field.LocalName == "textarea" ? field.TextContent : field.GetAttribute("value") ?? "" : throw new InvalidOperationException($"There is no field {id}.");

    DateTimeOffset Now => house.Get<TimeProvider>().GetUtcNow();

    async Task<SuppressionReason?> Reason(string address) => (await house.Get<SuppressionList>().Of(await house.Get<EngineSecrets>().HashOf(address)))?.Reason;

    static async Task Test(Browser admin, string host, int port, string security, string password = "s3cret")
    {
        await admin.Open("/admin/sending/server");
        var token = admin.Page.QuerySelector("input[name='form_token']")!.GetAttribute("value")!;
        await admin.Post("/admin/sending/server?handler=Test", ("form_token", token), ("Host", host), ("Port", port.ToString(CultureInfo.InvariantCulture)), ("Security", security), ("Password", password), ("Connections", "4"), ("Rate", "0"));
    }

    /// <summary>A mail server that says these words, one connection after the other.</summary>
    sealed class Answering : IAsyncDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly Task talk;

        public Answering(string banner, string hello, string sender, string recipient)
        {
            listener.Start();
            talk = Talk(banner, hello, sender, recipient);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        async Task Talk(string banner, string hello, string sender, string recipient)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
                await writer.WriteLineAsync(banner);
                while (await reader.ReadLineAsync() is { } line)
                    await writer.WriteLineAsync(line.Split(' ')[0].ToUpperInvariant() switch { "EHLO" or "HELO" => hello, "MAIL" => sender, "RCPT" => recipient, "QUIT" => "221 bye", "RSET" => "250 ok", _ => "502 what" });
            }
            catch (Exception ended) when (ended is SocketException or IOException or ObjectDisposedException)
            {
                listener.Stop(); // The other side has heard enough.
            }
        }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await talk;
        }
    }
}
