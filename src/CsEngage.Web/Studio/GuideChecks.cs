using System.Collections.Immutable;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;
using CsEngage.Web.Portal;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio;

/// <summary>
/// What must hold before readers see a text: it can be rendered, its links lead somewhere, and every value it names exists or has
/// a default, so that nobody ever reads a blank.
/// </summary>
public sealed class GuideChecks(ContentShelf shelf, IStringLocalizer<Words> words)
{
    public async Task<(PublishedText? Text, ImmutableArray<string> Complaints)> Of(Draft draft)
    {
        Body body;
        try
        {
            body = Body.Compile(draft.Body);
            Line.Compile(draft.Title);
        }
        catch (ContentException fault)
        {
            return (null, [fault.Line > 0 ? words["Line {0}: {1}", fault.Line, fault.Message] : fault.Message]);
        }

        var complaints = ImmutableArray.CreateBuilder<string>();
        if (string.IsNullOrWhiteSpace(draft.Body)) complaints.Add(words["There is no text yet."]);
        complaints.AddRange(body.Facts.Variables.Select(TemplateModel.Fault).OfType<string>().Distinct(StringComparer.Ordinal));
        foreach (var key in body.Guides.Distinct(StringComparer.Ordinal))
            if (await shelf.Find("guide", key) is null) complaints.Add(words["The link to guide \"{0}\" leads nowhere; there is no guide with that key.", key]);

        ImmutableArray<string> links = [.. body.Guides.Select(key => $"guide:{key}"), .. body.Media.Select(name => $"media:{name}")];
        return complaints.Count > 0 ? (null, complaints.ToImmutable()) : (new PublishedText(PlainOf(body), links), []);
    }

    // Search finds the words of the author; values differ by reader and are left out.
    static string PlainOf(Body body) => body.Text(Liquid.LiquidMap.None, EngageLiquid.For(new Surroundings(), TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch, Liquid.LiquidOutputMode.Text, Liquid.LiquidMissing.Empty));
}
