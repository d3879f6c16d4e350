using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Api;

/// <summary>The whole host over a fresh SQLite file, and clients with keys of chosen scopes.</summary>
public sealed class ApiHouse : WebApplicationFactory<Program>
{
    readonly string folder = Directory.CreateTempSubdirectory("engage-api-").FullName;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Engage:Data", folder);
    }

    public async Task<HttpClient> With(params string[] scopes)
    {
        var client = CreateClient();
        var secret = new Secret("cse_" + Secret.New().Text);
        var key = new ApiKey(Guid.CreateVersion7(), "test", secret.Text[..12], [.. scopes], DateTimeOffset.UtcNow, null, null, null, null);
        await Services.GetRequiredService<ApiKeys>().Add(key, secret.Hash);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret.Text);
        return client;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}

static class Answers
{
    public static async Task<JsonElement> Json(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    public static async Task<JsonElement> Put(this HttpClient client, string address, object body)
    {
        using var response = await client.PutAsJsonAsync(address, body);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        return await response.Json();
    }
}
