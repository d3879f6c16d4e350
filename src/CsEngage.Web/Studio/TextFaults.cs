using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Accounts;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
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

/// <summary>
/// What is wrong with a text of Markdown and Liquid, told while it is typed and again before it is published, by the same code: values and filters
/// that do not exist, values that some readers do not have, tags that do not close, links that lead nowhere, loops that end for nobody.
/// </summary>
public sealed class TextFaults(TextLinks links, AccountFields fields, Desk.Authored authored, IStringLocalizer<Words> words)
{
    /// <param name="body">Markdown with Liquid.</param>
    /// <param name="readers">Who reads it.</param>
    /// <param name="lines">Short texts with Liquid, by the name of their field.</param>
    public async Task<ImmutableArray<TextFault>> Of(string body, TextReaders readers, params IEnumerable<(string Field, string Text)> lines)
    {
        var faults = ImmutableArray.CreateBuilder<TextFault>();
        var own = await fields.All();
        foreach (var (field, text) in lines) faults.AddRange(await Language(field, text, readers, own));
        var source = body.ReplaceLineEndings("\n");
        var masked = CodeMask.Of(source);
        var inBody = await Language("body", masked, readers, own);
        inBody.AddRange(await links.InMarkdown(masked));
        // What Liquid has said already is not said twice.
        if (Fault(source) is { } fault && !inBody.Exists(one => !one.IsWarning)) inBody.Add(fault);
        faults.AddRange(inBody.OrderBy(one => one.Line).ThenBy(one => one.Column));
        return faults.DrainToImmutable();
    }

    async Task<List<TextFault>> Language(string field, string text, TextReaders readers, ImmutableSortedDictionary<string, AccountField> own)
    {
        var facts = LiquidTemplate.Read(text, EngageLiquid.Language, out var errors);
        List<TextFault> faults = [.. errors.Select(error => Told(field, error))];
        // A word that made no sense is no value either.
        var places = errors.Select(error => (error.Line, error.Column)).ToHashSet();
        faults.AddRange(Values(field, text, facts with { Uses = facts.Uses.RemoveAll(use => places.Contains((use.Line, use.Column))) }, readers, own));
        faults.AddRange(await links.InFilters(field, facts));
        faults.AddRange(TextValues.Unheard(facts, (await authored.Texts()).Names).Select(one => new TextFault(
            field, one.At.Line, one.At.Column + 1, one.At.Value.ToString().Length, words.Say(one.Name.Plain), one.Name.Near, IsWarning: true)));
        faults.AddRange(TextSlips.Of(field, text, words));
        if (errors.IsEmpty) faults.AddRange(Tried(field, text, facts, readers, own));
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

    IEnumerable<TextFault> Values(string field, string text, LiquidFacts facts, TextReaders readers, ImmutableSortedDictionary<string, AccountField> own) =>
        TextValues.Faults(facts, readers, [.. own.Keys]).Select(fault =>
        {
            var stands = Stands(text, fault.Use, fault.Name);
            return new TextFault(
                field, fault.Use.Line, fault.Use.Column, stands ? fault.Name.Length : 0, words.Say(fault.Said), stands && (!fault.IsBlank || EndsAt(text, fault.Use)) ? fault.Meant : null, fault.IsWarning);
        });

    // A loop, or a variable of the template's own, may be another name for it.
    static bool Stands(string text, LiquidVariableUse use, string name) => text.AsSpan(Position(text, use.Line, use.Column)).StartsWith(name, StringComparison.Ordinal);

    static bool EndsAt(string text, LiquidVariableUse use) => text.AsSpan(Math.Min(text.Length, Position(text, use.Line, use.Column) + use.Path.Length)).TrimStart().StartsWith("}}", StringComparison.Ordinal);

    static int Position(string text, int atLine, int atColumn)
    {
        var at = 0;
        for (var line = 1; line < atLine; line++) at = text.IndexOf('\n', at) + 1;
        return Math.Min(text.Length, at + atColumn - 1);
    }

    TextFault Told(string field, LiquidError error) => new(
        field, error.Line, error.Column, error.Length, error.Kind is LiquidErrorKind.UnknownPartial ? words["Guides and mails have no partials; write it out here."] : words.Say(error.Said), error.Suggestion);

    // Written for all sorts of readers beforehand: what fails for one of them would fail for people. Each place is told once.
    IEnumerable<TextFault> Tried(string field, string text, LiquidFacts facts, TextReaders readers, ImmutableSortedDictionary<string, AccountField> own)
    {
        var (template, told) = (LiquidTemplate.Parse(text, EngageLiquid.Language), new HashSet<(int, int)>());
        foreach (var reader in SampleReaders.Of(facts, readers is not TextReaders.OfGuide, own))
        {
            if (Failing(template, reader.Model) is not { } error) continue;
            if (readers is TextReaders.One && error.Kind is not LiquidErrorKind.Limit) yield break;
            if (!told.Add((error.Line, error.Column))) continue;
            var here = Told(field, error) with { Length = Word(text, error) };
            yield return reader switch
            {
                { IsFull: true, Differences.IsEmpty: true } => here,
                { Differences.IsEmpty: true } or { IsFull: false } => here with { Message = words["Where a value is missing: {0} Put “default” behind that filter, or ask for the value with “if”.", words.Say(error.Said)], Suggestion = null },
                _ => here with { Message = words["Where {0}: {1}", string.Join(words[" and "], reader.Differences.Select(one => Differs(one.Path, one.Value))), words.Say(error.Said)], Suggestion = null },
            };
            if (error.Kind is LiquidErrorKind.Limit || told.Count == MostTold) yield break;
        }
    }

    const int MostTold = 5;

    string Differs(string path, LiquidValue value) => value.IsNil ? words["“{0}” is missing", path] : value.AsMap is not null ? words["“{0}” is there", path] : words["“{0}” is “{1}”", path, value.ToString()];

    // What fails while it is written is told by its first letter.
    static int Word(string text, LiquidError error)
    {
        var start = Position(text, error.Line, error.Column);
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        return Math.Max(error.Length, end - start);
    }

    static LiquidError? Failing(LiquidTemplate template, LiquidMap model)
    {
        try
        {
            // By what is counted alone, so that a busy machine refuses no text.
            template.Render(model, EngageLiquid.For(new Surroundings { Guide = _ => "/", Media = _ => "/" }, TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch, LiquidOutputMode.Text, LiquidMissing.Empty) with { Clock = StandingClock.Instance });
            return null;
        }
        catch (LiquidException wrong)
        {
            return wrong.Errors[0];
        }
    }

    TextFault? Fault(string source)
    {
        try
        {
            Body.Compile(source);
            return null;
        }
        catch (ContentException wrong)
        {
            return new("body", wrong.Line, 0, 0, words.Say(wrong.Said), null);
        }
    }

    sealed class StandingClock : TimeProvider
    {
        public static StandingClock Instance { get; } = new();

        public override long GetTimestamp() => 0;
    }
}
