using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using Microsoft.AspNetCore.DataProtection;

namespace CsEngage.Web.Desk;

/// <summary>What is done to several accounts of the queue at once.</summary>
public enum BatchAct
{
    /// <summary>Their open plays become mine.</summary>
    Take,

    /// <summary>Their open plays go to a colleague.</summary>
    Pass,

    /// <summary>My open plays, and those of nobody, end well.</summary>
    Done,

    /// <summary>They leave my queue for some days.</summary>
    Later,
}

/// <summary>One thing that a batch did, with what taking it back needs.</summary>
public sealed record BatchStep(BatchAct Act, Guid Account, string? Play = null, Guid? From = null, Guid? To = null);

/// <summary>Acts on several accounts of a queue. Each step is the same conditional change as on the play's own page, so of two who act at once one is first; and each can be taken back.</summary>
public sealed class QueueBatch(PlayBook plays, SnoozeBook snoozes, SignalLog log, IDataProtectionProvider protection)
{
    /// <summary>Most accounts at once: as many as one can look through.</summary>
    public const int Most = 100;

    const int MostPlays = 20_000;

    /// <summary>Changes whose plays they are, or ends them well. The answer is what was done.</summary>
    /// <param name="act">Take, pass or done.</param>
    /// <param name="accounts">Of which accounts.</param>
    /// <param name="me">Who acts.</param>
    /// <param name="to">Who gets the plays.</param>
    /// <param name="today">Today, with what authors wrote of plays.</param>
    public async Task<ImmutableArray<BatchStep>> Plays(BatchAct act, ImmutableHashSet<Guid> accounts, Guid me, Guid to, DeskToday today)
    {
        var done = ImmutableArray.CreateBuilder<BatchStep>();
        foreach (var play in (await plays.Queue(null, today.Now, MostPlays)).Where(play => accounts.Contains(play.AccountId)))
        {
            if (act == BatchAct.Done ? await End(play, me, today) : play.Assignee != to && await plays.Assign(play.AccountId, play.Id, play.Assignee, to))
                done.Add(new(act, play.AccountId, play.Id, play.Assignee, to));
        }
        return done.DrainToImmutable();
    }

    public async Task<ImmutableArray<BatchStep>> Later(ImmutableHashSet<Guid> accounts, Guid me, int days, string reason, DateTimeOffset now)
    {
        foreach (var account in accounts) await snoozes.Put(new Snooze(account, me, now.AddDays(days), reason, now));
        return [.. accounts.Select(account => new BatchStep(BatchAct.Later, account))];
    }

    /// <summary>Takes back what still stands as it was left. The answer is how much that was.</summary>
    public async Task<int> Undo(ImmutableArray<BatchStep> steps, Guid me)
    {
        var undone = 0;
        foreach (var step in steps)
            if (step switch
            {
                { Act: BatchAct.Later } => await snoozes.Wake(me, step.Account) > 0,
                { Act: BatchAct.Done, Play: { } play } => await plays.Reopen(step.Account, play),
                { Play: { } play } => await plays.Assign(step.Account, play, step.To, step.From),
                _ => false,
            }) undone++;
        return undone;
    }

    /// <summary>What was done as text that only this person can bring back.</summary>
    public string Sealed(ImmutableArray<BatchStep> steps, Guid me) => Protector(me).Protect(JsonSerializer.Serialize(steps));

    /// <summary>What <see cref="Sealed"/> wrote for this person; nothing when it is something else.</summary>
    public ImmutableArray<BatchStep> Unsealed(string? text, Guid me)
    {
        try
        {
            return text is null ? [] : JsonSerializer.Deserialize<ImmutableArray<BatchStep>>(Protector(me).Unprotect(text));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Written for somebody else, or by nobody.
            return [];
        }
    }

    IDataProtector Protector(Guid me) => protection.CreateProtector("desk.queue.undo", me.ToString("D"));

    async Task<bool> End(PlayLine play, Guid me, DeskToday today)
    {
        var document = play.Play is { } key ? today.Texts.Plays.GetValueOrDefault(key) : null;
        if (PlayEnding.Well(document, play.Assignee, me) is not PlayEnding.Ends ending) return false;
        return await plays.End(log, play, ending, me, today.Now);
    }
}
