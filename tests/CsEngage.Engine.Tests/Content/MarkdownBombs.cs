namespace CsEngage.Tests.Hostile;

/// <summary>Texts that keep a Markdown parser busy, some of them for ever, each in any size. Tests count what they cost; the bench measures how long they take.</summary>
static class MarkdownBombs
{
    /// <summary>The name, whether a text of full size is refused, and the text at so many hundredths of its full size.</summary>
    internal static IReadOnlyList<(string Name, bool IsRefused, Func<int, string> Of)> All { get; } =
    [
        ("quotes", true, size => Many("> ", 200 * size) + "x"),
        ("tight quotes", true, size => new string('>', 200 * size)),
        ("large", true, size => new string('a', 3_000 * size)),
        ("back-ticks", false, size => Rows(1, 7 * size, n => new string('`', n) + "a")),
        ("back-tick runs", true, size => Many("`a``b", 500 * size)),
        ("brackets", true, size => new string('[', 1_000 * size)),
        ("images", true, size => Many("![", 600 * size)),
        ("links", true, size => Many("[a](", 500 * size)),
        ("emphasis", true, size => Many("*a **b ", 300 * size)),
        ("stars", true, size => new string('*', 2_000 * size) + "a"),
        ("list", true, size => Many("- ", 200 * size)),
        ("numbers", true, size => Many("1. ", 200 * size)),
        ("indented list", true, size => Rows(0, 5 * size, n => new string(' ', n * 2) + "- a\n")),
        ("tokens", false, size => Many("{{ a }}", 370 * size)),
        ("open tokens", true, size => Many("{{", 1_200 * size)),
        ("raws", false, size => Many("{% raw %}", 280 * size)),
        ("table", false, size => Many("|a", 1_000 * size) + "\n" + Many("|-", 300 * size)),
        ("references", false, size => Rows(0, 80 * size, n => $"[a{n}]: /b\n\n[a{n}]\n")),
        ("footnotes", false, size => Rows(0, 50 * size, n => $"[^{n}]\n\n[^{n}]: a\n\n")),
        ("angle", false, size => Many("<a", 1_000 * size)),
        ("urls", false, size => Many("http://a", 300 * size)),
        ("entities", false, size => Many("&#", 1_000 * size)),
        ("tildes", true, size => Many("~a ~~b ", 300 * size)),
        ("carets", true, size => Many("^a ", 600 * size)),
        ("equal", true, size => Many("==a ++b ", 300 * size)),
        ("definitions", false, size => Many("a\n: ", 400 * size)),
        ("alerts", false, size => Many("> [!NOTE]\n\n", 200 * size)),
    ];

    static string Many(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    static string Rows(int from, int count, Func<int, string> row) => string.Concat(Enumerable.Range(from, count).Select(row));
}
