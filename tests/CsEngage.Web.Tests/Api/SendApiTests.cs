using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.Journeys;
using CsEngage.Store.Touches;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Api;

/// <summary>Starting journeys and sending touches, once however often it is asked.</summary>
public sealed class SendApiTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    static readonly string[] Scopes = ["accounts:read", "accounts:write", "contacts:write", "journeys:write", "touches:write"];

    async Task<(HttpClient Client, Guid Account)> Open(string account)
    {
        var client = await house.With(Scopes);
        var shelf = house.Services.GetRequiredService<DefinitionShelf>();
        await shelf.Put("topic", "news", LocalizedText.Of("News"), """{"key":"news","title":{"en":"News"},"basis":"contract","channels":["mail"],"order":1}""", "test", DateTimeOffset.UtcNow);
        foreach (var participant in new[] { "account", "contact" })
            await shelf.Put("journey", "walk-" + participant, LocalizedText.Of("Walk"),
                $$"""{"key":"walk-{{participant}}","title":{"en":"Walk"},"participant":"{{participant}}","stages":[{"key":"one","title":{"en":"One"},"checkpoints":[{"key":"in","title":{"en":"In"},"opens":{"at":"start"},"evidence":"count \"contact.signed-in\" >= 100"}]}]}""",
                "test", DateTimeOffset.UtcNow);
        await client.Put($"/api/v1/accounts/{account}", new { name = account });
        await client.Put($"/api/v1/accounts/{account}/contacts/kei", new { address = $"kei@{account}.example", given_name = "Kei" });
        return (client, (await house.Services.GetRequiredService<AccountBook>().FindByExternalId(account))!.Value.Id);
    }

    static async Task<(HttpStatusCode Status, JsonElement Body, bool Replayed)> Post(HttpClient client, string address, string? key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Json(), answer.Headers.Contains("Idempotency-Replayed"));
    }

    static object Mail(string account, string subject = "Friday?") => new { account, contact = "kei", subject, body = "Shall **we**?" };

    [Fact]
    public async Task A_touch_that_is_sent_again_with_its_key_is_one_touch_and_one_answer()
    {
        var (client, account) = await Open("send-once");
        var first = await Post(client, "/api/v1/touches", "mail-1", Mail("send-once"));
        var again = await Post(client, "/api/v1/touches", "mail-1", Mail("send-once"));
        (first.Status, again.Status, first.Replayed, again.Replayed).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted, false, true));
        again.Body.ToString().ShouldBe(first.Body.ToString());
        first.Body.GetProperty("template").GetString().ShouldBe("own-words");

        var other = await Post(client, "/api/v1/touches", "mail-1", Mail("send-once", "Saturday?"));
        (other.Status, other.Body.GetProperty("code").GetString()).ShouldBe((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"));
        (await house.Services.GetRequiredService<TouchBook>().Of(account)).ShouldHaveSingleItem();

        (await Post(client, "/api/v1/touches", "mail-2", Mail("send-once"))).Status.ShouldBe(HttpStatusCode.Accepted);
        (await house.Services.GetRequiredService<TouchBook>().Of(account)).Length.ShouldBe(2);
        // Another key of the API has keys of its own.
        (await Post(await house.With(Scopes), "/api/v1/touches", "mail-1", Mail("send-once"))).Replayed.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_refused_may_come_again_mended_with_the_same_key()
    {
        var (client, account) = await Open("send-mended");
        var wrong = await Post(client, "/api/v1/touches", "k", new { account = "send-mended", contact = "kei", subject = "Hi", body = "{{ contact.nmae }}" });
        (wrong.Status, wrong.Body.GetProperty("code").GetString()).ShouldBe((HttpStatusCode.BadRequest, "fields-wrong"));
        wrong.Body.GetProperty("errors")[0].GetProperty("detail").GetString()!.ShouldContain("contact.nmae");
        (await Post(client, "/api/v1/touches", "k", Mail("send-mended"))).Status.ShouldBe(HttpStatusCode.Accepted);
        (await house.Services.GetRequiredService<TouchBook>().Of(account)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("""{"contact":"kei"}""", "template")]
    [InlineData("""{"contact":"kei","template":"no-such"}""", "template")]
    [InlineData("""{"contact":"kei","guide":"no-such"}""", "guide")]
    [InlineData("""{"contact":"kei","body":"x"}""", "subject")]
    [InlineData("""{"contact":"kei","subject":"{{ contact.nmae }}","body":"x"}""", "subject")]
    [InlineData("""{"contact":"kei","subject":"x","body":"{{ contact.nmae }}"}""", "body")]
    [InlineData("""{"contact":"kei","subject":"x","body":"x","topic":"no-such"}""", "topic")]
    [InlineData("""{"contact":"kei","subject":"x","body":"x","colour":"red"}""", "colour")]
    public async Task What_cannot_be_sent_is_named_field_by_field(string body, string field)
    {
        var (client, _) = await Open("send-wrong");
        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(body)!;
        fields["account"] = "send-wrong";
        var answer = await Post(client, "/api/v1/touches", null, fields);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).ShouldContain(field);
    }

    [Theory]
    [InlineData("walk-account", null)]
    [InlineData("walk-contact", "kei")]
    public async Task A_journey_is_started_once_for_the_participant_it_is_of(string journey, string? contact)
    {
        var name = "start-" + journey;
        var (client, account) = await Open(name);
        Dictionary<string, string> asked = new() { ["account"] = name, ["journey"] = journey };
        if (contact is not null) asked["contact"] = contact;
        var first = await Post(client, "/api/v1/enrollments", "s", asked);
        first.Status.ShouldBe(HttpStatusCode.Accepted, first.Body.ToString());
        first.Body.GetProperty("entry").GetInt32().ShouldBe(1);
        (await Post(client, "/api/v1/enrollments", "s", asked)).Replayed.ShouldBeTrue();

        var book = house.Services.GetRequiredService<EnrollmentBook>();
        await house.Services.GetRequiredService<DrainTable>().Drains.First(drain => drain.Name == "advance").Run(DateTimeOffset.UtcNow, CancellationToken.None);
        (await book.Of(account)).Where(one => one.Enrollment.Journey == journey).ShouldHaveSingleItem().Enrollment.Entry.ShouldBe(1);
        var second = await Post(client, "/api/v1/enrollments", "t", asked);
        (second.Status, second.Body.GetProperty("code").GetString()).ShouldBe((HttpStatusCode.Conflict, "already-in"));
    }

    [Theory]
    [InlineData("no-such", null, "journey")]
    [InlineData("walk-contact", null, "contact")]
    [InlineData("walk-account", "kei", "contact")]
    public async Task A_start_that_makes_no_sense_is_refused(string journey, string? contact, string field)
    {
        var (client, _) = await Open("start-wrong");
        Dictionary<string, string> asked = new() { ["account"] = "start-wrong", ["journey"] = journey };
        if (contact is not null) asked["contact"] = contact;
        var answer = await Post(client, "/api/v1/enrollments", null, asked);
        answer.Body.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe(field);
    }
}
