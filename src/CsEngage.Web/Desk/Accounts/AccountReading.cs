using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Health;
using CsEngage.Store.Journeys;
using CsEngage.Store.People;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>The last time a score changed its colour.</summary>
/// <param name="Because">The measure that moved the score most in that direction over the week before; null when an override did, or nothing is known.</param>
/// <param name="Points">By how much.</param>
public sealed record ColourChange(DateOnly Day, Band From, Band To, Measure? Because, double Points, bool ByOverride);

/// <summary>A score with everything that explains it.</summary>
/// <param name="Score">The score now, part by part.</param>
/// <param name="Before">The last closing before today.</param>
/// <param name="Change">From then to now; null when there is nothing to compare with.</param>
/// <param name="Days">Closings of the last 90 days and the score now.</param>
public sealed record ScoreView(Scorecard Card, LiveScore Live, HealthScore Score, DateOnly? Before, ScoreChange? Change, ImmutableArray<double?> Days, ImmutableArray<HealthOverride> Overrides)
{
    /// <summary>What each measure costs: how far its contribution stays behind what it could be. The costliest first.</summary>
    public ImmutableArray<(Measure Measure, double Points)> Costs =>
    [
        .. Card.Measures.Zip(Score.Measures).Where(pair => pair.Second.EffectiveWeight > 0)
            .Select(pair => (pair.First, Points: pair.Second.Contribution - 100 * pair.Second.EffectiveWeight)).OrderBy(pair => pair.Points),
    ];

    /// <summary>From the closing of a week ago to now, as the queue counts it.</summary>
    public double? Week { get; init; }

    /// <summary>A quiet night must not hide a bad week.</summary>
    public bool IsWeekLarger => Week is { } week && Math.Abs(Math.Round(week)) > Math.Abs(Math.Round(Change?.Points ?? 0));

    public ColourChange? Turned { get; init; }

    public Measure? Measure(string key) => Card.Measures.FirstOrDefault(measure => measure.Key == key);
}

/// <summary>A contact of the account with the last sign of life.</summary>
public sealed record PersonView(Member Member, string Name, DateTimeOffset? LastSeen)
{
    /// <summary>How far this contact came into the portal; null when nobody ever invited or saw them there.</summary>
    public Arrival? Arrival { get; init; }

    public Guid Id => Member.Membership.Id;
}

/// <summary>An enrollment with its journey.</summary>
public sealed record PassageView(Journey Journey, LoadedEnrollment Loaded)
{
    public Enrollment Enrollment => Loaded.Enrollment;

    public decimal Progress => Journey.ProgressOf(Enrollment);
}

/// <summary>Who read what: guides in the order of the journey, then others that were opened.</summary>
public sealed record ReadingGrid(ImmutableArray<string> Guides, ImmutableDictionary<(string Guide, Guid Membership), ImmutableArray<GuideMark>> Cells)
{
    /// <summary>The furthest that a contact came with a guide.</summary>
    public GuideMark? Best(string guide, Guid membership) => Cells.TryGetValue((guide, membership), out var marks) ? marks.MaxBy(mark => mark.Kind switch { "completed" => 3, "read" => 2, _ => 1 }) : null;
}

