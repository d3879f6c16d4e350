using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Health;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Health;

/// <summary>Computes how healthy accounts are, closes their days, and says it when a colour changes.</summary>
public sealed class ScoreBoard(CardBook cards, FactShelf facts, ScoreShelf scores, SettingsBook settings)
{
    /// <summary>Brings the scores of one account up to date: days that have ended are closed first, so that looking often changes nothing.</summary>
    public async Task Score(Guid accountId, DateTimeOffset now)
    {
        var yesterday = await Yesterday(now);
        await Close(accountId, yesterday);
        var inForce = await cards.InForce();
        if (await facts.Load(accountId, inForce.Needs, now) is not { } history) return;
        var overrides = (await scores.Overrides([accountId]))[accountId].ToImmutableArray();
        var (live, signals) = Live(inForce, accountId, Facts.Of(history), await scores.Of(accountId), overrides, now, yesterday);
        await scores.Save(accountId, live, signals);
    }

    /// <summary>Closes each day up to and with <paramref name="last"/> that is not closed yet, as of its own end.</summary>
    public async Task Close(Guid accountId, DateOnly last)
    {
        var open = (await scores.Of(accountId)).FindAll(live => live.Band.ClosedOn < last);
        if (open.Count == 0) return;
        var days = OperatorDays.In(await settings.OperatorZone());
        var inForce = await cards.InForce();
        if (await facts.Load(accountId, inForce.Needs, FirstEnd(open, days)) is not { } history) return;
        var (closed, signals, _) = Closings(inForce, accountId, Facts.Of(history), open, [.. (await scores.Overrides([accountId]))[accountId]], days, last);
        await scores.Close(closed, signals);
    }

    /// <summary>The same over what is at hand, with nothing written: closings, live scores, and what they mean.</summary>
    /// <param name="seen">Facts with everything that this look has come to.</param>
    /// <param name="known">The live scores as they stand.</param>
    public async Task<ScoreLook> Look(Guid accountId, Facts seen, ImmutableArray<LiveScore> known, ImmutableArray<CardOverride> overrides, DateTimeOffset now)
    {
        var (days, yesterday) = (OperatorDays.In(await settings.OperatorZone()), await Yesterday(now));
        var inForce = await cards.InForce();
        var open = known.Where(live => live.Band.ClosedOn < yesterday).ToList();
        if (open.Count > 0 && days.StartOf(days.DateOf(FirstEnd(open, days)).AddDays(-inForce.Needs.RawDaysBack)) < seen.Horizon)
        {
            // The days to close begin before what was loaded: they have a load of their own.
            await Close(accountId, yesterday);
            (known, open) = ([.. await scores.Of(accountId)], []);
        }
        var (closed, ended, states) = Closings(inForce, accountId, seen, open, overrides, days, yesterday);
        var after = known.Select(live => states.Find(state => state.Card == live.Card && state.MembershipId == live.MembershipId) ?? live).ToList();
        var (live, changed) = Live(inForce, accountId, seen.With([.. ended]), after, overrides, now, yesterday);
        return new(closed, live, [.. ended, .. changed]);
    }

    async Task<DateOnly> Yesterday(DateTimeOffset now) => OperatorDays.In(await settings.OperatorZone()).DateOf(now).AddDays(-1);

    static DateTimeOffset FirstEnd(List<LiveScore> open, OperatorDays days) => days.StartOf(open.Min(live => live.Band.ClosedOn!.Value).AddDays(2));

    static (List<(LiveScore Live, DateOnly Day)> Closed, List<Signal> Signals, List<LiveScore> States) Closings(
        CardsInForce inForce, Guid accountId, Facts read, List<LiveScore> open, ImmutableArray<CardOverride> overrides, OperatorDays days, DateOnly last)
    {
        var (closed, signals, states) = (new List<(LiveScore, DateOnly)>(), new List<Signal>(), new List<LiveScore>());
        foreach (var live in open)
        {
            if (!inForce.Cards.TryGetValue(live.Card, out var card)) continue;
            var state = live;
            for (var day = live.Band.ClosedOn!.Value.AddDays(1); day <= last; day = day.AddDays(1))
            {
                var at = days.StartOf(day.AddDays(1));
                var score = card.Score(read, at, At(overrides, card, at));
                var band = state.Band.Close(score.Score, day, card.Bands, card.Hysteresis);
                if (Changed(accountId, card, state.Band.Band, band.Band, score, at) is { } signal) signals.Add(signal);
                state = state with { At = at, Score = score.Score, Band = band, Snapshot = HealthSnapshot.Of(card, score, band.Band), ChangesAt = score.ChangesAt };
                closed.Add((state, day));
            }
            states.Add(state);
        }
        return (closed, signals, states);
    }

    static (List<LiveScore> Live, List<Signal> Signals) Live(
        CardsInForce inForce, Guid accountId, Facts read, List<LiveScore> known, ImmutableArray<CardOverride> overrides, DateTimeOffset now, DateOnly yesterday)
    {
        var (live, signals) = (new List<LiveScore>(), new List<Signal>());
        foreach (var card in inForce.For(read, now))
        {
            var before = known.Find(one => one.Card == card.Key && one.MembershipId is null);
            var score = card.Score(read, now, At(overrides, card, now));
            var band = (before?.Band ?? BandState.Start with { ClosedOn = yesterday }).See(score.Score, card.Bands, card.Hysteresis);
            live.Add(new LiveScore(accountId, null, card.Key, live.Count == 0, now, score.Score, band, HealthSnapshot.Of(card, score, band.Band), score.ChangesAt));
            if (Changed(accountId, card, before?.Band.Band, band.Band, score, now) is { } signal) signals.Add(signal);
        }
        return (live, signals);
    }

    static ImmutableArray<HealthOverride> At(ImmutableArray<CardOverride> overrides, Scorecard card, DateTimeOffset at) =>
        overrides.IsEmpty ? [] : [.. overrides.Where(one => one.Card == card.Key && one.Override.From <= at && one.Override.Until > at).Select(one => one.Override)];

    static Signal? Changed(Guid accountId, Scorecard card, Band? from, Band to, HealthScore score, DateTimeOffset at)
    {
        if ((from ?? Band.NotEnoughData) == to) return null;
        var properties = ImmutableSortedDictionary<string, string>.Empty
            .Add("from", (from ?? Band.NotEnoughData).ToString()).Add("to", to.ToString())
            .Add("score", score.Score?.ToString("0.#", CultureInfo.InvariantCulture) ?? "");
        var cause = Cause.Of("scorecard", string.Create(CultureInfo.InvariantCulture, $"{card.Key}/{card.Version}/{at.ToUnixTimeMilliseconds()}"));
        return DerivedSignal.Of(cause, "health.band-changed", at, at, accountId, subject: "scorecard:" + card.Key, value: (int)to, properties: properties);
    }
}

/// <summary>What a look at an account's scores came to.</summary>
public sealed record ScoreLook(IReadOnlyList<(LiveScore Live, DateOnly Day)> Closed, IReadOnlyList<LiveScore> Live, IReadOnlyList<Signal> Signals);
