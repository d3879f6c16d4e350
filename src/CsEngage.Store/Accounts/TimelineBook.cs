using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Accounts;

/// <summary>
/// What happened with an account, newest first: signals, settled touches, plays, notes and changes, merged. A page begins exactly after the
/// place where the one before ended, however many things happened at one instant.
/// </summary>
public sealed class TimelineBook(Database database)
{
    // The ledger, the plays and the notes speak for themselves, and better than the signals about them.
    const string Told =
        "(kind IN ('touch.clicked', 'touch.opened', 'touch.replied') OR (kind NOT LIKE 'touch.%' AND kind NOT LIKE 'play.%' AND kind NOT IN ('note.written', 'account.changed', 'session.identified')))";

    static readonly string Settled = string.Join(", ", Enum.GetValues<Core.TouchState>().Where(Core.TouchLedger.IsSettled).Select(state => $"'{state}'"));

    /// <param name="ranks">Which kinds of things, by <see cref="Happening.Rank"/>; empty means all.</param>
    public async Task<ImmutableArray<Happening>> Page(Guid accountId, IReadOnlyCollection<int> ranks, Place? after, int limit)
    {
        var found = new List<Happening>();
        if (Wanted(0)) found.AddRange((await Keyed($"SELECT {SignalLog.Columns} FROM signals", "counted_at", "key", Told, 0, SignalLog.Read)).Select(signal => new Happening.Signalled(signal)));
        if (Wanted(1))
        {
            const string at = "coalesce(settled_at, sent_at, planned_at)";
            found.AddRange((await Keyed($"SELECT {TouchBook.Columns}, {at} FROM touches", at, "id", $"state IN ({Settled})", 1, row => (Line: TouchBook.Read(row), At: row.Instant(44)))).Select(one => new Happening.Touched(one.Line, one.At)));
        }
        if (Wanted(2) || Wanted(3)) found.AddRange(await Plays());
        if (Wanted(4)) found.AddRange((await Notes()).Select(note => new Happening.Noted(note)));
        if (Wanted(5)) found.AddRange(await Changes());
        // Stable: what happened at one instant keeps the order in which the database has it.
        return [.. found.OrderByDescending(one => one.At).ThenBy(one => one.Rank).Take(limit)];

        bool Wanted(int rank) => ranks.Count == 0 || ranks.Contains(rank);

        Task<List<T>> Keyed<T>(string select, string at, string id, string where, int rank, Func<SqlRow, T> map)
        {
            var values = new List<object?> { accountId };
            var before = "";
            if (after is not null)
            {
                values.Add(after.At);
                before = after.Rank == rank ? $"AND ({at} < $2 OR ({at} = $2 AND {id} > $3))" : $"AND {at} {(after.Rank < rank ? "<=" : "<")} $2";
                if (after.Rank == rank) values.Add(rank is 1 or 2 or 3 ? after.Id : Guid.Parse(after.Id));
            }
            return database.Query(string.Create(CultureInfo.InvariantCulture, $"{select} WHERE account_id = $1 AND {where} {before} ORDER BY {at} DESC, {id} LIMIT {limit}"), map, [.. values]);
        }

        async Task<IEnumerable<Happening>> Plays()
        {
            var opened = Wanted(2) ? await Keyed("SELECT id FROM plays", "opened_at", "id", "1 = 1", 2, row => row.Text(0)) : [];
            var closed = Wanted(3) ? await Keyed("SELECT id FROM plays", "closed_at", "id", "closed_at IS NOT NULL", 3, row => row.Text(0)) : [];
            var ids = opened.Concat(closed).Distinct().ToList();
            await using var db = database.Read();
            var rows = (await db.Set<PlayRow>().Where(row => row.AccountId == accountId && ids.Contains(row.Id)).ToListAsync()).ToDictionary(row => row.Id, row => row.Record, StringComparer.Ordinal);
            return opened.Select(id => (Happening)new Happening.PlayOpened(rows[id]))
                .Concat(closed.Where(id => rows[id].ClosedAt is not null).Select(id => new Happening.PlayClosed(rows[id], rows[id].ClosedAt!.Value)));
        }

        async Task<IEnumerable<Note>> Notes()
        {
            var ids = await Keyed("SELECT id FROM notes", "at", "id", "archived_at IS NULL", 4, row => row.Guid(0));
            await using var db = database.Read();
            var rows = (await db.Set<NoteRow>().Where(row => row.AccountId == accountId && ids.Contains(row.Id)).ToListAsync()).ToDictionary(row => row.Id, row => row.Record);
            return ids.Where(rows.ContainsKey).Select(id => rows[id]);
        }

        async Task<IEnumerable<Happening>> Changes()
        {
            var ids = await Keyed("SELECT id FROM changes", "recorded_at", "id", "old IS NOT NULL", 5, row => row.Guid(0));
            await using var db = database.Read();
            var rows = (await db.Set<ChangeRow>().Where(row => row.AccountId == accountId && ids.Contains(row.Id)).ToListAsync()).ToDictionary(row => row.Id);
            return ids.Where(rows.ContainsKey).Select(id => new Happening.Changed(rows[id].Record, id));
        }
    }
}
