using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store.Signals;

namespace CsEngage.Web.Portal;

/// <summary>The announcements that one reader is meant to see and has not put away, newest first. Who is meant decides the same function that decides about guides.</summary>
sealed class News(AnnouncementShelf shelf, FactShelf facts, GuideReading reading, Bodies bodies, TimeProvider clock)
{
    static readonly RuleNeeds PutAway = RuleNeeds.None with { Counters = [new CounterKey("announcement.dismissed", "announcement:*")] };

    public async Task<ImmutableArray<Announcement>> For(Visit visit)
    {
        var now = clock.GetUtcNow();
        var running = (await shelf.InForce()).Where(one => one.From <= now && !(one.Until <= now)).ToImmutableArray();
        if (running.IsEmpty) return [];
        var needs = running.Aggregate(PutAway, (sum, one) => one.Audience is { } rule ? sum.And(rule.Needs) : sum);
        // Roles stand on the membership, which is at hand; rules may ask for anything.
        var history = running.All(one => one.Audience is null) ? await facts.Present(visit.Account, visit.Member.Membership, needs, now, visit.IsMerged) : await facts.Load(visit.Account.Id, needs, now);
        if (history is null) return [];
        var reader = Facts.Of(history).For(visit.Member.Membership.Id);
        return
        [
            .. from one in running
               where reader.LastAt(new CounterKey("announcement.dismissed", one.Subject), now) is null
                   && Visibility.Of(new Visible(IsPublished: true, one.From, one.Until, one.Audience, IsAssigned: true, one.Roles, []), reader, now).IsVisible
               orderby one.From descending, one.Key
               select one,
        ];
    }

    public LiquidMapBuilder Model(Announcement one, Visit visit, LiquidMap known)
    {
        var body = bodies.Of($"{one.Subject}.{one.Version}", visit.Locale, one.Body.In(visit.Locale));
        return new()
        {
            ["key"] = one.Key, ["title"] = one.Title.In(visit.Locale), ["date"] = one.From, ["html"] = reading.Part(body, visit, known, one.Subject),
            ["dismiss_url"] = visit.IsPreview ? LiquidValue.Nil : $"{visit.Url}/announcements/{one.Key}/dismiss",
        };
    }
}
