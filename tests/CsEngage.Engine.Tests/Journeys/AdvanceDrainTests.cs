using System.Data.Common;
using CsEngage.Engine.Drains;
using CsEngage.Store;
using CsEngage.Store.Journeys;
using CsEngage.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CsEngage.Engine.Tests.Journeys;

public sealed class AdvanceDrainTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_account_that_cannot_be_read_is_named_and_keeps_no_other_waiting(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        var accounts = new List<Core.Account>();
        for (var n = 0; n < 5; n++) accounts.Add((await house.Customer($"c{n}")).Account);
        await house.Settle();
        var broken = accounts[2];
        await Break(house, dialect, broken.Id);

        foreach (var account in accounts) await house.Signal(account, null, "workspace.created");
        var advance = house.Get<DrainTable>().Drains.Single(drain => drain.Name == "advance");
        var trouble = await Should.ThrowAsync<AggregateException>(() => advance.Run(house.Now, CancellationToken.None));
        trouble.Message.ShouldContain("1 of 5 accounts");
        trouble.Message.ShouldContain(broken.Id.ToString());
        trouble.InnerExceptions.ShouldHaveSingleItem().ShouldBeOfType<System.Text.Json.JsonException>();
        foreach (var account in accounts.Where(one => one.Id != broken.Id))
            (await house.Get<EnrollmentBook>().Of(account.Id)).ShouldHaveSingleItem().Enrollment.Find("account-set-up")!.IsReached.ShouldBeTrue(account.Name);
    }

    /// <summary>As a disk or a hand might.</summary>
    static async Task Break(House house, Dialect dialect, Guid account)
    {
        await using DbConnection connection = dialect == Dialect.Postgres ? new NpgsqlConnection(house.ConnectionString) : new SqliteConnection(house.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE enrollments SET document = '[1]' WHERE account_id = {(dialect == Dialect.Postgres ? $"'{account}'" : $"x'{Convert.ToHexString(account.ToByteArray(bigEndian: true))}'")}";
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Told_to_stop_it_gives_back_what_it_has_not_looked_at()
    {
        await using var house = await House.Open(Dialect.Sqlite, Start);
        var accounts = new List<Core.Account>();
        for (var n = 0; n < 60; n++) accounts.Add((await house.Customer($"c{n}")).Account);
        using var stop = new CancellationTokenSource();
        using (house.Get<WakeUp>().On("touches", stop.Cancel)) await house.Get<DrainTable>().Drains.Single(drain => drain.Name == "advance").Run(house.Now, stop.Token);

        // The clock stands still, so no lease runs out: whoever comes next finds them all the same.
        await house.Settle();
        foreach (var account in accounts) (await house.Get<EnrollmentBook>().Of(account.Id)).ShouldHaveSingleItem();
        (await house.Mails()).Length.ShouldBe(accounts.Count);
    }
}
