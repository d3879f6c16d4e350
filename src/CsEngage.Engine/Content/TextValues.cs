using CsEngage.Core;
using CsEngage.Liquid;

namespace CsEngage.Engine.Content;

/// <summary>For whom a text is written, which decides what they all have.</summary>
public enum TextReaders
{
    /// <summary>Whoever sees a guide.</summary>
    OfGuide,
    /// <summary>Whoever gets a mail, most often from a journey.</summary>
    OfMail,
    /// <summary>One person whose values the writer sees before it goes.</summary>
    One,
}

/// <summary>A value that a text names and that its readers do not have, or not all of them.</summary>
/// <param name="Use">Where the text names it.</param>
/// <param name="Name">As much of its path as is wrong.</param>
/// <param name="Said">What is wrong, and what to do where nothing is suggested.</param>
/// <param name="Meant">What was probably meant, to be written in its place.</param>
/// <param name="IsBlank">Whether it is a value, but one that some readers lack.</param>
/// <param name="IsWarning">Whether the text may be published all the same.</param>
public sealed record ValueFault(LiquidVariableUse Use, string Name, Sentence Said, string? Meant = null, bool IsBlank = false, bool IsWarning = false);

/// <summary>The values of a text against those that its readers have: nobody reads a blank, whoever wrote it and wherever.</summary>
public static class TextValues
{
    /// <param name="facts">What the text names.</param>
    /// <param name="readers">Who reads it.</param>
    /// <param name="own">The keys of the own fields of accounts; null when it is not known which there will be.</param>
    public static IEnumerable<ValueFault> Faults(LiquidFacts facts, TextReaders readers, IReadOnlyCollection<string>? own = null) =>
        facts.Uses.Select(use => Fault(use, readers, own)).OfType<ValueFault>();

    /// <summary>Values that the text asks for and that nothing has: a tier, a lifecycle, a role that there is not.</summary>
    public static IEnumerable<(LiquidComparedValue At, UnknownName Name)> Unheard(LiquidFacts facts, RuleWords words) =>
        facts.Compared.Where(compared => compared.Value.IsText)
            .Select(compared => (compared, Sort(compared.Path) is { } kind ? RuleNames.Unknown(kind, compared.Value.ToString(), words) : null))
            .Where(pair => pair.Item2 is not null).Select(pair => (pair.compared, pair.Item2!));

    static TextKind? Sort(string path) => path switch { "account.tier" => TextKind.Tier, "account.lifecycle" => TextKind.Lifecycle, "contact.roles" or "contact.roles[]" => TextKind.Role, _ => null };

    static ValueFault? Fault(LiquidVariableUse use, TextReaders readers, IReadOnlyCollection<string>? own)
    {
        var (path, inMail) = (use.Path, readers is not TextReaders.OfGuide);
        if (TemplateModel.Unknown(path) is { } unknown)
            return new(use, unknown.Name, unknown.Suggestion is null ? Sentence.Of("“{0}” is not known to templates; there are {1}.", unknown.Name, string.Join(", ", unknown.There)) : Sentence.Of("“{0}” is not known to templates.", unknown.Name), unknown.Suggestion);
        if (TemplateModel.IsElsewhere(path, inMail))
            return new(use, path, inMail ? Sentence.Of("“{0}” has a value in themes only.", path) : Sentence.Of("“{0}” has no value in guides.", path), IsWarning: !use.IsBare);
        if (own is not null && TemplateModel.UnknownField(path, own) is { } strange)
            return new(use, strange.Name, Sentence.Of("No account has a field “{0}” yet.", strange.Name), strange.Suggestion, IsWarning: !use.IsBare || readers is TextReaders.One);
        if (use.IsBare && readers is not TextReaders.One && TemplateModel.MayBeMissing(path, inMail))
            return new(use, path, Sentence.Of("“{0}” is empty for some readers. Write what stands in for it, as in {1}, or ask for it with “if”.", path, $"{{{{ {Filled(path)} }}}}"), Filled(path), IsBlank: true);
        return null;
    }

    static string Filled(string path) => $"{path} | default: \"…\"";
}
