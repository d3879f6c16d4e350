using System.Collections.Immutable;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store.Content;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio;

/// <summary>Something wrong in a text, where the author wrote it.</summary>
/// <param name="Field">Which field: body, name, preheader, text.</param>
/// <param name="Line">1-based; 0 for the whole field.</param>
/// <param name="Column">1-based; 0 for the whole line.</param>
/// <param name="Length">How many characters; 0 for the rest of the line.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Suggestion">What was probably meant, to be taken in its place.</param>
public sealed record TextFault(string Field, int Line, int Column, int Length, string Message, string? Suggestion);

/// <summary>
/// What is wrong with a text of Markdown and Liquid, told while it is typed and again before it is published, by the same code: values and filters
/// that do not exist, tags that do not close, links that lead nowhere, loops that end for nobody.
/// </summary>
public sealed class TextFaults(ContentShelf shelf, IStringLocalizer<Words> words)
{
    /// <param name="body">Markdown with Liquid.</param>
    /// <param name="lines">Short texts with Liquid, by the name of their field.</param>
    public async Task<ImmutableArray<TextFault>> Of(string body, params IEnumerable<(string Field, string Text)> lines)
    {
        var faults = ImmutableArray.CreateBuilder<TextFault>();
        foreach (var (field, text) in lines) faults.AddRange(Liquid(field, text));
        var source = body.ReplaceLineEndings("\n");
        var ofLiquid = Liquid("body", CodeMask.Of(source)).ToList();
        faults.AddRange(ofLiquid);
        if (Compiled(source, out var fault) is not { } compiled)
        {
            // What Liquid has said already is not said twice.
            if (ofLiquid.Count == 0) faults.Add(fault!);
            return faults.DrainToImmutable();
        }

        foreach (var key in compiled.Guides.Distinct(StringComparer.Ordinal))
            if (await shelf.Find("guide", key) is null) faults.Add(Link(source, key));
        return faults.DrainToImmutable();
    }

    /// <summary>A fault as a sentence that names its line.</summary>
    public string Say(TextFault fault)
    {
        string said = fault.Suggestion is null ? fault.Message : words["{0} Did you mean “{1}”?", fault.Message, fault.Suggestion];
        return fault is { Field: "body", Line: > 0 } ? words["Line {0}: {1}", fault.Line, said] : said;
    }

    /// <summary>What went wrong for one reader's values, as sentences; its place is one of the finished page, which the author never sees.</summary>
    public string Say(Exception fault) => fault switch
    {
        LiquidException wrong => string.Join('\n', wrong.Errors.Select(error => words.Say(error.Said))),
        ContentException wrong => words.Say(wrong.Said),
        _ => throw new ArgumentException("Only what is wrong with a text can be said to its author.", nameof(fault), fault),
    };

    IEnumerable<TextFault> Liquid(string field, string text)
    {
        try
        {
            var template = LiquidTemplate.Parse(text, EngageLiquid.Language);
            var unknown = template.Facts.Uses
                .Select(use => TemplateModel.Unknown(use.Path) is { } unknown ? new TextFault(field, use.Line, use.Column, unknown.Name.Length, words["“{0}” is not known to templates.", unknown.Name], unknown.Suggestion) : null)
                .OfType<TextFault>().ToList();
            return unknown.Count > 0 ? unknown : Endless(template).Select(error => Told(field, error));
        }
        catch (LiquidException wrong)
        {
            return wrong.Errors.Select(error => Told(field, error));
        }
    }

    TextFault Told(string field, LiquidError error) => new(field, error.Line, error.Column, error.Length, words.Say(error.Said), error.Suggestion);

    // Without values: what goes on for ever even then does so for everybody. What only some values bring about is seen in the preview.
    static IEnumerable<LiquidError> Endless(LiquidTemplate template)
    {
        try
        {
            template.Render(LiquidMap.None, EngageLiquid.For(new Surroundings(), TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch, LiquidOutputMode.Text, LiquidMissing.Empty));
            return [];
        }
        catch (LiquidException wrong)
        {
            return wrong.Errors.Where(error => error.Kind is LiquidErrorKind.Limit);
        }
    }

    Body? Compiled(string source, out TextFault? fault)
    {
        fault = null;
        try
        {
            return Body.Compile(source);
        }
        catch (ContentException wrong)
        {
            fault = new("body", wrong.Line, 0, 0, words.Say(wrong.Said), null);
            return null;
        }
    }

    TextFault Link(string source, string key)
    {
        var at = source.IndexOf("guide:" + key, StringComparison.Ordinal);
        var start = at < 0 ? 0 : source.LastIndexOf('\n', at) + 1;
        var message = words["The link to guide “{0}” leads nowhere; there is no guide with that key.", key];
        return at < 0 ? new("body", 0, 0, 0, message, null) : new("body", 1 + source.AsSpan(0, at).Count('\n'), at - start + 1, "guide:".Length + key.Length, message, null);
    }
}
