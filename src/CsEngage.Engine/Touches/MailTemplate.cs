using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Mail.Html;

namespace CsEngage.Engine.Touches;

/// <summary>A mail as it goes to one reader, before headers.</summary>
public sealed record RenderedMail(string Subject, string Preheader, string Html, string Text);

/// <summary>The authored parts of a template in one locale.</summary>
/// <param name="Key">Key of the template.</param>
/// <param name="Locale">Locale of this variant.</param>
/// <param name="Subject">Liquid.</param>
/// <param name="Preheader">Liquid.</param>
/// <param name="Layout">standard or letter.</param>
/// <param name="Topic">What one can leave; null for transactional mail.</param>
/// <param name="Body">Markdown with Liquid.</param>
public sealed record TemplateText(string Key, string Locale, string Subject, string Preheader, string Layout, string? Topic, string Body)
{
    /// <summary>Answers to one's own request, sign-in, security: carries no way to leave.</summary>
    public bool IsTransactional => Topic is null;

    /// <summary>Its reader asked for nothing: somebody else made a place for them.</summary>
    public bool IsInvitation { get; init; }
}

/// <summary>
/// A template of mail, compiled once: layout and body are one Liquid template whose styles stand in its elements already, so that a
/// mail costs one rendering. Sender, postal address and the ways to leave come from the layout and cannot be forgotten.
/// </summary>
public sealed class MailTemplate
{
    readonly Line subject;
    readonly Line preheader;
    readonly LiquidTemplate html;
    readonly LiquidTemplate text;
    readonly ImmutableHashSet<string> values;

    MailTemplate(TemplateText source, MailLook look)
    {
        Source = source;
        subject = Line.Compile(source.Subject);
        preheader = Line.Compile(source.Preheader);
        var page = new MailPage(source.Locale, "{{ touch.subject }}", "", MailFoot.Html(source), string.IsNullOrWhiteSpace(source.Preheader) ? "" : "{{ touch.preheader }}", source.Layout == "letter" ? MailLayout.Letter : MailLayout.Card);
        var body = SafeMarkdown.Render(source.Body, inner => MailFrame.Build(page with { BodyHtml = inner }, look).Html);
        (Links, html, text) = (body.Links, Parse(body.Html), Parse(body.Text + MailFoot.Text(source)));
        values = [.. html.Facts.Variables.Concat(subject.Facts.Variables).Concat(preheader.Facts.Variables).Select(path => path.Split(['.', '['], 2)[0])];
    }

    public TemplateText Source { get; }

    public ImmutableArray<string> Links { get; }

    /// <summary>Whether it reads a value, or any part of it.</summary>
    public bool Reads(string name) => values.Contains(name);

    /// <exception cref="ContentException">The template has a fault.</exception>
    public static MailTemplate Compile(TemplateText source, MailLook? look = null) => new(source, look ?? new());

    /// <summary>One mail in words of its own, in the look of all others.</summary>
    /// <exception cref="ContentException">The words have a fault.</exception>
    public static MailTemplate Of(OwnWords words, string key, string sender) =>
        Compile(new TemplateText(key, words.Locale, words.Subject, "", words.Layout, words.Topic, words.Body), new MailLook { Name = sender });

    /// <exception cref="LiquidException">A value is missing and has no default, or a limit was reached.</exception>
    public RenderedMail Render(LiquidMap model, LiquidRenderOptions options)
    {
        var (subjectText, preheaderText) = (subject.Text(model, options), preheader.Text(model, options));
        var full = model.With("touch", LiquidMap.Of(("subject", subjectText), ("preheader", preheaderText)));
        return new(subjectText, preheaderText, html.Render(full, options with { Mode = LiquidOutputMode.Html }), text.Render(full, options with { Mode = LiquidOutputMode.Text }));
    }

    static LiquidTemplate Parse(string template)
    {
        try
        {
            return LiquidTemplate.Parse(template, EngageLiquid.Language);
        }
        catch (LiquidException fault)
        {
            throw ContentException.Of(fault);
        }
    }
}
