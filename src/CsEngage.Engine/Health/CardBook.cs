using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Store.Definitions;

namespace CsEngage.Engine.Health;

/// <summary>Which cards an account gets, by the first rule that holds; the last choice has no rule.</summary>
public sealed record CardChoice(Rule? When, ImmutableArray<string> Cards, string Primary);

/// <summary>The cards in force and how accounts come by them, parsed once.</summary>
public sealed record CardsInForce(ImmutableDictionary<string, Scorecard> Cards, ImmutableArray<CardChoice> Choices, RuleNeeds Needs)
{
    /// <summary>The cards for an account as of an instant, the primary one first.</summary>
    public ImmutableArray<Scorecard> For(Facts facts, DateTimeOffset now) =>
        Choices.FirstOrDefault(choice => choice.When is null || choice.When.Evaluate(facts, now).Value == Truth.True) is { } choice
            ? [.. choice.Cards.OrderBy(key => key != choice.Primary).Select(key => Cards.GetValueOrDefault(key)).OfType<Scorecard>().Where(card => card.Scope == HealthScope.Account)]
            : [];
}

/// <summary>Reads scorecards and the settings that choose among them; forgets them when a definition is published.</summary>
public sealed class CardBook : IDisposable
{
    readonly DefinitionShelf definitions;
    readonly Remembered<CardsInForce> inForce;

    public CardBook(DefinitionShelf definitions, WakeUp wakeUp)
    {
        this.definitions = definitions;
        inForce = new(wakeUp, "definitions", Read);
    }

    public Task<CardsInForce> InForce() => inForce.Value();

    async Task<CardsInForce> Read()
    {
        var cards = (await definitions.InForce("scorecard")).Select(version => Scorecard.Parse(version.Json, version.Number)).ToImmutableDictionary(card => card.Key, StringComparer.Ordinal);
        var choices = await Choices(cards);
        var needs = cards.Values.Aggregate(RuleNeeds.None, (sum, card) => sum.And(card.Needs));
        return new CardsInForce(cards, choices, choices.Aggregate(needs, (sum, choice) => choice.When is { } rule ? sum.And(rule.Needs) : sum));
    }

    async Task<ImmutableArray<CardChoice>> Choices(ImmutableDictionary<string, Scorecard> cards)
    {
        var settings = (await definitions.InForce("settings")).FirstOrDefault();
        if (settings is not null && JsonDocument.Parse(settings.Json).RootElement.TryGetProperty("scorecards", out var listed))
            return [.. listed.EnumerateArray().Select(Choice)];
        // Nobody chose: every account gets every card, and the first by key stands for it.
        return cards.Count == 0 ? [] : [new CardChoice(null, [.. cards.Keys.Order(StringComparer.Ordinal)], cards.Keys.Order(StringComparer.Ordinal).First())];
    }

    static CardChoice Choice(JsonElement choice) => new(
        choice.TryGetProperty("when", out var rule) ? Rule.Parse(rule.GetString()!, RuleScope.Account) : null,
        [.. choice.GetProperty("cards").EnumerateArray().Select(card => card.GetString()!)],
        choice.TryGetProperty("primary", out var primary) ? primary.GetString()! : choice.GetProperty("cards")[0].GetString()!);

    public void Dispose() => inForce.Dispose();
}
