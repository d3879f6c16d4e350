using System.Globalization;
using System.Security.Cryptography;
using CsEngage.Store.People;
using CsEngage.Web.Host;
using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Account;

[Collection("house")]
public sealed class TwoStepsTests(WebHouse house)
{
    [Fact]
    public async Task Switched_on_the_password_alone_opens_nothing_and_a_recovery_code_opens_once()
    {
        const string address = "careful@operator.example";
        var key = await New(address);
        var person = await Password(address);
        await person.Open("/account/two-steps");
        var shown = person.Page.QuerySelector(".qr code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        person.Page.QuerySelector("svg.qr-code path")!.GetAttribute("d")!.Length.ShouldBeGreaterThan(500);

        await person.Submit("form[action*='On']", ("Code", "000000"));
        person.Status.ShouldBe(422);
        await person.Submit("form[action*='On']", ("Code", Code(shown)));
        var codes = person.Page.QuerySelectorAll(".codes code").Select(code => code.TextContent).ToList();
        codes.Count.ShouldBe(10, person.Text);
        key.ShouldNotBe(shown);
        // Who switched it on stays signed in.
        await person.Open("/studio");
        person.Status.ShouldBe(200);

        var second = await Password(address, expected: "/account/second-step");
        await second.Open("/studio");
        second.Status.ShouldBe(302);
        await second.Open("/account/second-step");
        await second.Submit("form.card", ("Code", "123"));
        second.Status.ShouldBe(422);
        await second.Submit("form.card", ("Code", Code(shown)));
        second.Location.ShouldBe("/");

        foreach (var (status, opens) in new[] { (302, true), (422, false) })
        {
            var third = await Password(address, expected: "/account/second-step");
            await third.Open("/account/second-step?ByRecovery=true");
            await third.Submit("form.card", ("Code", codes[0]));
            third.Status.ShouldBe(status);
            third.Cookies.ContainsKey("staff").ShouldBe(opens);
        }
    }

    [Fact]
    public async Task Without_the_first_step_there_is_no_second()
    {
        var browser = house.Anonymous();
        await browser.Open("/account/second-step");
        browser.Location.ShouldBe("/account/sign-in");
    }

    async Task<string> New(string address)
    {
        await using var scope = house.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Staff>>();
        var staff = NewStaff.Of(address, "Careful", "author", "en", house.Get<TimeProvider>().GetUtcNow());
        (await users.CreateAsync(staff, WebHouse.Password)).Succeeded.ShouldBeTrue();
        return await users.GetAuthenticatorKeyAsync(staff) ?? "";
    }

    async Task<Browser> Password(string address, string expected = "/")
    {
        var browser = house.Anonymous();
        await browser.Open("/account/sign-in");
        await browser.Submit("form.card", ("Address", address), ("Password", WebHouse.Password));
        browser.Location.ShouldBe(expected);
        return browser;
    }

    /// <summary>RFC 6238 with the usual 30 s and six digits, written out: an authenticator app of its own.</summary>
    static string Code(string base32)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (bits, value, key) = (0, 0, new List<byte>());
        foreach (var letter in base32.TrimEnd('='))
        {
            (value, bits) = (value << 5 | alphabet.IndexOf(letter), bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            key.Add((byte)(value >> bits));
            value &= (1 << bits) - 1;
        }
        var step = BitConverter.GetBytes(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
        Array.Reverse(step);
#pragma warning disable CA5350 // RFC 6238 as authenticator apps have it uses SHA-1, which is sound within an HMAC
        var hash = HMACSHA1.HashData(key.ToArray(), step);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24 | hash[at + 1] << 16 | hash[at + 2] << 8 | hash[at + 3]) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }
}
