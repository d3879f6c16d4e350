using System.Text.Json;

namespace CsEngage.Core.Tests.Plays;

public sealed class PlayEndingTests
{
    static readonly Guid Me = new("00000000-0000-7000-8000-000000000001");
    static readonly Guid Other = new("00000000-0000-7000-8000-000000000002");

    static Play Call(string outcomes) => Play.Parse(JsonDocument.Parse($$"""{"key": "call", "title": {"en": "Call"}, "minutes": 20, "outcomes": [{{outcomes}}]}""").RootElement);

    static readonly Play Plain = Call("");
    static readonly Play Usual = Call("""{"key": "missed", "title": {"en": "Missed"}, "result": "failure", "reason": true}, {"key": "saved", "title": {"en": "Saved"}, "result": "success", "reason": true}, {"key": "talked", "title": {"en": "Talked"}, "result": "success"}""");
    static readonly Play Explained = Call("""{"key": "saved", "title": {"en": "Saved"}, "result": "success", "reason": true}""");
    static readonly Play Sad = Call("""{"key": "missed", "title": {"en": "Missed"}, "result": "failure"}""");

    [Fact]
    public void Ones_own_and_nobodys_play_ends_well_with_the_first_success_that_needs_no_sentence()
    {
        PlayEnding.Well(Usual, Me, Me).ShouldBe(new PlayEnding.Ends("talked", null, 20));
        PlayEnding.Well(Usual, null, Me).ShouldBe(new PlayEnding.Ends("talked", null, 20));
    }

    [Fact]
    public void Somebody_elses_play_is_theirs_to_end() => PlayEnding.Well(Usual, Other, Me).ShouldBe(new PlayEnding.Stays(PlayStays.IsAnothers));

    [Fact]
    public void What_asks_for_a_sentence_asks_for_a_look() => PlayEnding.Well(Explained, Me, Me).ShouldBe(new PlayEnding.Stays(PlayStays.NeedsReason));

    [Fact]
    public void What_cannot_end_well_stays() => PlayEnding.Well(Sad, Me, Me).ShouldBe(new PlayEnding.Stays(PlayStays.NoSuchOutcome));

    [Fact]
    public void Without_outcomes_of_its_own_it_is_done()
    {
        PlayEnding.Well(Plain, Me, Me).ShouldBe(new PlayEnding.Ends("done", null, 20));
        PlayEnding.Well(null, null, Me).ShouldBe(new PlayEnding.Ends("done", null, null));
    }

    [Theory]
    [InlineData("talked", null, "talked")]
    [InlineData("missed", "nobody there", "missed")]
    [InlineData("missed", "  ", null)]
    [InlineData("done", "all is well", null)]
    [InlineData("nonsense", "all is well", null)]
    public void An_outcome_is_one_of_the_plays_own_with_the_sentence_that_it_asks_for(string outcome, string? reason, string? ends) =>
        (PlayEnding.Chosen(Usual, outcome, reason, 5) as PlayEnding.Ends)?.Outcome.ShouldBe(ends);

    [Fact]
    public void A_play_written_by_hand_is_done_or_dropped_with_a_reason()
    {
        PlayEnding.Chosen(null, "done", " ", 99_999).ShouldBe(new PlayEnding.Ends("done", null, 10_000));
        PlayEnding.Chosen(null, "dropped", null, null).ShouldBe(new PlayEnding.Stays(PlayStays.NeedsReason));
        PlayEnding.Chosen(null, "dropped", " moved away ", null).ShouldBe(new PlayEnding.Ends("dropped", "moved away", null));
        PlayEnding.Chosen(null, "talked", null, null).ShouldBe(new PlayEnding.Stays(PlayStays.NoSuchOutcome));
    }
}
