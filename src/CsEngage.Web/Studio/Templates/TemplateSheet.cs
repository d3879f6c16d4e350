using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Mail.Html;
using CsEngage.Store.Accounts;
using CsEngage.Store.Journeys;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Store.Touches;

namespace CsEngage.Web.Studio.Templates;

/// <summary>
/// A template as it would arrive, written by the code that sends it: for a contact, at the place in the journey from which it goes to them; for
/// somebody made up where nobody is chosen. Nothing is sent and nothing recorded.
/// </summary>
public sealed class TemplateSheet(TouchDesk desk, Engine.Settings.Authored authored, EngineSecrets secrets, EngineOptions options, EnrollmentBook enrollments, ContactBook contacts, TimeProvider clock)
{
    /// <exception cref="Engine.Content.ContentException">The template has a fault.</exception>
    /// <exception cref="Liquid.LiquidException">A value is missing and has no default.</exception>
    public async Task<RenderedMail> Write(TemplateText text, Guid? membership)
    {
        var (set, now) = (await authored.Current(), clock.GetUtcNow());
        var template = MailTemplate.Compile(text, new MailLook { Name = set.OperatorIn(text.Locale).Name });
        var letter = new Letter(set with { Rules = set.Rules with { TrackClicks = false } }, await secrets.Tokens(), options);
        if (membership is not { } id || await contacts.Member(id) is not { } member) return letter.Render(Made(text.Key, Guid.Empty, Guid.Empty, Place(text.Key, set, null), now), Sample(set, text.Locale, template, now), now);

        var account = member.Membership.AccountId;
        var touch = Made(text.Key, account, id, Place(text.Key, set, (await enrollments.Of(account)).Select(loaded => loaded.Enrollment).ToList()), now);
        var line = new TouchLine(touch, TouchState.Pending, null, [], now, now, null, ReviewStanding.None, null, null, null, null, null, null, 0, null, null, null, null, null, null);
        var (_, to) = await desk.Situation(line, set, now);
        return letter.Render(touch, await desk.With(template, to, set, now), now);
    }

    static Touch Made(string template, Guid account, Guid membership, TouchOrigin? origin, DateTimeOffset now) =>
        new("system/preview", account, membership, "mail", template, null, now, AsCsm: false, null, LateSending.Default, origin, IsGhost: false, null, LowPriority: false, Cause.Of("staff", "preview"));

    /// <summary>Where a journey sends it, in the enrollment of this account if there is one.</summary>
    static TouchOrigin? Place(string template, AuthoredSet set, List<Enrollment>? entered)
    {
        foreach (var journey in set.Journeys.Values.OrderByDescending(journey => entered?.Any(enrollment => enrollment.Journey == journey.Key) ?? false))
            foreach (var checkpoint in journey.Checkpoints)
                foreach (var trigger in Enum.GetValues<Trigger>())
                    if (checkpoint.Sequence(trigger).Select(placed => placed.Step).OfType<Step.Send>().FirstOrDefault(step => step.Template == template) is { } step)
                    {
                        var enrollment = entered?.FirstOrDefault(one => one.Journey == journey.Key);
                        return new TouchOrigin(enrollment?.Id ?? Guid.Empty, journey.Key, journey.Version, enrollment?.Entry ?? 1, checkpoint.Key, trigger, step.Key, 1);
                    }
        return null;
    }

    static Addressee Sample(AuthoredSet set, string locale, MailTemplate template, DateTimeOffset now)
    {
        var visit = SampleVisit.Of(set.OperatorIn(locale), CultureInfo.GetCultureInfo(locale), now);
        return new Addressee(visit.Account, null, visit.Member, null, visit.Portal, template, null);
    }
}
