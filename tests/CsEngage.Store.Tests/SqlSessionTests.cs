using CsEngage.Tests;
using Microsoft.Data.Sqlite;

namespace CsEngage.Store.Tests;

public sealed class SqlSessionTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_goes_in_comes_out_whatever_the_order_of_the_parameters(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var at = new DateTimeOffset(2026, 11, 22, 7, 8, 9, 123, TimeSpan.Zero);
        foreach (var text in (string[])["", "a", "佐藤様", new string('長', 300), "it's \"quoted\" $1 ?2"])
        {
            await test.Database.Writer.Do(transaction => transaction.Execute(
                "INSERT INTO settings (changed_by, key, changed_at, version, value) VALUES ($2, $1, $4, $3, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by", "k", text, 7, at));
            (await test.Database.First("SELECT value, changed_by, version, changed_at FROM settings WHERE key = $1", row => (row.Text(0), row.Text(1), row.Int(2), row.Instant(3)), "k")).ShouldBe((text, text, 7, at));
        }
    }

    [Fact]
    public async Task A_column_that_holds_nothing_is_not_read_as_something()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        var wrong = await Should.ThrowAsync<InvalidOperationException>(() => test.Database.Query("SELECT NULL AS many", row => row.Long(0)));
        wrong.Message.ShouldContain("many");
        await Should.ThrowAsync<InvalidOperationException>(() => test.Database.Query("SELECT NULL", row => row.Text(0)));
        await Should.ThrowAsync<InvalidOperationException>(() => test.Database.Query("SELECT NULL", row => row.Guid(0)));
    }

    [Fact]
    public async Task A_statement_is_given_as_many_values_as_it_has_parameters()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        await Should.ThrowAsync<ArgumentException>(() => test.Database.Query("SELECT $1, $2", row => row.Has(0), 1));
        await Should.ThrowAsync<ArgumentException>(() => test.Database.Query("SELECT 1; SELECT $1", row => row.Has(0), 1));
    }

    [Fact]
    public async Task A_reader_that_stopped_in_the_middle_reads_again_from_the_start()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        const string three = "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3";
        await Should.ThrowAsync<NotSupportedException>(() => test.Database.Query(three, row => row.Long(0) < 2 ? row.Long(0) : throw new NotSupportedException()));
        (await test.Database.Query(three, row => row.Long(0))).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_script_runs_to_its_end_or_says_where_it_failed()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        await test.Database.Writer.Do(transaction => transaction.Execute("CREATE TABLE one (n); -- a remark\nINSERT INTO one VALUES (1); INSERT INTO one VALUES (2);\n"));
        (await test.Database.First("SELECT count(*) FROM one", row => row.Long(0))).ShouldBe(2);
        await Should.ThrowAsync<SqliteException>(() => test.Database.Writer.Do(transaction => transaction.Execute("INSERT INTO one VALUES (3); INSERT INTO two VALUES (1);")));
        (await test.Database.First("SELECT count(*) FROM one", row => row.Long(0))).ShouldBe(2);
    }
}
