using System.Text;
using CsEngage.Core;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Mail;
using CsEngage.Mail.Hooks;
using CsEngage.Mail.Reports;
using CsEngage.Store;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Sending;

/// <summary>What comes back, by raw mail, by a Maildir and by providers, and what it does: once.</summary>
public sealed class ReturnsTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_report_to_our_return_path_bounces_the_touch_and_suppresses_the_address_once(Dialect dialect)
    {
        await using var sent = await Sent.Open(dialect);
        (await sent.Take(sent.Report("5.1.1", "550 5.1.1 User unknown"))).ShouldBe(Returned.Taken);
        (await sent.Take(sent.Report("5.1.1", "550 5.1.1 User unknown"))).ShouldBe(Returned.Nothing);
        (await sent.Line()).State.ShouldBe(TouchState.Bounced);
        (await sent.Suppression())!.Reason.ShouldBe(SuppressionReason.HardBounce);
        var signal = (await sent.Signals("touch.bounced")).ShouldHaveSingleItem();
        (signal.Properties!["class"], signal.Properties["status"], signal.Source).ShouldBe(("hard", "5.1.1", "mail"));
        (await sent.House.Get<SuppressionList>().All(10)).ShouldHaveSingleItem().Address.ShouldBe("hana@aoba.example");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_forged_report_does_nothing(Dialect dialect)
    {
        await using var sent = await Sent.Open(dialect);
        var forged = sent.Report("5.1.1", "550 5.1.1 User unknown").Replace(sent.Path, "success@hakaria.example", StringComparison.Ordinal);
        (await sent.Take(forged)).ShouldBe(Returned.NotBelieved);
        var guessed = sent.Report("5.1.1", "550 5.1.1 User unknown").Replace(sent.Path, sent.Path.Replace('-', 'x'), StringComparison.Ordinal);
        (await sent.Take(guessed)).ShouldBe(Returned.NotBelieved);
        (await sent.Line()).State.ShouldBe(TouchState.Sent);
        (await sent.Suppression()).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_full_mailbox_suppresses_only_at_the_third_time_and_a_delay_is_nothing(Dialect dialect)
    {
        await using var sent = await Sent.Open(dialect);
        (await sent.Take(sent.Report("4.4.1", "451 4.4.1 Connection refused", "delayed"))).ShouldBe(Returned.Nothing);
        (await sent.Line()).State.ShouldBe(TouchState.Sent);
        (await sent.Take(sent.Report("5.2.2", "552 5.2.2 Mailbox full"))).ShouldBe(Returned.Taken);
        (await sent.Signals("touch.bounced")).ShouldHaveSingleItem().Properties!["class"].ShouldBe("soft");
        (await sent.Suppression()).ShouldBeNull();
        var rule = sent.House.Get<Deliverability>();
        await rule.Bounced("hana@aoba.example", null, BounceReason.MailboxFull, null, "full", "touch:2", Start.AddDays(2));
        (await sent.Suppression()).ShouldBeNull();
        await rule.Bounced("hana@aoba.example", null, BounceReason.MailboxFull, null, "full", "touch:2", Start.AddDays(2));
        (await sent.Suppression()).ShouldBeNull();
        await rule.Bounced("hana@aoba.example", null, BounceReason.Suspended, null, "suspended", "touch:3", Start.AddDays(4));
        (await sent.Suppression())!.Reason.ShouldBe(SuppressionReason.HardBounce);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_complaint_is_known_by_the_return_path_inside_it(Dialect dialect)
    {
        await using var sent = await Sent.Open(dialect);
        var complaint = $"""
            From: feedback@isp.example
            To: abuse@hakaria.example
            Subject: Abuse report
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b
            Content-Type: text/plain

            This is an abuse report.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: Isp/1.0
            Version: 1
            Original-Mail-From: <{sent.Path}>

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <x@hakaria.example>
            Subject: Welcome

            --b--
            """;
        (await sent.Take(complaint)).ShouldBe(Returned.Taken);
        (await sent.Take(complaint)).ShouldBe(Returned.Nothing);
        (await sent.Line()).State.ShouldBe(TouchState.Complained);
        (await sent.Suppression())!.Reason.ShouldBe(SuppressionReason.Complaint);
        (await sent.Signals("touch.complained")).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_answer_of_the_person_is_a_signal_and_stands_on_the_timeline_and_a_machines_is_neither(Dialect dialect)
    {
        await using var sent = await Sent.Open(dialect);
        var id = (await sent.Line()).MessageId;
        string Answer(string from, string more = "") => $"From: {from}\r\nTo: success@hakaria.example\r\nSubject: Re: Welcome\r\nMessage-ID: <answer-1@aoba.example>\r\nIn-Reply-To: <{id}>\r\n{more}\r\nThank you, we begin on Monday.\r\n";
        (await sent.Take(Answer("hana@aoba.example", "Auto-Submitted: auto-replied\r\n"))).ShouldBe(Returned.Nothing);
        (await sent.Take(Answer("stranger@elsewhere.example"))).ShouldBe(Returned.Unrelated);
        (await sent.Signals("touch.replied")).ShouldBeEmpty();
        (await sent.Take(Answer("Hana <hana@aoba.example>"))).ShouldBe(Returned.Taken);
        (await sent.Take(Answer("Hana <hana@aoba.example>"))).ShouldBe(Returned.Nothing);
        (await sent.Signals("touch.replied")).ShouldHaveSingleItem();
        var note = (await sent.House.Get<NoteBook>().Of(sent.Account.Id, "reply")).ShouldHaveSingleItem();
        note.Body.ShouldContain("we begin on Monday");
        (await sent.Line()).State.ShouldBe(TouchState.Sent);
        (await sent.Take("From: a@b.example\r\nSubject: Invoice\r\n\r\nPlease pay.\r\n")).ShouldBe(Returned.Unrelated);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_a_provider_tells_moves_the_touch_the_address_and_the_subscription(Dialect dialect)
    {
        await using var sent = await Sent.Open(dialect);
        var line = await sent.Line();
        MailEvent Event(string id, MailEventKind kind, BounceReason reason = BounceReason.Unknown) => new(id, kind, "hana@aoba.example", Start, MessageId.TryParse($"<{line.MessageId}>"), null, reason, null, 0, "");
        var returns = sent.House.Get<Returns>();
        (await returns.Take("sendgrid", [Event("1", MailEventKind.Delivered), Event("1", MailEventKind.Delivered), Event("2", MailEventKind.Opened)], Start)).ShouldBe(1);
        (await sent.Line()).State.ShouldBe(TouchState.Delivered);
        (await sent.Signals("touch.delivered")).ShouldHaveSingleItem();
        (await returns.Take("sendgrid", [Event("3", MailEventKind.Unsubscribed)], Start)).ShouldBe(1);
        (await sent.Signals("consent.withdrawn")).ShouldHaveSingleItem();
        (await returns.Take("sendgrid", [Event("4", MailEventKind.Complained), Event("4", MailEventKind.Complained)], Start)).ShouldBe(1);
        (await sent.Line()).State.ShouldBe(TouchState.Complained);
        (await sent.Suppression())!.Reason.ShouldBe(SuppressionReason.Complaint);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_provider_that_puts_its_own_id_in_place_of_ours_is_known_by_what_its_server_said(Dialect dialect)
    {
        await using var sent = await Sent.Open(dialect);
        var told = new MailEvent("1", MailEventKind.Bounced, "hana@aoba.example", Start, null, "0100018c-taken", BounceReason.UserUnknown, new EnhancedStatus(5, 1, 1), 550, "No such user");
        (await sent.House.Get<Returns>().Take("ses", [told], Start.AddMinutes(1))).ShouldBe(1);
        (await sent.Line()).State.ShouldBe(TouchState.Bounced);
        // Nobody's touch, but the provider is believed.
        (await sent.House.Get<Returns>().Take("ses", [told with { Id = "2", Recipient = "old@nowhere.example", ProviderMessage = "unknown-message" }], Start)).ShouldBe(1);
        (await sent.House.Get<SuppressionList>().Of(await sent.House.Get<EngineSecrets>().HashOf("old@nowhere.example")))!.Reason.ShouldBe(SuppressionReason.HardBounce);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_Maildir_is_read_once_and_what_cannot_be_read_stands_aside(Dialect dialect)
    {
        await using var sent = await Sent.Open(dialect);
        var folder = Directory.CreateTempSubdirectory("maildir").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "new"));
        await sent.House.Get<SendingBook>().Save<ReturnRoutes>(ReturnRoutes.Key, routes => routes with { Maildir = folder }, "test", Start);
        await File.WriteAllTextAsync(Path.Combine(folder, "new", "1.a"), sent.Report("5.1.1", "550 5.1.1 User unknown").ReplaceLineEndings("\r\n"));
        await File.WriteAllTextAsync(Path.Combine(folder, "new", "2.b"), "Content-Type: multipart/mixed; boundary=x\r\n\r\n" + string.Concat(Enumerable.Repeat("--x\r\n\r\n", 2000)));
        await File.WriteAllTextAsync(Path.Combine(folder, "new", "3.c"), "Subject: hello\r\n\r\nNothing to do with us.\r\n");
        await sent.House.Settle();
        (await sent.Line()).State.ShouldBe(TouchState.Bounced);
        Directory.GetFiles(Path.Combine(folder, "new")).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(folder, "cur")).Length.ShouldBe(3);
        (await sent.House.Settle()).ShouldBe(0);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A house in which one mail went out with a return path of its own.</summary>
    sealed class Sent : IAsyncDisposable
    {
        public required House House { get; init; }
        public required Account Account { get; init; }
        public required string Path { get; init; }

        public static async Task<Sent> Open(Dialect dialect)
        {
            var server = new ScriptedTransport();
            var house = await House.Open(dialect, Start, server);
            await house.Get<SendingBook>().Save<ReturnRoutes>(ReturnRoutes.Key, set => set with { BounceDomain = "bounces.hakaria.example" }, "test", Start);
            var (account, _) = await house.Customer("aoba");
            await house.Settle();
            return new Sent { House = house, Account = account, Path = server.Taken.ShouldHaveSingleItem().Envelope.From!.Address };
        }

        public Task<Returned> Take(string raw) => House.Get<Returns>().Take(Encoding.UTF8.GetBytes(raw.ReplaceLineEndings("\r\n")), null, House.Now);

        public async Task<TouchLine> Line() => (await House.Touches(Account)).Single(line => line.Touch.Template == "welcome");

        public async Task<Suppression?> Suppression() => await House.Get<SuppressionList>().Of(await House.Get<EngineSecrets>().HashOf("hana@aoba.example"));

        public async Task<List<Signal>> Signals(string kind) => [.. (await House.Get<SignalLog>().Recent(Account.Id, 200)).Where(signal => signal.Kind == kind)];

        public string Report(string status, string said, string action = "failed") => $"""
            Return-Path: <>
            From: MAILER-DAEMON@mx.aoba.example
            To: {Path}
            Subject: Undelivered Mail Returned to Sender
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: text/plain

            It failed.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.aoba.example

            Final-Recipient: rfc822; hana@aoba.example
            Action: {action}
            Status: {status}
            Diagnostic-Code: smtp; {said}

            --b--

            """;

        public ValueTask DisposeAsync() => House.DisposeAsync();
    }
}
