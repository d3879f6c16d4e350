using System.Net;
using System.Net.Http.Json;
using CsEngage.Engine.Drains;
using CsEngage.Store.People;
using CsEngage.Web.Api;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Api;

/// <summary>A key that asks too much is told how long to wait; the others are not held up.</summary>
public sealed class KeyLimitsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engage-limits-").FullName;
    readonly WebApplicationFactory<Program> house;

    public KeyLimitsTests() => house = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Engage:Data", folder);
        builder.UseSetting("Engage:TestClock", "true");
        builder.UseSetting("Engage:RequestsPerMinute", "3");
        builder.UseSetting("Engage:SignalsPerMinute", "5");
    });

    async Task<HttpClient> Key(params string[] scopes)
    {
        var client = house.CreateClient();
        var (_, text) = await house.Services.GetRequiredService<KeyRing>().Make("test", scopes, null, "test", null);
        client.DefaultRequestHeaders.Authorization = new("Bearer", text);
        return client;
    }

    [Fact]
    public async Task After_its_requests_a_key_waits_until_the_minute_is_over()
    {
        var (one, other) = (await Key("accounts:read"), await Key("accounts:read"));
        for (var n = 1; n <= 3; n++)
        {
            using var good = await one.GetAsync("/api/v1/accounts");
            good.StatusCode.ShouldBe(HttpStatusCode.OK);
            good.Headers.GetValues("RateLimit-Remaining").ShouldBe([$"{3 - n}"]);
        }
        using var refused = await one.GetAsync("/api/v1/accounts");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(60));
        (await refused.Json()).GetProperty("code").GetString().ShouldBe("too-often");
        (await other.GetAsync("/api/v1/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var clock = house.Services.GetRequiredService<TestClock>();
        clock.MoveTo(clock.GetUtcNow().AddSeconds(60));
        (await one.GetAsync("/api/v1/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signals_are_limited_by_their_number_and_a_refused_batch_takes_nothing()
    {
        var client = await Key("signals:write");
        (await Send(client, 4)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Send(client, 2)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await Send(client, 1)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        var client = await Key("accounts:read");
        (await client.GetAsync("/api/v1/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var key = (await house.Services.GetRequiredService<ApiKeys>().All()).Single();
        (await house.Services.GetRequiredService<KeyRing>().Revoke(key.Id, "test")).ShouldBeTrue();
        (await client.GetAsync("/api/v1/accounts")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await house.Services.GetRequiredService<KeyRing>().Revoke(key.Id, "test")).ShouldBeFalse();
    }

    static Task<HttpResponseMessage> Send(HttpClient client, int number) => client.PostAsJsonAsync("/api/v1/signals", new
    {
        signals = Enumerable.Range(0, number).Select(_ => new { id = Guid.NewGuid().ToString(), kind = "report.exported", occurred_at = DateTimeOffset.UtcNow, account = "nobody" }),
    });

    public void Dispose()
    {
        house.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
