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
    ImmutableArray<(PortfolioLine Account, Silence Silence)> Silent, ImmutableArray<PortfolioLine> Renewals, ImmutableArray<(PlayLine Play, PortfolioLine Account)> Due, ImmutableArray<QueueLine> Snoozed);

/// <summary>Reads a book as a queue: everything of all its accounts in a handful of queries, explanations only for the lines that are shown.</summary>
public sealed class QueueReading(Portfolio portfolio, PlayBook plays, TouchBook touches, ContactBook contacts, ScoreShelf scores, CadenceShelf cadences, SnoozeBook snoozes, DeskDay day, Authored authored)
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

        var peers = await cadences.Peers();
        var silent = lines.Where(line => line.Lifecycle != "left")
            .Select(line => (Account: line, Silence: Silence.Of(line.Usual, line.LastSeen, peers.TryGetValue(line.TouchModel, out var usual) ? usual : null, today.DayOf(line.CreatedAt), today.Date)))
            .Where(pair => pair.Silence is not null).ToDictionary(pair => pair.Account.Id, pair => (pair.Account, Silence: pair.Silence!));

        double? Before(PortfolioLine line) => weekBefore[line.Id].FirstOrDefault(closing => closing.Card == line.Card)?.Score;

        var ranked = (
            from line in lines
            where line.Lifecycle != "left"
            let facts = new AttentionFacts(
                [.. openPlays[line.Id].Select(play => InHand(play, today))], line.Band, line.Score, Before(line), silent.TryGetValue(line.Id, out var away) ? away.Silence : null, line.RenewsOn, line.NoticeBy,
                behind[line.Id].Count(one => one == Side.Customer), behind[line.Id].Count(one => one == Side.Vendor), inReview.GetValueOrDefault(line.Id)) { RenewsByItself = line.RenewsByItself }
            let reasons = Attention.Of(facts, today.Date, today.Now)
            where !reasons.IsEmpty
            let rank = QueueRank.Of(new QueueEntry(line.Arr, line.Score, line.RenewsOn, line.NoticeBy, Attention.Actions(facts)) { RenewsByItself = line.RenewsByItself }, revenues, today.Date, weights)
            orderby rank.Points descending, line.Name
            select new QueueLine(line, rank, reasons, null, null, null, null, asleep.GetValueOrDefault(line.Id))).ToList();

        var awake = ranked.Where(line => line.Snoozed is null).ToList();
        var shown = await Explain([.. all ? awake : awake.Take(Shown)], today);

        return new DeskQueue(
            today, shown, awake.Count, lines.Length, revenues, weights,
            await Reviews(reviews, byId),
            [.. lines.Where(line => line.Score is not null && Before(line) is not null).Select(line => new Mover(line, Before(line)!.Value)).Where(mover => Math.Abs(mover.Points) >= 1).OrderByDescending(mover => Math.Abs(mover.Points)).Take(SideRows)],
            [.. silent.Values.OrderByDescending(pair => pair.Silence.Days).ThenBy(pair => pair.Account.Name, StringComparer.Ordinal)],
            [.. lines.Where(line => line.RenewsOn is { } on && today.DaysTo(on) is >= 0 and <= RenewalDays).OrderBy(line => line.RenewsOn)],
            [.. openPlays.SelectMany(of => of).Where(play => play.DueAt is { } due && today.DueDay(due) <= today.Date).OrderBy(play => play.DueAt).Select(play => (play, byId[play.AccountId]))],
            [.. ranked.Where(line => line.Snoozed is not null)]);
    }

    /// <summary>An open play as ranks and reasons look at it.</summary>
    public static PlayInHand InHand(PlayLine play, DeskToday today) => new(
        play.Id, play.Play ?? "", play.OpenedAt, play.DueAt, play.DueAt is { } due ? today.DueDay(due) : null, play.Urgency > 0 || (play.Play is { } key && today.Texts.Plays.TryGetValue(key, out var document) && document.IsUrgent));

    /// <summary>Adds to the lines that are shown what explains them: of all of them together, never one by one.</summary>
    async Task<ImmutableArray<QueueLine>> Explain(ImmutableArray<QueueLine> lines, DeskToday today)
    {
        var ids = lines.Select(line => line.Account.Id).ToArray();
        var (scored, yesterday, worked) = (await scores.Of(ids), await scores.Before(ids, today.Date), await plays.LastClosed(ids));
        var trends = await portfolio.Trends(ids, today.Date.AddDays(-TrendDays));
        var explained = ImmutableArray.CreateBuilder<QueueLine>(lines.Length);
        foreach (var plain in lines)
        {
            var (id, key) = (plain.Account.Id, plain.Account.Card);
            var line = plain with
            {
                LastPlay = worked.TryGetValue(id, out var closed) ? closed : null,
                Trend = [.. trends[id].Where(closing => closing.Card == key).Select(closing => closing.Score), plain.Account.Score],
            };
            if (key is not null && scored[id].FirstOrDefault(live => live.Card == key) is { } live && await authored.Card(key, live.Snapshot.Version) is { } card)
            {
                var now = live.Snapshot.Reopen(card);
                var change = yesterday.TryGetValue((id, key), out var before) && await authored.Card(key, before.Version) is { } earlier ? ScoreChange.Between(before.Reopen(earlier), now) : null;
                line = line with { Card = card, Score = now, Day = change };
            }
            explained.Add(line);
        }
        return explained.ToImmutable();
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
