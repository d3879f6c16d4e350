using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using CsEngage.Liquid.Syntax;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid;

/// <summary>A parsed template. Immutable: parse once, render on as many threads as you like.</summary>
public sealed class LiquidTemplate
{
    [ThreadStatic]
    static LiquidContext? t_context;

    readonly string _text;
    readonly Lazy<LiquidFacts> _facts;

    LiquidTemplate(string text, string? name, LiquidOptions options, LiquidBody body, FactsFound facts)
    {
        (_text, Name, Options, Body) = (text, name, options, body);
        _facts = new(() => facts.Facts(text));
    }

    /// <summary>The name of a partial; null for a template of its own.</summary>
    public string? Name { get; }

    /// <summary>The language it was parsed in.</summary>
    public LiquidOptions Options { get; }

    /// <summary>What it uses of its surroundings.</summary>
    public LiquidFacts Facts => _facts.Value;

    internal LiquidBody Body { get; }

    /// <summary>Parses a template.</summary>
    /// <exception cref="LiquidException">The template has mistakes; all that were found are in it.</exception>
    public static LiquidTemplate Parse(string text, LiquidOptions? options = null) => Parse(text, options ?? LiquidOptions.Standard, null);

    internal static LiquidTemplate Parse(string text, LiquidOptions options, string? name) =>
        TryParse(text, options, name, out var template, out var errors) ? template : throw new LiquidException(errors);

    /// <summary>Parses a template, or says what is wrong with it.</summary>
    public static bool TryParse(string text, LiquidOptions? options, [NotNullWhen(true)] out LiquidTemplate? template, out ImmutableArray<LiquidError> errors) =>
        TryParse(text, options ?? LiquidOptions.Standard, null, out template, out errors);

    static bool TryParse(string text, LiquidOptions options, string? name, [NotNullWhen(true)] out LiquidTemplate? template, out ImmutableArray<LiquidError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new TemplateParser(text, name, options);
        var body = parser.Parse();
        errors = parser.Errors;
        template = errors.IsEmpty ? new(text, name, options, body, parser.Facts) : null;
        return template is not null;
    }

    /// <summary>What a text uses of its surroundings, as far as it can be read, and all that is wrong with it: for editors, where most texts are unfinished.</summary>
    /// <param name="text">A template with or without mistakes.</param>
    /// <param name="options">The language; null for the standard one.</param>
    /// <param name="errors">The mistakes, in the order of the text; empty when it would parse.</param>
    public static LiquidFacts Read(string text, LiquidOptions? options, out ImmutableArray<LiquidError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new TemplateParser(text, null, options ?? LiquidOptions.Standard);
        parser.Parse();
        errors = parser.Errors;
        return parser.Facts.Facts(text);
    }

    /// <summary>Renders to text.</summary>
    /// <exception cref="LiquidException">A value cannot be worked with, a limit is reached, or something is missing that may not be.</exception>
    public string Render(LiquidMap model, LiquidRenderOptions? options = null)
    {
        var context = Rent();
        Run(context, model, options);
        var text = context.Output.Written.ToString();
        Return(context);
        return text;
    }

    /// <summary>Renders to a writer. Nothing is written when rendering fails.</summary>
    /// <exception cref="LiquidException">As for <see cref="Render(LiquidMap, LiquidRenderOptions?)"/>.</exception>
    public void Render(LiquidMap model, TextWriter writer, LiquidRenderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var context = Rent();
        Run(context, model, options);
        writer.Write(context.Output.Written);
        Return(context);
    }

    /// <summary>Renders to characters. Nothing is written when rendering fails.</summary>
    /// <exception cref="LiquidException">As for <see cref="Render(LiquidMap, LiquidRenderOptions?)"/>.</exception>
    public void Render(LiquidMap model, IBufferWriter<char> writer, LiquidRenderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var context = Rent();
        Run(context, model, options);
        writer.Write(context.Output.Written);
        Return(context);
    }

    /// <summary>Renders to UTF-8. Nothing is written when rendering fails.</summary>
    /// <param name="model">What it reads.</param>
    /// <param name="writer">Where it is written to, in one piece.</param>
    /// <param name="options">The circumstances.</param>
    /// <param name="announce">Told before it is written how many bytes there are.</param>
    /// <exception cref="LiquidException">As for <see cref="Render(LiquidMap, LiquidRenderOptions?)"/>.</exception>
    public void Render(LiquidMap model, IBufferWriter<byte> writer, LiquidRenderOptions? options = null, Action<int>? announce = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var context = Rent();
        Run(context, model, options);
        var length = Encoding.UTF8.GetByteCount(context.Output.Written);
        announce?.Invoke(length);
        if (length > 0) writer.Advance(Encoding.UTF8.GetBytes(context.Output.Written, writer.GetSpan(length)));
        Return(context);
    }

    // A context is kept per thread. One that saw an error is not kept: it may have stopped anywhere.
    static LiquidContext Rent()
    {
        var context = t_context ?? new LiquidContext();
        t_context = null;
        return context;
    }

    static void Return(LiquidContext context)
    {
        context.End();
        t_context = context;
    }

    void Run(LiquidContext context, LiquidMap model, LiquidRenderOptions? options)
    {
        ArgumentNullException.ThrowIfNull(model);
        context.Begin(this, model, options ?? LiquidRenderOptions.Standard);
        try
        {
            Body.Render(context);
            context.Output.CheckLimit();
        }
        catch (LiquidFault fault)
        {
            throw new LiquidException([context.Template.ErrorAt(context.Position, 1, fault.ErrorKind, fault.Said, null, fault.Suggestion)], fault);
        }
        if (context.Reports && context.Missing is { IsEmpty: false } missing) throw new LiquidException(missing);
    }

    internal LiquidError ErrorAt(int position, int length, LiquidErrorKind kind, LiquidSentence said, string? expected = null, string? suggestion = null) =>
        Place.Error(_text, Name, position, length, kind, said, expected, suggestion);
}
