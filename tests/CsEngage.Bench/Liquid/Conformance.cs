using CsEngage.Tests.Golden;

namespace CsEngage.Bench.Liquid;

/// <summary><c>./dev liquid FILE</c>: the names of the cases that fail, then how many passed.</summary>
static class Conformance
{
    internal static int Run(string file)
    {
        var cases = GoldenSuite.Read(File.ReadAllText(file));
        var passed = 0;
        foreach (var test in cases)
        {
            if (test.Failure() is not { } failure)
            {
                passed++;
                continue;
            }
            Console.WriteLine(test.Name);
            Console.Error.WriteLine($"  {failure}");
        }
        Console.WriteLine($"passed {passed} of {cases.Length}");
        return passed == cases.Length ? 0 : 1;
    }
}
