using CsEngage.Tests.Golden;

namespace CsEngage.Liquid.Tests.Golden;

public sealed class ConformanceTests
{
    static readonly string s_file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "golden.json"));

    [Fact]
    public void Every_case_of_the_suite_passes()
    {
        var failures = GoldenSuite.Read(s_file).Select(test => (test.Name, Failure: test.Failure())).Where(result => result.Failure is not null);

        string.Join('\n', failures.Select(failure => $"{failure.Name}: {failure.Failure}")).ShouldBeEmpty();
    }
}
