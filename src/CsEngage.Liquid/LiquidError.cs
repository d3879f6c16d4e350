using System.Collections.Immutable;
using System.Text;

namespace CsEngage.Liquid;

/// <summary>What went wrong, in one word.</summary>
public enum LiquidErrorKind
{
    /// <summary>The text is not Liquid.</summary>
    Syntax,
    /// <summary>A tag that nobody has registered.</summary>
    UnknownTag,
    /// <summary>A filter that nobody has registered.</summary>
    UnknownFilter,
    /// <summary>A name that the model does not know.</summary>
    UnknownVariable,
    /// <summary>A partial that is not in the given set.</summary>
    UnknownPartial,
    /// <summary>A value that a filter or tag cannot work with.</summary>
    Value,
    /// <summary>A limit was reached.</summary>
    Limit,
}

/// <summary>
/// One mistake in a template, with its place. Lines and columns count from 1; a column counts UTF-16 units, as editors do.
/// </summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Said">What was found and what was expected, as a sentence.</param>
/// <param name="Template">The name of the partial; null for the template itself.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Length">How many characters the mistake spans, at least 1.</param>
/// <param name="LineText">The whole line.</param>
/// <param name="Expected">What would have been right; null when nothing can be said.</param>
/// <param name="Suggestion">A known name that was probably meant.</param>
public sealed record LiquidError(
    LiquidErrorKind Kind, LiquidSentence Said, string? Template, int Line, int Column, int Length, string LineText,
    string? Expected = null, string? Suggestion = null)
{
    /// <summary>What was found and what was expected, in English.</summary>
    public string Message => Said.ToString();

    /// <summary>The line with a caret below the mistake.</summary>
    public string Excerpt
    {
        get
        {
            var below = new StringBuilder(Column);
            // A tab stays a tab, so that the caret stands where the mistake does.
            for (var i = 0; i < Column - 1 && i < LineText.Length; i++) below.Append(LineText[i] == '\t' ? '\t' : ' ');
            return $"{LineText}\n{below}{new string('^', Math.Max(1, Math.Min(Length, LineText.Length - Column + 1)))}";
        }
    }

    /// <summary>The mistake in full: place, sentence, suggestion, and the line with its caret.</summary>
    public override string ToString()
    {
        var place = Template is null ? $"line {Line}, column {Column}" : $"{Template}, line {Line}, column {Column}";
        var hint = Suggestion is null ? "" : $" Did you mean \"{Suggestion}\"?";
        return $"{place}: {Message}{hint}\n{Excerpt}";
    }
}

/// <summary>A template that cannot be parsed or rendered. Carries every mistake that was found, in the order of the text.</summary>
public sealed class LiquidException : Exception
{
    internal LiquidException(ImmutableArray<LiquidError> errors, Exception? inner = null)
        : base(string.Join("\n\n", errors.Select(error => error.ToString())), inner) => Errors = errors;

    /// <summary>The mistakes; at least one.</summary>
    public ImmutableArray<LiquidError> Errors { get; }
}
