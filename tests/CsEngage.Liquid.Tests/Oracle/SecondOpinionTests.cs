using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Tests;
using CsEngage.Tests.Golden;
using CsEngage.Tests.Oracle;

namespace CsEngage.Liquid.Tests.Oracle;

/// <summary>Two engines written by different people from the same description: where they differ, one has to explain itself.</summary>
public sealed class SecondOpinionTests(SecondOpinionTests.Node node) : IClassFixture<SecondOpinionTests.Node>
{
    public sealed class Node : IDisposable
    {
        public LiquidJs LiquidJs { get; } = new(LiquidJs.Folder());

        public void Dispose() => LiquidJs.Dispose();
    }

    static readonly JsonNode s_data = JsonNode.Parse(TemplateGen.Json)!;

    static readonly LiquidMap s_model = Model();

    static LiquidMap Model()
    {
        using var document = JsonDocument.Parse(TemplateGen.Json);
        return GoldenSuite.Value(document.RootElement).AsMap!;
    }

    [Fact]
    public void Generated_templates_write_what_liquidjs_writes()
    {
        var differences = new List<string>();
        var compared = 0;
        Law.Holds(TemplateGen.Of(2), template =>
        {
            if (KnownDifference.Of(template) is not null) return;
            compared++;
            var (theirs, error) = node.LiquidJs.Render(template, s_data);
            var ours = Ours(template);
            if (KnownDifference.Comparable(template, theirs) != KnownDifference.Comparable(template, ours.Text)) differences.Add($"{JsonSerializer.Serialize(template)}\n   ours:   {JsonSerializer.Serialize(ours.Text ?? ours.Error)}\n   theirs: {JsonSerializer.Serialize(theirs ?? error)}");
        }, times: 6000);

        string.Join('\n', differences.OrderBy(difference => difference.Length).Take(12)).ShouldBeEmpty();
        compared.ShouldBeGreaterThan(2000);
    }

    static (string? Text, string? Error) Ours(string template)
    {
        try
        {
            return (LiquidTemplate.Parse(template).Render(s_model), null);
        }
        catch (LiquidException error)
        {
            return (null, error.Message);
        }
    }
}
