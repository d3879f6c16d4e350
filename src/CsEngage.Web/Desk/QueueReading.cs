using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Health;
using CsEngage.Store.Plays;
using CsEngage.Store.Touches;

namespace CsEngage.Web.Desk;

/// <summary>An account in the queue: all that its line says, and the terms of its rank.</summary>
/// <param name="Day">Change of the score since yesterday's closing, with its parts; null when there is none to compare with.</param>
/// <param name="Card">The scorecard, for the titles of the parts.</param>
public sealed record QueueLine(
    PortfolioLine Account, QueueRank Rank, ImmutableArray<Attention> Reasons, ScoreChange? Day, Scorecard? Card, HealthScore? Score, DateTimeOffset? LastPlay, Snooze? Snoozed)
{
    /// <summary>Closings of the last 90 days and the score now.</summary>
    public ImmutableArray<double?> Trend { get; init; } = [];
}

/// <summary>A score that moved within a week.</summary>
public sealed record Mover(PortfolioLine Account, double Before)
{
    public double Points => (Account.Score ?? 0) - Before;
}

/// <summary>A touch that waits for a look, and whose it is.</summary>
public sealed record ReviewLine(TouchLine Touch, PortfolioLine Account, string Name, string? Greeting);

public sealed record DeskQueue(
    DeskToday Today, ImmutableArray<QueueLine> Lines, int InNeed, int Accounts, QueueBook Revenues, QueueWeights Weights, ImmutableArray<ReviewLine> Reviews, ImmutableArray<Mover> Movers,
    ImmutableArray<PortfolioLine> Silent, ImmutableArray<PortfolioLine> Renewals, ImmutableArray<(PlayLine Play, PortfolioLine Account)> Due, ImmutableArray<QueueLine> Snoozed);

/// <summary>Reads a book as a queue: everything of all its accounts in a handful of queries, explanations only for the lines that are shown.</summary>
public sealed class QueueReading(Portfolio portfolio, PlayBook plays, TouchBook touches, ContactBook contacts, ScoreShelf scores, SnoozeBook snoozes, DeskDay day, Authored authored)
{
    const int Shown = 12;
    const int SideRows = 6;
    const int MostPlays = 20_000;
    const int RenewalDays = 180;
    const int TrendDays = 90;

    public async Task<DeskQueue> Read(Guid? csm, Guid me, bool all)
    {
        var today = await day.Today();
        var lines = await portfolio.All(new PortfolioFilter(CsmId: csm), today.Frame);
        var byId = lines.ToDictionary(line => line.Id);
        var openPlays = (await plays.Queue(null, today.Now, MostPlays)).Where(play => byId.ContainsKey(play.AccountId)).ToLookup(play => play.AccountId);
        var reviews = await touches.InReview(csm, 500);
        var inReview = reviews.GroupBy(line => line.Touch.AccountId).ToDictionary(group => group.Key, group => group.Count());
        var behind = await Behind(csm);
        var weekBefore = await portfolio.Closing(today.Date.AddDays(-7), [.. lines.Select(line => line.Card).OfType<string>().Distinct(StringComparer.Ordinal)]);
        var asleep = (await snoozes.Of(me, today.Now)).ToDictionary(snooze => snooze.AccountId);
        var revenues = QueueBook.Of(lines.Select(line => line.Arr));
        var weights = QueueWeights.Usual;

        double? Before(PortfolioLine line) => weekBefore[line.Id].FirstOrDefault(closing => closing.Card == line.Card)?.Score;

        var ranked = (
            from line in lines
            where line.Lifecycle != "left"
            let facts = new AttentionFacts(
                [.. openPlays[line.Id].Select(play => InHand(play, today))], line.Band, line.Score, Before(line), line.LastSeen, today.DayOf(line.CreatedAt), line.RenewsOn, line.NoticeBy,
                behind[line.Id].Count(one => one == Side.Customer), behind[line.Id].Count(one => one == Side.Vendor), inReview.GetValueOrDefault(line.Id))
            let reasons = Attention.Of(facts, today.Date, today.Now)
            where !reasons.IsEmpty
            let rank = QueueRank.Of(new QueueEntry(line.Arr, line.Score, line.RenewsOn, line.NoticeBy, Attention.Actions(facts)), revenues, today.Date, weights)
            orderby rank.Points descending, line.Name
            select new QueueLine(line, rank, reasons, null, null, null, null, asleep.GetValueOrDefault(line.Id))).ToList();

        var awake = ranked.Where(line => line.Snoozed is null).ToList();
        var shown = new List<QueueLine>();
        foreach (var line in all ? awake : awake.Take(Shown)) shown.Add(await Explain(line, today));
        var trends = await portfolio.Trends([.. shown.Select(line => line.Account.Id)], today.Date.AddDays(-TrendDays));
        shown = shown.ConvertAll(line => line with { Trend = [.. trends[line.Account.Id].Where(closing => closing.Card == line.Account.Card).Select(closing => closing.Score), line.Account.Score] });

        return new DeskQueue(
            today, [.. shown], awake.Count, lines.Length, revenues, weights,
            await Reviews(reviews, byId),
            [.. lines.Where(line => line.Score is not null && Before(line) is not null).Select(line => new Mover(line, Before(line)!.Value)).Where(mover => Math.Abs(mover.Points) >= 1).OrderByDescending(mover => Math.Abs(mover.Points)).Take(SideRows)],
            [.. lines.Where(line => line.Lifecycle != "left" && Attention.SilentDays(line.LastSeen, today.DayOf(line.CreatedAt), today.Date) >= Attention.Silence).OrderBy(line => line.LastSeen ?? DateOnly.MinValue)],
            [.. lines.Where(line => line.RenewsOn is { } on && today.DaysTo(on) is >= 0 and <= RenewalDays).OrderBy(line => line.RenewsOn)],
            [.. openPlays.SelectMany(of => of).Where(play => play.DueAt is { } due && today.DayOf(due) <= today.Date).OrderBy(play => play.DueAt).Select(play => (play, byId[play.AccountId]))],
            [.. ranked.Where(line => line.Snoozed is not null)]);
    }

