using CsEngage.Core;

namespace CsEngage.Engine.Recipes;

/// <summary>A Markdown file with YAML between two lines of three hyphens at its top.</summary>
/// <param name="Matter">The YAML as JSON.</param>
/// <param name="Body">What follows it.</param>
/// <param name="BodyLine">Line of the file on which the body starts.</param>
public sealed record FrontMatter(PlacedJson Matter, string Body, int BodyLine)
{
    /// <exception cref="RecipeException">There is no front matter, or it is not YAML.</exception>
    public static FrontMatter Read(string text, string file)
    {
        text = text.ReplaceLineEndings("\n");
        if (!text.StartsWith("---\n", StringComparison.Ordinal)) throw new RecipeException(file, 1, Sentence.Of("The file must begin with front matter: a line \"---\", the fields, and another line \"---\"."));
        var end = text.IndexOf("\n---\n", 3, StringComparison.Ordinal);
        if (end < 0 && text.EndsWith("\n---", StringComparison.Ordinal)) end = text.Length - 4;
        if (end < 0) throw new RecipeException(file, 1, Sentence.Of("The front matter is not closed; end it with a line \"---\"."));
        var matter = end > 4 ? text[4..end] : "";
        var body = end + 5 <= text.Length ? text[(end + 5)..] : "";
        return new(YamlText.Read(matter, file, firstLine: 2), body, 3 + matter.AsSpan().Count('\n') + 1);
    }

    /// <summary>The file that <see cref="Read"/> reads back.</summary>
    public static string Write(System.Text.Json.Nodes.JsonObject matter, string body) => $"---\n{YamlText.Write(matter)}---\n{body}";
}
