using System.Collections.Immutable;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store.Accounts;
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
/// <param name="IsWarning">Whether it may be published all the same.</param>
public sealed record TextFault(string Field, int Line, int Column, int Length, string Message, string? Suggestion, bool IsWarning = false);

/// <summary>For whom a text is written, which decides what they all have.</summary>
public enum Readers
{
    /// <summary>Whoever sees a guide.</summary>
    OfGuide,
    /// <summary>Whoever gets a mail, most often from a journey.</summary>
    OfMail,
    /// <summary>One person whose values the writer sees before it goes.</summary>
    One,
}

/// <summary>
/// What is wrong with a text of Markdown and Liquid, told while it is typed and again before it is published, by the same code: values and filters
/// that do not exist, values that some readers do not have, tags that do not close, links that lead nowhere, loops that end for nobody.
/// </summary>
public sealed class TextFaults(TextLinks links, AccountBook accounts, IStringLocalizer<Words> words)
{
    /// <param name="body">Markdown with Liquid.</param>
    /// <param name="readers">Who reads it.</param>
    /// <param name="lines">Short texts with Liquid, by the name of their field.</param>
    public async Task<ImmutableArray<TextFault>> Of(string body, Readers readers, params IEnumerable<(string Field, string Text)> lines)
    {
        var faults = ImmutableArray.CreateBuilder<TextFault>();
        var own = await accounts.FieldKeys();
        foreach (var (field, text) in lines) faults.AddRange(await Language(field, text, readers, own));
        var source = body.ReplaceLineEndings("\n");
        var inBody = await Language("body", CodeMask.Of(source), readers, own);
        if (Compiled(source, out var fault) is { } compiled) inBody.AddRange(await links.Faults(source, compiled));
        // What Liquid has said already is not said twice.
        else if (!inBody.Exists(one => !one.IsWarning)) inBody.Add(fault!);
        faults.AddRange(inBody.OrderBy(one => one.Line).ThenBy(one => one.Column));
        return faults.DrainToImmutable();
    }

    async Task<List<TextFault>> Language(string field, string text, Readers readers, List<string> own)
    {
        var facts = LiquidTemplate.Read(text, EngageLiquid.Language, out var errors);
        List<TextFault> faults = [.. errors.Select(error => Told(field, error)), .. Values(field, facts, readers, own), .. await links.Faults(field, facts)];
        if (!faults.Exists(one => !one.IsWarning)) faults.AddRange(Endless(LiquidTemplate.Parse(text, EngageLiquid.Language)).Select(error => Told(field, error)));
        return faults;
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

    IEnumerable<TextFault> Values(string field, LiquidFacts facts, Readers readers, List<string> own)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var use in facts.Uses)
        {
            if (TemplateModel.Unknown(use.Path) is { } unknown)
                yield return new(field, use.Line, use.Column, unknown.Name.Length, words["“{0}” is not known to templates.", unknown.Name], unknown.Suggestion);
            else if (TemplateModel.UnknownField(use.Path, own) is { } strange)
                yield return new(field, use.Line, use.Column, strange.Name.Length, words["No account has a field “{0}” yet.", strange.Name], strange.Suggestion, IsWarning: !use.IsBare || readers is Readers.One);
            else if (use.IsBare && readers is not Readers.One && TemplateModel.MayBeMissing(use.Path, readers is Readers.OfMail) && told.Add(use.Path))
                yield return new(field, use.Line, use.Column, use.Path.Length, words["“{0}” is empty for some readers. Write what stands in for it, as in {1}, or ask for it with “if”.", use.Path, $"{{{{ {use.Path} | default: \"…\" }}}}"], null);
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
}
