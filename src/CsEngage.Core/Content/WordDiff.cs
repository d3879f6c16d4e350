using System.Collections.Immutable;
using System.Text;

namespace CsEngage.Core;

/// <summary>What became of a piece of text from one version to another.</summary>
public enum DiffKind
{
    /// <summary>It stands in both.</summary>
    Same,
    /// <summary>It stands in the earlier one only.</summary>
    Deleted,
    /// <summary>It stands in the later one only.</summary>
    Inserted,
}

/// <summary>A piece of text and what became of it.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Text">The piece; never empty.</param>
public sealed record DiffPart(DiffKind Kind, string Text);

/// <summary>
/// The difference between two texts by words, in the order of reading. What is the same and what was deleted, put together, is the earlier text;
/// what is the same and what was inserted is the later one.
/// </summary>
public static class WordDiff
{
    // Beyond this many changed words a comparison by words explains nothing any more; lines are compared then.
    const int MostEdits = 1500;

    /// <summary>The difference; empty when both texts are.</summary>
    public static ImmutableArray<DiffPart> Of(string before, string after) =>
        Joined(Compared(Words(before), Words(after)) ?? Compared(Lines(before), Lines(after)) ?? [new(DiffKind.Deleted, before), new(DiffKind.Inserted, after)]);

    /// <summary>The same line by line, without the line breaks: a line that only one of the texts has stands in the list as well.</summary>
    public static ImmutableArray<ImmutableArray<DiffPart>> ByLine(ImmutableArray<DiffPart> parts)
    {
        var lines = ImmutableArray.CreateBuilder<ImmutableArray<DiffPart>>();
        var line = ImmutableArray.CreateBuilder<DiffPart>();
        foreach (var part in parts)
        {
            var pieces = part.Text.Split('\n');
            for (var i = 0; i < pieces.Length; i++)
            {
                if (i > 0) lines.Add(line.DrainToImmutable());
                if (pieces[i].Length > 0) line.Add(part with { Text = pieces[i] });
            }
        }
        lines.Add(line.DrainToImmutable());
        return lines.ToImmutable();
    }

    enum Script { Space, Word, Han, Hiragana, Katakana, Mark }

    // Japanese has no spaces: runs of one script come near to words.
    static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var (at, start) = (0, 0); at < text.Length; start = at)
        {
            var script = ScriptOf(text, ref at);
            while (script != Script.Mark && text[start] != '\n' && at < text.Length && text[at] != '\n')
            {
                var next = at;
                if (ScriptOf(text, ref next) != script) break;
                at = next;
            }
            words.Add(text[start..at]);
        }
        return words;
    }

    static Script ScriptOf(string text, ref int at)
    {
        // Half of a pair stands for itself, so that no text is too odd to compare.
        var rune = Rune.TryGetRuneAt(text, at, out var whole) ? whole : Rune.ReplacementChar;
        at += rune == Rune.ReplacementChar ? 1 : rune.Utf16SequenceLength;
        return rune.Value switch
        {
            >= 0x3041 and <= 0x309F => Script.Hiragana,
            (>= 0x30A0 and <= 0x30FF) or (>= 0xFF66 and <= 0xFF9F) => Script.Katakana,
            (>= 0x3400 and <= 0x9FFF) or 0x3005 or (>= 0x20000 and <= 0x3FFFF) => Script.Han,
            _ when Rune.IsWhiteSpace(rune) => Script.Space,
            _ when Rune.IsLetterOrDigit(rune) || rune.Value is '\'' or '’' or '_' => Script.Word,
            _ => Script.Mark,
        };
    }

    static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    /// <summary>The shortest way from one list to the other (Myers 1986, An O(ND) Difference Algorithm); null when it is too long.</summary>
    static List<DiffPart>? Compared(List<string> before, List<string> after)
    {
        var (head, tail) = (0, 0);
        while (head < before.Count && head < after.Count && before[head] == after[head]) head++;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        if (Steps(before.GetRange(head, before.Count - head - tail), after.GetRange(head, after.Count - head - tail)) is not { } middle) return null;
        return [.. before.Take(head).Select(Same), .. middle, .. before.Skip(before.Count - tail).Select(Same)];

        static DiffPart Same(string text) => new(DiffKind.Same, text);
    }

    static List<DiffPart>? Steps(List<string> a, List<string> b)
    {
        var most = Math.Min(a.Count + b.Count, MostEdits);
        var furthest = new int[(2 * most) + 3];
        var trace = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            trace.Add(furthest[(most + 1 - edits)..(most + 2 + edits)]);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var at = most + 1 + diagonal;
                var x = diagonal == -edits || (diagonal != edits && furthest[at - 1] < furthest[at + 1]) ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < a.Count && x - diagonal < b.Count && a[x] == b[x - diagonal]) x++;
                furthest[at] = x;
                if (x >= a.Count && x - diagonal >= b.Count) return Back(a, b, trace);
            }
        }
        return null;
    }

    static List<DiffPart> Back(List<string> a, List<string> b, List<int[]> trace)
    {
        var parts = new List<DiffPart>();
        var (x, y) = (a.Count, b.Count);
        for (var edits = trace.Count - 1; edits > 0; edits--)
        {
            var (known, diagonal) = (trace[edits], x - y);
            // What was furthest before this edit, by diagonal from -edits to edits.
            int Furthest(int of) => known[of + edits];
            var came = diagonal == -edits || (diagonal != edits && Furthest(diagonal - 1) < Furthest(diagonal + 1)) ? diagonal + 1 : diagonal - 1;
            var (fromX, fromY) = (Furthest(came), Furthest(came) - came);
            for (; x > fromX && y > fromY; x--, y--) parts.Add(new(DiffKind.Same, a[x - 1]));
            if (x == fromX) parts.Add(new(DiffKind.Inserted, b[--y]));
            else parts.Add(new(DiffKind.Deleted, a[--x]));
        }
        while (x > 0) parts.Add(new(DiffKind.Same, a[--x]));
        parts.Reverse();
        return parts;
    }

    // Words that were changed in a row are read as one change: what went first, then what came. A space between two of them belongs to it.
    static ImmutableArray<DiffPart> Joined(List<DiffPart> parts)
    {
        var joined = ImmutableArray.CreateBuilder<DiffPart>();
        var (gone, come) = (new StringBuilder(), new StringBuilder());
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (part.Text.Length == 0) continue;
            var isWithin = part.Kind == DiffKind.Same && part.Text == " " && gone.Length + come.Length > 0 && i + 1 < parts.Count && parts[i + 1].Kind != DiffKind.Same;
            if (part.Kind == DiffKind.Deleted || isWithin) gone.Append(part.Text);
            if (part.Kind == DiffKind.Inserted || isWithin) come.Append(part.Text);
            if (part.Kind != DiffKind.Same || isWithin) continue;
            Close();
            if (joined.Count > 0 && joined[^1].Kind == DiffKind.Same) joined[^1] = joined[^1] with { Text = joined[^1].Text + part.Text };
            else joined.Add(part);
        }
        Close();
        return joined.ToImmutable();

        void Close()
        {
            if (gone.Length > 0) joined.Add(new(DiffKind.Deleted, gone.ToString()));
            if (come.Length > 0) joined.Add(new(DiffKind.Inserted, come.ToString()));
            gone.Clear();
            come.Clear();
        }
    }
}
