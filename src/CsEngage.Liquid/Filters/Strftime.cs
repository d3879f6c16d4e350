using System.Globalization;
using System.Text;

namespace CsEngage.Liquid.Filters;

/// <summary>
/// Ruby's strftime: <c>%</c>, flags (<c>-</c> no padding, <c>0</c> and <c>_</c> other padding, <c>^</c> capitals, <c>#</c> other case, <c>:</c> colons in offsets),
/// a width, and a letter. What it does not know it writes as it stands. Names come from the culture of the reader.
/// </summary>
static class Strftime
{
    const int Widest = 1024;

    internal static string Format(DateTimeOffset time, string format, LiquidContext context)
    {
        var text = new StringBuilder(format.Length + 16);
        Append(text, time, format, context, 0);
        return text.ToString();
    }

    static void Append(StringBuilder text, DateTimeOffset time, ReadOnlySpan<char> format, LiquidContext context, int depth)
    {
        while (true)
        {
            var percent = format.IndexOf('%');
            if (percent < 0 || percent + 1 == format.Length)
            {
                text.Append(format);
                return;
            }
            text.Append(format[..percent]);
            format = format[percent..];
            var directive = Directive.Read(format);
            if (directive.Width > 0) context.Charge(directive.Width * 6);
            if (!Write(text, time, directive, context, depth)) text.Append(format[..directive.Length]);
            format = format[directive.Length..];
        }
    }

    readonly record struct Directive(char Letter, char Padding, bool Upper, bool Swap, int Colons, int Width, int Length)
    {
        internal static Directive Read(ReadOnlySpan<char> format)
        {
            var (padding, upper, swap, colons, width, at) = ('\0', false, false, 0, 0, 1);
            for (; at < format.Length; at++)
            {
                if (format[at] is '-' or '_' or '0') padding = format[at];
                else if (format[at] == '^') upper = true;
                else if (format[at] == '#') swap = true;
                else break;
            }
            for (; at < format.Length && char.IsAsciiDigit(format[at]); at++) width = Math.Min(Widest, width * 10 + (format[at] - '0'));
            for (; at < format.Length && format[at] == ':'; at++) colons++;
            // Letters for other calendars and digits are accepted and mean nothing here.
            if (at + 1 < format.Length && format[at] is 'E' or 'O') at++;
            return at >= format.Length ? new('\0', padding, upper, swap, colons, width, format.Length) : new(format[at], padding, upper, swap, colons, width, at + 1);
        }
    }

