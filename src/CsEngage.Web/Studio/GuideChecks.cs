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
    /// <returns>What readers get, unless there are complaints; and how many places look as if they were not meant.</returns>
    public async Task<(PublishedText? Text, ImmutableArray<string> Complaints, int Doubts)> Of(Draft draft)
    {
        var found = await faults.Of(draft.Body, TextReaders.OfGuide, ("name", draft.Title));
        var (complaints, doubts) = (found.Where(fault => !fault.IsWarning).Select(faults.Say).ToImmutableArray(), found.Count(fault => fault.IsWarning));
        if (string.IsNullOrWhiteSpace(draft.Body)) complaints = complaints.Insert(0, words["There is no text yet."]);
        return complaints.IsEmpty ? (Published(Body.Compile(draft.Body)), complaints, doubts) : (null, complaints, doubts);
    }

    /// <summary>What there is to say of places that look as if they were not meant, behind what was said before.</summary>
    internal static string Doubting(string said, int doubts, IStringLocalizer<Words> words) => doubts switch { 0 => said, 1 => $"{said} {words["One place is marked: look whether it is meant."]}", _ => $"{said} {words["{0} places are marked: look whether they are meant.", doubts]}" };

    internal static PublishedText Published(Body body) => new(body.Prose, [.. body.Guides.Select(key => $"guide:{key}"), .. body.Media.Select(name => $"media:{name}")]);
}
