using System.Text.Json.Nodes;
using CsEngage.Engine.Settings;
using CsEngage.Store.Settings;

namespace CsEngage.Engine.Tests.Settings;

public sealed class OperatorWordsTests
{
    static readonly OperatorWords Words = OperatorWords.Of(JsonNode.Parse("""
        {"operator": {"name": {"en": "Hakaria", "ja": "ハカリア"}, "legal_name": {"en": "Hakaria, Inc.", "ja": "ハカリア株式会社"}, "address": {"en": "1-2-3 Example, Tokyo", "ja": "東京都例町1-2-3"}}}
        """)!.AsObject());

    static readonly OperatorProfile Taken = new() { Name = "Hakaria", LegalName = "Hakaria, Inc.", Address = "1-2-3 Example, Tokyo" };

    [Fact]
    public void What_was_taken_over_from_the_settings_is_told_to_each_reader_in_their_language()
    {
        Words.In(Taken, "ja").ShouldBe(Taken with { Name = "ハカリア", LegalName = "ハカリア株式会社", Address = "東京都例町1-2-3" });
        Words.In(Taken, "en").ShouldBeSameAs(Taken);
    }

    [Fact]
    public void What_somebody_wrote_or_emptied_since_then_holds_in_every_language()
    {
        var edited = Taken with { LegalName = "Hakaria Ltd.", Address = null };
        Words.In(edited, "ja").ShouldBe(edited with { Name = "ハカリア" });
        OperatorWords.None.In(edited, "ja").ShouldBeSameAs(edited);
    }
}
