using System.Text;
using CsEngage.Core;

namespace CsEngage.Engine.Recipes;

/// <summary>The files of one recipe, from a folder or from memory, by path inside it.</summary>
public sealed class RecipeFiles(string name, IReadOnlyDictionary<string, byte[]> files)
{
    const int Largest = 20 * 1024 * 1024;

    public string Name { get; } = name;

    public IReadOnlyDictionary<string, byte[]> All { get; } = files;

    /// <exception cref="RecipeException">There is no such folder, or a file is too large.</exception>
    public static RecipeFiles Folder(string root, string name)
    {
        var folder = Path.Combine(root, name);
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || !Directory.Exists(folder))
            throw new RecipeException(name, 0, Sentence.Of("There is no recipe \"{0}\" in {1}. There are: {2}.", name, root, string.Join(", ", Names(root))));
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var inside = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (new FileInfo(path).Length > Largest) throw new RecipeException(inside, 0, Sentence.Of("This file is larger than 20 MB."));
            files[inside] = File.ReadAllBytes(path);
        }
        return new(name, files);
    }

    public static IEnumerable<string> Names(string root) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root).Where(folder => File.Exists(Path.Combine(folder, "recipe.json"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal) : [];

    /// <summary>The text of a file; UTF-8, a byte order mark is dropped.</summary>
    /// <exception cref="RecipeException">It is not UTF-8.</exception>
    public string Text(string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(All[path]).TrimStart('\ufeff').ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            throw new RecipeException(path, 0, Sentence.Of("This file is not UTF-8; save it as UTF-8."));
        }
    }

    /// <summary>The files that a pattern of a step names; * stands for any part of a file name.</summary>
    public IEnumerable<string> Matching(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0) return All.ContainsKey(pattern) ? [pattern] : [];
        var (front, back) = (pattern[..star], pattern[(star + 1)..]);
        return All.Keys.Where(path => path.Length >= front.Length + back.Length && path.StartsWith(front, StringComparison.Ordinal) && path.EndsWith(back, StringComparison.Ordinal)
            && !path.AsSpan(front.Length, path.Length - front.Length - back.Length).Contains('/'));
    }

    public void WriteTo(string folder)
    {
        foreach (var (path, bytes) in All)
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, bytes);
        }
    }
}
