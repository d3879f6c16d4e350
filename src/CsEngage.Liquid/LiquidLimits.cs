namespace CsEngage.Liquid;

/// <summary>
/// What one rendering may cost. With the standard values a hostile template ends within 100 ms and 16 MB.
/// Counting steps alone would not do: a text that is doubled in every step needs thirty of them for a gigabyte.
/// </summary>
public sealed record LiquidLimits
{
    /// <summary>The standard limits.</summary>
    public static LiquidLimits Standard { get; } = new();

    /// <summary>How deep blocks, partials and expressions may nest.</summary>
    public int Nesting { get; init; } = 100;

    /// <summary>How many nodes may be rendered, loop rounds made and list items touched by filters.</summary>
    public int Steps { get; init; } = 500_000;

    /// <summary>How many characters may be written in all, captures included.</summary>
    public int Output { get; init; } = 1_000_000;

    /// <summary>How many items a list may have that a template makes or walks.</summary>
    public int Items { get; init; } = 50_000;

    /// <summary>How many bytes filters and captures may allocate in all.</summary>
    public int Allocated { get; init; } = 8_000_000;

    /// <summary>
    /// How long a rendering may take. It is looked at only after some thousand steps, so that a small template
    /// does not fail because the machine was busy with something else.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>How many characters a template may have.</summary>
    public int Source { get; init; } = 1_000_000;
}
