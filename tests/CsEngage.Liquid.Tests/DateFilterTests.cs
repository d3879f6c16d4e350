using System.Globalization;

namespace CsEngage.Liquid.Tests;

public sealed class DateFilterTests
{
    static readonly TimeZoneInfo s_tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    static readonly LiquidMap s_model = LiquidMap.Of(
        ("at", new DateTimeOffset(2026, 3, 1, 23, 5, 9, 123, TimeSpan.Zero)), ("on", new DateOnly(2026, 1, 4)), ("morning", new DateTimeOffset(2026, 12, 31, 0, 7, 0, TimeSpan.Zero)));

    static string Render(string text, TimeZoneInfo? zone = null, string culture = "") => LiquidTemplate.Parse(text).Render(s_model, LiquidRenderOptions.Standard with
    {
        Zone = zone ?? TimeZoneInfo.Utc,
        Culture = CultureInfo.GetCultureInfo(culture),
        Now = new DateTimeOffset(2026, 11, 21, 22, 0, 0, TimeSpan.Zero),
    });

    [Theory]
    [InlineData("%Y-%m-%dT%H:%M:%S", "2026-03-01T23:05:09")]
    [InlineData("%y %C %-m %-d %e %j", "26 20 3 1  1 060")]
    [InlineData("%B %b %h %^b %A %a %^A %#p", "March Mar Mar MAR Sunday Sun SUNDAY pm")]
    [InlineData("%I %l %H %k %p %P", "11 11 23 23 PM pm")]
    [InlineData("%L %N %3N %6N", "123 123000000 123 123000")]
    [InlineData("%z %:z %::z %Z", "+0000 +00:00 +00:00:00 UTC")]
    [InlineData("%u %w %U %W %V %G %g", "7 0 09 08 09 2026 26")]
    [InlineData("%s", "1772406309")]
    [InlineData("%c|%x|%X|%D|%F|%T|%R|%r|%v", "Sun Mar  1 23:05:09 2026|03/01/26|23:05:09|03/01/26|2026-03-01|23:05:09|23:05|11:05:09 PM| 1-MAR-2026")]
    [InlineData("%+", "Sun Mar  1 23:05:09 UTC 2026")]
    [InlineData("%n%t%%", "\n\t%")]
    [InlineData("%-H %-M %_m %05d %10A|%-10A|%010Y", "23 5  3 00001     Sunday|Sunday|0000002026")]
    [InlineData("%Q %", "%Q %")]
    [InlineData("%", "%")]
    [InlineData("%-", "%-")]
    [InlineData("%10", "%10")]
    [InlineData("%E", "%E")]
    [InlineData("%:::z %10z %_z", "+00:00:00 +000000000 +0000")]
    [InlineData("%#B %#a %^p %^P", "MARCH SUN PM PM")]
    [InlineData("%03e|%-e|%_d|%_H|%-I|%-l|%0k", "001|1| 1|23|11|11|23")]
    [InlineData("%1L %9L %12N", "1 123000000 123000000000")]
    [InlineData("%12F|%-F|%^c", "  2026-03-01|2026-03-01|SUN MAR  1 23:05:09 2026")]
    [InlineData("%012B|%-12B|%12B", "0000000March|March|       March")]
    [InlineData("a%Yb%mc", "a2026b03c")]
    [InlineData("%Ey %Od", "26 01")]
    public void A_moment_is_written_as_strftime_writes_it(string format, string expected) => Render($"{{{{ at | date: \"{format}\" }}}}").ShouldBe(expected);

    [Fact]
    public void Midnight_is_twelve_in_the_morning() => Render("{{ morning | date: '%I:%M %p %l' }}").ShouldBe("12:07 AM 12");

    [Fact]
    public void A_moment_is_shown_in_the_zone_of_the_reader() => Render("{{ at | date: '%F %R %z %Z' }}", s_tokyo).ShouldBe("2026-03-02 08:05 +0900 +09:00");

    [Fact]
    public void Names_come_from_the_culture_of_the_reader() => Render("{{ at | date: '%B %A %a' }}", culture: "ja-JP").ShouldBe("3月 日曜日 日");

    [Fact]
    public void A_date_is_the_same_day_in_every_zone() => Render("{{ on | date: '%F %R' }}", s_tokyo).ShouldBe("2026-01-04 00:00");

