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
        var days = OperatorDays.In(await settings.OperatorZone());
        var yesterday = days.DateOf(now).AddDays(-1);
        await Close(accountId, yesterday);

        var inForce = await cards.InForce();
        if (await facts.Load(accountId, inForce.Needs, now) is not { } history) return;
        var (known, read) = (await scores.Of(accountId), Facts.Of(history));
        var (live, signals) = (new List<LiveScore>(), new List<Signal>());
        foreach (var card in inForce.For(read, now))
        {
            var before = known.Find(one => one.Card == card.Key && one.MembershipId is null);
            var score = card.Score(read, now, await scores.Overrides(accountId, card.Key, now));
            var band = (before?.Band ?? BandState.Start with { ClosedOn = yesterday }).See(score.Score, card.Bands, card.Hysteresis);
            live.Add(new LiveScore(accountId, null, card.Key, live.Count == 0, now, score.Score, band, HealthSnapshot.Of(card, score, band.Band), score.ChangesAt));
            if (Changed(accountId, card, before?.Band.Band, band.Band, score, now) is { } signal) signals.Add(signal);
        }
        await scores.Save(accountId, live, signals);
    }

    /// <summary>Closes each day up to and with <paramref name="last"/> that is not closed yet, as of its own end.</summary>
    public async Task Close(Guid accountId, DateOnly last)
    {
        var open = (await scores.Of(accountId)).FindAll(live => live.Band.ClosedOn < last);
        if (open.Count == 0) return;
        var days = OperatorDays.In(await settings.OperatorZone());
        var first = open.Min(live => live.Band.ClosedOn!.Value).AddDays(1);
        var inForce = await cards.InForce();
        if (await facts.Load(accountId, inForce.Needs, days.StartOf(first.AddDays(1))) is not { } history) return;

        var (closed, signals, read) = (new List<(LiveScore, DateOnly)>(), new List<Signal>(), Facts.Of(history));
        foreach (var live in open)
        {
            if (!inForce.Cards.TryGetValue(live.Card, out var card)) continue;
            var state = live;
            var overrides = await scores.Overrides(accountId, card.Key, days.StartOf(live.Band.ClosedOn!.Value.AddDays(1)), days.StartOf(last.AddDays(1)));
            for (var day = live.Band.ClosedOn!.Value.AddDays(1); day <= last; day = day.AddDays(1))
            {
                var at = days.StartOf(day.AddDays(1));
                var score = card.Score(read, at, overrides.IsEmpty ? overrides : [.. overrides.Where(one => one.From <= at && one.Until > at)]);
                var band = state.Band.Close(score.Score, day, card.Bands, card.Hysteresis);
                if (Changed(accountId, card, state.Band.Band, band.Band, score, at) is { } signal) signals.Add(signal);
                state = state with { At = at, Score = score.Score, Band = band, Snapshot = HealthSnapshot.Of(card, score, band.Band), ChangesAt = score.ChangesAt };
                closed.Add((state, day));
            }
        }
        await scores.Close(closed, signals);
    }

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
