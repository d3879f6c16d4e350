using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine;
using CsEngage.Engine.Content;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Store.Touches;
using CsEngage.Web.Studio;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>A mail as it would go out now, and what the policy would say to it.</summary>
/// <param name="Mail">Null when it cannot be written.</param>
/// <param name="Problem">Why it cannot be written; null when it can.</param>
/// <param name="At">When it goes out, through all that holds it on the way; null when it never does, or somebody must first change what holds it.</param>
public sealed record PreviewedTouch(RenderedMail? Mail, string? Problem, TouchDecision Decision, DateTimeOffset? At);

/// <summary>Writes a touch as the delivery would, with the same code, and sends nothing.</summary>
public sealed class MailPreview(TouchDesk desk, Engine.Settings.Authored authored, EngineSecrets secrets, EngineOptions options, TouchBook touches, TextFaults faults)
{
    // A cap may end in the night, and the night before a holiday: each is asked after the other.
    const int Looks = 8;

    /// <param name="words">In place of the template's.</param>
    public async Task<PreviewedTouch> Look(Touch touch, DateTimeOffset now, OwnWords? words = null)
    {
        var set = await authored.Current();
        var line = new TouchLine(touch, TouchState.Pending, null, [], now, now, null, ReviewStanding.None, null, null, null, null, null, null, 0, null, null, null, null, null, words?.ToPayload());
        var (situation, to) = await desk.Situation(line, set, now);
        RenderedMail? mail = null;
        var problem = to.TemplateFault;
        if (to is { Template: not null, Member: not null })
        {
            try
            {
                mail = new Letter(set, await secrets.Tokens(), options).Render(touch, to, now);
            }
            catch (LiquidException fault)
            {
                problem = faults.Say(fault);
            }
        }
        situation = await Counted(situation, to, set) with { RenderProblem = problem };
        return new PreviewedTouch(mail, problem, TouchPolicy.Decide(situation), At(situation));
    }

    /// <summary>When a touch that awaits a look would go out, were it released now; null when it would not.</summary>
    public async Task<DateTimeOffset?> OnceReleased(TouchLine line, DateTimeOffset now)
    {
        var set = await authored.Current();
        var (situation, to) = await desk.Situation(line, set, now);
        return At(await Counted(situation with { Review = new(ReviewState.Released, line.Review.Since), HeldUntil = null }, to, set));
    }

    async Task<TouchSituation> Counted(TouchSituation situation, Addressee to, AuthoredSet set)
    {
        if (to.Member is not { } member) return situation;
        var (toContact, toAccount) = await touches.Counted(situation.Touch.AccountId, member.Contact.Id, situation.Now - set.Rules.LongestWindow);
        return situation with { Caps = new CapUse(set.Rules.For(to.Account.TouchModel), toContact, toAccount) };
    }

    /// <summary>What is wrong with words before anybody receives them, by their field: subject or body.</summary>
    public async Task<ImmutableArray<(string Field, string Said)>> Faults(OwnWords words)
    {
        // By the line of what was typed, in the language of whoever typed it.
        if ((await faults.Of(words.Body, TextReaders.One, ("subject", words.Subject))).RemoveAll(fault => fault.IsWarning) is { IsEmpty: false } found) return [.. found.Select(fault => (fault.Field, faults.Say(fault)))];
        try
        {
            MailTemplate.Of(words, OwnWords.Template, (await authored.Current()).Operator.Name);
            return [];
        }
        catch (ContentException fault)
        {
            return [("body", faults.Say(fault))];
        }
    }

    /// <summary>The authored words of a template in the language that suits best; null when there is no such template.</summary>
    public async Task<TemplateText?> Words(string template, string locale) => (await authored.Template(await authored.Current(), template, locale, null))?.Source;

    /// <summary>
    /// The same with the values of whom it goes to in place, to be gone on from as text; null when there is no such template. Values that only a
    /// journey has cannot be filled in by hand: then it is the authored words.
    /// </summary>
    public async Task<TemplateText?> Filled(Touch touch, string locale, bool isForSeveral, DateTimeOffset now)
    {
        if (await Words(touch.Template, locale) is not { } source) return null;
        var set = await authored.Current();
        var line = new TouchLine(touch, TouchState.Pending, null, [], now, now, null, ReviewStanding.None, null, null, null, null, null, null, 0, null, null, null, null, null, null);
        var (_, to) = await desk.Situation(line, set, now);
        if (to.Member is null) return source;
        try
        {
            var (subject, body) = new Letter(set, await secrets.Tokens(), options).InWords(touch, await desk.With(await authored.Template(set, touch.Template, locale, null), to, set, now), isForSeveral, now);
            return source with { Subject = subject, Body = body };
        }
        catch (LiquidException)
        {
            return source;
        }
    }

    static DateTimeOffset? At(TouchSituation situation)
    {
        for (var look = 0; look < Looks; look++)
        {
            switch (TouchPolicy.Decide(situation))
            {
                case TouchDecision.Send: return situation.Now;
                case TouchDecision.Hold { Until: { } until } when until > situation.Now: situation = situation with { Now = until, HeldUntil = until }; break;
                default: return null;
            }
        }
        return null;
    }
}
