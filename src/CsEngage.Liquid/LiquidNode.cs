using System.Collections.Immutable;
using CsEngage.Liquid.Nodes;

namespace CsEngage.Liquid;

/// <summary>A compiled piece of a template. Immutable, shared by all threads that render it; what changes lives in the context.</summary>
public abstract class LiquidNode
{
    /// <summary>
    /// Whether this can never write anything. A block whose branches hold only such nodes and white space writes nothing at all.
    /// </summary>
    public virtual bool IsBlank => false;

    /// <summary>Writes to the output of the context.</summary>
    public abstract void Render(LiquidContext context);

    /// <summary>Tells what of the item of its loop this depends on; false when it depends on anything else, or does more than to write.</summary>
    internal virtual bool Asks(RowReading row) => false;
}

/// <summary>A compiled expression.</summary>
public abstract class LiquidExpression
{
    /// <summary>The value now. An unknown name is <c>nil</c>.</summary>
    public abstract LiquidValue Evaluate(LiquidContext context);

    /// <summary>Whether the value counts as true now.</summary>
    public virtual bool Test(LiquidContext context) => Evaluate(context).IsTruthy;

    /// <summary>The value when it stands in the template itself; null when it has to be looked up.</summary>
    public virtual LiquidValue? Constant => null;

    /// <summary>As for a node.</summary>
    internal virtual bool Asks(RowReading row) => Constant is not null;
}

/// <summary>What stands between an opening tag and its end or next branch.</summary>
public sealed class LiquidBody : LiquidNode
{
    readonly LiquidNode[] _nodes;

    internal LiquidBody(LiquidNode[] nodes)
    {
        _nodes = nodes;
        IsBlank = Array.TrueForAll(nodes, node => node.IsBlank);
    }

    internal static LiquidBody None { get; } = new([]);

    /// <inheritdoc/>
    public override bool IsBlank { get; }

    /// <summary>The nodes in order.</summary>
    public ImmutableArray<LiquidNode> Nodes => [.. _nodes];

    /// <summary>This body without its white space, for a block that writes nothing anyway.</summary>
    internal LiquidBody WithoutText() => new(Array.FindAll(_nodes, node => node is not TextNode));

    /// <inheritdoc/>
    public override void Render(LiquidContext context)
    {
        var nodes = _nodes;
        context.Enter(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i].Render(context);
            if (context.Interrupt != Interrupt.None) break;
        }
        context.Leave();
    }

    internal override bool Asks(RowReading row) => Array.TrueForAll(_nodes, node => node.Asks(row));
}

/// <summary>A <c>break</c> or <c>continue</c> on its way to its loop.</summary>
enum Interrupt : byte { None, Break, Continue }
