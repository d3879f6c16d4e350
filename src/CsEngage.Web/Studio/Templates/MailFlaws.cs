using System.Collections.Immutable;
using CsEngage.Engine.Content;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Mail.Html;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Templates;

/// <summary>A construct that mail programs drop, as its author reads it.</summary>
public sealed record ShownFlaw(FlawWeight Weight, string Text, Uri Source, string Found);

/// <summary>What of a template mail programs will drop: of the mail as it would be sent, since layout and values count too.</summary>
public sealed class MailFlaws(TemplateSheet sheet, IStringLocalizer<Words> words)
{
    public ImmutableArray<ShownFlaw> Of(RenderedMail mail) => [.. MailLint.Check(mail.Html).Select(flaw => new ShownFlaw(flaw.Weight, words.Say(flaw.Text), flaw.Source, flaw.Found))];

    /// <summary>None of a text that cannot be written yet: why it cannot is said elsewhere.</summary>
    public async Task<ImmutableArray<ShownFlaw>> Of(TemplateText text)
    {
        try
        {
            return Of(await sheet.Write(text, null));
        }
        catch (Exception fault) when (fault is ContentException or LiquidException)
        {
            return [];
        }
    }

    public string Count(ImmutableArray<ShownFlaw> flaws) => flaws.Length == 1 ? words["Mail programs drop one thing of it."] : words["Mail programs drop {0} things of it.", flaws.Length];
}
