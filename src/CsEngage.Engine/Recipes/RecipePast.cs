using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Health;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Plays;
using CsEngage.Store.Recipes;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using Calendar = CsEngage.Core.Calendar;

namespace CsEngage.Engine.Recipes;

/// <summary>Says that a recipe's past has been made, so that no start makes it again.</summary>
public sealed record PastMade
{
    public const string Key = "past";

    public string Recipe { get; init; } = "";
    public DateTimeOffset? Until { get; init; }
    public int Accounts { get; init; }
}

/// <summary>
/// Gives the accounts of a recipe the past they would have had: their days are simulated with the real journeys, touch policy and plays, written down as settled,
/// and scored by the real cards. Nothing is sent for it. To be made before any drain runs; what a kill leaves undone is done by the next start.
/// </summary>
public sealed class RecipePast(PastShelves shelves, Authored authored, PastLetters letters)
{
    static readonly TimeSpan Fresh = TimeSpan.FromDays(14), Before = TimeSpan.FromDays(60);

    /// <summary>Whether this installation has its past, or wants none.</summary>
    public async Task<bool> IsMade() => (await shelves.Settings.Find<PastMade>(PastMade.Key)).Version > 0;

    /// <summary>The answer is how many accounts were given a past; 0 when that was done before, or the recipe wants none.</summary>
    public async Task<int> Make(RecipeCustomers recipe, DateTimeOffset now)
    {
        if (await IsMade()) return 0;
        var lives = recipe.History is null ? [] : await Lives(recipe.Documents, await authored.Current(), now);
        if (lives.Length > 0) await Keep(lives, recipe.History!, now);
        await shelves.Settings.Save(PastMade.Key, new PastMade { Recipe = recipe.Recipe, Until = now, Accounts = lives.Length }, 0, "first-start", now);
        return lives.Length;
    }

    async Task Keep(ImmutableArray<RecipeLife> lives, RecipeHistory wanted, DateTimeOffset now)
    {
        var set = await authored.Current();
        var first = now.AddDays(-wanted.Days);
        foreach (var one in Simulated(lives, set, await World(set), new Dice((ulong)wanted.Seed), first, now))
        {
            await shelves.Log.Register([.. one.Signals.Select(signal => signal.Kind).Where(kind => SignalKinds.Find(kind) is null).Distinct(StringComparer.Ordinal)], "recipe", now);
            var written = one with { Touches = await letters.Number(one.Touches, set) };
            if (await shelves.Past.Keep(written, now)) await letters.Keep(written.Touches, set, now);
        }
        await Score(lives, first, now);
    }

    async Task<ImmutableArray<RecipeLife>> Lives(ImmutableArray<JsonObject> documents, AuthoredSet set, DateTimeOffset now)
    {
        var days = new RecipeDays(now, Calendar.ZoneOf(set.Operator.Zone));
        var found = ImmutableArray.CreateBuilder<RecipeLife>();
        foreach (var document in documents)
        {
            var lives = new RecipeLives(document, days);
            var accounts = RecipeNode.List(document["accounts"]).ToDictionary(given => RecipeNode.Text(given["key"])!, StringComparer.Ordinal);
            var ids = await shelves.Accounts.Ids(accounts.Keys);
            var lived = await shelves.Past.Lived();
            foreach (var (key, given) in accounts)
                if (ids.TryGetValue(key, out var id) && !lived.Contains(id) && await shelves.Facts.Load(id, RuleNeeds.None, days.Now) is { } history)
                    found.Add(lives.Of(given, history, set.CalendarsOf(history.Account).Account));
        }
        return found.ToImmutable();
    }

    async Task<SimulatedWorld> World(AuthoredSet set)
    {
        var kinds = new Dictionary<string, TouchKind>(StringComparer.Ordinal);
        foreach (var entry in set.Catalogue.Where(entry => entry.Item.Kind == "template"))
            if (await authored.Template(set, entry.Item.Key, set.Operator.Locale, null) is { } template)
                kinds[entry.Item.Key] = template.Source.IsTransactional ? TouchKind.Transactional : TouchKind.Of(template.Source.Topic ?? "");
        return new SimulatedWorld([.. set.Journeys.Values], set.OperatorCalendar, set.Rules.QuietHours, [], await shelves.Secrets.Draws())
        {
            KindOf = key => kinds.GetValueOrDefault(key, TouchKind.Transactional),
        };
    }

    // Simulating is thinking only, so accounts are thought of side by side; there is one writer for what comes of it.
    static ParallelQuery<AccountPast> Simulated(ImmutableArray<RecipeLife> lives, AuthoredSet set, SimulatedWorld world, Dice dice, DateTimeOffset first, DateTimeOffset now) =>
        lives.AsParallel().AsOrdered().Select(life =>
        {
            var past = Simulation.Run(life.Simulated, world with { Caps = set.Rules.For(life.Account.TouchModel) }, life.Account.CreatedAt, now, dice);
            return Told(life, past, SimulatedWork.Of(life.Simulated, past, [.. set.Plays.Values], first, now, dice), set, world, first, now);
        });