/// <summary>Everything of an account that does not belong to its story.</summary>
public sealed record AccountView(
    DeskToday Today, Core.Account Account, int Version, AccountCare Care, Staff? Csm, ImmutableArray<ScoreView> Scores, ImmutableArray<PersonView> People, ImmutableArray<PassageView> Passages,
    ReadingGrid Grid, ImmutableArray<Contract> Contracts)
{
    public ScoreView? Primary => Scores.IsEmpty ? null : Scores[0];

    public IEnumerable<Contract> Running => Contracts.Where(contract => contract.Status == "active" && contract.EndOn >= Today.Date);

    public Contract? Next => Running.MinBy(contract => contract.EndOn);

    /// <summary>Annual revenue in the reporting currency.</summary>
    public long? Arr => Running.Any() ? (long)Running.Sum(contract => contract.Arr * (Today.Frame.Rates.FirstOrDefault(rate => rate.Currency == contract.Currency)?.Rate ?? 1)) : null;

    /// <summary>The same in the currency of the contracts; null where they are in several.</summary>
    public (long Arr, string Currency)? Signed => Running.Select(contract => contract.Currency).Distinct().ToList() is [var only] ? (Running.Sum(contract => contract.Arr), only) : null;

    /// <summary>The first of the days that figures "in 28 days" count: with today they are 28, as rules count them.</summary>
    public DateOnly ActiveSince => Today.Date.AddDays(1 - ActiveDays);

    /// <summary>Contacts who did anything that counts as engagement within these days.</summary>
    public int Active => People.Count(person => person.LastSeen is { } seen && Today.DayOf(seen) >= ActiveSince);

    /// <summary>The usual gap in days between visits, of its own past and of its peers.</summary>
    public (int? Own, int? Peers) Usual { get; init; }

    /// <summary>Who did so last.</summary>
    public PersonView? LastActive => People.Where(person => person.LastSeen is not null).MaxBy(person => person.LastSeen);

    public const int ActiveDays = 28;

    /// <summary>What asks for its CSM, the most pressing first; the same decision as in the queue.</summary>
    public ImmutableArray<Attention> Reasons(IEnumerable<PlayInHand> plays, int inReview)
    {
        var behind = Passages.Where(passage => !passage.Enrollment.HasEnded).SelectMany(passage => passage.Journey.Checkpoints.Where(checkpoint => passage.Enrollment.Find(checkpoint.Key) is { IsReached: false, BehindAt: not null })).ToList();
        return Attention.Of(new AttentionFacts(
            [.. plays], Primary?.Live.Band.Band ?? Band.NotEnoughData, Primary?.Live.Score, Primary?.Live.Score - Primary?.Week, Silence.Of(Usual.Own, LastActive?.LastSeen is { } seen ? Today.DayOf(seen) : null, Usual.Peers, Today.DayOf(Account.CreatedAt), Today.Date),
            Next?.EndOn, Next?.NoticeBy, behind.Count(one => one.Side == Side.Customer), behind.Count(one => one.Side == Side.Vendor), inReview) { RenewsByItself = Next?.AutoRenew ?? false }, Today.Date, Today.Now);
    }

    public string? GreetingOf(Guid membership) => People.FirstOrDefault(person => person.Id == membership)?.Member.Contact.GreetingName(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    public string NameOf(Guid? membership) => membership is { } id ? People.FirstOrDefault(person => person.Id == id)?.Name ?? "" : "";
}

/// <summary>Reads an account as its page shows it.</summary>
public sealed class AccountReading(AccountBook accounts, ContactBook contacts, ContractBook contracts, EnrollmentBook enrollments, ScoreShelf scores, CadenceShelf cadences, Portfolio portfolio, StaffList staff, Authored authored, DeskDay day)
{
    const int TrendDays = 90;

    public async Task<AccountView?> Read(Guid id)
    {
        if (await accounts.Find(id) is not { } found || await accounts.Care(id) is not { } care) return null;
        var today = await day.Today();
        var locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var (seen, arrivals) = (await portfolio.LastSeen(id), await portfolio.Arrivals(id));
        var passages = await Passages(id);
        return new AccountView(
            today, found.Value, found.Version, care, found.Value.CsmId is { } csm ? await staff.Find(csm) : null, await Scores(id, today),
            [.. (await contacts.At(id)).Select(member => new PersonView(member, Name(member, locale), seen.TryGetValue(member.Membership.Id, out var at) ? at : null) { Arrival = arrivals.GetValueOrDefault(member.Membership.Id) })],
            passages, await Grid(id, passages), await contracts.Of(id))
        {
            Usual = (await cadences.Of(id), (await cadences.Peers()).TryGetValue(found.Value.TouchModel, out var usual) ? usual : null),
        };
    }

    public static string Name(Member member, string locale) => member.Contact.FullName(locale) ?? member.Contact.AddressAsTyped ?? member.Contact.Address ?? "–";

    /// <summary>By which clock a contact lives: their own, their account's, or ours.</summary>
    public static TimeZoneInfo ZoneOf(Member? member, Core.Account account, DeskToday today) =>
        (member?.Contact.Zone ?? account.Zone) is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : today.Zone;

    async Task<ImmutableArray<ScoreView>> Scores(Guid id, DeskToday today)
    {
        var views = new List<ScoreView>();
        foreach (var live in (await scores.Of(id)).Where(live => live.MembershipId is null))
        {
            if (await authored.Card(live.Card, live.Snapshot.Version) is not { } card) continue;
            var overrides = await scores.Overrides(id, live.Card, today.Now);
            var now = live.Snapshot.Reopen(card);
            var before = await scores.Before(id, live.Card, today.Date);
            var change = before is { } closed && await authored.Card(live.Card, closed.Snapshot.Version) is { } earlier ? ScoreChange.Between(closed.Snapshot.Reopen(earlier), now) : null;
            var days = await scores.Days(id, live.Card, today.Date.AddDays(-TrendDays), today.Date.AddDays(-1));
            views.Add(new ScoreView(card, live, now, before?.Day, change, [.. days.Select(closing => closing.Score), live.Score], overrides)
            {
                Week = live.Score - days.FirstOrDefault(closing => closing.Day == today.Date.AddDays(-7))?.Score,
                Turned = await Turned(card, live, days, today),
            });
        }
        return [.. views.OrderByDescending(view => view.Live.IsPrimary).ThenBy(view => view.Live.Card, StringComparer.Ordinal)];
    }

    async Task<ColourChange?> Turned(Scorecard card, LiveScore live, List<DayScore> days, DeskToday today)
    {
        List<(DateOnly Day, Band Band)> bands = [.. days.Select(closing => (closing.Day, closing.Band)), (today.Date, live.Band.Band)];
        var turn = Enumerable.Range(1, bands.Count - 1).LastOrDefault(index => bands[index].Band != bands[index - 1].Band);
        if (turn == 0) return null;
        var ((day, to), from) = (bands[turn], bands[turn - 1].Band);
        // A colour turns some closings after its score: the week before tells what turned it.
        var start = bands.Take(turn).Where(one => one.Day >= day.AddDays(-7)).Append(bands[turn - 1]).First().Day;
        var after = turn == bands.Count - 1 ? live.Snapshot : await scores.Snapshot(live.AccountId, live.Card, day);
        var change = await Reopened(live.Card, await scores.Snapshot(live.AccountId, live.Card, start)) is { } was && await Reopened(live.Card, after) is { } became ? ScoreChange.Between(was, became) : null;
        // A closing is at the end of its day: from the next one on the colour is seen, and the story says so too.
        var seen = turn == bands.Count - 1 ? day : day.AddDays(1);
        if (change is null) return new ColourChange(seen, from, to, null, 0, ByOverride: false);
        var (measure, points) = change.Movers(int.MaxValue).FirstOrDefault(mover => Math.Abs(mover.Points) >= 0.5 && mover.Points < 0 == to < from);
        return Math.Abs(change.Overrides) > Math.Abs(points)
            ? new ColourChange(seen, from, to, null, change.Overrides, ByOverride: true)
            : new ColourChange(seen, from, to, card.Measures.FirstOrDefault(one => one.Key == measure), points, ByOverride: false);
    }

    async Task<HealthScore?> Reopened(string key, HealthSnapshot? snapshot) =>
        snapshot is not null && await authored.Card(key, snapshot.Version) is { } card ? snapshot.Reopen(card) : null;

    async Task<ImmutableArray<PassageView>> Passages(Guid id)
    {
        var views = ImmutableArray.CreateBuilder<PassageView>();
        foreach (var loaded in await enrollments.Of(id))
            if (await authored.Journey(loaded.Enrollment.Journey, loaded.Enrollment.Version) is { } journey) views.Add(new PassageView(journey, loaded));
        // The one under way first, then the latest.
        return [.. views.OrderBy(view => view.Enrollment.HasEnded).ThenByDescending(view => view.Enrollment.EnteredAt)];
    }

    async Task<ReadingGrid> Grid(Guid id, ImmutableArray<PassageView> passages)
    {
        var marks = await portfolio.GuideMarks(id);
        var guides = passages.SelectMany(passage => passage.Journey.Checkpoints).SelectMany(checkpoint => checkpoint.Guides)
            .Concat(marks.OrderBy(mark => mark.FirstAt).Select(mark => mark.Guide)).Distinct(StringComparer.Ordinal);
        return new ReadingGrid([.. guides], marks.GroupBy(mark => (mark.Guide, mark.MembershipId)).ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray()));
    }
}
