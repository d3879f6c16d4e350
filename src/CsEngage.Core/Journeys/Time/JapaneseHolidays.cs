using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// 国民の祝日: the public holidays of Japan by the Act on National Holidays (昭和23年法律第178号), from 2000 to 2099. Equinox days follow the
/// formula in common use (海上保安庁水路部 暦計算研究会編 新こよみ便利帳); the government confirms each year's in February of the year before.
/// </summary>
public static class JapaneseHolidays
{
    /// <summary>
    /// Whether the date is a holiday: a national holiday, a substitute for one on a Sunday (振替休日), or a day between two (国民の休日).
    /// Years outside 2000–2099 have none.
    /// </summary>
    public static bool Includes(DateOnly date) => date.Year is >= 2000 and <= 2099 && Years[date.Year - 2000].Value.Contains(date);

    /// <summary>All holidays of one year, in order.</summary>
    public static ImmutableSortedSet<DateOnly> In(int year) => year is >= 2000 and <= 2099 ? Years[year - 2000].Value : [];

    static readonly ImmutableArray<Lazy<ImmutableSortedSet<DateOnly>>> Years =
        [.. Enumerable.Range(2000, 100).Select(year => new Lazy<ImmutableSortedSet<DateOnly>>(() => Compute(year)))];

    static ImmutableSortedSet<DateOnly> Compute(int year)
    {
        var named = Named(year).Select(day => new DateOnly(year, day.Month, day.Day)).ToHashSet();
        var days = new HashSet<DateOnly>(named);
        // Since 2007 the substitute is the next day that is no holiday itself; before, the Monday, unless that was one.
        foreach (var sunday in named.Where(day => day.DayOfWeek == DayOfWeek.Sunday))
        {
            var next = sunday.AddDays(1);
            while (year >= 2007 && named.Contains(next)) next = next.AddDays(1);
            if (!named.Contains(next)) days.Add(next);
        }
        // A day between two national holidays; until 2006 Sundays and substitutes did not become one.
        foreach (var day in named.Select(day => day.AddDays(1)))
            if (named.Contains(day.AddDays(1)) && !named.Contains(day) && (year >= 2007 || day.DayOfWeek != DayOfWeek.Sunday)) days.Add(day);
        return [.. days];
    }

    static IEnumerable<(int Month, int Day)> Named(int year)
    {
        yield return (1, 1);                                                        // 元日
        yield return (1, Monday(year, 1, 2));                                       // 成人の日
        yield return (2, 11);                                                       // 建国記念の日
        if (year >= 2020) yield return (2, 23);                                     // 天皇誕生日
        yield return (3, Equinox(20.8431, year));                                   // 春分の日
        yield return (4, 29);                                                       // 昭和の日
        if (year == 2019) yield return (5, 1);                                      // 即位の日
        yield return (5, 3);                                                        // 憲法記念日
        if (year >= 2007) yield return (5, 4);                                      // みどりの日
        yield return (5, 5);                                                        // こどもの日
        yield return year switch { 2020 => (7, 23), 2021 => (7, 22), >= 2003 => (7, Monday(year, 7, 3)), _ => (7, 20) };          // 海の日
        if (year >= 2016) yield return year switch { 2020 => (8, 10), 2021 => (8, 8), _ => (8, 11) };                           // 山の日
        yield return (9, year >= 2003 ? Monday(year, 9, 3) : 15);                   // 敬老の日
        yield return (9, Equinox(23.2488, year));                                   // 秋分の日
        yield return year switch { 2020 => (7, 24), 2021 => (7, 23), _ => (10, Monday(year, 10, 2)) };                          // スポーツの日
        if (year == 2019) yield return (10, 22);                                    // 即位礼正殿の儀
        yield return (11, 3);                                                       // 文化の日
        yield return (11, 23);                                                      // 勤労感謝の日
        if (year <= 2018) yield return (12, 23);                                    // 天皇誕生日 (平成)
    }

    static int Monday(int year, int month, int nth)
    {
        var first = (int)new DateOnly(year, month, 1).DayOfWeek;
        return 1 + ((8 - first) % 7) + (7 * (nth - 1));
    }

    static int Equinox(double base1980, int year) => (int)(base1980 + (0.242194 * (year - 1980))) - ((year - 1980) / 4);
}
