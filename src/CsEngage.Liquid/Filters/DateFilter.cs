using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Filters;

/// <summary><c>date</c>: moments, dates, seconds since 1970 and written dates, formatted as Ruby's strftime does.</summary>
static class DateFilter
{
    internal static IEnumerable<LiquidFilter> All => [new("date", 1, 1, Date)];

    static LiquidValue Date(LiquidValue input, LiquidCall call)
    {
        var format = call.Context.Text(call[0]);
        if (format.Length == 0 || Moment(input, call.Context) is not { } moment) return input;
        call.Context.Charge(format.Length * 8L + 64);
        return Strftime.Format(moment, format, call.Context);
    }

    /// <summary>The moment that a value means, in the offset it is to be shown in; null when it means none.</summary>
    internal static DateTimeOffset? Moment(in LiquidValue value, LiquidContext context)
    {
        switch (value.Kind)
        {
            case LiquidKind.Instant:
                return TimeZoneInfo.ConvertTime(value.AsInstant!.Value, context.Zone);
            case LiquidKind.Date:
                return WrittenDate.InZone(value.AsDate!.Value.ToDateTime(TimeOnly.MinValue), context.Zone);
            case LiquidKind.Integer:
                return FromSeconds(value.Bits, context);
            case LiquidKind.Text or LiquidKind.Html:
                var trimmed = value.Characters.AsSpan().Trim();
                if (trimmed.Length > WrittenDate.Longest) return null;
                var text = trimmed.ToString();
                if (text.Equals("now", StringComparison.OrdinalIgnoreCase) || text.Equals("today", StringComparison.OrdinalIgnoreCase))
                    return TimeZoneInfo.ConvertTime(context.Now, context.Zone);
                if (text.Length is > 0 and < 13 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
                    return FromSeconds(Number.LeadingInteger(text).ToLong(), context);
                return WrittenDate.Read(text, context);
            default:
                return null;
        }
    }

    static DateTimeOffset? FromSeconds(long seconds, LiquidContext context) =>
        seconds is < -62135596800 or > 253402300799 ? null : TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), context.Zone);
}
