using CsEngage.Store.Accounts;
using CsEngage.Tests;

namespace CsEngage.Store.Tests;

public sealed class WriterTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_many_at_once_only_the_guilty_one_fails(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        await Put(test.Database, "k50");
        var puts = Enumerable.Range(0, 100).Select(n => Put(test.Database, $"k{n}")).ToList();
        var failed = 0;
        foreach (var put in puts)
        {
            try { await put; }
            catch (System.Data.Common.DbException) { failed++; }
        }
        failed.ShouldBe(1);
        (await test.Database.First("SELECT count(*) FROM settings", row => row.Long(0))).ShouldBe(100);
    }

    [Fact]
    public async Task What_another_process_writes_to_the_file_wakes_all_that_remembers()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        await using var other = Database.Open(test.ConnectionString);
        await Put(test.Database, "ours");
        foreach (var (theirs, weWrite) in new[] { ("first", true), ("second", false) })
        {
            var woken = new TaskCompletionSource();
            using var subscription = test.Database.WakeUp.On("nothing of ours", () => woken.TrySetResult());
            await Put(other, theirs);
            if (weWrite) await Put(test.Database, "with the next batch");
            await woken.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    [Fact]
    public async Task What_we_write_ourselves_wakes_nothing_else()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        var woken = 0;
        using var subscription = test.Database.WakeUp.On("nothing of ours", () => woken++);
        for (var i = 0; i < 20; i++) await Put(test.Database, $"k{i}");
        await test.Database.DisposeAsync();
        woken.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_fails_in_the_middle_leaves_nothing(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        await Should.ThrowAsync<InvalidOperationException>(() => test.Database.Writer.Do(async transaction =>
        {
            await transaction.Execute("INSERT INTO settings (key, value, version, changed_at, changed_by) VALUES ('half', '', 1, $1, '')", DateTimeOffset.UnixEpoch);
            throw new InvalidOperationException();
        }));
        (await test.Database.First("SELECT count(*) FROM settings", row => row.Long(0))).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_wake_up_comes_after_the_commit(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        await test.Database.Upgrade();
        var heard = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var everything = test.Database.WakeUp.On(WakeUp.Everything, () => ready.TrySetResult());
        if (dialect == Dialect.Postgres) await ready.Task.WaitAsync(TimeSpan.FromMinutes(3));
        using var subscription = test.Database.WakeUp.On("touches", () => heard.TrySetResult(1));
        await test.Database.Writer.Do(transaction =>
        {
            transaction.Wake("touches");
            return Task.CompletedTask;
        });
        (await heard.Task.WaitAsync(TimeSpan.FromMinutes(3))).ShouldBe(1);
    }

    [Fact]
    public async Task What_one_operation_looked_at_is_not_what_the_next_one_sees()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        var account = Sample.Account();
        var book = new AccountBook(test.Database);
        await book.Put(account, Edit.Now(Sample.Now, "system"));
        // All in one batch of the writer: an editor that comes too late, a hand-written update, an editor that must see it.
        using var gate = new SemaphoreSlim(0);
        var hold = test.Database.Writer.Do(async _ => await gate.WaitAsync());
        var late = book.Put(account, Edit.Now(Sample.Now, "system"), version: 7);
        var archived = book.Archive(account.Id, Sample.Now);
        var last = book.Put(account with { Tier = "team" }, Edit.Now(Sample.Now, "system"), version: 2);
        gate.Release();
        await hold;
        (await late).IsKept.ShouldBeFalse();
        (await archived).ShouldBe(1);
        (await last).Version.ShouldBe(3);
    }

    [Fact]
    public async Task A_backup_made_under_load_is_whole()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++) await Put(test.Database, $"k{n}");
        });
        for (var n = 0; n < 5; n++)
        {
            var file = Path.Combine(Path.GetDirectoryName(test.ConnectionString["Data Source=".Length..])!, $"backup{n}.db");
            test.Database.Backup(file);
            await using var copy = Database.Open($"Data Source={file}");
            await copy.Upgrade();
            (await copy.First("SELECT integrity_check FROM pragma_integrity_check", row => row.Text(0))).ShouldBe("ok");
        }
        await stop.CancelAsync();
        await load;
    }

    [Fact]
    public async Task A_reader_of_a_SQLite_file_cannot_write()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => test.Database.Query("DELETE FROM settings RETURNING 1", row => row.Int(0)));
    }

    [Theory]
    [InlineData("Server=x")]
    [InlineData("")]
    public void A_connection_string_without_file_or_host_is_refused(string text) => Should.Throw<ArgumentException>(() => Database.Open(text));

    static Task<int> Put(Database database, string key) => database.Writer.Do(transaction =>
        transaction.Execute("INSERT INTO settings (key, value, version, changed_at, changed_by) VALUES ($1, '', 1, $2, '')", key, DateTimeOffset.UnixEpoch));
}
