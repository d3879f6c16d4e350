using System.Collections.Concurrent;
using System.Globalization;
using CsEngage.Mail.Smtp;

namespace CsEngage.Mail.Tests.Smtp;

/// <summary>
/// With one connection and a second message waiting, its opening leaves behind the dot of the first (RFC 2920 §3.1). Whatever the server does then,
/// the first learns its own answer, and the second is never half sent, sent twice or refused for what was said to the first.
/// </summary>
public sealed class SmtpAheadTests
{
    static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task The_next_message_is_opened_in_the_breath_that_finishes_the_one_before()
    {
        await using var server = new ScriptedServer(async talk =>
        {
            await Opened(talk);
            await talk.Say("250 2.0.0 first");          // only now: the opening came before any answer to the dot
            await Answer(talk, "250 mail", "250 rcpt", "354 go");
            await talk.Content();
            await talk.Say("250 2.0.0 second");
            await talk.Take();
        });
        var (first, second) = await Two(server);

        first.ShouldBeOfType<Delivery.Sent>().Reply.Text.ShouldBe("first");
        second.ShouldBeOfType<Delivery.Sent>().Reply.Text.ShouldBe("second");
        server.Connections.ShouldBe(1);
    }

    [Theory]
    // what the server says after it has the first dot and the second opening; then it hangs up
    [InlineData("", "Ambiguous ConnectionLost at Content", "Sent")]
    [InlineData("25", "Ambiguous ConnectionLost at Content", "Sent")]
    [InlineData("354 go on\r\n", "Ambiguous Protocol at Content", "Sent")]
    [InlineData("421 4.3.2 bye\r\n", "Deferred 421 4.3.2 at Content", "Sent")]
    [InlineData("250 ok\r\n", "Sent", "Sent")]
    [InlineData("552 5.2.2 full\r\n", "Refused 552 5.2.2 at Content", "Sent")]
    [InlineData("250 ok\r\n421 4.3.2 enough\r\n", "Sent", "Sent")]
    [InlineData("250 ok\r\n503 5.5.1 nested MAIL\r\n", "Sent", "Sent")]
    [InlineData("250 ok\r\n500 5.5.2 what\r\n", "Sent", "Sent")]
    [InlineData("250 ok\r\nnonsense\r\n", "Sent", "Sent")]
    [InlineData("250 ok\r\n250 mail\r\n", "Sent", "NotSent ConnectionLost at Recipient")]
    [InlineData("250 ok\r\n250 mail\r\n421 4.3.2 now\r\n", "Sent", "Deferred 421 4.3.2 at Recipient")]
    [InlineData("250 ok\r\n250 mail\r\n250 rcpt\r\n", "Sent", "NotSent ConnectionLost at Data")]
    [InlineData("250 ok\r\n250 mail\r\n250 rcpt\r\n451 4.3.0 disk\r\n", "Sent", "Deferred 451 4.3.0 at Data")]
    [InlineData("250 ok\r\n550 5.1.8 sender\r\n", "Sent", "Refused 550 5.1.8 at Sender")]
    [InlineData("250 ok\r\n501 5.1.7 syntax\r\n", "Sent", "Refused 501 5.1.7 at Sender")]
    [InlineData("250 ok\r\n250 mail\r\n550 5.1.1 no such user\r\n554 5.5.1 no recipients\r\n", "Sent", "Refused 550 5.1.1 at Recipient")]
    [InlineData("250 ok\r\n530 5.7.0 TLS first\r\n250 rcpt\r\n503 5.5.1 no\r\n", "Sent", "NotSent AuthRefused at Sender")]
    public async Task A_server_that_hangs_up_after_an_opening_leaves_one_true_outcome_to_each(string said, string one, string other)
    {
        var contents = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(
            async talk => { contents.Enqueue(await Opened(talk)); await talk.Raw(said); talk.Close(); },
            async talk => { await talk.Open(); while (await talk.Take() is { } content) { contents.Enqueue(content); await talk.Say("250 2.0.0 taken"); } });
        var (first, second) = await Two(server);

        SmtpTransportTests.Said(first).ShouldBe(one);
        SmtpTransportTests.Said(second).ShouldBe(other);
        contents.Count(c => c.Contains("touch-1@", StringComparison.Ordinal)).ShouldBe(1);
        contents.Count(c => c.Contains("touch-2@", StringComparison.Ordinal)).ShouldBe(other == "Sent" ? 1 : 0);
    }

