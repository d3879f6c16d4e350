namespace CsEngage.Liquid;

/// <summary>
/// A tag. It is asked once for each place where it stands and answers with a node; it keeps no state of its own.
/// </summary>
public abstract class LiquidTag
{
    /// <summary>A tag under its name. A block ends with <c>end</c> and its name, and has to read its body.</summary>
    protected LiquidTag(string name, bool isBlock = false) => (Name, IsBlock) = (name, isBlock);

    /// <summary>The name, as it stands after <c>{%</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the tag has a body.</summary>
    public bool IsBlock { get; }

    /// <summary>Reads the markup, and the body if there is one.</summary>
    public abstract LiquidNode Parse(LiquidTagReader reader);
}
