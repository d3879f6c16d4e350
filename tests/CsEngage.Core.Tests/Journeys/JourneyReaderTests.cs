using System.Text.Json;

namespace CsEngage.Core.Tests.Journeys;

public sealed class JourneyReaderTests
{
    [Fact]
    public void The_example_of_the_contract_reads_back_as_written() => Journey.Parse(ExampleJourney.Journey.ToJson()).ToJson().ShouldBe(ExampleJourney.Journey.ToJson());

    [Fact]
    public void Every_problem_is_told_at_once_with_its_place_and_a_remedy()
    {
        using var json = JsonDocument.Parse("""
            {"key": "On Boarding", "titel": {}, "title": {"en": "T"}, "participant": "account", "entry": "count \"a.b\" >>> 1", "holdout": 120, "value": "nowhere",
             "stages": [{"key": "s", "title": {"en": "S"}, "checkpoints": [
               {"key": "a", "title": {"en": "A"}, "side": "both", "opens": {"after": ["b"]}, "due": {"days": 5, "from": "someday"},
                "on": {"open": [{"key": "x", "send": "hello", "to": "this contact"}, {"key": "x", "wait": {"until": "someday"}}, {"key": "y", "send": "a", "play": "b"},
                                {"key": "z", "split": [{"arm": "a", "percent": 60, "steps": []}, {"arm": "b", "percent": 60, "steps": []}]}]}}]}]}
            """);
        var problems = Journey.Read(json.RootElement).Problems;
        string.Join('\n', problems.Select(problem => problem.Path).Order(StringComparer.Ordinal)).ShouldBe("""
            $.entry
            $.holdout
            $.key
            $.stages[0].checkpoints[0].due.from
            $.stages[0].checkpoints[0].on.open[0].to
            $.stages[0].checkpoints[0].on.open[1].key
            $.stages[0].checkpoints[0].on.open[1].wait.until
            $.stages[0].checkpoints[0].on.open[2]
            $.stages[0].checkpoints[0].on.open[3].split
            $.stages[0].checkpoints[0].opens.after[0]
            $.stages[0].checkpoints[0].side
            $.titel
            $.value
            """.ReplaceLineEndings("\n"));
        problems.ShouldAllBe(problem => problem.Remedy.ToString().Length > 0 && problem.Message.ToString().EndsWith('.'));
        problems.Single(problem => problem.Path == "$.titel").Remedy.ToString().ShouldBe("Did you mean \"title\"?");
    }

    [Fact]
    public void Parse_throws_with_all_of_them() => Should.Throw<DocumentException>(() => Journey.Parse("""{"key": "a"}""")).Problems.Length.ShouldBe(2);

    [Fact]
    public void Text_that_is_no_JSON_is_told_so() => Should.Throw<DocumentException>(() => Journey.Parse("{")).Problems.Single().Path.ShouldBe("$");

    [Theory]
    [InlineData("\"3 days\"", DurationUnit.Days, 3)]
    [InlineData("\"4h\"", DurationUnit.Minutes, 240)]
    [InlineData("90", DurationUnit.Days, 90)]
    [InlineData("{\"days\": 3}", DurationUnit.Days, 3)]
    [InlineData("{\"business_days\": 3}", DurationUnit.BusinessDays, 3)]
    [InlineData("{\"weeks\": 2}", DurationUnit.Days, 14)]
    [InlineData("{\"minutes\": 30}", DurationUnit.Minutes, 30)]
    public void A_wait_may_be_written_in_several_ways(string wait, DurationUnit unit, int amount) =>
        ((Step.Wait)StepOf($$"""{"key": "w", "wait": {{wait}}}""")).For.ShouldBe(new Waiting.For(new(unit, amount)));

    [Fact]
    public void Other_waits_read_as_written()
    {
        ((Step.Wait)StepOf("""{"key": "w", "wait": {"until": "tue 09:00"}}""")).For.ShouldBe(new Waiting.UntilTime(DayOfWeek.Tuesday, BusinessDay: false, new(9, 0)));
        ((Step.Wait)StepOf("""{"key": "w", "wait": {"until": "workday 10:00"}}""")).For.ShouldBe(new Waiting.UntilTime(null, BusinessDay: true, new(10, 0)));
        ((Step.Wait)StepOf("""{"key": "w", "wait": {"date": "account.go_live", "plus_days": -3}}""")).For.ShouldBe(new Waiting.UntilDate("account.go_live", -3, new(9, 0)));
        ((Step.Wait)StepOf("""{"key": "w", "wait": {"rule": "count \"a.b\" >= 1", "at_most": {"days": 5}, "otherwise": "stop"}}""")).For
            .ShouldBe(new Waiting.UntilRule(Rule.Parse("count \"a.b\" >= 1", RuleScope.Account), new(DurationUnit.Days, 5), StopsAfter: true));
    }

    [Fact]
    public void A_play_is_due_in_business_days() => ((Step.OpenPlay)StepOf("""{"key": "p", "play": "call", "due": {"days": 2}}""")).Due.ShouldBe(new Duration(DurationUnit.BusinessDays, 2));

    [Fact]
    public void Roles_may_be_several() =>
        ((Step.Send)StepOf("""{"key": "s", "send": "t", "to": "role \"organizer\" or role \"champion\""}""")).To.ShouldBeOfType<Audience.Roles>().Keys.ShouldBe(["organizer", "champion"]);

    [Fact]
    public void It_says_which_signals_concern_it()
    {
        var needs = ExampleJourney.Journey.Needs;
        needs.Reads("workspace.created", null).ShouldBeTrue();
        needs.Reads("task.done", "task:onboarding/team-invited/list").ShouldBeTrue();
        needs.Reads("task.done", "task:other/a/b").ShouldBeTrue("it is engagement all the same");
        needs.Reads("checkpoint.undone", "checkpoint:onboarding/first-report").ShouldBeTrue();
        needs.Reads("touch.sent", "touch:welcome").ShouldBeFalse();
        needs.AccountFields.ShouldContain("lifecycle");
        ExampleJourney.Journey.EntryReads("workspace.created", null).ShouldBeFalse();
    }

    static Step StepOf(string step) => Journey.Parse($$"""
        {"key": "j", "title": {"en": "J"}, "participant": "account", "entry": "account.plan is known", "stages": [{"key": "s", "title": {"en": "S"}, "checkpoints": [
          {"key": "c", "title": {"en": "C"}, "opens": {"at": "start"}, "evidence": {"manual": "csm"}, "on": {"open": [{{step}}] } } ] } ] }
        """).Checkpoints[0].On[Trigger.Open][0];
}
