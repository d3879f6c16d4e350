namespace CsEngage.Core;

public sealed partial record Journey
{
    /// <summary>
    /// What must be loaded to advance or enter: what all its rules depend on, its own signals, and everything that counts as engagement (for silence). Also tells
    /// which signals concern it: <c>Needs.Reads(kind, subject)</c>.
    /// </summary>
    public RuleNeeds Needs { get; } = NeedsOf(Key, Entry, Exits, Stages);

    /// <summary>Whether a signal can make somebody enter.</summary>
    public bool EntryReads(string kind, string? subject) => Entry?.Needs.Reads(kind, subject) == true;

    static RuleNeeds NeedsOf(string key, Rule? entry, System.Collections.Immutable.ImmutableArray<ExitRule> exits, System.Collections.Immutable.ImmutableArray<Stage> stages)
    {
        var checkpoints = stages.SelectMany(stage => stage.Checkpoints).ToArray();
        var steps = checkpoints.SelectMany(checkpoint => checkpoint.On.Keys.SelectMany(trigger => checkpoint.Sequence(trigger))).Select(placed => placed.Step).ToArray();
        var rules = new[] { entry }.Concat(exits.Select(exit => exit.When)).Concat(checkpoints.SelectMany(checkpoint => new[] { checkpoint.Evidence, checkpoint.Opens.When }))
            .Concat(steps.Select(step => step.When)).Concat(steps.Select(step => step is Step.Wait { For: Waiting.UntilRule until } ? until.Rule : null))
            .Concat(steps.Select(step => step is Step.Send { To: Audience.Where send } ? send.Rule : step is Step.Ask { To: Audience.Where ask } ? ask.Rule : null));
        var needs = rules.OfType<Rule>().Aggregate(RuleNeeds.None, (all, rule) => all.And(rule.Needs));
        var dates = checkpoints.Select(checkpoint => checkpoint.Due?.Attribute).Concat(steps.Select(step => step is Step.Wait { For: Waiting.UntilDate until } ? until.Attribute : null)).OfType<string>().ToArray();
        return needs with
        {
            Journeys = needs.Journeys.Add(key),
            Counters = needs.Counters.Union(
            [
                new(CounterKey.Engagement), new("checkpoint.reached", $"checkpoint:{key}/*"), new("checkpoint.undone", $"checkpoint:{key}/*"),
                new("task.done", $"task:{key}/*"), new("task.undone", $"task:{key}/*"),
            ]),
            AccountFields = needs.AccountFields.Union(dates.Where(date => date.StartsWith("account.", StringComparison.Ordinal)).Select(date => date["account.".Length..])),
            ContactFields = needs.ContactFields.Union(dates.Where(date => date.StartsWith("contact.", StringComparison.Ordinal)).Select(date => date["contact.".Length..])),
            Contacts = true,
        };
    }
}
