using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Nodes;

sealed class TextNode(string text) : LiquidNode
{
    public override bool IsBlank { get; } = string.IsNullOrWhiteSpace(text);

    public override void Render(LiquidContext context) => context.Output.Write(text.AsSpan());

    internal override bool Asks(RowReading row) => true;
}

/// <summary>What <c>raw</c> protects; unlike other text it keeps its white space in a blank block.</summary>
sealed class RawNode(string text) : LiquidNode
{
    public override bool IsBlank => text.Length == 0;

    public override void Render(LiquidContext context) => context.Output.Write(text.AsSpan());

    internal override bool Asks(RowReading row) => true;
}

/// <summary>Writes nothing: comments, and whatever could not be understood in a template that has errors.</summary>
sealed class NothingNode : LiquidNode
{
    internal static NothingNode Instance { get; } = new();

    public override bool IsBlank => true;

    public override void Render(LiquidContext context) { }

    internal override bool Asks(RowReading row) => true;
}

sealed class OutputNode(LiquidExpression value, int position) : LiquidNode
{
    readonly Lookup? _bare = value as Lookup;
    readonly FilterChain? _chain = value as FilterChain;

    public override void Render(LiquidContext context)
    {
        if (context.Drawing is not { } drawing || !drawing.Leaves(this, context)) Write(context);
    }

    internal override bool Asks(RowReading row) => _bare is not null ? row.Tells(this, _bare) : value.Asks(row);

    internal void Write(LiquidContext context)
    {
        context.Position = position;
        if (context.Reports) Report(context);
        // A bare look-up is by far the most common output; calling it by its own type lets the compiler inline it.
        var shown = _bare is not null ? _bare.Evaluate(context) : value.Evaluate(context);
        // What is neither text nor a whole number has to be made into text first.
        if (shown.Kind is not (LiquidKind.Text or LiquidKind.Integer or LiquidKind.Nil or LiquidKind.Html)) context.Charge(160);
        if (shown.Reference is RenderedBox page) page.WriteInto(context);
        else context.Output.Write(shown);
    }

    void Report(LiquidContext context)
    {
        if (_bare is not null) context.ReportMissing(_bare, _bare.Evaluate(context));
        if (_chain is null) return;
        foreach (var lookup in _chain.Bare) context.ReportMissing(lookup, lookup.Evaluate(context));
    }
}
