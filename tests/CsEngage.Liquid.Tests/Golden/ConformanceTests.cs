using System.Text.Json;
using CsEngage.Tests.Golden;

namespace CsEngage.Liquid.Tests.Golden;

public sealed class ConformanceTests
{
    static readonly Dictionary<string, GoldenCase> s_suite = Read("golden.json");

    static readonly Dictionary<string, GoldenCase> s_ours = Read("ours.json");

    static Dictionary<string, GoldenCase> Read(string file) =>
        GoldenSuite.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file))).ToDictionary(test => test.Name, StringComparer.Ordinal);

    public static TheoryData<string> Suite => [.. s_suite.Keys];

    public static TheoryData<string> Ours => [.. s_ours.Keys];

    [Theory]
    [MemberData(nameof(Suite))]
    public void A_case_of_the_suite_passes(string name) => s_suite[name].Failure().ShouldBeNull();

    [Theory]
    [MemberData(nameof(Ours))]
    public void What_the_suite_does_not_ask_is_answered_as_shopify_answers_it(string name) => s_ours[name].Failure().ShouldBeNull();

    [Theory]
    [InlineData("""{"template": "a", "result": "a"}""", "name")]
    [InlineData("""{"name": "a", "result": "a"}""", "template")]
    [InlineData("""{"name": "a", "template": 1, "result": "a"}""", "template")]
    [InlineData("""{"name": "a", "template": "a"}""", "result")]
    public void A_case_that_lacks_something_is_told_what(string test, string member)
    {
        using var document = JsonDocument.Parse(test);
        Should.Throw<FormatException>(() => GoldenSuite.Case(document.RootElement)).Message.ShouldStartWith($"a case has a \"{member}\"");
    }
}
