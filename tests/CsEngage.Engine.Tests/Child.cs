using System.Diagnostics;
using System.Globalization;
using CsEngage.Engine.Drains;
using CsEngage.Mail.Smtp;
using CsEngage.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Engine.Tests;

/// <summary>This test project as a worker of its own, to be killed in the middle: <c>work CONNECTION PORT INSTANT</c> drains what is due then and ends.</summary>
public static class Child
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["work", var connection, var port, var instant]) return 2;
        var now = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
        var transport = new SmtpTransport(new SmtpSettings { Host = "127.0.0.1", Port = int.Parse(port, CultureInfo.InvariantCulture), Security = SmtpSecurity.None });
        await using var provider = House.Services(connection, new TestClock(now), transport).BuildServiceProvider();
        await provider.GetRequiredService<DrainTable>().RunUntilIdle(now);
        return 0;
    }

    public static Process Work(string connection, int port, DateTimeOffset now, string? faults)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, "work", connection, port.ToString(CultureInfo.InvariantCulture), now.ToString("O", CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["Engage__Faults"] = faults;
        return Process.Start(start)!;
    }
}
