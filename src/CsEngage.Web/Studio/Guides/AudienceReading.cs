using System.Collections.Immutable;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Signals;
using CsEngage.Web.Desk;
using CsEngage.Web.Shared;

namespace CsEngage.Web.Studio.Guides;

/// <summary>An audience as its author reads it while writing it.</summary>
/// <param name="Rule">In words; null when there is none, or it cannot be read.</param>
/// <param name="Fault">Why it cannot be read.</param>
/// <param name="Names">Who of those that the author may look as is in it.</param>
/// <param name="Asked">Of how many.</param>
public sealed record AudienceLook(WordedRule? Rule, RuleException? Fault, ImmutableArray<string> Names, int Asked);

/// <summary>Says an audience in words and tries it on the contacts as whom its author may look, by the same evaluation that decides about readers.</summary>
public sealed class AudienceReading(FactShelf facts, PreviewContacts people, RuleSpeech rules, Authored authored, TimeProvider clock)
{
    public async Task<AudienceLook> Of(GuideForm form, ClaimsPrincipal staff)
    {
        if (form.WrongAudience() is { } fault) return new(null, fault, [], 0);
        var rule = string.IsNullOrWhiteSpace(form.Audience) ? null : Rule.Parse(form.Audience.Trim(), RuleScope.Contact);
        if (rule is null && form.Roles.Length == 0) return new(null, null, [], 0);

        var (members, now) = (await people.Members(staff), clock.GetUtcNow());
        var histories = await facts.Load([.. members.Select(member => member.Account).Distinct()], rule?.Needs ?? RuleNeeds.None, now);
        var meant = new Visible(IsPublished: true, null, null, rule, IsAssigned: true, [.. form.Roles], []);
        var read = histories.ToDictionary(pair => pair.Key, pair => Facts.Of(pair.Value));
        ImmutableArray<string> names = [.. members.Where(member => read.TryGetValue(member.Account, out var account) && Visibility.Of(meant, account.For(member.Id), now).IsVisible).Select(member => member.Name)];
        return new(rule is null ? null : rules.Of(rule, await authored.Texts()), null, names, members.Length);
    }
}
