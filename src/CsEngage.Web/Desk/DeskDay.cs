using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Settings;
using CsEngage.Web.Desk.Wording;
using CsEngage.Web.Shared;

namespace CsEngage.Web.Desk;

/// <summary>What every page of the desk starts from: which day it is for the operator, in which currency it counts, and what authors wrote.</summary>
/// <param name="Date">Today in the operator's zone: days open and close there.</param>
/// <param name="Currency">The reporting currency.</param>
public sealed record DeskToday(DateTimeOffset Now, DateOnly Date, TimeZoneInfo Zone, string Currency, AuthoredTexts Texts)
{
    public PortfolioFrame Frame => Texts.Frame(Date);

    public string Money(long scaled) => MoneyText.Short(scaled, Currency, CultureInfo.CurrentUICulture);

    public string WholeMoney(long scaled) => MoneyText.Whole(scaled, Currency, CultureInfo.CurrentUICulture);

    /// <summary>Annual revenue as it was signed; in the reporting currency where contracts are in several.</summary>
    public string Signed(PortfolioLine line) => line.Signed is var (arr, currency) ? MoneyText.Short(arr, currency, CultureInfo.CurrentUICulture) : Money(line.Arr ?? 0);

    /// <summary>The same whole, with what it is in the reporting currency.</summary>
    public string WholeSigned(PortfolioLine line) => line.Signed is var (arr, currency) && currency != Currency
        ? $"{MoneyText.Whole(arr, currency, CultureInfo.CurrentUICulture)} ≈ {WholeMoney(line.Arr ?? 0)}" : WholeMoney(line.Arr ?? 0);

    public int DaysTo(DateOnly day) => day.DayNumber - Date.DayNumber;

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The last day on which what is due is in time.</summary>
    public DateOnly DueDay(DateTimeOffset due) => DayOf(Core.Calendar.LastMoment(due));

    public static string Say(DateOnly day) => Moments.Day(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), CultureInfo.CurrentUICulture);

    public string Say(DateTimeOffset at) => Say(DayOf(at));

    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}

public sealed class DeskDay(Authored authored, SettingsBook settings, TimeProvider clock)
{
    public async Task<DeskToday> Today()
    {
        var profile = await settings.Get<OperatorProfile>(OperatorProfile.Key);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(profile.Zone);
        var now = clock.GetUtcNow();
        return new DeskToday(now, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime), zone, profile.Currency, await authored.Texts());
    }
}
