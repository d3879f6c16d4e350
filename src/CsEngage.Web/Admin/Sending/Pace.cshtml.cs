using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Engine.Sending;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

/// <summary>How fast receiving domains are written to, and how a new sender warms up.</summary>
public sealed class PaceModel(SendingBook sending, TimeProvider clock, IStringLocalizer<Words> words) : SendingPage(clock, words)
{
    public SendingPace Pace { get; private set; } = new();

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>What stands in the fields: what is saved, or what was typed and refused.</summary>
    public PaceForm Form { get; private set; } = new(null, null, false, null, null, null, null);

    public async Task OnGet()
    {
        Pace = (await sending.Pace()).Value;
        Form = PaceForm.Of(Pace, Today);
    }

    public async Task<IActionResult> OnPostSave(PaceForm form)
    {
        (Pace, Form) = ((await sending.Pace()).Value, form);
        var own = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var line in (form.Domains ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries) is not [var domain, var most] || Whole(most) is not { } limit || !domain.Contains('.', StringComparison.Ordinal))
                return Refuse("domains", Says["“{0}” is not a domain and a number.", line]);
            own[domain.ToLowerInvariant()] = limit;
        }
        if (!string.IsNullOrWhiteSpace(form.PerMinute) && Whole(form.PerMinute) is null) return Refuse("perMinute", Says["Mails a minute: a whole number, or nothing."]);
        if (!DateOnly.TryParseExact(form.From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return NoPlan("from");
        if (Whole(form.FirstDay) is not { } first) return NoPlan("firstDay");
        if (!decimal.TryParse(form.Growth, NumberStyles.Number, CultureInfo.InvariantCulture, out var factor) || factor is < 1.05m or > 10) return NoPlan("growth");
        if (Whole(form.Enough) is not { } over || over <= first) return NoPlan("enough");
        await sending.Save<SendingPace>(SendingPace.Key, pace => pace with
        {
            PerMinute = Whole(form.PerMinute), Domains = own.ToImmutable(), WarmUpFrom = form.WarmUp ? day : null, WarmUpFirstDay = first, WarmUpGrowth = factor, WarmUpEnough = over,
        }, Actor, Now);
        return Said(Says["Kept."]);
    }

    PageResult NoPlan(string field) => Refuse(field, Says["The plan needs a day, a number of mails, a factor from 1.05 to 10, and an end above the beginning."]);

    static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000 ? number : null;
}

/// <summary>What the form sends, as typed.</summary>
public sealed record PaceForm(string? PerMinute, string? Domains, bool WarmUp, string? From, string? FirstDay, string? Growth, string? Enough)
{
    /// <summary>The form of what is saved.</summary>
    internal static PaceForm Of(SendingPace pace, DateOnly today) => new(
        pace.PerMinute?.ToString(CultureInfo.InvariantCulture), string.Join("\n", pace.Domains.Select(pair => $"{pair.Key} {pair.Value}")), pace.WarmUpFrom is not null,
        (pace.WarmUpFrom ?? today).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), pace.WarmUpFirstDay.ToString(CultureInfo.InvariantCulture), pace.WarmUpGrowth.ToString(CultureInfo.InvariantCulture), pace.WarmUpEnough.ToString(CultureInfo.InvariantCulture));
}
