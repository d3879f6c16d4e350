using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Filters;

/// <summary>Arithmetic. What is no number counts as 0, text that begins with one as that.</summary>
static class NumberFilters
{
    internal static IEnumerable<LiquidFilter> All =>
    [
        new("plus", 1, 1, (input, call) => Number.Add(Number.From(input), Number.From(call[0])).ToValue()),
        new("minus", 1, 1, (input, call) => Number.Subtract(Number.From(input), Number.From(call[0])).ToValue()),
        new("times", 1, 1, (input, call) => Number.Multiply(Number.From(input), Number.From(call[0])).ToValue()),
        new("divided_by", 1, 1, (input, call) => Number.Divide(Number.From(input), Number.From(call[0])).ToValue()),
        new("modulo", 1, 1, (input, call) => Number.Modulo(Number.From(input), Number.From(call[0])).ToValue()),
        new("abs", (input, _) => Number.From(input).Abs().ToValue()),
        new("ceil", (input, _) => Number.From(input).Ceiling().ToValue()),
        new("floor", (input, _) => Number.From(input).Floor().ToValue()),
        new("round", 0, 1, (input, call) => Number.From(input).Round(Number.From(call[0]).ToLong()).ToValue()),
        new("at_least", 1, 1, (input, call) => Bound(Number.From(input), Number.From(call[0]), -1)),
        new("at_most", 1, 1, (input, call) => Bound(Number.From(input), Number.From(call[0]), 1)),
    ];

    static LiquidValue Bound(Number value, Number bound, int side) => (Math.Sign(Number.Compare(value, bound)) == side ? bound : value).ToValue();
}
