using YamlDotNet.RepresentationModel;

namespace CsEngage.Web.Tests.House;

/// <summary>docker-compose.yml as its services are after merging.</summary>
static class Compose
{
    public static readonly YamlMappingNode Whole = Read();

    /// <summary>What a service finds in its environment.</summary>
    public static Dictionary<string, string> EnvironmentOf(string service) =>
        Map(Services[service], "environment").Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString(), StringComparer.Ordinal);

    public static Dictionary<string, YamlMappingNode> Services =>
        Map(Whole, "services").Children.ToDictionary(pair => pair.Key.ToString(), pair => Merged((YamlMappingNode)pair.Value));

    public static YamlMappingNode Map(YamlMappingNode node, string key) => Merged((YamlMappingNode)node.Children[new YamlScalarNode(key)]);

    public static string Text(YamlMappingNode node, string key) => Merged(node).Children[new YamlScalarNode(key)].ToString();

    /// <summary>The node with its YAML merge keys ("&lt;&lt;") resolved.</summary>
    static YamlMappingNode Merged(YamlMappingNode node)
    {
        if (!node.Children.TryGetValue("<<", out var shared)) return node;
        var merged = new YamlMappingNode(((YamlMappingNode)shared).Children);
        foreach (var (key, value) in node.Children.Where(pair => pair.Key.ToString() != "<<")) merged.Children[key] = value;
        return merged;
    }

    static YamlMappingNode Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CsEngage.sln"))) folder = folder.Parent;
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(folder.FullName, "docker-compose.yml"));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
