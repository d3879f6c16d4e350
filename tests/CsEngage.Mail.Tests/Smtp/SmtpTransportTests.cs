using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CsEngage.Mail.Smtp;

namespace CsEngage.Mail.Tests.Smtp;

/// <summary>Each step of a session, done wrong by a server, must come out as the one outcome that is true.</summary>
public sealed class SmtpTransportTests
{
    static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_message_arrives_as_it_was_composed()
    {
        var taken = new TaskCompletionSource<string?>();
        await using var server = new ScriptedServer(async talk =>
        {
            await talk.Open();
            taken.SetResult(await talk.Take());
            await talk.Say("250 2.0.0 queued as 77");
            await talk.Take();
        });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));

        var delivery = await transport.Send(Letters.ToHana, Letters.Bytes, Never);

        delivery.ShouldBeOfType<Delivery.Sent>().Reply.ShouldBe(new SmtpReply(250, new(2, 0, 0), "queued as 77"));
        (await taken.Task).ShouldBe(Letters.Bytes.Text());
    }

    [Fact]
    public async Task Dots_at_the_start_of_lines_come_through()
    {
        var body = Encoding.ASCII.GetBytes("Subject: dots\r\n\r\n.\r\n..\r\n.a\r\nb.\r\n");
        var taken = new TaskCompletionSource<string?>();
        await using var server = new ScriptedServer(async talk => { await talk.Open(); taken.SetResult(await talk.Take()); await talk.Say("250 ok"); await talk.Take(); });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));

        (await transport.Send(Letters.ToHana, body, Never)).ShouldBeOfType<Delivery.Sent>();
        (await taken.Task).ShouldBe(body.Text());
    }

    [Fact]
    public async Task Many_messages_share_one_connection_until_it_has_carried_its_number()
    {
        await using var server = new ScriptedServer(ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port) with { MessagesPerConnection = 3, Connections = 1 });

        for (var i = 0; i < 7; i++) (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();

        server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task Callers_never_hold_more_connections_than_allowed()
    {
        var (open, most) = (0, 0);
        await using var server = new ScriptedServer(async talk =>
        {
            most = Math.Max(most, Interlocked.Increment(ref open));
            await ScriptedServer.Polite(talk);
            Interlocked.Decrement(ref open);
        });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port) with { Connections = 3 });

        var all = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => transport.Send(Letters.ToHana, Letters.Bytes, Never)));

        all.ShouldAllBe(d => d is Delivery.Sent);
        most.ShouldBeLessThanOrEqualTo(3);
    }

    public static TheoryData<string, string, string> Answers => new()
    {
        // command, answer, outcome
        { "MAIL", "550 5.1.8 bad sender", "Refused 550 5.1.8 at Sender" },
        { "MAIL", "451 4.3.0 later", "Deferred 451 4.3.0 at Sender" },
        { "MAIL", "530 5.7.0 Must issue a STARTTLS command first", "NotSent AuthRefused at Sender" },
        { "RCPT", "550 5.1.1 no such user", "Refused 550 5.1.1 at Recipient" },
        { "RCPT", "450 4.2.0 greylisted", "Deferred 450 4.2.0 at Recipient" },
        { "RCPT", "421 4.3.2 shutting down", "Deferred 421 4.3.2 at Recipient" },
        { "RCPT", "252 2.0.0 cannot verify", "Sent" },
        { "DATA", "554 5.5.1 no", "Refused 554 5.5.1 at Data" },
        { "DATA", "451 4.3.0 disk", "Deferred 451 4.3.0 at Data" },
        { "DATA", "250 what", "NotSent Protocol at Data" },
        { "DATA", "nonsense", "NotSent Protocol at Data" },
        { "DATA", "999 nonsense", "NotSent Protocol at Data" },
        { ".", "250 2.0.0 ok", "Sent" },
        { ".", "552 5.2.2 full", "Refused 552 5.2.2 at Content" },
        { ".", "452 4.2.2 full", "Deferred 452 4.2.2 at Content" },
        { ".", "421 4.3.2 bye", "Deferred 421 4.3.2 at Content" },
        { ".", "354 go on", "Ambiguous Protocol at Content" },
        { ".", "hello?", "Ambiguous Protocol at Content" },
        { ".", "250-half\r\n550 other", "Ambiguous Protocol at Content" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_has_its_outcome_with_and_without_pipelining(string command, string answer, string outcome)
    {
        foreach (var offers in new[] { "250-s\r\n250 PIPELINING", "250 s" })
        {
            await using var server = new ScriptedServer(async talk =>
            {
                await talk.Open(offers);
                var content = await talk.Take(said => said.StartsWith(command, StringComparison.Ordinal) ? answer : null);
                if (content is not null) await talk.Say(command == "." ? answer : "250 ok");
                await talk.Take();
            });
            await using var transport = new SmtpTransport(Letters.Settings(server.Port));
            Said(await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe(outcome, offers);
        }
    }

    [Theory]
    [InlineData("connect", "NotSent ConnectionLost at Greeting")]
    [InlineData("banner", "NotSent ConnectionLost at Hello")]
    [InlineData("hello", "NotSent ConnectionLost at Sender")]
    [InlineData("mail", "NotSent ConnectionLost at Recipient")]
    [InlineData("rcpt", "NotSent ConnectionLost at Data")]
    [InlineData("content", "Ambiguous ConnectionLost at Content")]
    [InlineData("half an answer", "Ambiguous ConnectionLost at Content")]
    public async Task A_server_that_hangs_up_is_not_sent_before_the_dot_and_ambiguous_after_it(string after, string outcome)
    {
        await using var server = new ScriptedServer(async talk =>
        {
            if (after == "connect") { talk.Close(); return; }
            await talk.Say("220 hello");
            await talk.Hear();
            if (after == "banner") { talk.Close(); return; }
            await talk.Say("250 s");
            await talk.Hear();
            if (after == "hello") { talk.Close(); return; }
            await talk.Say("250 mail");
            await talk.Hear();
            if (after == "mail") { talk.Close(); return; }
            await talk.Say("250 rcpt");
            await talk.Hear();
            if (after == "rcpt") { talk.Close(); return; }
            await talk.Say("354 go");
            await talk.Content();
            if (after == "half an answer") await talk.Raw("250 2.0.0 queu");
            talk.Close();
        });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));
        Said(await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe(outcome);
    }

    [Theory]
    [InlineData("connect", "NotSent TimedOut at Greeting")]
    [InlineData("banner", "NotSent TimedOut at Hello")]
    [InlineData("hello", "NotSent TimedOut at Sender")]
    [InlineData("data", "NotSent TimedOut at Data")]
    [InlineData("content", "Ambiguous TimedOut at Content")]
    public async Task Silence_ends_with_the_clock(string after, string outcome)
    {
        var clock = new HandClock();
        var silent = new TaskCompletionSource();
        await using var server = new ScriptedServer(async talk =>
        {
            if (after != "connect")
            {
                await talk.Say("220 hello");
                await talk.Hear();
                if (after != "banner")
                {
                    await talk.Say("250 s");
                    await talk.Hear();
                    if (after != "hello")
                    {
                        await talk.Say("250 mail");
                        await talk.Hear();
                        await talk.Say("250 rcpt");
                        await talk.Hear();
                        if (after == "content") { await talk.Say("354 go"); await talk.Content(); }
                    }
                }
            }
            silent.SetResult();
            await talk.Nothing();
        });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port), clock);

        var sending = transport.Send(Letters.ToHana, Letters.Bytes, Never);
        await silent.Task;
        await clock.Until(sending);
        Said(await sending).ShouldBe(outcome);
    }

    // One octet now and then is no answer either: a reply has its time in whole, not each octet of it.
    [Theory]
    [InlineData("banner", "NotSent TimedOut at Greeting")]
    [InlineData("hello", "NotSent TimedOut at Hello")]
    [InlineData("content", "Ambiguous TimedOut at Content")]
    public async Task A_reply_that_only_drips_ends_with_the_clock(string step, string outcome)
    {
        var clock = new HandClock();
        var (drops, dripping) = (new SemaphoreSlim(0), new TaskCompletionSource());
        await using var server = new ScriptedServer(async talk =>
        {
            if (step == "hello") { await talk.Say("220 hi"); await talk.Hear(); }
            if (step == "content") { await talk.Open(); await talk.Take(); }
            await talk.Raw("250-");
            dripping.SetResult();
            for (var i = 0; i < 200; i++)
            {
                await drops.WaitAsync();
                await talk.Raw("x");
            }
            await talk.Nothing();
        });
        var transport = new SmtpTransport(Letters.Settings(server.Port), clock);
        var sending = transport.Send(Letters.ToHana, Letters.Bytes, Never);
        await dripping.Task;
        while (!sending.IsCompleted)
        {
            clock.Move(TimeSpan.FromMinutes(1));
            drops.Release();
            await Task.Yield();
        }
        Said(await sending).ShouldBe(outcome);
        await clock.Until(transport.DisposeAsync().AsTask());
        drops.Release(200);
    }

    [Fact]
    public async Task One_of_many_recipients_is_refused_and_the_others_get_it()
    {
        await using var server = new ScriptedServer(async talk =>
        {
            await talk.Open();
            await talk.Take(said => said.Contains("gone@", StringComparison.Ordinal) ? "550 5.1.1 gone" : null);
            await talk.Say("250 ok");
            await talk.Take();
        });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));
        var envelope = new Envelope(null, [new("a@example.jp"), new("gone@example.jp"), new("b@example.jp")]);

        var sent = (await transport.Send(envelope, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();

        sent.NotAccepted.ShouldHaveSingleItem().Recipient.Address.ShouldBe("gone@example.jp");
    }

    [Fact]
    public async Task A_thousand_recipients_go_in_groups_and_all_refused_is_refused()
    {
        await using var server = new ScriptedServer(async talk => { await talk.Open(); await talk.Take(said => said.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 none of them" : null); });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));
        var envelope = new Envelope(null, [.. Enumerable.Range(0, 1000).Select(i => new Mailbox($"p{i}@example.jp"))]);

        (await transport.Send(envelope, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Refused>().NotAccepted.Length.ShouldBe(1000);
    }

    [Fact]
    public async Task After_a_refusal_the_same_connection_takes_the_next_message()
    {
        var first = true;
        await using var server = new ScriptedServer(async talk =>
        {
            await talk.Open();
            while (await talk.Take(said => first && said.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 no" : said == "DATA" && first ? Next() : null) is not null) await talk.Say("250 ok");
            string Next() { first = false; return "503 5.5.1 no recipients"; }
        });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));

        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Refused>();
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
        server.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_kept_connection_that_the_server_closed_is_replaced_unseen()
    {
        var closed = new TaskCompletionSource();
        await using var server = new ScriptedServer(
            async talk => { await talk.Open(); await talk.Take(); await talk.Say("250 ok"); await talk.Say("421 4.4.2 idle"); talk.Close(); closed.SetResult(); },
            ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));

        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
        await closed.Task;
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
        server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_421_in_the_middle_of_a_kept_connection_is_tried_once_more_on_a_new_one()
    {
        await using var server = new ScriptedServer(
            async talk => { await talk.Open(); await talk.Take(); await talk.Say("250 ok"); await talk.Hear(); await talk.Say("421 4.4.2 too late"); talk.Close(); },
            ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));

        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
    }

    [Fact]
    public async Task Idle_connections_say_goodbye()
    {
        var clock = new HandClock();
        var goodbye = new TaskCompletionSource();
        await using var server = new ScriptedServer(async talk => { await ScriptedServer.Polite(talk); goodbye.SetResult(); });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port) with { IdleTime = TimeSpan.FromSeconds(30) }, clock);

        await transport.Send(Letters.ToHana, Letters.Bytes, Never);
        clock.Move(TimeSpan.FromMinutes(2));
        await goodbye.Task;
    }

    [Fact]
    public async Task The_hook_can_withdraw_a_message_right_before_its_dot()
    {
        string? taken = "";
        var gone = new TaskCompletionSource();
        await using var server = new ScriptedServer(async talk => { await talk.Open(); taken = await talk.Take(); gone.SetResult(); }, ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));

        Said(await transport.Send(Letters.ToHana, Letters.Bytes, _ => ValueTask.FromResult(false), Never)).ShouldBe("NotSent Withdrawn at Content");
        await gone.Task;
        taken.ShouldBeNull();
        (await transport.Send(Letters.ToHana, Letters.Bytes, _ => ValueTask.FromResult(true), Never)).ShouldBeOfType<Delivery.Sent>();
    }

    [Fact]
    public async Task A_question_that_takes_long_is_not_the_silence_of_the_server()
    {
        var clock = new HandClock();
        await using var server = new ScriptedServer(ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port), clock);

        (await transport.Send(Letters.ToHana, Letters.Bytes, _ => { clock.Move(TimeSpan.FromHours(1)); return ValueTask.FromResult(true); }, Never)).ShouldBeOfType<Delivery.Sent>();
    }

    [Fact]
    public async Task The_question_before_the_dot_is_asked_in_the_surroundings_of_its_own_caller()
    {
        var whose = new AsyncLocal<int>();
        var asked = new ConcurrentDictionary<int, int>();
        await using var server = new ScriptedServer(ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port) with { Connections = 1 });

        await Task.WhenAll(Enumerable.Range(1, 20).Select(async i =>
        {
            whose.Value = i;
            await transport.Send(Letters.ToHana, Letters.Bytes, _ => { asked[i] = whose.Value; return ValueTask.FromResult(true); }, Never);
        }));

        asked.ShouldAllBe(pair => pair.Key == pair.Value);
        asked.Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_question_that_fails_fails_its_own_caller_alone()
    {
        await using var server = new ScriptedServer(ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port) with { Connections = 1 });

        var first = transport.Send(Letters.ToHana, Letters.Bytes, _ => throw new InvalidTimeZoneException("mine"), Never);
        var second = transport.Send(Letters.ToHana, Letters.Bytes, Never);

        (await Should.ThrowAsync<InvalidTimeZoneException>(first)).Message.ShouldBe("mine");
        (await second).ShouldBeOfType<Delivery.Sent>();
    }

    [Fact]
    public async Task A_large_message_leaves_in_blocks_and_the_hook_is_asked_once_before_the_last()
    {
        var asked = 0;
        var big = (Letters.Plain with { Attachments = [new("big.bin", "application/zip", new byte[3_000_000])] }).ToBytes();
        var taken = new TaskCompletionSource<string?>();
        await using var server = new ScriptedServer(async talk => { await talk.Open("250 s"); taken.SetResult(await talk.Take()); await talk.Say("250 ok"); });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));

        (await transport.Send(Letters.ToHana, big, _ => { asked++; return ValueTask.FromResult(true); }, Never)).ShouldBeOfType<Delivery.Sent>();
        asked.ShouldBe(1);
        (await taken.Task)!.Length.ShouldBe(big.Length);
    }

    [Fact]
    public async Task Stopping_before_the_dot_is_not_sent_and_after_it_waits_a_little_for_the_answer()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new ScriptedServer(
            async talk => { await talk.Open(); await talk.Hear(); await stop.CancelAsync(); await talk.Nothing(); });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));
        var outcome = await transport.Send(Letters.ToHana, Letters.Bytes, stop.Token);
        outcome.ShouldBeOfType<Delivery.NotSent>().Diagnosis.Kind.ShouldBe(TroubleKind.Cancelled);

        using var late = new CancellationTokenSource();
        await using var slow = new ScriptedServer(async talk => { await talk.Open(); await talk.Take(); await late.CancelAsync(); await talk.Say("250 2.0.0 after all"); await talk.Take(); });
        await using var other = new SmtpTransport(Letters.Settings(slow.Port));
        (await other.Send(Letters.ToHana, Letters.Bytes, late.Token)).ShouldBeOfType<Delivery.Sent>();
    }

    [Fact]
    public async Task The_rate_spaces_messages_by_the_clock()
    {
        var clock = new HandClock();
        await using var server = new ScriptedServer(ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port) with { Rate = 2 }, clock);

        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
        var second = transport.Send(Letters.ToHana, Letters.Bytes, Never);
        second.IsCompleted.ShouldBeFalse();
        clock.Move(TimeSpan.FromMilliseconds(500));
        (await second).ShouldBeOfType<Delivery.Sent>();
    }

    [Theory]
    [InlineData("Subject: a\r\n\r\nbare\nfeed\r\n")]
    [InlineData("Subject: a\r\n\r\nbare\rreturn\r\n")]
    [InlineData("Subject: a\r\n\r\nno end")]
    [InlineData("Subject: a\r\n\r\nnul\0\r\n")]
    [InlineData("")]
    public async Task Bytes_that_could_smuggle_commands_are_refused_before_anything_is_said(string message)
    {
        var heard = new List<string>();
        await using var server = new ScriptedServer(async talk => { await talk.Open(); while (await talk.Hear() is { } said) heard.Add(said); });
        await using (var transport = new SmtpTransport(Letters.Settings(server.Port)))
        {
            Said(await transport.Send(Letters.ToHana, Encoding.ASCII.GetBytes(message), Never)).ShouldBe("Refused 554 5.6.0 at Sender");
        }
        heard.ShouldBeSubsetOf(["QUIT"]);
    }

    [Theory]
    [InlineData(998, "Sent")]
    [InlineData(999, "Refused 554 5.6.0 at Sender")]
    public async Task A_line_may_have_998_octets(int octets, string outcome)
    {
        await using var server = new ScriptedServer(ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));
        Said(await transport.Send(Letters.ToHana, Encoding.ASCII.GetBytes($"Subject: a\r\n\r\n{new string('x', octets)}\r\n"), Never)).ShouldBe(outcome);
    }

    [Fact]
    public async Task Limits_that_the_server_named_are_kept_without_asking_it()
    {
        await using var server = new ScriptedServer(async talk => { await talk.Open("250-s\r\n250 SIZE 100"); await talk.Take(); });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));
        Said(await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe("Refused 552 5.3.4 at Sender");

        var short8 = Encoding.UTF8.GetBytes("Subject: a\r\n\r\nä\r\n");
        Said(await transport.Send(Letters.ToHana, short8, Never)).ShouldBe("Refused 554 5.6.3 at Sender");
        Said(await transport.Send(new Envelope(null, new Mailbox("花@example.jp")), "Subject: a\r\n\r\n"u8.ToArray(), Never)).ShouldBe("Refused 553 5.6.7 at Sender");
    }

    [Fact]
    public async Task A_flood_instead_of_a_reply_is_cut()
    {
        await using var server = new ScriptedServer(async talk => { for (var i = 0; i < 100; i++) await talk.Raw(new string('x', 1000)); });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port));
        Said(await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe("NotSent Protocol at Greeting");

        await using var endless = new ScriptedServer(async talk => { while (true) await talk.Say("220-and another thing"); });
        await using var second = new SmtpTransport(Letters.Settings(endless.Port));
        Said(await second.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe("NotSent Protocol at Greeting");
    }

    [Fact]
    public async Task Whatever_a_server_says_only_a_2xx_to_the_dot_is_sent()
    {
        string[] pieces = ["220 hi\r\n", "250 ok\r\n", "250-a\r\n", "250 PIPELINING\r\n", "354 go\r\n", "421 bye\r\n", "550 no\r\n", "450 later\r\n", "\r\n", "xyz\r\n", "25", "0 ok\n", "\0", "999 x\r\n", "250-\r\n", "334 x\r\n"];
        var random = new Random(11);
        var times = Environment.GetEnvironmentVariable("FULL") is { Length: > 0 } ? 20_000 : 400;
        for (var i = 0; i < times; i++)
        {
            var gotAll = false;
            var seed = random.Next();
            await using var server = new ScriptedServer(async talk =>
            {
                var mine = new Random(seed);
                await talk.Say("220 hi");
                while (await talk.Hear() is not null)
                {
                    var piece = pieces[mine.Next(pieces.Length)];
                    await talk.Raw(piece);
                    if (mine.Next(12) == 0) return;
                    if (!piece.StartsWith("354", StringComparison.Ordinal)) continue;
                    if (await talk.Content() is null) return;
                    gotAll = true;
                    await talk.Raw(pieces[mine.Next(pieces.Length)]);
                }
            });
            var clock = new HandClock();
            var transport = new SmtpTransport(Letters.Settings(server.Port), clock);
            var sending = transport.Send(Letters.ToHana, Letters.Bytes, Never);
            for (var turn = 0; !sending.IsCompleted; turn++)
            {
                if (turn % 50 == 49) clock.Move(TimeSpan.FromMinutes(11));      // what waits for more is given its time-out
                await Task.Yield();
            }
            if (await sending is Delivery.Sent) gotAll.ShouldBeTrue();
            await clock.Until(transport.DisposeAsync().AsTask());
        }
    }

    [Fact]
    public async Task Nobody_there_says_so()
    {
        // A port that is taken and on which nobody listens: nobody else can be given it meanwhile.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        await using var transport = new SmtpTransport(Letters.Settings(port));
        Said(await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe("NotSent ConnectionRefused at Connect");

        await using var nowhere = new SmtpTransport(Letters.Settings(port) with { Host = "no-such-host.invalid" });
        Said(await nowhere.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe("NotSent HostUnknown at Connect");
    }

    internal static string Said(Delivery delivery) => delivery switch
    {
        Delivery.Sent => "Sent",
        Delivery.Refused r => $"Refused {r.Reply.Code} {r.Reply.Status} at {r.Stage}",
        Delivery.Deferred d => $"Deferred {d.Reply.Code} {d.Reply.Status} at {d.Stage}",
        Delivery.NotSent n => $"NotSent {n.Diagnosis.Kind} at {n.Diagnosis.Stage}",
        Delivery.Ambiguous a => $"Ambiguous {a.Diagnosis.Kind} at {a.Diagnosis.Stage}",
        _ => "?",
    };
}