    [Fact]
    public async Task A_dot_that_is_never_answered_leaves_the_first_ambiguous_and_the_second_begins_elsewhere()
    {
        var clock = new HandClock();
        var silent = new TaskCompletionSource();
        await using var server = new ScriptedServer(async talk => { await Opened(talk); silent.SetResult(); await talk.Nothing(); }, ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Second(server, clock), clock);
        var (first, second) = Start(transport);

        await silent.Task;
        await clock.Until(first);
        SmtpTransportTests.Said(await first).ShouldBe("Ambiguous TimedOut at Content");
        (await second).ShouldBeOfType<Delivery.Sent>();
        server.Connections.ShouldBe(2);
    }

    [Theory]
    [InlineData("250 ok\r\n")]                              // and then silence
    [InlineData("250 ok\r\n503 5.5.1 nested MAIL\r\n")]
    public async Task A_server_that_does_not_follow_is_told_one_thing_at_a_time_from_then_on(string said)
    {
        var clock = new HandClock();
        var answered = new TaskCompletionSource();
        var log = new ConcurrentQueue<WireLine>();
        await using var server = new ScriptedServer(async talk => { await Opened(talk); await talk.Raw(said); answered.SetResult(); await talk.Nothing(); }, ScriptedServer.Polite);
        await using var transport = new SmtpTransport(Second(server, clock), clock, log.Enqueue);
        var (first, second) = Start(transport);

        await answered.Task;
        (await first).ShouldBeOfType<Delivery.Sent>();
        await clock.Until(second);
        (await second).ShouldBeOfType<Delivery.Sent>();
        var (third, fourth) = Start(transport);
        (await third).ShouldBeOfType<Delivery.Sent>();
        (await fourth).ShouldBeOfType<Delivery.Sent>();
        log.Where(line => line.Connection == 2).Zip(log.Where(line => line.Connection == 2).Skip(1))
            .ShouldAllBe(pair => !pair.First.Text.EndsWith("octets)", StringComparison.Ordinal) || pair.Second.FromServer);
        server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task After_a_refused_dot_the_opened_message_goes_on_without_a_reset()
    {
        var heard = new List<string>();
        await using var server = new ScriptedServer(async talk =>
        {
            await Opened(talk);
            await talk.Say("552 5.2.2 full");
            await Answer(talk, "250 mail", "250 rcpt", "354 go");
            await talk.Content();
            await talk.Say("250 2.0.0 second");
            await talk.Take();
            heard.AddRange(talk.Heard);
        });
        var (first, second) = await Two(server);

        SmtpTransportTests.Said(first).ShouldBe("Refused 552 5.2.2 at Content");
        second.ShouldBeOfType<Delivery.Sent>();
        heard.ShouldNotContain("RSET");
    }

    [Theory]
    [InlineData("554 5.5.1 no valid recipients", 1)]
    [InlineData("451 4.3.0 disk", 1)]
    [InlineData("250 2.0.0 queued nothing", 2)]     // who takes a mail for nobody is not asked again
    [InlineData("421 4.3.2 bye", 2)]
    [InlineData("", 2)]
    public async Task Content_that_is_asked_for_nobody_is_a_lone_dot_and_the_refusal_stands(string toTheDot, int connections)
    {
        var contents = new ConcurrentQueue<string?>();
        await using var server = new ScriptedServer(
            async talk =>
            {
                await Opened(talk);
                await talk.Say("250 ok");
                await Answer(talk, "250 mail", "550 5.1.1 no such user", "354 go on");
                contents.Enqueue(await talk.Content());
                if (toTheDot.Length == 0) { talk.Close(); return; }
                await talk.Say(toTheDot);
                while (await talk.Take() is { } content) { contents.Enqueue(content); await talk.Say("250 third"); }
            },
            ScriptedServer.Polite);
        await using var transport = new SmtpTransport(One(server));
        var (first, second) = Start(transport);
        (await first).ShouldBeOfType<Delivery.Sent>();

        SmtpTransportTests.Said(await second).ShouldBe("Refused 550 5.1.1 at Recipient");
        contents.TryDequeue(out var nothing).ShouldBeTrue();
        nothing.ShouldBe("");
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
        server.Connections.ShouldBe(connections);
    }

    [Fact]
    public async Task A_refused_sender_whose_recipient_was_taken_gets_no_empty_mail()
    {
        string? content = "";
        var over = new TaskCompletionSource();
        await using var server = new ScriptedServer(
            async talk =>
            {
                await Opened(talk);
                await talk.Say("250 ok");
                content = await ContentAfter(talk, "550 5.1.8 sender", "250 rcpt", "354 go on");
                over.SetResult();
            },
            ScriptedServer.Polite);
        var (_, second) = await Two(server);

        SmtpTransportTests.Said(second).ShouldBe("Refused 550 5.1.8 at Sender");
        await over.Task;
        content.ShouldBeNull();
    }

    [Fact]
    public async Task Who_is_stopped_while_opened_leaves_at_once_and_the_one_before_gets_its_answer()
    {
        using var stop = new CancellationTokenSource();
        var (opened, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        string? content = "";
        var over = new TaskCompletionSource();
        await using var server = new ScriptedServer(
            async talk =>
            {
                await Opened(talk);
                opened.SetResult();
                await stopped.Task;
                await talk.Say("250 2.0.0 first");
                content = await ContentAfter(talk, "250 mail", "250 rcpt", "354 go");
                over.SetResult();
            },
            ScriptedServer.Polite);
        await using var transport = new SmtpTransport(One(server));
        var (first, second) = Start(transport, stop.Token);

        await opened.Task;
        await stop.CancelAsync();
        SmtpTransportTests.Said(await second).ShouldStartWith("NotSent Cancelled");
        first.IsCompleted.ShouldBeFalse();
        stopped.SetResult();
        (await first).ShouldBeOfType<Delivery.Sent>();
        await over.Task;
        content.ShouldBeNull();
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
    }

    [Fact]
    public async Task Who_is_withdrawn_after_the_opening_is_not_sent_and_the_third_goes_elsewhere()
    {
        await using var server = new ScriptedServer(ScriptedServer.Polite);
        await using var transport = new SmtpTransport(One(server));
        Task<Delivery> second = null!, third = null!;
        var first = transport.Send(Letters.ToHana, Numbered(1), _ =>
        {
            second = transport.Send(Letters.ToHana, Numbered(2), _ => ValueTask.FromResult(false), Never);
            third = transport.Send(Letters.ToHana, Numbered(3), Never);
            return ValueTask.FromResult(true);
        }, Never);

        (await first).ShouldBeOfType<Delivery.Sent>();
        SmtpTransportTests.Said(await second).ShouldBe("NotSent Withdrawn at Content");
        (await third).ShouldBeOfType<Delivery.Sent>();
        server.Connections.ShouldBe(2);
    }

    [Theory]
    [InlineData("a connection that has carried its number")]
    [InlineData("a rate")]
    [InlineData("a server without pipelining")]
    [InlineData("a message that the server does not take")]
    [InlineData("more recipients than a group")]
    public async Task Nobody_is_opened_ahead_over(string hindrance)
    {
        var log = new ConcurrentQueue<WireLine>();
        await using var server = new ScriptedServer(async talk =>
        {
            await talk.Open(hindrance == "a server without pipelining" ? "250 s" : "250-s\r\n250-PIPELINING\r\n250 SIZE 2000");
            while (await talk.Take() is not null) await talk.Say("250 ok");
        });
        var settings = hindrance switch
        {
            "a connection that has carried its number" => One(server) with { MessagesPerConnection = 1 },
            "a rate" => One(server) with { Rate = 100_000 },
            _ => One(server),
        };
        await using var transport = new SmtpTransport(settings, log: log.Enqueue);
        var (envelope, message) = hindrance switch
        {
            "a message that the server does not take" => (Letters.ToHana, (Letters.Plain with { TextBody = new string('x', 4000) }).ToBytes()),
            "more recipients than a group" => (new Envelope(null, [.. Enumerable.Range(0, 51).Select(i => new Mailbox($"p{i}@example.jp"))]), Numbered(2)),
            _ => (Letters.ToHana, Numbered(2)),
        };
        Task<Delivery> second = null!;
        (await transport.Send(Letters.ToHana, Numbered(1), _ => { second = transport.Send(envelope, message, Never); return ValueTask.FromResult(true); }, Never)).ShouldBeOfType<Delivery.Sent>();

        SmtpTransportTests.Said(await second).ShouldBe(hindrance.StartsWith("a message", StringComparison.Ordinal) ? "Refused 552 5.3.4 at Sender" : "Sent");
        log.Zip(log.Skip(1)).ShouldAllBe(pair => !pair.First.Text.EndsWith("octets)", StringComparison.Ordinal) || pair.Second.FromServer);
    }

    [Fact]
    public async Task A_thousand_callers_over_two_connections_all_arrive_once()
    {
        var contents = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async talk => { await talk.Open(); while (await talk.Take() is { } content) { contents.Enqueue(content); await talk.Say("250 ok"); } });
        await using var transport = new SmtpTransport(Letters.Settings(server.Port) with { Connections = 2, MessagesPerConnection = 50 });

        var all = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => transport.Send(Letters.ToHana, Numbered(i), Never)));

