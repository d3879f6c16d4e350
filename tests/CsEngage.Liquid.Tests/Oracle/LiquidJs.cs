using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CsEngage.Tests.Oracle;

/// <summary>liquidjs in a node process of its own, asked in JSON lines.</summary>
public sealed class LiquidJs : IDisposable
{
    readonly Process _node;

    public LiquidJs(string folder)
    {
        _node = Process.Start(new ProcessStartInfo("node", ["oracle.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException("node did not start.");
    }

    /// <summary>The folder of the oracle, found from the place of the running program.</summary>
    public static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var oracle = Path.Combine(folder.FullName, "tests", "CsEngage.Liquid.Tests", "Oracle");
            if (File.Exists(Path.Combine(oracle, "oracle.mjs"))) return oracle;
        }
        throw new InvalidOperationException("The oracle is found from inside the repository only.");
    }

    public JsonNode Ask(JsonObject question)
    {
        _node.StandardInput.WriteLine(question.ToJsonString(s_relaxed));
        _node.StandardInput.Flush();
        return JsonNode.Parse(_node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node ended."))!;
    }

    static readonly JsonSerializerOptions s_relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What liquidjs writes, or null and what it says.</summary>
    public (string? Text, string? Error) Render(string template, JsonNode data, bool html = false)
    {
        var answer = Ask(new() { ["ask"] = "render", ["template"] = template, ["data"] = data.DeepClone(), ["html"] = html });
        return ((string?)answer["text"], (string?)answer["error"]);
    }

    /// <summary>Renderings a second of a template that is parsed once.</summary>
    public double RenderRate(string template, JsonNode data, TimeSpan time) => (double)Ask(new()
    {
        ["ask"] = "renderRate",
        ["template"] = template,
        ["data"] = data.DeepClone(),
        ["html"] = true,
        ["milliseconds"] = time.TotalMilliseconds,
    })["rate"]!;

    /// <summary>Parsings a second.</summary>
    public double ParseRate(string template, TimeSpan time) => (double)Ask(new()
    {
        ["ask"] = "parseRate",
        ["template"] = template,
        ["html"] = true,
        ["milliseconds"] = time.TotalMilliseconds,
    })["rate"]!;

    public void Dispose()
    {
        _node.StandardInput.Close();
        if (!_node.WaitForExit(2000)) _node.Kill();
        _node.Dispose();
    }
}