    [Theory]
    [InlineData("2016-03-14", "2016-03-14 00:00:00 +0000")]
    [InlineData("2016-03-14T10:20:30Z", "2016-03-14 10:20:30 +0000")]
    [InlineData("2016-03-14T10:20:30.5+09:00", "2016-03-14 10:20:30 +0900")]
    [InlineData("2016-03-14 10:20 -0500", "2016-03-14 10:20:00 -0500")]
    [InlineData("2016/03/14", "2016-03-14 00:00:00 +0000")]
    [InlineData("14/03/2016", "2016-03-14 00:00:00 +0000")]
    [InlineData("20160314", "1970-08-22 08:05:14 +0000")]
    [InlineData("20160314T102030", "2016-03-14 10:20:30 +0000")]
    [InlineData("20160314T1020Z", "2016-03-14 10:20:00 +0000")]
    [InlineData("March 14, 2016", "2016-03-14 00:00:00 +0000")]
    [InlineData("14 Mar 2016 10:30 PM", "2016-03-14 22:30:00 +0000")]
    [InlineData("Mon, 14 Mar 2016 10:20:30 GMT", "2016-03-14 10:20:30 +0000")]
    [InlineData("Mon Mar 14 10:20:30 JST 2016", "2016-03-14 10:20:30 +0900")]
    [InlineData("14th of March 2016", "2016-03-14 00:00:00 +0000")]
    [InlineData("March 2016", "2016-03-01 00:00:00 +0000")]
    [InlineData("10:30", "2026-11-21 10:30:00 +0000")]
    [InlineData("10 am", "2026-11-21 10:00:00 +0000")]
    [InlineData("now", "2026-11-21 22:00:00 +0000")]
    [InlineData("today", "2026-11-21 22:00:00 +0000")]
    [InlineData("1152098955", "2006-07-05 11:29:15 +0000")]
    [InlineData("14 Mar 2016 10:20 EST", "2016-03-14 10:20:00 -0500")]
    [InlineData("14 Mar 2016 10:20 EDT", "2016-03-14 10:20:00 -0400")]
    [InlineData("14 Mar 2016 10:20 CST", "2016-03-14 10:20:00 -0600")]
    [InlineData("14 Mar 2016 10:20 CDT", "2016-03-14 10:20:00 -0500")]
    [InlineData("14 Mar 2016 10:20 MST", "2016-03-14 10:20:00 -0700")]
    [InlineData("14 Mar 2016 10:20 MDT", "2016-03-14 10:20:00 -0600")]
    [InlineData("14 Mar 2016 10:20 PST", "2016-03-14 10:20:00 -0800")]
    [InlineData("14 Mar 2016 10:20 PDT", "2016-03-14 10:20:00 -0700")]
    [InlineData("14 Mar 2016 10:20 JST", "2016-03-14 10:20:00 +0900")]
    [InlineData("14 Mar 2016 10:20 UTC", "2016-03-14 10:20:00 +0000")]
    [InlineData("14 Mar 2016 10:20 GMT", "2016-03-14 10:20:00 +0000")]
    [InlineData("14 Mar 2016 10:20 UT", "2016-03-14 10:20:00 +0000")]
    [InlineData("14 Mar 2016 10:20 Z", "2016-03-14 10:20:00 +0000")]
    [InlineData("14 Mar 2016 10:20 +9", "2016-03-14 10:20:00 +0900")]
    [InlineData("14 Mar 2016 10:20 +09", "2016-03-14 10:20:00 +0900")]
    [InlineData("14 Mar 2016 10:20 +0930", "2016-03-14 10:20:00 +0930")]
    [InlineData("14 Mar 2016 10:20 -09:30", "2016-03-14 10:20:00 -0930")]
    [InlineData("14 Mar 2016 10:20 +14:00", "2016-03-14 10:20:00 +1400")]
    [InlineData("16-03-14", "2016-03-14 00:00:00 +0000")]
    [InlineData("69-01-01", "1969-01-01 00:00:00 +0000")]
    [InlineData("68-01-01", "2068-01-01 00:00:00 +0000")]
    [InlineData("2016-03", "2016-03-01 00:00:00 +0000")]
    [InlineData("03/14", "2026-03-14 00:00:00 +0000")]
    [InlineData("20160314103005", "2016-03-14 10:30:05 +0000")]
    [InlineData("2016-03-14 24:00", "2016-03-15 00:00:00 +0000")]
    [InlineData("2016-03-14 10:30:60", "2016-03-14 10:31:00 +0000")]
    [InlineData("2016-03-14 12 am", "2016-03-14 00:00:00 +0000")]
    [InlineData("2016-03-14 12 pm", "2016-03-14 12:00:00 +0000")]
    [InlineData("2016-03-14 1 pm", "2016-03-14 13:00:00 +0000")]
    [InlineData("2016-03-14 11:59 PM", "2016-03-14 23:59:00 +0000")]
    [InlineData("Sunday, 2nd of Jan 2011 at 3pm", "2011-01-02 15:00:00 +0000")]
    [InlineData("1st Feb 2011", "2011-02-01 00:00:00 +0000")]
    [InlineData("3rd Apr 2011", "2011-04-03 00:00:00 +0000")]
    [InlineData("May 4th, 2011", "2011-05-04 00:00:00 +0000")]
    [InlineData("30 Jun 2011", "2011-06-30 00:00:00 +0000")]
    [InlineData("31 july 2011", "2011-07-31 00:00:00 +0000")]
    [InlineData("5 Aug 2011", "2011-08-05 00:00:00 +0000")]
    [InlineData("6 Sept 2011", "2011-09-06 00:00:00 +0000")]
    [InlineData("7 Oct 2011", "2011-10-07 00:00:00 +0000")]
    [InlineData("8 Nov 2011", "2011-11-08 00:00:00 +0000")]
    [InlineData("9 Dec 2011", "2011-12-09 00:00:00 +0000")]
    [InlineData("29 Feb 2012", "2012-02-29 00:00:00 +0000")]
    [InlineData("2016-03-14T10:20:30.123456789Z", "2016-03-14 10:20:30 +0000")]
    [InlineData("9998-12-31", "9998-12-31 00:00:00 +0000")]
    [InlineData("14.03.2016", "2016-03-14 00:00:00 +0000")]
    [InlineData("20160314T102030+0900", "2016-03-14 10:20:30 +0900")]
    public void A_written_date_is_read(string text, string expected) => Render($"{{{{ '{text}' | date: '%F %T %z' }}}}").ShouldBe(expected);

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("3/14/2016")]
    [InlineData("2016-02-30")]
    [InlineData("2016-13-01")]
    [InlineData("25:00")]
    [InlineData("99999999999999999999")]
    [InlineData("March 99, 2016 +99:99")]
    [InlineData("13 pm")]
    [InlineData("29 Feb 2011")]
    [InlineData("9999-01-01")]
    [InlineData("2016-00-10")]
    [InlineData("2016-01-00")]
    [InlineData("10:60")]
    [InlineData("10:30:61")]
    [InlineData("24:01")]
    [InlineData("24:00:01")]
    [InlineData("0 am")]
    [InlineData("14 Mar 2016 10:20 +15")]
    [InlineData("14 Mar 2016 10:20 +1430")]
    [InlineData("14 Mar 2016 10:20 +12345")]
    [InlineData("14 Mar 2016 10:20 +09:60")]
    [InlineData("10:")]
    [InlineData("10:20 x")]
    [InlineData("14 Mar 2016 xx")]
    [InlineData("32 Jan 2016")]
    [InlineData("@2016")]
    [InlineData("Mar Mar x")]
    public void What_is_no_date_stays_as_it_is(string text) => Render($"{{{{ '{text}' | date: '%F' }}}}").ShouldBe(text);

    [Fact]
    public void A_time_without_an_offset_is_in_the_zone_of_the_reader() => Render("{{ '2016-03-14 10:20' | date: '%R %z' }}", s_tokyo).ShouldBe("10:20 +0900");

    [Fact]
    public void An_hour_that_a_clock_change_leaves_out_keeps_the_offset_before_it() =>
        Render("{{ '2026-03-29 02:30' | date: '%R %z' }}", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).ShouldBe("02:30 +0100");

    [Theory]
    [InlineData("{{ true | date: '%F' }}", "true")]
    [InlineData("{{ nil | date: '%F' }}", "")]
    [InlineData("{{ 1.5 | date: '%F' }}", "1.5")]
    [InlineData("{{ 'x' | date: '' }}", "x")]
    [InlineData("{{ 99999999999999 | date: '%F' }}", "99999999999999")]
    public void What_cannot_be_a_date_passes_through(string text, string expected) => Render(text).ShouldBe(expected);
}
