using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Touches;
using CsEngage.Tests;
using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Hosting;

namespace CsEngage.Web.Tests.Admin;

/// <summary>A mail server that is down: touches wait, and everybody who looks at them sees that they wait, why, and until when.</summary>
public sealed class MailServerDownTests
{
    [Fact]
    public async Task While_the_mail_server_is_down_touches_wait_and_the_screens_say_why_and_when_they_are_tried_again()
    {
        await using var house = new RefusingHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        var clock = house.Get<TestClock>();
        clock.MoveTo(BusinessMorning(clock.GetUtcNow()));
        await house.Get<RecipeBook>().Apply("saas-onboarding", "test", clock.GetUtcNow());
        var (account, hana) = (house.Hana.Membership.AccountId, house.Hana.Membership.Id);
        await house.Get<TouchBook>().Plan(
            [new Touch(TouchId.Desk(Guid.CreateVersion7(), hana), account, hana, "mail", "welcome", null, clock.GetUtcNow(), false, null, LateSending.Default, null, false, null, false, Cause.Of("staff", "test"))], clock.GetUtcNow());
        await Delivers(house);

        var why = $"Nobody listens on port {house.Port} of 127.0.0.1.";
        var csm = await house.As("csm");
        foreach (var tab in (string[])["", "?tab=story", "?tab=story&show=touches"])
        {
            await csm.Open($"/desk/accounts/{account}{tab}");
            var line = csm.Page.QuerySelectorAll(".story li").Single(one => one.TextContent.Contains("your workspace, and one thing to do today", StringComparison.Ordinal)).TextContent;
            line.ShouldContain("Waiting for the mail server", customMessage: tab);
            line.ShouldContain(why);
            line.ShouldContain("10:01; tries so far: 1.");
        }
        var admin = await house.As("admin");
        await admin.Open("/admin/sending");
        var waiting = admin.Page.QuerySelector("#put-off")!;
        waiting.QuerySelector("h2")!.TextContent.ShouldBe("Waiting for the mail server 1");
        waiting.TextContent.ShouldContain(why);
        waiting.QuerySelector("li a")!.TextContent.ShouldBe("Your workspace, and one thing to do today");
        waiting.QuerySelector("time")!.GetAttribute("datetime").ShouldBe(clock.GetUtcNow().AddMinutes(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

        await using var sink = new SmtpSink(house.Port);
        // Whoever mended the server does not wait for the next try.
        await admin.Submit("form[action*='TryNow']", []);
        await admin.Open("/admin/sending");
        admin.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Tried again now: 1.");
        await Delivers(house);
        sink.Taken.ShouldHaveSingleItem();
        await csm.Open($"/desk/accounts/{account}?tab=story");
        csm.Text.ShouldNotContain("Waiting for the mail server");
        csm.Page.QuerySelector(".story .tone-good")!.TextContent.ShouldBe("Sent");
        await admin.Open("/admin/sending");
        admin.Page.QuerySelector("#put-off").ShouldBeNull();
    }

    static async Task Delivers(WebHouse house) => await house.Get<DrainTable>().Drains.Single(drain => drain.Name == "deliver").Run(house.Get<TimeProvider>().GetUtcNow(), CancellationToken.None);

    // Ten in the morning in Tokyo, on a day on which nothing is held.
    static DateTimeOffset BusinessMorning(DateTimeOffset now)
    {
        var (calendar, day) = (Core.Calendar.Of("Asia/Tokyo", "JP"), DateOnly.FromDateTime(now.UtcDateTime).AddDays(1));
        while (!calendar.IsBusinessDay(day)) day = day.AddDays(1);
        return new(day, new TimeOnly(1, 0), TimeSpan.Zero);
    }

    /// <summary>Its mail goes to a port of this machine where nobody listens.</summary>
    sealed class RefusingHouse : WebHouse
    {
        public int Port { get; } = Free();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Smtp:Host", "127.0.0.1");
            builder.UseSetting("Smtp:Port", Port.ToString(CultureInfo.InvariantCulture));
            builder.UseSetting("Smtp:Security", "off");
        }

        static int Free()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
