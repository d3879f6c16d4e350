using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;

namespace CsEngage.Core.Tests.Journeys;

public sealed class EnrollmentReaderTests
{
    static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 30, 15, 123, TimeSpan.Zero);

    static readonly Enrollment Full = new(
        new Guid("01a20230-5a9c-7a27-8278-d61672882cf0"), "onboarding", 3, new Guid("01a20230-5a9c-7040-866d-330d9935e9c2"), new Guid("01a20230-5a9c-7040-866d-330d9935e9c3"), 2,
        Now.AddDays(-3), Now, EnrollmentState.Paused, 0.5095957745168989, "treated", 12.5m, Cause.Of("signal", "x \"y\" 花", "renewal", "onboarding"),
        ImmutableSortedDictionary.Create<string, CheckpointProgress>(StringComparer.Ordinal)
            .Add("a-b", new(Now, Now.AddDays(1), Now.AddDays(2), Now.AddDays(3), Now.AddDays(4), Now.AddDays(5), NeedsFresh: true, new(1, 2, 3, 4)))
            .Add("aB", new(Now, null, null, null, null, null, NeedsFresh: false, Firings.None)),
        [new("a-b", Trigger.Behind, 2, "nudge", Now.AddTicks(7), IsWaiting: true, IsAlone: true), new("aB", Trigger.Open, 1, "ask", Now, IsWaiting: false)],
        [new("a-b", "list", Now, Now.AddDays(1), Now.AddDays(2), new Guid("01a20230-5a9c-7040-866d-330d9935e9c4")), new("aB", "sheet", Now, null, null, null)],
        [new("onboarding/1/call", "a-b")], [new(Now, Now.AddHours(2), "Bo Lind", "on holiday"), new(Now.AddDays(1), null, "Bo Lind", "")],
        ImmutableSortedSet.Create(StringComparer.Ordinal, "a-b.open.ask/1", "aB.open.ask/1"), Now.AddDays(9), "It threw.");

    [Fact]
    public void Every_member_reads_back_as_it_was_written()
    {
        var read = Enrollment.FromJson(Full.ToJson());
        read.ToJson().ShouldBe(Full.ToJson());
        (read.Cause!.Type, read.Cause.Id, string.Join(' ', read.Cause.Journeys)).ShouldBe(("signal", "x \"y\" 花", "renewal onboarding"));
        (read.MembershipId, read.EndedAt, read.Trouble, read.Runs[0].IsAlone, read.Pauses[1].Until).ShouldBe((Full.MembershipId, Full.EndedAt, "It threw.", true, null));
        read.Find("aB").ShouldBe(Full.Find("aB"));
    }

    // As the documents of journeys compare them, whatever the language of the server.
    [Fact]
    public void Keys_are_found_and_stand_in_the_order_of_their_characters()
    {
        var read = Enrollment.FromJson(Full.ToJson());
        read.Checkpoints.KeyComparer.ShouldBe(StringComparer.Ordinal);
        read.Done.KeyComparer.ShouldBe(StringComparer.Ordinal);
    }

    [Fact]
    public void What_another_version_wrote_beside_it_is_passed_over() =>
        Enrollment.FromJson($$$"""{"later":{"deep":[1,{"er":null}]},{{{Full.ToJson()[1..]}}}""").ToJson().ShouldBe(Full.ToJson());

    [Fact]
    public void What_is_missing_or_null_has_no_value()
    {
        var read = Enrollment.FromJson("""{"journey":"j","cause":null,"membershipId":null,"endedAt":null,"runs":null}""");
        (read.Journey, read.Cause, read.MembershipId, read.EndedAt, read.Runs.Length, read.Tasks.Length, read.Done.Count, read.Checkpoints.Count).ShouldBe(("j", null, null, null, 0, 0, 0, 0));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"id":5}""")]
    [InlineData("""{"id":"no guid"}""")]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"state":"Nowhere"}""")]
    [InlineData("""{"runs":{}}""")]
    [InlineData("""{"checkpoints":{"a":null}}""")]
    public void Any_other_text_is_refused(string text) => Should.Throw<JsonException>(() => Enrollment.FromJson(text));
}
