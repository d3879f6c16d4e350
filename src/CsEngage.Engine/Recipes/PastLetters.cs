using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Store.Recipes;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Recipes;

/// <summary>The mails of a past: written by the real templates and laid into the mailbox of captured mail for the last days; no server ever hears of them.</summary>
public sealed class PastLetters(TouchBook touches, TouchDesk desk, CapturedMailBox box, LetterBook letters)
{
    static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    /// <summary>The touches with the ids that their messages would have had.</summary>
    public async Task<IReadOnlyList<RememberedTouch>> Number(IReadOnlyList<RememberedTouch> past, AuthoredSet set)
    {
        var letter = await letters.Of(set);
        return [.. past.Select(one => one.Decision is TouchDecision.Send && one.Touch.Channel == "mail" ? one with { MessageId = letter.MessageIdOf(one.Touch, set.Operator.Locale) } : one)];
    }

    public async Task Keep(IReadOnlyList<RememberedTouch> past, AuthoredSet set, DateTimeOffset now)
    {
        var letter = await letters.Of(set);
        foreach (var one in past.Where(one => one.MessageId is not null && now - one.At < Shown).OrderBy(one => one.At))
        {
            if (await touches.Find(one.Touch.AccountId, one.Touch.Id) is not { } line) continue;
            var (_, to) = await desk.Situation(line, set, one.At);
            if (to.Template is null || to.Member is null) continue;
            try
            {
                var mail = letter.Render(one.Touch, to, one.At);
                var message = letter.Compose(one.Touch, to, mail, one.MessageId!, one.At);
                var recipients = string.Join(", ", letter.EnvelopeOf(one.Touch, message).Recipients.Select(recipient => recipient.Address));
                await box.Keep(new CapturedMail(RecipeDays.Id(one.At, one.Touch.Id), one.At, message.From.ToString(), recipients, mail.Subject, [.. message.ToBytes()]));
            }
            catch (LiquidException)
            {
                // A value that the template wants is not there today; the ledger says that it was sent, and there is nothing to show.
                continue;
            }
        }
    }
}

/// <summary>Who writes letters for what is in force.</summary>
public sealed class LetterBook(EngineSecrets secrets, EngineOptions options)
{
    public async Task<Letter> Of(AuthoredSet set) => new(set, await secrets.Tokens(), options);
}
