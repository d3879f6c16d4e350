using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Store.Chores;
using CsEngage.Store.Settings;
using Microsoft.Extensions.Logging;

namespace CsEngage.Engine.Chores;

/// <summary>Work that is done once a day at a time of the operator's zone.</summary>
/// <param name="Name">Name of its row.</param>
/// <param name="At">Time of day.</param>
/// <param name="Do">The work; the answer says what came of it.</param>
public sealed record NightlyChore(string Name, TimeOnly At, Func<DateTimeOffset, Task<string>> Do)
{
    /// <summary>The latest time up to now at which it should have been done.</summary>
    public DateTimeOffset Latest(Calendar calendar, DateTimeOffset now)
    {
        var today = calendar.At(calendar.DateOf(now), At);
        return today <= now ? today : calendar.At(calendar.DateOf(now).AddDays(-1), At);
    }

    /// <summary>The first time after now.</summary>
    public DateTimeOffset Next(Calendar calendar, DateTimeOffset now)
    {
        var today = calendar.At(calendar.DateOf(now), At);
        return today > now ? today : calendar.At(calendar.DateOf(now).AddDays(1), At);
    }
}

/// <summary>
/// Knocks at nightly work. Each owns a row that says when it was last done, so a late knock does it late, a doubled one does nothing,
/// and of two workers one does it.
/// </summary>
public sealed partial class ChoreDrain(ChoreBook book, SettingsBook settings, IEnumerable<NightlyChore> chores, ILogger<ChoreDrain> log) : Drain("chores", "chores")
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    protected override async Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop)
    {
        var calendar = Calendar.Utc with { Zone = await settings.OperatorZone() };
        var (done, next) = (0, default(DateTimeOffset?));
        foreach (var chore in chores)
        {
            next = DrainRun.Earlier(next, chore.Next(calendar, now));
            var seen = await book.Find(chore.Name);
            if (seen.LastDoneAt >= chore.Latest(calendar, now) || !await book.Start(seen, now, Lease)) continue;
            try
            {
                var result = await chore.Do(now);
                await book.Done(chore.Name, now, result);
                Did(log, chore.Name, result);
                done++;
            }
            catch (Exception trouble)
            {
                await book.Failed(chore.Name, trouble.Message);
                throw;
            }
        }
        return new(done, next);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Chore {Chore} is done: {Result}")]
    static partial void Did(ILogger logger, string chore, string result);
}
