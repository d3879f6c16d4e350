using System.Runtime.CompilerServices;
using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Syntax;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Tags;

/// <summary>What render and include have in common: <c>'name' with value as alias, key: value</c>.</summary>
readonly record struct PartialCall(LiquidExpression Name, LiquidExpression? Bound, bool Each, string? Alias, string[] Keys, LiquidExpression[] Values)
{
    internal static PartialCall Read(LiquidTagReader reader, LiquidExpression name)
    {
        var each = reader.IsWord("for");
        var bound = reader.TryWord("for") || reader.TryWord("with") ? reader.Expression() : null;
        var alias = reader.TryWord("as") ? reader.Word("a name") : null;
        var arguments = reader.Arguments();
        reader.End();
        if (name.Constant is { IsText: true } known)
        {
            var text = known.Characters!;
            reader.Parser.Facts.Partial(text);
            var partials = reader.Parser.Options.Partials;
            if (!reader.IsLax && !partials.TryGet(text, out _))
                throw new SyntaxFault(reader.MarkupStart, text.Length + 2, LiquidSentence.Of("There is no partial \"{0}\".", text), null, Similar.To(text, partials.Names), LiquidErrorKind.UnknownPartial);
        }
        return new(name, bound, each, alias, [.. arguments.Select(argument => argument.Name)], [.. arguments.Select(argument => argument.Value)]);
    }

    /// <summary>The name under which the partial sees the bound value: the alias, or the last part of its own name.</summary>
    internal string Variable(string partial) => Alias ?? partial[(partial.LastIndexOf('/') + 1)..];
}

/// <summary>Renders a partial that sees its arguments and the model, and changes nothing outside of itself.</summary>
sealed class RenderTag() : LiquidTag("render")
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        if (!reader.AtText) throw reader.Fail(LiquidSentence.Of("Expected the name of a partial in quotes."), "a text in quotes");
        return new Node(PartialCall.Read(reader, reader.Expression()), reader.Position);
    }

    sealed class Node(PartialCall call, int position) : LiquidNode
    {
        LiquidTemplate? _partial;

        public override void Render(LiquidContext context)
        {
            context.Position = position;
            var name = call.Name.Constant!.Value.Characters!;
            // Two threads may both look it up; they find the same.
            var partial = _partial ??= context.Template.Options.Partial(name);
            var bound = call.Bound?.Evaluate(context) ?? default;
            if (!call.Each || bound.Kind is not (LiquidKind.List or LiquidKind.Range or LiquidKind.Map))
            {
                Render(context, partial, bound, null);
                return;
            }
            var items = new Segment(bound, 0, null, false, context);
            var loop = new ForLoop(name, items.Length, null);
            for (var i = 0; i < items.Length; i++)
            {
                loop.Index0 = i;
                Render(context, partial, items[i], loop);
            }
        }

        internal override bool Asks(RowReading row) => call.Bound is null && Array.TrueForAll(call.Values, value => value.Asks(row)) && row.Renders(call.Name.Constant!.Value.Characters!, call.Keys);

        void Render(LiquidContext context, LiquidTemplate partial, in LiquidValue bound, ForLoop? loop)
        {
            // Most partials take a few arguments; those live on the stack.
            Names few = default;
            LiquidValues fewValues = default;
            var most = call.Keys.Length + 2;
            Span<string> names = most <= Names.Size ? few : new string[most];
            Span<LiquidValue> values = most <= Names.Size ? fewValues : new LiquidValue[most];
            var count = 0;
            if (loop is not null) (names[count], values[count++]) = ("forloop", loop);
            for (var i = 0; i < call.Keys.Length; i++) (names[count], values[count++]) = (call.Keys[i], call.Values[i].Evaluate(context));
            if (!bound.IsNil) (names[count], values[count++]) = (call.Variable(partial.Name!), bound);
            context.Isolate(partial, names[..count], values[..count]);
        }

        [InlineArray(Size)]
        struct Names
        {
            internal const int Size = 5;
            string _first;
        }

        [InlineArray(Names.Size)]
        struct LiquidValues
        {
            LiquidValue _first;
        }
    }
}

/// <summary>Renders a partial as if its text stood here. Its name may be computed; a rendered partial may not use it.</summary>
sealed class IncludeTag() : LiquidTag("include")
{
    public override LiquidNode Parse(LiquidTagReader reader) => new Node(PartialCall.Read(reader, reader.Expression()), reader.Position);

    sealed class Node(PartialCall call, int position) : LiquidNode
    {
        public override void Render(LiquidContext context)
        {
            context.Position = position;
            if (context.Frame.IsIsolated) throw new LiquidFault(LiquidSentence.Of("A rendered partial may not use \"include\"."), "render");
            var name = call.Name.Evaluate(context);
            if (!name.IsText) throw new LiquidFault(LiquidSentence.Of("Expected the name of a partial, found {0}.", Coerce.Describe(name)));
            var partial = context.Template.Options.Partial(name.Characters!);
            var variable = call.Variable(name.Characters!);
            var bound = call.Bound is null ? context.Get(name.Characters!) : call.Bound.Evaluate(context);
            var mark = context.Open(variable, bound);
            for (var i = 0; i < call.Keys.Length; i++) context.Open(call.Keys[i], call.Values[i].Evaluate(context));
            if (bound.AsList is { } list)
            {
                context.Count(list.Count);
                // The bound variable lies above the arguments: it wins over one of the same name.
                var item = context.Open(variable, default);
                for (var i = 0; i < list.Count && context.Interrupt is Interrupt.None; i++)
                {
                    context.Change(item, list[i]);
                    context.Include(partial);
                }
            }
            else
            {
                context.Open(variable, bound);
                context.Include(partial);
            }
            context.Close(mark);
        }
    }
}
