namespace CsEngage.Liquid;

/// <summary>What a <see cref="LiquidValue"/> may refer to besides text: a list, a map, or one of the room's own small boxes.</summary>
public abstract class LiquidObject
{
    // A field, not a virtual call: the kind is asked for on every write and comparison.
    internal readonly LiquidKind Kind;

    private protected LiquidObject(LiquidKind kind) => Kind = kind;
}
