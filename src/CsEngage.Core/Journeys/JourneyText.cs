using System.Collections.Immutable;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>One thing that is wrong in a document, written for the author.</summary>
/// <param name="Path">Where: $.stages[0].checkpoints[2].evidence.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record DocumentProblem(string Path, Sentence Message, Sentence Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message} {Remedy}";
}

/// <summary>A document that cannot be read, with all that is wrong in it.</summary>
/// <param name="problems">Everything that is wrong, in the order of the document.</param>
public sealed class DocumentException(ImmutableArray<DocumentProblem> problems) : FormatException(string.Join('\n', problems))
{
    /// <summary>Everything that is wrong, in the order of the document.</summary>
    public ImmutableArray<DocumentProblem> Problems { get; } = problems;
}

/// <summary>What came of reading a journey: the journey, or what is wrong.</summary>
/// <param name="Journey">The journey; null when there are problems.</param>
/// <param name="Problems">Empty when it could be read.</param>
public sealed record JourneyReading(Journey? Journey, ImmutableArray<DocumentProblem> Problems);

public sealed partial record Journey
{
    /// <summary>Reads a `journey/1` document from JSON.</summary>
    /// <exception cref="DocumentException">Names everything that is wrong.</exception>
    public static Journey Parse(string json)
    {
        using var document = Json(json);
        return Parse(document.RootElement);
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Journey Parse(JsonElement json) => Read(json) is { Journey: { } journey } ? journey : throw new DocumentException(Read(json).Problems);

    /// <summary>Reads a `journey/1` document, or tells everything that is wrong with it, with paths and remedies.</summary>
    public static JourneyReading Read(JsonElement json) => new JourneyReader().Read(json);

    /// <summary>The document, in the order in which people write it. Reading it back gives the same journey.</summary>
    public string ToJson() => JourneyWriter.Write(this);

    static JsonDocument Json(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException broken)
        {
            throw new DocumentException([new("$", Sentence.Of("This is not JSON: {0}", broken.Message), Sentence.Of("Mend the syntax first."))]);
        }
    }
}