        all.ShouldAllBe(d => d is Delivery.Sent);
        contents.Select(Number).Order().ShouldBe(Enumerable.Range(0, 1000));
        server.Connections.ShouldBeInRange(20, 22);
    }

    [Fact]
    public async Task Whatever_a_server_does_no_message_arrives_twice_and_each_outcome_is_true()
    {
        var rounds = Environment.GetEnvironmentVariable("FULL") is { Length: > 0 } ? 125_000 : 300;
        string[] after = ["250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "550 no\r\n", "450 later\r\n", "421 bye\r\n", "354 go\r\n", "xyz\r\n", "25", "", "250-half\r\n", "503 what\r\n"];
        for (var round = 0; round < rounds; round++)
        {
            var random = new Random(round);
            var (seed, evil) = (random.Next(), random.Next(3, 30));
            var got = new ConcurrentQueue<(int Number, string Answer)>();
            await using var server = new ScriptedServer(async talk =>
            {
                var mine = new Random(seed + Environment.CurrentManagedThreadId);
                string Mood(string good) => mine.Next(evil) == 0 ? after[mine.Next(after.Length)] : good;
                await talk.Raw(Mood("220 hi\r\n"));
                await talk.Hear();
                await talk.Raw("250-s\r\n250 PIPELINING\r\n");
                while (await talk.Hear() is { } said)
                {
                    var answer = Mood(said == "DATA" ? "354 go\r\n" : "250 ok\r\n");
                    await talk.Raw(answer);
                    if (said == "QUIT" || mine.Next(evil * 4) == 0) return;
                    if (!answer.StartsWith("354", StringComparison.Ordinal) || said != "DATA") continue;
                    if (await talk.Content() is not { } content) return;
                    if (content.Length == 0) { await talk.Raw("554 nobody\r\n"); continue; }
                    var last = Mood("250 ok\r\n");
                    got.Enqueue((Number(content), last));
                    await talk.Raw(last);
                }
            });
            var clock = new HandClock();
            var transport = new SmtpTransport(Letters.Settings(server.Port) with { Connections = 1 + random.Next(2), MessagesPerConnection = 1 + random.Next(9) }, clock);
            var sending = Enumerable.Range(0, 8).Select(i => transport.Send(Letters.ToHana, Numbered(i), Never)).ToArray();
            for (var turn = 0; !sending.All(s => s.IsCompleted); turn++)
            {
                if (turn % 50 == 49) clock.Move(TimeSpan.FromMinutes(11));      // what waits for more is given its time-out
                await Task.Yield();
            }
            for (var i = 0; i < sending.Length; i++)
            {
                var mine = got.Where(g => g.Number == i).Select(g => g.Answer).ToArray();
                var outcome = await sending[i];
                var story = $"round {round}, message {i}: {SmtpTransportTests.Said(outcome)}, the server answered [{string.Join(", ", mine.Select(m => m.Trim()))}]";
                mine.Length.ShouldBeLessThanOrEqualTo(1, story);
                var said = mine.Length == 0 ? null : mine[0];
                (outcome switch
                {
                    // A reply that the server leaves out is told from the next one by nobody; the message was there.
                    Delivery.Sent or Delivery.Refused { Stage: SmtpStage.Content } or Delivery.Deferred { Stage: SmtpStage.Content } when said is "" or "250-half\r\n" => true,
                    Delivery.Sent => said is "250 ok\r\n",
                    Delivery.Ambiguous => true,
                    Delivery.Refused { Stage: SmtpStage.Content } => said is "550 no\r\n" or "503 what\r\n",
                    Delivery.Deferred { Stage: SmtpStage.Content } => said is "450 later\r\n" or "421 bye\r\n",
                    _ => said is null,
                }).ShouldBeTrue(story);
            }
            await clock.Until(transport.DisposeAsync().AsTask());       // goodbye has its time-out too
        }
    }

    static SmtpSettings One(ScriptedServer server) => Letters.Settings(server.Port) with { Connections = 1 };

    static byte[] Numbered(int number) => (Letters.Plain with { MessageId = new($"touch-{number}", "send.example.com") }).ToBytes();

    static int Number(string content)
    {
        var at = content.IndexOf("touch-", StringComparison.Ordinal) + 6;
        return int.Parse(content.AsSpan(at, content.IndexOf('@', at) - at), CultureInfo.InvariantCulture);
    }

    // The second comes while the first is about to write its dot, so it is always there to be opened.
    static (Task<Delivery> First, Task<Delivery> Second) Start(SmtpTransport transport, CancellationToken stopSecond = default)
    {
        var second = new TaskCompletionSource<Task<Delivery>>();
        var first = transport.Send(Letters.ToHana, Numbered(1), _ =>
        {
            second.SetResult(transport.Send(Letters.ToHana, Numbered(2), stopSecond));
            return ValueTask.FromResult(true);
        }, Never);
        return (first, second.Task.Unwrap());
    }

    static async Task<(Delivery First, Delivery Second)> Two(ScriptedServer server)
    {
        await using var transport = new SmtpTransport(One(server));
        var (first, second) = Start(transport);
        return (await first, await second);
    }

    // The clock stands still from the second connection on.
    static SmtpSettings Second(ScriptedServer server, HandClock clock)
    {
        var settings = One(server) with { ConnectTime = TimeSpan.FromHours(1) };
        clock.StandStillAt(settings.ConnectTime, 2);
        return settings;
    }

    // Up to the first dot and the opening behind it, with no answer to either yet.
    static async Task<string> Opened(Talk talk)
    {
        await talk.Open();
        var content = await talk.Take();
        (await talk.Hear())!.ShouldStartWith("MAIL FROM");
        (await talk.Hear())!.ShouldStartWith("RCPT TO");
        (await talk.Hear()).ShouldBe("DATA");
        return content!;
    }

    static async Task Answer(Talk talk, params string[] answers)
    {
        foreach (var answer in answers) await talk.Say(answer);
    }

    /// <summary>What comes after these answers; null when the client leaves, whether it has heard them or not.</summary>
    static async Task<string?> ContentAfter(Talk talk, params string[] answers)
    {
        try
        {
            await Answer(talk, answers);
            return await talk.Content();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
