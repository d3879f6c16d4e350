using System.Runtime.CompilerServices;

namespace CsEngage.Liquid.Nodes;

/// <summary>A filter at its place in the template, with its arguments: those without a name first.</summary>
sealed class FilterSite(LiquidFilter filter, LiquidExpression[] arguments, string[] names, int position)
{
    // What a call may allocate besides its result: a closure, a builder, a box.
    const int Fee = 128;

    internal LiquidFilter Filter => filter;

    internal LiquidValue Apply(in LiquidValue input, LiquidContext context)
    {
        context.Step();
        context.Charge(Fee);
        // Whatever a filter does with text, it looks at all of it.
        if (input.Characters is { } text) context.Walk(text);
        if (arguments.Length == 0)
        {
            context.Position = position;
            return filter.Body(input, new(context, default, names));
        }
        if (arguments.Length > Few.Size) return Fill(input, context, new LiquidValue[arguments.Length]);
        Few few = default;
        return Fill(input, context, few);
    }

    LiquidValue Fill(in LiquidValue input, LiquidContext context, Span<LiquidValue> values)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Evaluate(context);
            if (values[i].Characters is { } text) context.Walk(text);
        }
        context.Position = position;
        return filter.Body(input, new(context, values[..arguments.Length], names));
    }

    internal bool Asks(RowReading row) => filter.IsSteady && Array.TrueForAll(arguments, argument => argument.Asks(row));

    internal IEnumerable<Lookup> Lookups => arguments.OfType<Lookup>();

    // Nearly every call has at most three arguments; they live on the stack.
    [InlineArray(Size)]
    struct Few
    {
        internal const int Size = 3;
        LiquidValue _first;
    }
}

/// <summary>A value and the filters it passes through.</summary>
sealed class FilterChain(LiquidExpression input, FilterSite[] filters) : LiquidExpression
{
    internal LiquidExpression Input => input;

    /// <summary>The variables for which nothing stands in when they have no value.</summary>
    internal Lookup[] Bare { get; } =
    [
        .. input is Lookup lookup && !Array.Exists(filters, site => site.Filter.Name == "default") ? (Lookup[])[lookup] : [],
        .. filters.SelectMany(site => site.Lookups),
    ];

    internal override bool Asks(RowReading row) => input.Asks(row) && Array.TrueForAll(filters, site => site.Asks(row));

    public override LiquidValue Evaluate(LiquidContext context)
    {
        var value = input.Evaluate(context);
        foreach (var filter in filters) value = filter.Apply(value, context).Resolved();
        return value;
    }
}
