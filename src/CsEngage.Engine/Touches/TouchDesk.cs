using System.Collections.Concurrent;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Journeys;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Mail;
using CsEngage.Mail.Reports;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Journeys;
using CsEngage.Store.People;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Touches;

/// <summary>Where everything lies that the decision about a touch looks at.</summary>
public sealed class TouchDesk(AccountBook accounts, ContactBook contacts, PortalBook portals, StaffList staff, EnrollmentBook enrollments, NextSteps steps, TouchRecipients recipients, Deliverability deliverability, Authored authored)
{
    /// <summary>What the policy asks about one touch, and whom it goes to. Caps are counted later, in the claim.</summary>
    public async Task<(TouchSituation Situation, Addressee To)> Situation(TouchLine line, AuthoredSet set, DateTimeOffset now)
    {
        var touch = line.Touch;
        var account = (await accounts.Find(touch.AccountId))?.Value ?? throw new InvalidOperationException($"Touch {touch.Id} belongs to no account.");
        var care = await accounts.Care(account.Id);
        var member = await contacts.Member(touch.MembershipId);
        var (template, fault) = await Template(line, account, member, set);
        var (standing, enrollment) = await Standing(touch, set);
        var to = new Addressee(account, care, member, account.CsmId is { } csm ? await staff.Find(csm) : null, (await portals.Of(account.Id)).FirstOrDefault(), null, fault) { Enrollment = enrollment };
        to = await With(template, to, set, now);
        var kind = template is { Source.IsTransactional: true } ? TouchKind.Transactional : TouchKind.Of(template?.Source.Topic ?? "");
        var hold = care is { HoldReason: { } reason } && (care.HoldUntil is null || care.HoldUntil > now) ? reason : null;
        return (new TouchSituation(
            touch, now, kind, standing, await recipients.Of(touch, kind, to, set, now), await recipients.Stops(touch, to), hold, IsDuplicate: false, line.Review,
            // What a server put off was on time; only from its next try on may it come too late.
            line.FirstTriedAt is null ? line.HeldUntil : line.LookAt ?? line.HeldUntil,
            RenderProblem: null, Caps: null), to);
    }

    /// <summary>The same person with a template, and with what that template wants to know of them.</summary>
    public async Task<Addressee> With(MailTemplate? template, Addressee to, AuthoredSet set, DateTimeOffset now) => to with
    {
        Template = template,
        Next = template is not null && to is { Member: { } member, Portal: { } portal } && template.Reads("next") ? await steps.Of(set, to.Account, member.Membership, portal, to.LocaleOf(set), now) : null,
    };

    /// <summary>The last question before the dot: does the person still want it, and may we send?</summary>
    public async Task<bool> MayStill(TouchSituation situation, Addressee to)
    {
        var set = await authored.Current();
        var recipient = await recipients.Of(situation.Touch, situation.Kind, to, set, situation.Now);
        if (situation.Kind.IsTransactional) return recipient.Suppression is not { Reason: SuppressionReason.HardBounce };
        return recipient is { Suppression: null, IsSubscribed: true, HasConsent: true } && await recipients.Stops(situation.Touch, to) is { Everything: false, Journey: false, Domain: false, AutoPaused: null };
    }

    /// <summary>A permanent no may mean that the address does not exist, or that we are not trusted there.</summary>
    public Task Refused(Addressee to, Touch touch, Delivery.Refused refused, DateTimeOffset now) =>
        to.Member?.Contact is { Address: { } address } contact ? deliverability.Bounced(address, contact.Id, BounceJudge.Of(refused.Reply), refused.Reply.Status, refused.Reply.ToString(), $"touch:{touch.Id}", now) : Task.CompletedTask;

    async Task<(MailTemplate?, string?)> Template(TouchLine line, Account account, Member? member, AuthoredSet set)
    {
        var touch = line.Touch;
        try
        {
            if (OwnWords.Of(line.Payload) is { } own) return (MailTemplate.Of(own, touch.Template, set.Operator.Name), null);
            return (await authored.Template(set, touch.Template, member?.Contact.Locale ?? account.Locale ?? set.Operator.Locale, account.Locale), null);
        }
        catch (ContentException fault)
        {
            return (null, fault.Message);
        }
    }

    async Task<(JourneyStanding?, Enrollment?)> Standing(Touch touch, AuthoredSet set)
    {
        if (touch.Origin is not { } origin) return (null, null);
        if (await enrollments.Load(touch.AccountId, origin.EnrollmentId) is not { } loaded) return (new JourneyStanding(IsLive: false, EnrollmentState.Cancelled, IsCheckpointReached: false), null);
        return (new JourneyStanding(set.Journeys.ContainsKey(origin.Journey), loaded.Enrollment.State, loaded.Enrollment.Find(origin.Checkpoint) is { IsReached: true }), loaded.Enrollment);
    }
}
