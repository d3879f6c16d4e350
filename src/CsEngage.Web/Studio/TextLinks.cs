using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CsEngage.Liquid;
using CsEngage.Store.Content;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio;

/// <summary>Links of a text that lead nowhere, to guides as to pictures and files, whether Markdown makes them or a filter.</summary>
public sealed partial class TextLinks(ContentShelf shelf, MediaShelf media, IStringLocalizer<Words> words)
{
    /// <summary>Links that Markdown makes: <c>[…](guide:key)</c>, <c>![…](media:name)</c>, <c>[…]: guide:key</c>.</summary>
    /// <param name="source">Markdown in which code says nothing; it need not be without faults.</param>
    public async Task<ImmutableArray<TextFault>> InMarkdown(string source)
    {
        var faults = ImmutableArray.CreateBuilder<TextFault>();
        foreach (Match link in Link().Matches(source))
        {
            var (scheme, key) = (link.Groups["scheme"].Value, link.Groups["key"]);
            if (await (scheme == "guide:" ? Guide(key.Value) : Media(key.Value)) is not { } wrong) continue;
            var at = link.Groups["scheme"].Index;
            var start = at == 0 ? 0 : source.LastIndexOf('\n', at - 1) + 1;
            faults.Add(new("body", 1 + source.AsSpan(0, at).Count('\n'), at - start + 1, scheme.Length + key.Length, wrong.Says, wrong.Meant is null ? null : scheme + wrong.Meant, wrong.IsWarning));
        }
        return faults.DrainToImmutable();
    }

    /// <summary>Addresses that a filter makes of a text: <c>"key" | guide_url</c>.</summary>
    public async Task<ImmutableArray<TextFault>> InFilters(string field, LiquidFacts facts)
    {
        var faults = ImmutableArray.CreateBuilder<TextFault>();
        foreach (var one in facts.FilteredTexts)
            if (one.Filter switch { "guide_url" => await Guide(one.Text), "media_url" => await Media(one.Text), _ => null } is { } wrong)
                faults.Add(new(field, one.Line, one.Column, one.Text.Length, wrong.Says, wrong.Meant, wrong.IsWarning));
        return faults.DrainToImmutable();
    }

    async Task<Wrong?> Guide(string key)
    {
        if (await shelf.IsPublished("guide", key)) return null;
        if (await shelf.Find("guide", key) is not null) return new(words["The guide “{0}” is not published: for readers the link leads nowhere.", key], null, IsWarning: true);
        var keys = (await shelf.All("guide")).Select(guide => guide.Item.Key);
        return new(words["The link to guide “{0}” leads nowhere; there is no guide with that key.", key], Similar.To(key, keys), IsWarning: false);
    }

    async Task<Wrong?> Media(string name) => await media.Find(name) is not null ? null
        : new(words["There is no picture or file “{0}”.", name], Similar.To(name, (await media.All()).Select(one => one.Key)), IsWarning: false);

    sealed record Wrong(string Says, string? Meant, bool IsWarning);

    // The key of a guide is what stands up to a title, an anchor or the end.
    [GeneratedRegex(@"(?<=\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)(?<scheme>guide:|media:)(?<key>[^\s)>#""']*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
