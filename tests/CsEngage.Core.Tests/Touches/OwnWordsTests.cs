namespace CsEngage.Core.Tests.Touches;

public sealed class OwnWordsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("first-report")]
    public void What_was_written_is_read_as_it_was(string? guide)
    {
        var words = new OwnWords("ja", "onboarding", "letter", "ご案内 \"A\" <b>", "{{ contact.greeting_name }}\n\n**こちら**を。", guide);
        OwnWords.Of(words.ToPayload()).ShouldBe(words);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"url":"https://example.com"}""")]
    [InlineData("[]")]
    public void Another_payload_holds_no_words(string? payload) => OwnWords.Of(payload).ShouldBeNull();
}
