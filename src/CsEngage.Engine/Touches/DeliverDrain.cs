using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Faults;
using CsEngage.Engine.Metrics;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Liquid;
using CsEngage.Mail;
using CsEngage.Mail.Reports;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Touches;

/// <summary>
/// Sends what is due: decide, claim, write, hand over, record. A touch is claimed before it is sent and marked before the final dot; what
/// happens between that mark and the record leaves it ambiguous, shown to people and never sent again by itself.
/// </summary>
public sealed class DeliverDrain(TouchBook touches, TouchDesk desk, Authored authored, EngineSecrets secrets, IMailTransport transport, SendingWatch watch, SendingBook sending, EngineOptions options, TimeProvider time)
    : Drain("deliver", "touches", "sending", "consents")
{
    const int Batch = 100;

    /// <summary>A touch that was decided to be written.</summary>
    sealed record Draft(TouchLine Line, TouchSituation Situation, Addressee To, RenderedMail? Mail)
    {
        /// <summary>The receiving domain; a card in the portal has none.</summary>
        public string? Domain => Line.Touch.Channel == "mail" ? Deliverability.DomainOf(To.Member?.Contact.Address) : null;
    }

    protected override async Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop)
    {
        await touches.ExpireLeases(now, lost => TouchSignal.Of(lost.Touch, "touch.ambiguous", now));
        var due = await touches.Due(now, Batch);
        if (due.IsEmpty) return new(0, await touches.Next());

        var set = await authored.Current();
        var pace = (await sending.Pace()).Value;
        var letter = new Letter(set, await secrets.Tokens(), options, (await sending.Routes()).Value.BounceDomain is { Length: > 0 } domain ? domain : null);
        var drafts = new Dictionary<string, Draft>(StringComparer.Ordinal);
        foreach (var line in due) drafts[line.Touch.Id] = await Write(line, set, letter, now);

        var claim = Guid.CreateVersion7(now);
        var claimed = await touches.Claim(
            due, claim, now, options.Lease, now - set.Rules.LongestWindow, (line, view) => Decide(drafts[line.Touch.Id], view, set, pace),
            line => letter.MessageIdOf(line.Touch, set.Operator.Locale), line => drafts[line.Touch.Id].Situation.Kind.Topic, line => drafts[line.Touch.Id].Domain,
            (line, decision) => decision is TouchDecision.Send ? null : TouchSignal.Of(line.Touch, decision, now));
        foreach (var one in claimed) EngageMeter.Decided(one.Decision);
        Fault.At("after-claim");

        // Once claimed, a message is seen through: a stop waits for the answers that are under way. Three for each connection: one is on the line, the next
        // stands ready to be opened together with its end, and the one after that is being written and signed.
        var atOnce = 3 * Math.Clamp((await sending.Server()).Connections, 1, 100);
        await Parallel.ForEachAsync(claimed.Where(one => one.IsToBeSent), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = CancellationToken.None },
            async (one, _) => await Send(one.Line, drafts[one.Line.Touch.Id], letter, claim, stop));
        await watch.Look(claimed.Where(one => one.IsToBeSent).Select(one => one.Line.Touch.Template), now);
        return new(claimed.Length, await touches.Next());
    }

    async Task<Draft> Write(TouchLine line, AuthoredSet set, Letter letter, DateTimeOffset now)
    {
        var (situation, to) = await desk.Situation(line, set, now);
        var mail = default(RenderedMail);
        // Words are written only for what would go out; everything else is decided without them.
        if (TouchPolicy.Decide(situation) is TouchDecision.Send && line.Touch.Channel == "mail")
        {
            if (to.Template is null) return new(line, situation with { RenderProblem = to.TemplateFault ?? $"There is no template \"{line.Touch.Template}\"." }, to, null);
            try
            {
                mail = letter.Render(line.Touch, to, now);
            }
            catch (LiquidException missing)
            {
                return new(line, situation with { RenderProblem = missing.Errors[0].Message }, to, null);
            }
        }
        return new(line, situation, to, mail);
    }

    static TouchDecision Decide(Draft draft, ClaimView view, AuthoredSet set, SendingPace pace)
    {
        var caps = new CapUse(set.Rules.For(draft.To.Account.TouchModel), view.SentToContact, view.SentToAccount);
        var decision = TouchPolicy.Decide(draft.Situation with { IsDuplicate = view.IsDuplicate, HasItAlready = view.HasItAlready, Caps = caps });
        // What became sendable between writing and claiming is written at the next look.
        if (decision is TouchDecision.Send && draft.Mail is null && draft.Line.Touch.Channel == "mail")
            return new TouchDecision.Hold(12, HoldReason.NotDue, draft.Situation.Now.AddSeconds(1), decision.Facts);
        // How fast a domain takes our mail is asked last: what does not go anyway takes nobody's place. An answer to one's own request does not wait.
        return decision is TouchDecision.Send && draft is { Domain: { } domain, Situation.Kind.IsTransactional: false } ? pace.Of(domain).Wait(view.ToDomain, domain, draft.Situation.Now) ?? decision : decision;
    }

    async Task Send(TouchLine line, Draft draft, Letter letter, Guid claim, CancellationToken stop)
    {
        var touch = line.Touch;
        if (touch.Channel != "mail")
        {
            // A card in the portal is delivered by being there.
            await End(line, claim, new SendingEnd.Accepted("portal", null), "touch.sent");
            return;
        }
        var message = letter.Compose(touch, draft.To, draft.Mail!, line.MessageId!, time.GetUtcNow());
        var delivery = await transport.Send(letter.EnvelopeOf(touch, message), message.ToBytes(), BeforeDot, stop);
        Fault.At("after-dot");
        var now = time.GetUtcNow();
        var (end, kind) = delivery switch
        {
            Delivery.Sent(var reply, _) => (new SendingEnd.Accepted(ReferenceEquals(reply, CapturedTransport.Kept) ? CapturedMailBox.Code : Code(reply), Cut(reply.Text)), "touch.sent"),
            Delivery.Refused(var reply, _, _) when BounceJudge.Of(reply).IsOurSetting() => Later(line, Code(reply), reply.ToString(), now),
            Delivery.Refused(var reply, _, _) => (new SendingEnd.Refused(Code(reply), Cut(reply.ToString())), "touch.failed"),
            Delivery.Deferred(var reply, _, _) => Later(line, Code(reply), reply.ToString(), now),
            Delivery.NotSent({ Kind: TroubleKind.Withdrawn or TroubleKind.Cancelled } trouble) => (new SendingEnd.GivenBack(null, trouble.Text.ToString(), now), null),
            Delivery.NotSent(var trouble) => Later(line, trouble.Reply is { } reply ? Code(reply) : null, trouble.Text.ToString(), now),
            Delivery.Ambiguous(var trouble) => ((SendingEnd)new SendingEnd.Lost(Cut(trouble.Text.ToString())), (string?)"touch.ambiguous"),
            _ => throw new InvalidOperationException($"Nobody knows what {delivery.GetType().Name} means for a touch."),
        };
        Fault.At("before-mark");
        await End(line, claim, end, kind);
        // Our own mistake says nothing about the address, nor that its domain distrusts us.
        if (delivery is Delivery.Refused refused && !BounceJudge.Of(refused.Reply).IsOurSetting()) await desk.Refused(draft.To, touch, refused, now);

        async ValueTask<bool> BeforeDot(CancellationToken _)
        {
            Fault.At("in-data");
            // Who left a moment ago is not written to, though the words are on the wire: without the dot they are nothing.
            if (!await desk.MayStill(draft.Situation, draft.To)) return false;
            if (!await touches.OnTheWire(touch.AccountId, touch.Id, claim, time.GetUtcNow())) return false;
            Fault.At("on-the-wire");
            return true;
        }
    }

    async Task End(TouchLine line, Guid claim, SendingEnd end, string? kind)
    {
        var now = time.GetUtcNow();
        if (end is SendingEnd.Accepted && line.Touch.Channel != "mail") await touches.OnTheWire(line.Touch.AccountId, line.Touch.Id, claim, now);
        await touches.Ended(line.Touch.AccountId, line.Touch.Id, claim, end, now, kind is null ? [] : [TouchSignal.Of(line.Touch, kind, now)]);
        EngageMeter.Touch(kind is null ? "deferred" : kind["touch.".Length..], "");
    }

    static (SendingEnd, string?) Later(TouchLine line, string? code, string detail, DateTimeOffset now) =>
        TouchLedger.RetryAt(line.FirstTriedAt ?? now, line.Failures + 1, now) is { } at ? (new SendingEnd.GivenBack(code, Cut(detail), at), null) : (new SendingEnd.Refused(code, Cut(detail)), "touch.failed");

    static string Code(SmtpReply reply) => reply.Status is { } status ? $"{reply.Code} {status}" : $"{reply.Code}";

    static string Cut(string text) => text.Length > 500 ? text[..500] : text;
}
