using CsEngage.Store.Audit;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Audit;

public sealed class AuditTrailTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, 123, TimeSpan.FromHours(9));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_changed_row_is_found_and_a_redacted_one_is_not_a_change(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var trail = new AuditTrail(test.Database);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => trail.Append(new AuditEntry(Now, "system", "item.published", $"guide:g{n}", null, $"{{\"n\":{n}}}"))));
        (await trail.FirstBroken()).ShouldBeNull();
        await trail.Redact(7, Now);
        (await trail.FirstBroken()).ShouldBeNull();
        (await trail.Read(3)).Select(line => line.Number).ShouldBe([20, 19, 18]);
        await test.Database.Writer.Do(transaction => transaction.Execute("UPDATE audit_entries SET actor = 'staff:nobody' WHERE number = 11"));
        (await trail.FirstBroken()).ShouldBe(11);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_missing_row_and_a_changed_payload_are_found(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var trail = new AuditTrail(test.Database);
        for (var n = 0; n < 5; n++) await trail.Append(new AuditEntry(Now, "system", "item.published", "guide:g", null, "{}"));
        await test.Database.Writer.Do(transaction => transaction.Execute("UPDATE audit_payloads SET after = '{\"x\":1}' WHERE number = 4"));
        (await trail.FirstBroken()).ShouldBe(4);
        await test.Database.Writer.Do(transaction => transaction.Execute("DELETE FROM audit_entries WHERE number = 2"));
        (await trail.FirstBroken()).ShouldBe(3);
    }
}
