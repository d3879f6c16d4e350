using System.Text.Json;
using CsEngage.Tests.Golden;

namespace CsEngage.Bench.Liquid;

/// <summary>
/// <c>./dev liquid FILE</c>: the names of the cases that fail, then how many passed. 0 when all did, 1 when some failed, 2 when the file cannot be read.
/// A case that cannot be understood, or on which the engine breaks, is one that fails: the others are still run.
/// </summary>
static class Conformance
{
    internal static int Run(string file)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllText(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            Console.Error.WriteLine($"{file} cannot be read: {unreadable.Message}");
            return 2;
        }
        using (document)
        {
            if (GoldenSuite.Tests(document.RootElement) is not { } tests)
            {
                Console.Error.WriteLine($"{file} holds no cases: a list is expected, or an object whose \"tests\" is one.");
                return 2;
            }
            var passed = tests.EnumerateArray().Count(test => Passes(test));
            Console.WriteLine($"passed {passed} of {tests.GetArrayLength()}");
            return passed == tests.GetArrayLength() ? 0 : 1;
        }
    }

    static bool Passes(JsonElement test)
    {
        var (name, failure) = ("(a case without a name)", "");
        try
        {
            if (test.ValueKind is JsonValueKind.Object && test.TryGetProperty("name", out var named)) name = named.ToString();
            if (test.ValueKind is not JsonValueKind.Object) throw new FormatException("a case is an object");
            if (GoldenSuite.Case(test).Failure() is not { } wrong) return true;
            failure = wrong;
        }
        catch (FormatException unclear)
        {
            failure = unclear.Message;
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            failure = $"broke: {broken.GetType().Name}: {broken.Message}";
        }
        Console.WriteLine(name);
        Console.Error.WriteLine($"  {failure}");
        return false;
    }
}