    static bool Write(StringBuilder text, DateTimeOffset time, in Directive d, LiquidContext context, int depth)
    {
        var names = context.Culture.DateTimeFormat;
        switch (d.Letter)
        {
            case 'Y': Number(text, time.Year, time.Year < 0 ? 5 : 4, '0', d, trimmed: true); break;
            case 'C': Number(text, time.Year / 100, 2, '0', d); break;
            case 'y': Number(text, time.Year % 100, 2, '0', d); break;
            case 'm': Number(text, time.Month, 2, '0', d); break;
            case 'B': Word(text, names.GetMonthName(time.Month), d); break;
            case 'b' or 'h': Word(text, names.GetAbbreviatedMonthName(time.Month), d); break;
            case 'd': Number(text, time.Day, 2, '0', d); break;
            case 'e': Number(text, time.Day, 2, ' ', d); break;
            case 'j': Number(text, time.DayOfYear, 3, '0', d); break;
            case 'H': Number(text, time.Hour, 2, '0', d); break;
            case 'k': Number(text, time.Hour, 2, ' ', d); break;
            case 'I': Number(text, (time.Hour + 11) % 12 + 1, 2, '0', d); break;
            case 'l': Number(text, (time.Hour + 11) % 12 + 1, 2, ' ', d); break;
            case 'P': Word(text, Meridian(time, names).ToLowerInvariant(), d); break;
            case 'p': Word(text, d.Swap ? Meridian(time, names).ToLowerInvariant() : Meridian(time, names), d with { Swap = false }); break;
            case 'M': Number(text, time.Minute, 2, '0', d); break;
            case 'S': Number(text, time.Second, 2, '0', d); break;
            case 'L': Fraction(text, time, d.Width > 0 ? d.Width : 3); break;
            case 'N': Fraction(text, time, d.Width > 0 ? d.Width : 9); break;
            case 'z': Offset(text, time.Offset, d); break;
            case 'Z': Word(text, ZoneName(time, context.Zone), d); break;
            case 'A': Word(text, names.GetDayName(time.DayOfWeek), d); break;
            case 'a': Word(text, names.GetAbbreviatedDayName(time.DayOfWeek), d); break;
            case 'u': Number(text, time.DayOfWeek is DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, 1, '0', d); break;
            case 'w': Number(text, (int)time.DayOfWeek, 1, '0', d); break;
            case 'G': Number(text, ISOWeek.GetYear(time.DateTime), 4, '0', d); break;
            case 'g': Number(text, ISOWeek.GetYear(time.DateTime) % 100, 2, '0', d); break;
            case 'V': Number(text, ISOWeek.GetWeekOfYear(time.DateTime), 2, '0', d); break;
            case 'U': Number(text, (time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, 2, '0', d); break;
            case 'W': Number(text, (time.DayOfYear + 6 - ((int)time.DayOfWeek + 6) % 7) / 7, 2, '0', d); break;
            case 's': Number(text, time.ToUnixTimeSeconds(), 1, '0', d); break;
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case '%': text.Append('%'); break;
            default: return depth == 0 && Composed(text, time, d, context);
        }
        return true;
    }

    /// <summary>Letters that stand for several others.</summary>
    static bool Composed(StringBuilder text, DateTimeOffset time, in Directive d, LiquidContext context)
    {
        var format = d.Letter switch
        {
            'c' => "%a %b %e %H:%M:%S %Y",
            'D' or 'x' => "%m/%d/%y",
            'F' => "%Y-%m-%d",
            'v' => "%e-%^b-%Y",
            'X' or 'T' => "%H:%M:%S",
            'r' => "%I:%M:%S %p",
            'R' => "%H:%M",
            '+' => "%a %b %e %H:%M:%S %Z %Y",
            _ => null,
        };
        if (format is null) return false;
        var composed = new StringBuilder();
        Append(composed, time, format, context, 1);
        Word(text, composed.ToString(), d);
        return true;
    }

    static string Meridian(DateTimeOffset time, DateTimeFormatInfo names)
    {
        var name = time.Hour < 12 ? names.AMDesignator : names.PMDesignator;
        return name.Length > 0 ? name : time.Hour < 12 ? "AM" : "PM";
    }

    static void Number(StringBuilder text, long value, int width, char padding, in Directive d, bool trimmed = false)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        if (d.Padding == '-') width = 0;
        else if (d.Width > 0) width = d.Width;
        if (trimmed && d.Padding == '\0' && d.Width == 0) width = 4;
        text.Append(digits.PadLeft(width, d.Padding switch { '_' => ' ', '0' => '0', _ => padding }));
    }

    static void Word(StringBuilder text, string word, in Directive d)
    {
        if (d.Upper || d.Swap) word = word.ToUpperInvariant();
        text.Append(d.Padding == '-' ? word : word.PadLeft(d.Width, d.Padding == '0' ? '0' : ' '));
    }

    static void Fraction(StringBuilder text, DateTimeOffset time, int digits)
    {
        var all = (time.Ticks % TimeSpan.TicksPerSecond).ToString("0000000", CultureInfo.InvariantCulture);
        text.Append(digits <= all.Length ? all[..digits] : all.PadRight(digits, '0'));
    }

    static void Offset(StringBuilder text, TimeSpan offset, in Directive d)
    {
        var (hours, minutes) = ((int)offset.Duration().TotalHours, offset.Duration().Minutes);
        var written = d.Colons switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{hours:00}{minutes:00}"),
            1 => string.Create(CultureInfo.InvariantCulture, $"{hours:00}:{minutes:00}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{hours:00}:{minutes:00}:00"),
        };
        text.Append(offset < TimeSpan.Zero ? '-' : '+').Append(written.PadLeft(Math.Max(0, d.Width - 1), '0'));
    }

    /// <summary>.NET knows no abbreviations of zones: "UTC" where that is it, otherwise the offset.</summary>
    static string ZoneName(DateTimeOffset time, TimeZoneInfo zone) =>
        time.Offset == TimeSpan.Zero && (zone.Id is "UTC" or "Etc/UTC" || zone.GetUtcOffset(time) != TimeSpan.Zero)
            ? "UTC" : time.ToString("zzz", CultureInfo.InvariantCulture);
}
