using CsEngage.Core;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Surveys;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Surveys;

public sealed class AskLedgerTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_answer_given_twice_replaces_the_first_and_counts_once(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var ledger = new AskLedger(test.Database, settings);
        var ask = new SurveyAsk(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "nps", 1, "mail", "t1", Now);
        (await ledger.Ask(ask)).ShouldBeTrue();
        (await ledger.Ask(ask with { Id = Guid.CreateVersion7() })).ShouldBeFalse();
        var signal = new Signal(Guid.CreateVersion7(), "a", "survey.answered", Now, Now, Now, ask.AccountId, ask.MembershipId, Subject: "survey:nps", Value: 9);
        (await ledger.Answer(ask.AccountId, ask.Id, 9, "{}", null, Now, signal)).ShouldBeTrue();
        (await ledger.Answer(ask.AccountId, ask.Id, 8, "{}", "better", Now.AddMinutes(1), signal)).ShouldBeTrue();
        (await ledger.Find(ask.AccountId, ask.Id)).ShouldBe(ask with { AnsweredAt = Now, Score = 8, Answers = "{}", Comment = "better" });
        (await ledger.Answers("nps", Now, Now.AddDays(1))).Length.ShouldBe(1);
        (await new SignalLog(test.Database, settings).Recent(ask.AccountId, 10)).Length.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_request_sent_again_finds_the_answer_it_was_given(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var keys = new IdempotencyKeys(test.Database);
        var key = Guid.CreateVersion7();
        (await keys.Begin(key, "k", [1], Now)).ShouldBeNull();
        (await keys.Begin(key, "k", [1], Now))!.Status.ShouldBeNull();
        await keys.Answered(key, "k", 201, "{}");
        var given = (await keys.Begin(key, "k", [1], Now))!;
        (given.Status, given.Body).ShouldBe((201, "{}"));
    }
}
