using System.Globalization;
using System.Runtime.CompilerServices;
using CsEngage.Liquid;

namespace CsEngage.Engine.Content;

/// <summary>What our filters need to know about the reader and the place for which a text is rendered.</summary>
public sealed record Surroundings
{
    /// <summary>The words of the program in the reader's language; null when there are none for a key.</summary>
    public Func<string, string?> Word { get; init; } = static _ => null;

    /// <summary>Address of a guide by its key; null when there is no such guide for this reader.</summary>
    public Func<string, string?> Guide { get; init; } = static _ => null;

    /// <summary>Address of a picture or file by its name.</summary>
    public Func<string, string?> Media { get; init; } = static _ => null;

    /// <summary>Address of a file of the theme.</summary>
    public Func<string, string?> Asset { get; init; } = static _ => null;

    /// <summary>Whether an address that cannot be found is an error, as in a mail that cannot be taken back, and not a dead link.</summary>
    public bool MustFind { get; init; }

    /// <summary>The locale of the text, which decides about dates and numbers.</summary>
    public string Locale { get; init; } = "en";
}

/// <summary>The one language of templates, in portals, mails and guides: standard Liquid and the filters of this product.</summary>
public static class EngageLiquid
{
    public static LiquidOptions Language { get; } = LiquidOptions.Standard.With(
        new LiquidFilter("t", 0, 0, Translate) { TakesAnyNamed = true, IsSteady = true },
        new LiquidFilter("guide_url", (input, call) => Found(input, call, Around(call).Guide)),
        new LiquidFilter("media_url", (input, call) => Found(input, call, Around(call).Media)),
        new LiquidFilter("asset_url", (input, call) => Found(input, call, Around(call).Asset)) { IsSteady = true },
        new LiquidFilter("markdown", Markdown),
        new LiquidFilter("date_local", 0, 1, DateLocal),
        new LiquidFilter("number_local", 0, 1, NumberLocal),
        new LiquidFilter("safe_address", SafeAddress),
        new LiquidFilter(AlertTitle.Filter, static (input, call) => AlertTitle.Of(input.ToString(), Around(call).Locale) ?? input.ToString()));

    /// <summary>Those filters that only this product's own texts and themes use.</summary>
    public static IReadOnlyCollection<string> Inner { get; } = ["t", "asset_url", "safe_address", AlertTitle.Filter];

    /// <summary>Renders for a reader.</summary>
    public static LiquidRenderOptions For(Surroundings around, TimeZoneInfo zone, DateTimeOffset now, LiquidOutputMode mode, LiquidMissing missing) => new()
    {
        Culture = CultureInfo.GetCultureInfo(around.Locale), Zone = zone, Now = now, Mode = mode, Missing = missing, State = around,
    };

    static Surroundings Around(in LiquidCall call) => call.Context.State as Surroundings ?? new();

    static LiquidValue Found(LiquidValue key, LiquidCall call, Func<string, string?> find) =>
        key.IsNil ? default : find(key.ToString()) ?? (Around(call).MustFind ? throw LiquidCall.Fail(LiquidSentence.Of("There is no \"{0}\" that this reader can see.", key.ToString())) : "#");

    // {name} in the words is replaced by the argument of that name: {{ "greeting" | t: name: contact.greeting_name }}
    static LiquidValue Translate(LiquidValue input, LiquidCall call)
    {
        var key = input.ToString();
        var text = Around(call).Word(key) ?? key;
        if (!call.Names.IsEmpty && text.Contains('{', StringComparison.Ordinal)) text = Filled(text, call);
        call.Context.Charge(text.Length * 2);
        return text;
    }