    static AccountPast Told(RecipeLife life, SimulatedPast past, ImmutableArray<SimulatedPlay> plays, AuthoredSet set, SimulatedWorld world, DateTimeOffset first, DateTimeOffset now)
    {
        var account = life.Account;
        var contacts = past.History.Memberships.ToDictionary(member => member.Id, member => member.ContactId);
        ImmutableArray<Signal> signals = [.. Remembered(life.Simulated.History.Signals.Concat(past.Signals), first - Before).Where(signal => signal.CountedAt <= now), .. plays.SelectMany(play => Said(play, account.Id))];
        return new(
            account.Id, signals, [.. past.Enrollments.Select(enrollment => Kept(enrollment, life, past, set, now))],
            [.. past.Touches.Select(touch => new RememberedTouch(touch.Touch, touch.Decision, touch.At, world.KindOf(touch.Touch.Template).Topic, null))],
            [.. plays.Select(play => Written(play, account))], life.Notes,
            [
                .. signals.Where(signal => signal.Kind == "consent.withdrawn").Select(signal => new ConsentAct(
                    RecipeDays.Id(signal.CountedAt, signal.Id), contacts[signal.MembershipId!.Value], signal.Subject!["topic:".Length..], "mail", Given: false, "withdrawn", null, "recipe", signal.CountedAt, null)),
            ]);
    }

    /// <summary>Of what is older than anybody looks back, the story is kept, and of everyday use who did it first: enough for every rule that asks whether something ever happened.</summary>
    static IEnumerable<Signal> Remembered(IEnumerable<Signal> signals, DateTimeOffset from)
    {
        var seen = new HashSet<(string, Guid?)>();
        return signals.Where(signal => signal.CountedAt >= from || !SignalKinds.CountsAsEngagement(signal.Kind) || signal.Subject?.StartsWith("portal:", StringComparison.Ordinal) == false || seen.Add((signal.Kind, signal.MembershipId)));
    }

    /// <summary>An enrollment with what is to be kept of its effects: fields are what the recipe says they are, plays are kept as they ended, old notices would only be noise.</summary>
    static Advanced Kept(Enrollment enrollment, RecipeLife life, SimulatedPast past, AuthoredSet set, DateTimeOffset now)
    {
        var mine = string.Create(CultureInfo.InvariantCulture, $"{enrollment.Journey}/{enrollment.ParticipantId:D}/{enrollment.Entry}/");
        var settled = past.Touches.Select(touch => touch.Touch.Id).ToHashSet(StringComparer.Ordinal);
        var effects = past.Effects.Where(effect => effect switch
        {
            Effect.Append append => append.Signal.Cause is { Type: "enrollment" } cause && cause.Id == enrollment.Id.ToString("D"),
            _ when !effect.Id.StartsWith(mine, StringComparison.Ordinal) => false,
            Effect.SetField field => !life.Simulated.History.Changes.Any(change => change.Subject == "account" && change.At >= field.At && field.Field == "account." + change.Field),
            Effect.Plan plan => !settled.Contains(plan.Id),
            Effect.Notify => now - effect.At < Fresh,
            Effect.OpenPlay or Effect.ClosePlay or Effect.StartJourney => false,
            _ => true,
        });
        DateTimeOffset? next = null;
        if (!enrollment.HasEnded && set.Journeys.GetValueOrDefault(enrollment.Journey) is { } journey)
            next = journey.Advance(enrollment, Facts.Of(past.History), enrollment.AdvancedAt, set.CalendarsOf(life.Account)).NextAt;
        return new Advanced(enrollment, [.. effects], next);
    }

    static (NewPlay, PlayClosing?) Written(SimulatedPlay play, Account account) => (
        new NewPlay(play.Id, play.Play, account.Id, play.MembershipId, play.OpenedAt, play.DueAt, play.Cause, play.EnrollmentId, play.ByRule, Reasons: play.Reasons, Urgency: play.IsUrgent ? 1 : 0),
        play.Closing is not { } closing ? null : closing.Outcome is { } outcome ? new PlayClosing(outcome, null, account.CsmId, closing.Minutes, closing.At) : new PlayClosing("by-itself", closing.Why, null, null, closing.At));

    static IEnumerable<Signal> Said(SimulatedPlay play, Guid account)
    {
        yield return DerivedSignal.Of(play.Cause, "play.opened", play.OpenedAt, play.OpenedAt, account, subject: $"play:{play.Play}");
        if (play.Closing is not { } closing) yield break;
        var properties = ImmutableSortedDictionary<string, string>.Empty.Add("outcome", closing.Outcome ?? "by-itself");
        yield return DerivedSignal.Of(Cause.Of("play", play.Id), "play.closed", closing.At, closing.At, account, subject: $"play:{play.Play}", value: closing.Minutes, properties: properties, source: closing.Outcome is null ? "engine" : "desk");
    }

    /// <summary>Scores as they would have been: looked at when the past begins, whenever an account got other cards, and today; every day between is closed by the board.</summary>
    async Task Score(ImmutableArray<RecipeLife> lives, DateTimeOffset first, DateTimeOffset now) =>
        await Parallel.ForEachAsync(lives, async (life, _) =>
        {
            var begins = life.Account.CreatedAt > first ? life.Account.CreatedAt : first;
            var turns = life.Simulated.History.Changes.Where(change => change is { Subject: "account", Field: "touch-model" or "tier" } && change.At > begins).Select(change => change.At);
            foreach (var at in turns.Prepend(begins).Append(now).Distinct().Order().ToList()) await shelves.Scores.Score(life.Account.Id, at);
        });
}

/// <summary>What a past is read from and written to.</summary>
public sealed record PastShelves(PastShelf Past, AccountBook Accounts, FactShelf Facts, SignalLog Log, SettingsBook Settings, EngineSecrets Secrets, ScoreBoard Scores);
