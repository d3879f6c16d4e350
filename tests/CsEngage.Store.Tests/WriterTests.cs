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
        if (dialect == Dialect.Postgres) await ready.Task.WaitAsync(TimeSpan.FromSeconds(20));
        using var subscription = test.Database.WakeUp.On("touches", () => heard.TrySetResult(1));
        await test.Database.Writer.Do(transaction =>
        {
            transaction.Wake("touches");
            return Task.CompletedTask;
        });
        (await heard.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(1);
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
