using System.Text;
using CsEngage.Core;

namespace CsEngage.Engine.Content;

/// <summary>
/// What a text may cost, checked before the Markdown parser sees it: it throws on some deep nestings, overflows the stack on
/// others, and takes seconds over megabytes of back-ticks.
/// </summary>
static class MarkdownLimits
{
    public const int Bytes = 256 * 1024;
    const int Containers = 32;
    const int Indentation = 120;
    const int OpenDelimiters = 60;
    const int CodeRuns = 4000;

    public static void Check(string source)
    {
        if (source.Length > Bytes || Encoding.UTF8.GetByteCount(source) > Bytes)
            throw new ContentException(Sentence.Of("This text is larger than 256 KB; split it into several guides."));
        var (line, codeRuns, links, emphasis) = (0, 0, 0, 0);
        foreach (var text in source.AsSpan().EnumerateLines())
        {
            line++;
            if (text.IsWhiteSpace()) { links = emphasis = 0; continue; }
            var (containers, indentation) = Prefix(text);
            if (containers > Containers) throw new ContentException(Sentence.Of("More than {0} lists or quotations are nested here; flatten them.", Containers), line);
            if (indentation > Indentation && !text.TrimStart().StartsWith("|")) throw new ContentException(Sentence.Of("This line is indented by more than {0} columns.", Indentation), line);
            codeRuns += Runs(text, '`');
            if (codeRuns > CodeRuns) throw new ContentException(Sentence.Of("This text has more than {0} runs of back-ticks; split it.", CodeRuns), line);
            links += text.Count('[');
            emphasis += Runs(text, '*') + Runs(text, '_') + Runs(text, '~') + LongRun(text);
            if (links > OpenDelimiters * 20) throw new ContentException(Sentence.Of("This paragraph has too many square brackets; split it."), line);
            if (emphasis > OpenDelimiters * 20) throw new ContentException(Sentence.Of("This paragraph has too much emphasis; split it."), line);
            if (Open(text, '[', ']') > OpenDelimiters) throw new ContentException(Sentence.Of("More than {0} square brackets are open here; close them or write \\[.", OpenDelimiters), line);
        }
    }

    static (int Containers, int Indentation) Prefix(ReadOnlySpan<char> line)
    {
        var (containers, columns, at) = (0, 0, 0);
        for (; at < line.Length; at++)
        {
            var here = line[at];
            if (here is ' ' or '\t') columns += here == '\t' ? 4 : 1;
            else if (here == '>') containers++;
            else if (here is '-' or '*' or '+' && at + 1 < line.Length && line[at + 1] is ' ' or '\t') containers++;
            else if (char.IsAsciiDigit(here)) { var end = EndOfNumber(line, at); if (end < 0) break; containers++; at = end; }
            else break;
        }
        return (containers, columns);
    }

    static int EndOfNumber(ReadOnlySpan<char> line, int at)
    {
        while (at < line.Length && char.IsAsciiDigit(line[at])) at++;
        return at + 1 < line.Length && line[at] is '.' or ')' && line[at + 1] is ' ' or '\t' ? at : -1;
    }

    static int Runs(ReadOnlySpan<char> text, char of)
    {
        var runs = 0;
        for (var at = 0; at < text.Length; at++)
            if (text[at] == of && (at == 0 || text[at - 1] != of)) runs++;
        return runs;
    }

    static int LongRun(ReadOnlySpan<char> text)
    {
        var (longest, run) = (0, 0);
        for (var at = 1; at < text.Length; at++)
        {
            run = text[at] == text[at - 1] && text[at] is '*' or '_' or '~' && text[at] == text[at - 1] ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        // A thematic break may be long; emphasis of a hundred levels is an attack.
        return longest > 100 && text.Trim().TrimStart("*_~ ").Length > 0 ? longest : 0;
    }

    static int Open(ReadOnlySpan<char> text, char open, char close)
    {
        var (depth, deepest) = (0, 0);
        foreach (var here in text)
        {
            if (here == open) deepest = Math.Max(deepest, ++depth);
            else if (here == close && depth > 0) depth--;
        }
        return deepest;
    }
}
