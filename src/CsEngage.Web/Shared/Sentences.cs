using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Liquid;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Shared;

/// <summary>
/// Says in the reader's language what other rooms hand over with its values apart. The libraries of mail and of templates know no other room, so each
/// has its own sentence of the same shape. What somebody else said, such as a server, stays as it is.
/// </summary>
static class Sentences
{
    public static string Say(this IStringLocalizer<Words> words, Sentence sentence) => words.Say(sentence.Words, sentence.Values);

    public static string Say(this IStringLocalizer<Words> words, Mail.Sentence sentence) => words.Say(sentence.Words, sentence.Values);

    public static string Say(this IStringLocalizer<Words> words, LiquidSentence sentence) => words.Say(sentence.Words, sentence.Values);

    static string Say(this IStringLocalizer<Words> words, string said, ImmutableArray<object> values) => values.IsEmpty
        ? words[said]
        : words[said, [.. values.Select(value => value switch
        {
            Sentence inner => words.Say(inner),
            Mail.Sentence inner => words.Say(inner),
            LiquidSentence inner => words.Say(inner),
            _ => value,
        })]];
}