    // In one pass: what an argument says is not looked into for other names.
    static string Filled(ReadOnlySpan<char> text, LiquidCall call)
    {
        var filled = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[128]);
        while (text.IndexOf('{') is >= 0 and var open)
        {
            filled.AppendFormatted(text[..open]);
            text = text[open..];
            var close = text.IndexOf('}');
            var name = close < 0 ? -1 : NameOf(text[1..close], call.Names);
            if (name >= 0)
            {
                var value = call.Named(call.Names[name]);
                if (value.AsInteger is { } number) filled.AppendFormatted(number);
                else filled.AppendFormatted(value.ToString());
                text = text[(close + 1)..];
            }
            else
            {
                filled.AppendFormatted('{');
                text = text[1..];
            }
        }
        filled.AppendFormatted(text);
        return filled.ToStringAndClear();
    }

    static int NameOf(ReadOnlySpan<char> said, ReadOnlySpan<string> names)
    {
        for (var at = 0; at < names.Length; at++)
            if (said.SequenceEqual(names[at])) return at;
        return -1;
    }

    static LiquidValue Markdown(LiquidValue input, LiquidCall call)
    {
        if (input.IsNil) return default;
        var source = input.ToString();
        call.Context.Charge(source.Length * 8);
        try
        {
            var text = SafeMarkdown.Literal(source, Around(call).Locale);
            return call.Context.IsHtml ? LiquidValue.Html(text.Html) : text.Text;
        }
        catch (ContentException fault)
        {
            throw LiquidCall.Fail(fault.Message);
        }
    }

    static LiquidValue DateLocal(LiquidValue input, LiquidCall call)
    {
        if (input.IsNil) return default;
        var culture = call.Context.Culture;
        var japanese = culture.TwoLetterISOLanguageName == "ja";
        var style = call[0].IsNil ? "date" : call[0].ToString();
        DateTime local;
        if (input.AsInstant is { } instant) local = TimeZoneInfo.ConvertTime(instant, call.Context.Zone).DateTime;
        else if (input.AsDate is { } date) local = date.ToDateTime(TimeOnly.MinValue);
        // A day is the same day in every zone.
        else if (DateOnly.TryParseExact(input.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) local = day.ToDateTime(TimeOnly.MinValue);
        else if (input.ToString() is "now" or "today") local = TimeZoneInfo.ConvertTime(call.Context.Now, call.Context.Zone).DateTime;
        else if (DateTimeOffset.TryParse(input.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)) local = TimeZoneInfo.ConvertTime(parsed, call.Context.Zone).DateTime;
        else throw LiquidCall.Fail(LiquidSentence.Of("\"{0}\" is not a date.", input.ToString()));
        var format = (style, japanese) switch
        {
            ("date", true) => "yyyy年M月d日", ("date", false) => "d MMMM yyyy",
            ("short", true) => "M月d日", ("short", false) => "d MMM",
            ("day", true) => "M月d日(ddd)", ("day", false) => "dddd, d MMMM",
            ("datetime", true) => "yyyy年M月d日 H:mm", ("datetime", false) => "d MMMM yyyy, HH:mm",
            ("time", _) => "H:mm",
            _ => throw LiquidCall.Fail(LiquidSentence.Of("date_local knows date, short, day, datetime and time, not \"{0}\".", style.ToString())),
        };
        return local.ToString(format, culture);
    }

    static LiquidValue NumberLocal(LiquidValue input, LiquidCall call)
    {
        if (input.IsNil) return default;
        var number = input.AsDecimal ?? (decimal.TryParse(input.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw LiquidCall.Fail(LiquidSentence.Of("\"{0}\" is not a number.", input.ToString())));
        var digits = call[0].AsInteger is { } wanted ? (int)Math.Clamp(wanted, 0, 10) : number == decimal.Truncate(number) ? 0 : 2;
        return number.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), call.Context.Culture);
    }

    // A value at the front of an address: what could run something becomes an address that leads nowhere.
    static LiquidValue SafeAddress(LiquidValue input, LiquidCall call) =>
        input.IsNil ? default : Address.Read(input.ToString()) is Address.Web or Address.Mail or Address.Within ? input.ToString() : "#";
}
