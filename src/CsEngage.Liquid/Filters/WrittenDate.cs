using System.Globalization;

namespace CsEngage.Liquid.Filters;

/// <summary>
/// Reads dates as people and programs write them, after Ruby's Time.parse: ISO 8601, RFC 2822, "March 14, 2016",
/// "14 Mar 2016 10:30 PM", 2016/03/14, 14/03/2016 (the day first), "10:30" (today). A time without an offset is in the zone of the reader.
/// </summary>
static class WrittenDate
{
    internal const int Longest = 128;

    static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    struct Parts
    {
        internal int? Year, Month, Day, Hour, Minute, Second;
        internal long Ticks;
        internal TimeSpan? Offset;
        internal bool? Afternoon;
    }

    internal static DateTimeOffset? Read(string text, LiquidContext context)
    {
        if (text.Length == 0) return null;
        var parts = new Parts();
        return Scan(text, ref parts) ? Compose(parts, context) : null;
    }

    internal static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone) =>
        // In the hour that a clock change leaves out, the offset before the change is taken.
        new(local, zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-1)) : zone.GetUtcOffset(local));

    static DateTimeOffset? Compose(Parts parts, LiquidContext context)
    {
        if (parts is { Year: null, Month: null, Day: null, Hour: null }) return null;
        var today = TimeZoneInfo.ConvertTime(context.Now, context.Zone);
        // What is left out is today for the larger parts and the beginning for the smaller ones.
        var year = parts.Year ?? today.Year;
        var month = parts.Month ?? (parts.Year is null ? today.Month : 1);
        var day = parts.Day ?? (parts.Year is null && parts.Month is null ? today.Day : 1);
        var hour = parts.Hour ?? 0;
        if (parts.Afternoon is { } afternoon)
        {
            if (hour is < 1 or > 12) return null;
            hour = hour % 12 + (afternoon ? 12 : 0);
        }
        var second = parts.Second ?? 0;
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 24 || parts.Minute > 59 || second > 60 || (hour == 24 && (parts.Minute > 0 || second > 0))) return null;
        var local = new DateTime(year, month, day).AddHours(hour).AddMinutes(parts.Minute ?? 0).AddSeconds(second).AddTicks(parts.Ticks);
        return parts.Offset is { } offset ? new DateTimeOffset(local, offset) : InZone(local, context.Zone);
    }

    static bool Scan(ReadOnlySpan<char> text, ref Parts parts)
    {
        for (var at = 0; at < text.Length;)
        {
            var rest = text[at..];
            int used;
            if (char.IsAsciiDigit(rest[0]) || (rest[0] == '\'' && rest.Length > 1 && char.IsAsciiDigit(rest[1]))) used = Digits(rest, ref parts);
            else if (rest[0] is '+' or '-' && parts.Hour is not null) used = Offset(rest, ref parts);
            else if (char.IsAsciiLetter(rest[0])) used = Word(rest, ref parts);
            else used = rest[0] is ' ' or ',' or '.' or '\t' or '-' or '/' or '(' or ')' ? 1 : 0;
            if (used <= 0) return false;
            at += used;
        }
        return true;
    }

    static int Run(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    static int Value(ReadOnlySpan<char> digits) => digits.Length > 9 ? int.MaxValue : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    static int Digits(ReadOnlySpan<char> text, ref Parts parts)
    {
        if (text[0] == '\'')
        {
            var short_ = Run(text[1..]);
            parts.Year = Century(Value(text.Slice(1, short_)), short_);
            return short_ + 1;
        }
        var length = Run(text);
        var after = length < text.Length ? text[length] : '\0';
        if (after == ':') return Time(text, ref parts);
        if (after is '-' or '/' or '.' && parts.Day is null && length + 1 < text.Length && char.IsAsciiDigit(text[length + 1])) return Numeric(text, after, ref parts);
        if (length is 8 or 14 && parts.Year is null) return Compact(text, length, ref parts);
        var number = Value(text[..length]);
        if (length is 4 or 6 && parts is { Year: not null, Month: not null, Day: not null, Hour: null })
        {
            (parts.Hour, parts.Minute) = (Value(text[..2]), Value(text[2..4]));
            if (length == 6) parts.Second = Value(text[4..6]);
            return length;
        }
        if (text[length..] is ['s', 't', ..] or ['n', 'd', ..] or ['r', 'd', ..] or ['t', 'h', ..])
        {
            parts.Day = number;
            return length + 2;
        }
        if (parts.Hour is null && IsMeridian(text[length..])) parts.Hour = number;
        else if (length > 2 || parts.Day is not null) parts.Year = Century(number, length);
        else parts.Day = number;
        return length;
    }

    static bool IsMeridian(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        return text.Length >= 2 && text[0] is 'a' or 'p' or 'A' or 'P' && text[1] is 'm' or 'M' && (text.Length == 2 || !char.IsAsciiLetter(text[2]));
    }

    static int Century(int year, int digits) => digits > 2 ? year : year + (year < 69 ? 2000 : 1900);

    /// <summary>20160314 or 20160314103000.</summary>
    static int Compact(ReadOnlySpan<char> text, int length, ref Parts parts)
    {
        (parts.Year, parts.Month, parts.Day) = (Value(text[..4]), Value(text[4..6]), Value(text[6..8]));
        if (length == 14) (parts.Hour, parts.Minute, parts.Second) = (Value(text[8..10]), Value(text[10..12]), Value(text[12..14]));
        return length;
    }

    /// <summary>2016-03-14, 2016/03/14, 14/03/2016, 14.03.2016, 2016-03, 14-Mar is a word's business.</summary>
    static int Numeric(ReadOnlySpan<char> text, char separator, ref Parts parts)
    {
        Span<int> numbers = stackalloc int[3];
        Span<int> lengths = stackalloc int[3];
        var (count, at) = (0, 0);
        while (count < 3 && at < text.Length && char.IsAsciiDigit(text[at]))
        {
            lengths[count] = Run(text[at..]);
            numbers[count] = Value(text.Slice(at, lengths[count]));
            at += lengths[count++];
            if (count < 3 && at + 1 < text.Length && text[at] == separator && char.IsAsciiDigit(text[at + 1])) at++;
            else break;
        }
        if (count == 3 && lengths[2] > 2) (parts.Day, parts.Month, parts.Year) = (numbers[0], numbers[1], numbers[2]);
        else if (count == 3) (parts.Year, parts.Month, parts.Day) = (Century(numbers[0], lengths[0]), numbers[1], numbers[2]);
        else if (lengths[0] > 2) (parts.Year, parts.Month) = (numbers[0], numbers[1]);
        else (parts.Month, parts.Day) = (numbers[0], numbers[1]);
        return at;
    }

    static int Time(ReadOnlySpan<char> text, ref Parts parts)
    {
        var at = Run(text);
        parts.Hour = Value(text[..at]);
        var minute = Run(text[(at + 1)..]);
        if (minute == 0) return 0;
        parts.Minute = Value(text.Slice(at + 1, minute));
        at += 1 + minute;
        if (at + 1 < text.Length && text[at] == ':' && char.IsAsciiDigit(text[at + 1]))
        {
            var second = Run(text[(at + 1)..]);
            parts.Second = Value(text.Slice(at + 1, second));
            at += 1 + second;
            if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]))
            {
                var fraction = Run(text[(at + 1)..]);
                parts.Ticks = long.Parse(text.Slice(at + 1, Math.Min(7, fraction)).ToString().PadRight(7, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
                at += 1 + fraction;
            }
        }
        return at;
    }

    /// <summary>+09:00, +0900, +09.</summary>
    static int Offset(ReadOnlySpan<char> text, ref Parts parts)
    {
        var digits = Run(text[1..]);
        if (digits is not (1 or 2 or 4)) return 0;
        var hours = Value(text.Slice(1, digits == 4 ? 2 : digits));
        var minutes = digits == 4 ? Value(text[3..5]) : 0;
        var at = 1 + digits;
        if (digits < 4 && at + 2 < text.Length && text[at] == ':' && Run(text[(at + 1)..]) == 2)
        {
            minutes = Value(text.Slice(at + 1, 2));
            at += 3;
        }
        if (hours > 14 || minutes > 59 || hours * 60 + minutes > 840) return 0;
        parts.Offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return at;
    }

    static int Word(ReadOnlySpan<char> text, ref Parts parts)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiLetter(text[length])) length++;
        var word = text[..length].ToString().ToLowerInvariant();
        if (length >= 3 && Array.FindIndex(s_months, month => word.StartsWith(month, StringComparison.Ordinal)) is >= 0 and var month) parts.Month = month + 1;
        else if (word is "am" or "pm") parts.Afternoon = word == "pm";
        else if (word is "z" or "utc" or "gmt" or "ut") parts.Offset = TimeSpan.Zero;
        else if (ZoneHours(word) is { } hours) parts.Offset = TimeSpan.FromHours(hours);
        else if (word is not ("t" or "at" or "of" or "the" or "st" or "nd" or "rd" or "th") && !IsWeekday(word)) return 0;
        return length;
    }

    static bool IsWeekday(string word) => word.Length >= 3 && word[..3] is "sun" or "mon" or "tue" or "wed" or "thu" or "fri" or "sat";

    // The names that RFC 2822 knows, and the one our readers write.
    static int? ZoneHours(string word) => word switch
    {
        "est" => -5,
        "edt" => -4,
        "cst" => -6,
        "cdt" => -5,
        "mst" => -7,
        "mdt" => -6,
        "pst" => -8,
        "pdt" => -7,
        "jst" => 9,
        _ => null,
    };
}
