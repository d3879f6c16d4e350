using System.Globalization;
using CsEngage.Web.Host;
using CsEngage.Web.Tests.House;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Tests.Host;

[Collection("house")]
public sealed class ZonesTests(WebHouse house)
{
    [Theory]
    [InlineData("en", "Asia", "UTC+09:00 Tokyo", "UTC−05:00 New York")]
    [InlineData("ja", "アジア", "UTC+09:00 東京", "UTC−05:00 ニューヨーク")]
    public void Zones_are_grouped_and_named_in_the_language_with_their_offset_of_that_day(string locale, string asia, string tokyo, string newYork)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(locale);
        try
        {
            var regions = Zones.Grouped(house.Get<IStringLocalizer<Words>>(), new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero), "Etc/GMT+3");
            regions.Single(region => region.Zones.Any(zone => zone.Id == "Asia/Tokyo")).Name.ShouldBe(asia);
            var zones = regions.SelectMany(region => region.Zones).ToDictionary(zone => zone.Id, zone => zone.Label);
            zones["Asia/Tokyo"].ShouldBe(tokyo);
            zones["America/New_York"].ShouldBe(newYork);
            // Whatever was chosen once can be kept.
            zones.ShouldContainKey("Etc/GMT+3");
            zones.Keys.ShouldBe([.. Zones.All, "Etc/GMT+3"], ignoreOrder: true);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
