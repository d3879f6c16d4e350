using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Hosting;

namespace CsEngage.Web.Tests.Host;

/// <summary>An installation with an https address behind a proxy that ends the encryption.</summary>
public sealed class PlainRequestsTests
{
    [Fact]
    public async Task What_comes_over_http_to_an_https_address_is_told_what_its_proxy_lacks_and_sets_no_cookie()
    {
        await using var house = new SecureHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        foreach (var (address, method) in ((string, HttpMethod)[])[("/", HttpMethod.Get), ("/account/sign-in", HttpMethod.Get), ("/p/northwind-x7/sign-in", HttpMethod.Get), ("/api/v1/accounts", HttpMethod.Get), ("/u/none", HttpMethod.Post)])
        {
            var visitor = house.Anonymous();
            await visitor.Send(new HttpRequestMessage(method, address));
            visitor.Status.ShouldBe(421, address);
            visitor.Text.ShouldContain("https://success.example.com", customMessage: address);
            visitor.Text.ShouldContain("Engage__TrustedProxies");
            visitor.Answer.Headers.Contains("Set-Cookie").ShouldBeFalse(address);

            await visitor.Send(new HttpRequestMessage(method, address) { Headers = { { "X-Forwarded-Proto", "https" } } });
            visitor.Status.ShouldNotBe(421, address);
            visitor.Status.ShouldBeLessThan(500, address);
        }
        var probe = house.Anonymous();
        await probe.Open("/healthz/ready");
        probe.Status.ShouldBe(200);
    }

    [Fact]
    public async Task It_is_told_in_Japanese_to_who_asks_in_Japanese()
    {
        await using var house = new SecureHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        var visitor = house.Anonymous();
        await visitor.Send(new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept-Language", "ja" } } });
        visitor.Text.ShouldContain("プロキシ");
    }

    sealed class SecureHouse : WebHouse
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Engage:BaseUrl", "https://success.example.com");
        }
    }
}
