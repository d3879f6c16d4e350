using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Store.Plays;
using static CsEngage.Engine.Recipes.RecipeNode;
using Calendar = CsEngage.Core.Calendar;

namespace CsEngage.Engine.Recipes;

/// <summary>How an account of a recipe lives: what it was simulated from, and what the recipe itself tells about it.</summary>
/// <param name="Notes">Notes, meetings and tickets in their own words.</param>
sealed record RecipeLife(SimulatedAccount Simulated, ImmutableArray<Note> Notes)
{
    public Account Account => Simulated.History.Account;
}

/// <summary>Reads behaviour and stories from accounts.yaml for accounts as they stand in the store.</summary>
sealed class RecipeLives(JsonObject document, RecipeDays days)
{
    readonly ImmutableDictionary<string, Behaviour> profiles = (document["profiles"] as JsonObject ?? []).ToImmutableDictionary(pair => pair.Key, pair => ProfileOf(pair.Value!.AsObject()), StringComparer.Ordinal);

    /// <param name="given">The account in the document.</param>
    /// <param name="history">The same account as it stands in the store, without signals.</param>
    /// <param name="calendar">Its working days.</param>
    public RecipeLife Of(JsonObject given, AccountHistory history, Calendar calendar)
    {
        var account = history.Account;
        var told = List(given["contracts"]).SelectMany(contract => Told(contract, account)).Concat(List(given["story"]).SelectMany((item, n) => Told(item, n, account)));
        var left = history.Changes.FirstOrDefault(change => change is { Subject: "account", Field: "lifecycle", New: AttributeValue.Text("left") })?.At;
        if (left is { } gone) told = told.Append(Tell(account, "account.left", gone, null, null));
        var whole = history with { Horizon = DateTimeOffset.MinValue, Counts = [], Signals = [.. told.Where(signal => signal.CountedAt <= days.Now)] };
        // Who came to adopt it came through the journey, however slowly.
        var adopted = history.Changes.FirstOrDefault(change => change is { Subject: "account", Field: "lifecycle", New: AttributeValue.Text("adopting") })?.At;
        ImmutableArray<BehaviourFrom> behaviour =
        [
            .. from item in List(given["behaviour"])
               let since = days.At(item["from"])
               let profile = profiles[Text(item["profile"])!]
               select new BehaviourFrom(since, since <= adopted ? profile with { Reaches = 1 } : profile),
        ];
        return new(
            new SimulatedAccount(whole, behaviour.IsEmpty ? [new(account.CreatedAt, Behaviour.Steady)] : behaviour, calendar, left),
            [.. List(given["story"]).Select((item, n) => NoteOf(item, n, account)).Where(note => note.At <= days.Now)]);
    }

    IEnumerable<Signal> Told(JsonObject contract, Account account)
    {
        var subject = $"contract:{Text(contract["key"])}";
        var amount = decimal.Parse(contract["amount"]!.ToString(), CultureInfo.InvariantCulture);
        yield return Tell(account, "contract.signed", days.At(contract["signed"]), subject, amount);
        if (contract["outcome"] is JsonObject outcome)
            yield return Tell(account, RecipeAccounts.IsRenewal(Text(outcome["code"])!) ? "contract.renewed" : "contract.ended", days.At(outcome["at"]), subject, amount);
    }

    IEnumerable<Signal> Told(JsonObject item, int n, Account account)
    {
        var at = days.At(item["at"]);
        switch (Text(item["kind"]))
        {
            case "meeting":
                yield return Tell(account, "meeting.held", at, $"meeting:{Text(item["subject"]) ?? "check-in"}", item["minutes"] is { } minutes ? Number(minutes) : null);
                break;
            case "ticket":
                var subject = string.Create(CultureInfo.InvariantCulture, $"ticket:{account.ExternalId}-{n}");
                yield return Tell(account, "ticket.opened", at, subject, null);
                if (item["solved"] is { } solved) yield return Tell(account, "ticket.solved", days.At(solved), subject, (Number(solved) - Number(item["at"])) * 24);
                break;
            default:
                yield return Tell(account, "note.written", at, string.Create(CultureInfo.InvariantCulture, $"note:{account.ExternalId}-{n}"), null);
                break;
        }
    }

    static Signal Tell(Account account, string kind, DateTimeOffset at, string? subject, decimal? value)
    {
        var id = $"recipe/{account.ExternalId}/{kind}/{subject}";
        return new(SignalKey.Of(at, id), id, kind, at, at, at, account.Id, Subject: subject, Value: value, Source: "import");
    }

    Note NoteOf(JsonObject item, int n, Account account)
    {
        var at = days.At(item["at"]);
        var kind = Text(item["kind"])!;
        return new Note(
            RecipeDays.Id(at, string.Create(CultureInfo.InvariantCulture, $"note/{account.ExternalId}/{n}")), account.Id, null, kind, null, null, Text(item["text"]) ?? "",
            kind != "ticket" ? null : item["solved"] is null ? "open" : "solved", account.CsmId, at, item["minutes"] is { } minutes ? Number(minutes) : null, []);
    }

    static Behaviour ProfileOf(JsonObject given) => new(
        Figure(given["visits_per_week"]), Figure(given["active_share"]), Figure(given["champion_factor"], 2), Figure(given["reports_per_visit"], 1.5), Figure(given["exports_per_month"], 2),
        Figure(given["pace"], 1), Figure(given["reaches"], 0.9), Figure(given["reads"], 0.5), Figure(given["completes"], 0.7), Figure(given["follows_mail"], 0.3), Figure(given["answers"], 0.3),
        Range(given["nps"], (6, 8)), Range(given["csat"], (3, 4)), Figure(given["posts_per_month"]), Figure(given["tickets_per_month"], 0.2), Figure(given["trend"], 1),
        given["month_end"]?.GetValue<bool>() ?? false, Figure(given["meetings_per_quarter"]));

    static (int, int) Range(JsonNode? given, (int, int) otherwise) => given is JsonArray { Count: 2 } range ? (Number(range[0]), Number(range[1])) : otherwise;
}
