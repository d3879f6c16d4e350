using CsEngage.Tests.Golden;

namespace CsEngage.Liquid.Tests.Golden;

public sealed class ConformanceTests
{
    static readonly Dictionary<string, GoldenCase> s_cases = GoldenSuite.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "golden.json"))).ToDictionary(test => test.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_the_suite_passes(string name) => s_cases[name].Failure().ShouldBeNull();
}
