using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using System.Threading.Channels;

namespace CsEngage.Bench.Floors;

/// <summary>
/// A hand-written server for one signal per request: the row is read from the query, queued to one writer thread that commits
/// whatever waits as one transaction, and answered after that commit.
/// </summary>
static class SignalFloor
{
    public static void Run(string url, string file)
    {
        var queue = Channel.CreateBounded<(SignalRow Row, TaskCompletionSource<bool> Done)>(10_000);
        new Thread(() => Write(queue.Reader, file)) { IsBackground = true }.Start();

        var app = Kestrel.At(url);
        app.Run(async context =>
        {
            var id = long.Parse(context.Request.QueryString.Value.AsSpan(3), provider: null);
            var at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            await queue.Writer.WriteAsync((new SignalRow(at, id, at, (int)(id % 10_000), (int)(id % 100_000), (int)(id % 7), (int)(id % 50)), done));
            context.Response.StatusCode = await done.Task ? 202 : 200;
        });
        app.Run();
    }

    static void Write(ChannelReader<(SignalRow Row, TaskCompletionSource<bool> Done)> queue, string file)
    {
        using var rows = new SignalRows(file);
        var batch = new List<(TaskCompletionSource<bool> Done, bool Accepted)>(1000);
        while (queue.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            rows.Begin();
            while (batch.Count < 1000 && queue.TryRead(out var waiting)) batch.Add((waiting.Done, rows.Write(waiting.Row, now)));
            rows.Commit();
            foreach (var (done, accepted) in batch) done.SetResult(accepted);
            batch.Clear();
        }
    }
}
