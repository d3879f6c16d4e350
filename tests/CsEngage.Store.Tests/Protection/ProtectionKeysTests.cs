using CsEngage.Tests;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Store.Tests.Protection;

public sealed class ProtectionKeysTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_one_process_protects_another_reads(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        await using var one = new ServiceCollection().AddLogging().AddStore(test.ConnectionString).BuildServiceProvider();
        await using var two = new ServiceCollection().AddLogging().AddStore(test.ConnectionString).BuildServiceProvider();
        var sealedText = one.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Protect("hana");
        two.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Unprotect(sealedText).ShouldBe("hana");
    }
}
