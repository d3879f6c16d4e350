using System.Runtime.InteropServices;

namespace CsEngage.Engine.Content;

/// <summary>How much there is to read. Latin and similar scripts are read by words, Japanese and Chinese by characters.</summary>
/// <param name="Words">Words of scripts that put spaces between them.</param>
/// <param name="Characters">Kana, kanji and hangul, one each.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReadingTime(int Words, int Characters)
{
    // Silent reading of prose: about 230 English words or 500 Japanese characters a minute; instructions are read a little slower.
    const double WordsPerMinute = 200, CharactersPerMinute = 450;

    /// <summary>Estimated time for a careful reader.</summary>
    public TimeSpan Estimated => TimeSpan.FromMinutes(Words / WordsPerMinute + Characters / CharactersPerMinute);

    /// <summary>Whole minutes as shown to readers, at least one.</summary>
    public int Minutes => Math.Max(1, (int)Math.Round(Estimated.TotalMinutes, MidpointRounding.AwayFromZero));

    public static ReadingTime Of(ReadOnlySpan<char> text)
    {
        var (words, characters, inWord) = (0, 0, false);
        foreach (var here in text)
        {
            if (IsIdeographic(here)) { characters++; inWord = false; }
            else if (char.IsLetterOrDigit(here)) { if (!inWord) words++; inWord = true; }
            else if (here is not ('\'' or '’' or '-' or '.' or ',')) inWord = false;
        }
        return new(words, characters);
    }

    static bool IsIdeographic(char c) => c is (>= '\u3041' and <= '\u30ff') or (>= '\u31f0' and <= '\u31ff') or (>= '\u3400' and <= '\u9fff')
        or (>= '\uac00' and <= '\ud7af') or (>= '\uf900' and <= '\ufaff') or (>= '\uff66' and <= '\uff9d') or '々' or 'ー';
}
