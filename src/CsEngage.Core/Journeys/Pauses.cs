namespace CsEngage.Core;

/// <summary>Business days in which an enrollment was paused do not count.</summary>
static class Pauses
{
    /// <summary>Business days in ended pauses since an instant.</summary>
    internal static int PausedBusinessDays(this Enrollment enrollment, DateTimeOffset since, Calendar calendar) =>
        enrollment.Pauses.Where(pause => pause.Until > since)
            .Sum(pause => calendar.BusinessDaysBetween(pause.From > since ? pause.From : since, pause.Until!.Value));

    /// <summary>Business days in pauses between two instants; one that lasts counts up to the second.</summary>
    internal static int PausedBusinessDays(this Enrollment enrollment, DateTimeOffset from, DateTimeOffset to, Calendar calendar)
    {
        var days = 0;
        foreach (var pause in enrollment.Pauses)
        {
            var start = pause.From > from ? pause.From : from;
            var end = pause.Until is { } until && until < to ? until : to;
            if (start < end) days += calendar.BusinessDaysBetween(start, end);
        }
        return days;
    }
}
