using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace CsEngage.Web.Tests.House;

/// <summary>As much of a browser as these tests need: cookies, pages, and forms that are sent as they stand in the page.</summary>
public sealed class Browser(HttpClient client)
{
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public int Status { get; private set; }

    public string Text { get; private set; } = "";

    public string? Location { get; private set; }

    public HttpResponseMessage Answer { get; private set; } = null!;

    public IHtmlDocument Page => new HtmlParser().ParseDocument(Text);

    public Task Open(string address) => Send(new HttpRequestMessage(HttpMethod.Get, address));

    public Task Post(string address, params (string Name, string Value)[] fields) => Send(new HttpRequestMessage(HttpMethod.Post, address) { Content = Form(fields) });

    /// <summary>Sends a form of the page that is open, with its hidden fields and these.</summary>
    public async Task Submit(string form, params (string Name, string Value)[] fields)
    {
        var element = (IHtmlFormElement?)Page.QuerySelector(form) ?? throw new InvalidOperationException($"The page has no {form}: {Text}");
        var all = element.QuerySelectorAll("input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? "")).Concat(fields).ToArray();
        var action = element.GetAttribute("action");
        await Post(string.IsNullOrEmpty(action) ? Address : action, all);
    }

    public string Address { get; private set; } = "/";

    public async Task Send(HttpRequestMessage request)
    {
        if (Cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        Address = request.RequestUri!.ToString();
        Answer = await client.SendAsync(request);
        Status = (int)Answer.StatusCode;
        Location = Answer.Headers.Location?.ToString();
        Text = await Answer.Content.ReadAsStringAsync();
        if (!Answer.Headers.TryGetValues("Set-Cookie", out var set)) return;
        foreach (var cookie in set)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0) Cookies.Remove(pair[0]);
            else Cookies[pair[0]] = pair[1];
        }
    }

    static FormUrlEncodedContent Form((string Name, string Value)[] fields) => new(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
}
