using System.Collections.Concurrent;

namespace CsEngage.Engine.Content;

/// <summary>
/// Compiled texts by what they were compiled from. Versions never change, so an entry is right for ever; when there are too many, all
/// are forgotten at once, which costs a millisecond each to make again.
/// </summary>
public sealed class Bodies(int most = 4096)
{
    readonly ConcurrentDictionary<(string Version, string Locale), Body> bodies = new();
    readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.Ordinal);

    /// <param name="version">Anything that names one immutable version of one text.</param>
    /// <param name="locale">Locale of the variant.</param>
    /// <param name="source">Its Markdown.</param>
    /// <exception cref="ContentException">The text has a fault.</exception>
    public Body Of(string version, string locale, string source)
    {
        if (bodies.TryGetValue((version, locale), out var body)) return body;
        if (bodies.Count >= most) bodies.Clear();
        return bodies.GetOrAdd((version, locale), Body.Compile(source));
    }

    /// <exception cref="ContentException">The text has a fault.</exception>
    public Line Line(string source)
    {
        if (lines.TryGetValue(source, out var line)) return line;
        if (lines.Count >= most) lines.Clear();
        return lines.GetOrAdd(source, Content.Line.Compile(source));
    }
}
