using System.Collections.Immutable;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>What reading a scorecard came to: the card, or everything that is wrong.</summary>
/// <param name="Card">The card; null when something is wrong.</param>
/// <param name="Problems">Everything that is wrong, with paths and remedies.</param>
public sealed record ScorecardReading(Scorecard? Card, ImmutableArray<DocumentProblem> Problems);

public sealed partial record Scorecard
{
    /// <summary>Reads a `scorecard/1` document (docs/schema/scorecard.schema.json).</summary>
    /// <exception cref="DocumentException">It cannot be read; it tells everything that is wrong.</exception>
    public static Scorecard Parse(string json, int version = 1)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement, version);
        }
        catch (JsonException broken)
        {
            throw new DocumentException([new("$", Sentence.Of("This is not JSON: {0}", broken.Message), Sentence.Of("Mend the syntax first."))]);
        }
    }

    /// <inheritdoc cref="Parse(string, int)"/>
    public static Scorecard Parse(JsonElement json, int version = 1) 
    {
        var read = Read(json, version);
        return read.Card ?? throw new DocumentException(read.Problems);
    }

    /// <summary>Reads a `scorecard/1` document, or tells everything that is wrong with it.</summary>
    public static ScorecardReading Read(JsonElement json, int version = 1) => ScorecardReader.Read(json, version);

    /// <summary>The document, in the order in which people write it. Reading it back gives a card that scores the same.</summary>
    public string ToJson() => ScorecardWriter.Write(this);
}
