using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Engine.Sending;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

/// <summary>How fast receiving domains are written to, and how a new sender warms up.</summary>
public sealed class PaceModel(SendingBook sending, TimeProvider clock, IStringLocalizer<Words> words) : SendingPage(clock, words)
{
    public SendingPace Pace { get; private set; } = new();

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public async Task OnGet() => Pace = (await sending.Pace()).Value;

    public async Task<IActionResult> OnPostSave(string? perMinute, string? domains, bool warmUp, string? from, string? firstDay, string? growth, string? enough)
    {
        Pace = (await sending.Pace()).Value;
        var own = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var line in (domains ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries) is not [var domain, var most] || Whole(most) is not { } limit || !domain.Contains('.', StringComparison.Ordinal))
                return Refuse("domains", Says["“{0}” is not a domain and a number.", line]);
            own[domain.ToLowerInvariant()] = limit;
        }
        if (!string.IsNullOrWhiteSpace(perMinute) && Whole(perMinute) is null) return Refuse("perMinute", Says["Mails a minute: a whole number, or nothing."]);
        if (!DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || Whole(firstDay) is not { } first
            || !decimal.TryParse(growth, NumberStyles.Number, CultureInfo.InvariantCulture, out var factor) || factor is < 1.05m or > 10 || Whole(enough) is not { } over || over <= first)
            return Refuse("firstDay", Says["The plan needs a day, a number of mails, a factor from 1.05 to 10, and an end above the beginning."]);
        await sending.Save<SendingPace>(SendingPace.Key, pace => pace with
        {
            PerMinute = Whole(perMinute), Domains = own.ToImmutable(), WarmUpFrom = warmUp ? day : null, WarmUpFirstDay = first, WarmUpGrowth = factor, WarmUpEnough = over,
        }, Actor, Now);
        return Said(Says["Kept."]);
    }

    static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000 ? number : null;
}
