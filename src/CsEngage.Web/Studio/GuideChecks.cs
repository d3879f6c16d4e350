using System.Collections.Immutable;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio;

/// <summary>
/// What must hold before readers see a text: it can be rendered, its links lead somewhere, and every value it names exists or has
/// a default, so that nobody ever reads a blank.
/// </summary>
public sealed class GuideChecks(TextFaults faults, IStringLocalizer<Words> words)
{
    public async Task<(PublishedText? Text, ImmutableArray<string> Complaints)> Of(Draft draft)
    {
        var complaints = (await faults.Of(draft.Body, TextReaders.OfGuide, ("name", draft.Title))).Where(fault => !fault.IsWarning).Select(faults.Say).ToImmutableArray();
        if (string.IsNullOrWhiteSpace(draft.Body)) complaints = complaints.Insert(0, words["There is no text yet."]);
        return complaints.IsEmpty ? (Published(Body.Compile(draft.Body)), complaints) : (null, complaints);
    }

    internal static PublishedText Published(Body body) => new(body.Prose, [.. body.Guides.Select(key => $"guide:{key}"), .. body.Media.Select(name => $"media:{name}")]);
}
