using CsEngage.Core;
using CsEngage.Web.Desk;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio;

/// <summary>Why somebody sees a guide or does not, as an author reads it: the term that said no, and what would change it.</summary>
public sealed class VisibilityWords(IStringLocalizer<Words> words, RuleSpeech rules)
{
    /// <param name="name">Who looks.</param>
    /// <param name="answer">What the one evaluator said; null when the account has no portal.</param>
    /// <param name="roles">Roles of which one is needed.</param>
    /// <param name="audience">The audience rule as written.</param>
    /// <param name="texts">Titles of what it names.</param>
    public string Say(string name, VisibilityAnswer? answer, IEnumerable<string> roles, string? audience, AuthoredTexts texts) => answer?.Failing switch
    {
        null => words["{0} does not see it: the account has no portal.", name],
        VisibilityTerm.None => words["{0} sees this guide.", name],
        VisibilityTerm.Published => words["{0} does not see it yet: it is not published.", name],
        VisibilityTerm.Window => words["{0} does not see it: it is outside the time in which it is shown.", name],
        VisibilityTerm.Assigned => words["{0} does not see it: the portal does not hold it. Put it into the blueprint, or under a checkpoint of a journey.", name],
        VisibilityTerm.Role => words["{0} does not see it: it is for {1}.", name, string.Join(words[", "], roles.Select(role => texts.Title("role", role)))],
        VisibilityTerm.Audience => words["{0} does not see it. It is shown when this holds: {1}.", name, audience is null ? "" : rules.Of(audience, texts).Words],
        _ => words["{0} does not see it yet. It opens after {1}.", name, string.Join(words[", "], answer!.Missing.Select(key => texts.Find("checkpoint", $"{key.Journey}/{key.Checkpoint}") ?? key.Checkpoint))],
    };
}