    static PlayInHand InHand(PlayLine play, DeskToday today) => new(
        play.Id, play.Play ?? "", play.OpenedAt, play.DueAt, play.Urgency > 0 || (play.Play is { } key && today.Texts.Plays.TryGetValue(key, out var document) && document.IsUrgent));

    async Task<QueueLine> Explain(QueueLine line, DeskToday today)
    {
        var history = await plays.History(line.Account.Id);
        var lastPlay = history.Where(play => play.ClosedAt is not null).Max(play => play.ClosedAt);
        if (line.Account.Card is not { } key || await scores.Find(line.Account.Id, key) is not { } live || await authored.Card(key, live.Snapshot.Version) is not { } card) return line with { LastPlay = lastPlay };
        var now = live.Snapshot.Reopen(card);
        var change = await scores.Before(line.Account.Id, key, today.Date) is { } before && await authored.Card(key, before.Snapshot.Version) is { } earlier
            ? ScoreChange.Between(before.Snapshot.Reopen(earlier), now) : null;
        return line with { Card = card, Score = now, Day = change, LastPlay = lastPlay };
    }

    async Task<ILookup<Guid, Side>> Behind(Guid? csm)
    {
        var sides = new List<(Guid Account, Side Side)>();
        foreach (var one in await portfolio.Behind(csm))
            if (await authored.Journey(one.Journey, one.Version) is { } journey && journey.Find(one.Checkpoint) is { } checkpoint) sides.Add((one.AccountId, checkpoint.Side));
        return sides.ToLookup(one => one.Account, one => one.Side);
    }

    async Task<ImmutableArray<ReviewLine>> Reviews(ImmutableArray<TouchLine> reviews, Dictionary<Guid, PortfolioLine> accounts)
    {
        var lines = ImmutableArray.CreateBuilder<ReviewLine>();
        foreach (var touch in reviews)
        {
            if (lines.Count == SideRows) break;
            if (!accounts.TryGetValue(touch.Touch.AccountId, out var account)) continue;
            var member = await contacts.Member(touch.Touch.MembershipId);
            var locale = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            lines.Add(new ReviewLine(touch, account, member is null ? "" : Accounts.AccountReading.Name(member, locale), member?.Contact.GreetingName(locale)));
        }
        return lines.ToImmutable();
    }
}
