namespace CsEngage.Bench.Floors;

/// <summary>Batches of 1,000 signals from memory into SQLite, a durable commit each: rows a second without HTTP, JSON or look-ups.</summary>
static class BatchFloor
{
    public static double RowsPerSecond(string file, TimeSpan span)
    {
        using var rows = new SignalRows(file);
        var written = 0L;
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < span)
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            rows.Begin();
            for (var i = 0; i < 1000; i++, written++)
                rows.Write(new SignalRow(now, Random.Shared.NextInt64(), now - (written % 600_000), (int)(written * 7 % 10_000), (int)(written * 13 % 100_000), (int)(written % 7), (int)(written % 50)), now);
            rows.Commit();
        }
        return written / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }
}
