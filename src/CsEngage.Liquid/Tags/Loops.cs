using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Tags;

sealed class ForTag() : LiquidTag("for", isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var variable = reader.Word("the name of a variable");
        if (!reader.TryWord("in")) throw reader.Fail(LiquidSentence.Of("Expected \"in\" and what to loop over: \"for item in list\"."), "in");
        var start = reader.Here;
        var list = reader.Expression();
        var name = $"{variable}-{reader.Since(start)}";
        var reversed = reader.TryWord("reversed");
        LiquidExpression? limit = null, offset = null;
        var continues = false;
        while (reader.TryComma() || !reader.AtEnd)
        {
            if (reader.AtEnd) break;
            var attribute = reader.IsWord("limit") || reader.IsWord("offset") ? reader.Word() : null;
            if (attribute is null && reader.TryPassOver()) continue;
            if (attribute is null || !reader.TryColon()) throw reader.Fail(LiquidSentence.Of("A loop knows \"reversed\", then \"limit:\" and \"offset:\"."), "limit: or offset:");
            if (attribute == "limit") limit = reader.Expression();
            else if (reader.TryWord("continue")) continues = true;
            else offset = reader.Expression();
        }
        reader.OpenLoop(variable, list);
        reader.OpenLoop("forloop", Literal.Nil);
        LiquidBody body;
        try
        {
            body = reader.Body("else");
        }
        finally
        {
            reader.CloseLoop();
            reader.CloseLoop();
        }
        // A second else replaces the first.
        LiquidBody? otherwise = null;
        while (reader.Branch is not null) otherwise = reader.Body("else");
        if (body.IsBlank && otherwise is null or { IsBlank: true }) (body, otherwise) = (body.WithoutText(), otherwise?.WithoutText());
        return new Node(variable, name, list, limit, offset, continues, reversed, body, otherwise, reader.Position);
    }

    sealed class Node(string variable, string name, LiquidExpression list, LiquidExpression? limit, LiquidExpression? offset,
        bool continues, bool reversed, LiquidBody body, LiquidBody? otherwise, int position) : LiquidNode
    {
        Rows? _rows;

        public override bool IsBlank { get; } = body.IsBlank && otherwise is null or { IsBlank: true };

        public override void Render(LiquidContext context)
        {
            context.Position = position;
            if (context.Reports && list is Lookup lookup && lookup.FindUnknown(context) is not null) context.ReportMissing(lookup, default);
            var segment = Read(context);
            if (segment.Length == 0)
            {
                otherwise?.Render(context);
                return;
            }
            var frame = context.Frame;
            var loop = new ForLoop(name, segment.Length, frame.Loop);
            frame.Loop = loop;
            var mark = context.Open("forloop", loop);
            var item = context.Open(variable, default);
            var drawn = (_rows ??= Rows.Of(body, variable, context.Template.Options)).Drawn(context);
            for (var i = 0; i < segment.Length; i++)
            {
                loop.Index0 = i;
                context.Change(item, segment[i]);
                if (drawn is null) body.Render(context);
                else drawn.Render(context);
                if (context.Interrupt is Interrupt.None) continue;
                var ends = context.Interrupt is Interrupt.Break;
                context.Interrupt = Interrupt.None;
                if (ends) break;
            }
            context.Close(mark);
            frame.Loop = loop.Parent;
        }

        Segment Read(LiquidContext context)
        {
            var from = continues ? context.Frame.Offset(name) : Whole(offset, context) ?? 0;
            var source = list.Evaluate(context);
            var segment = new Segment(source, from, Whole(limit, context), reversed, context);
            // Only a loop that may be continued needs the place; keeping it for all would cost a dictionary write each.
            context.Frame.SetOffset(name, from + segment.Length);
            return segment;
        }

        static long? Whole(LiquidExpression? expression, LiquidContext context)
        {
            if (expression is null) return null;
            var value = expression.Evaluate(context);
            return value.IsNil ? null : Coerce.ToInteger(value, context);
        }
    }
}

sealed class TableRowTag() : LiquidTag("tablerow", isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var variable = reader.Word("the name of a variable");
        if (!reader.TryWord("in")) throw reader.Fail(LiquidSentence.Of("Expected \"in\" and what to loop over: \"tablerow item in list\"."), "in");
        var list = reader.Expression();
        LiquidExpression? columns = null, limit = null, offset = null;
        while (reader.TryComma() || !reader.AtEnd)
        {
            if (reader.AtEnd) break;
            var attribute = reader.IsWord("cols") || reader.IsWord("limit") || reader.IsWord("offset") ? reader.Word() : null;
            if (attribute is null && reader.TryPassOver()) continue;
            if (attribute is null || !reader.TryColon()) throw reader.Fail(LiquidSentence.Of("A table row knows \"cols:\", \"limit:\" and \"offset:\"."), "cols:, limit: or offset:");
            var value = reader.Expression();
            if (attribute == "cols") columns = value;
            else if (attribute == "limit") limit = value;
            else offset = value;
        }
        reader.OpenLoop(variable, list);
        reader.OpenLoop("tablerowloop", Literal.Nil);
        try
        {
            return new Node(variable, list, columns, limit, offset, reader.Body(), reader.Position);
        }
        finally
        {
            reader.CloseLoop();
            reader.CloseLoop();
        }
    }

    sealed class Node(string variable, LiquidExpression list, LiquidExpression? columns, LiquidExpression? limit, LiquidExpression? offset, LiquidBody body, int position) : LiquidNode
    {
        public override bool IsBlank => body.IsBlank;

        public override void Render(LiquidContext context)
        {
            context.Position = position;
            var source = list.Evaluate(context);
            if (!source.IsTruthy) return;
            long? most = limit is null ? null : Coerce.ToCount(limit.Evaluate(context), context);
            var segment = new Segment(source, offset is null ? 0 : Coerce.ToCount(offset.Evaluate(context), context), most, false, context);
            var loop = new TableRowLoop(segment.Length, columns is null ? segment.Length : Coerce.ToCount(columns.Evaluate(context), context));
            var output = context.Output;
            output.Write("<tr class=\"row1\">\n");
            var mark = context.Open("tablerowloop", loop);
            var item = context.Open(variable, default);
            for (var i = 0; i < segment.Length; i++)
            {
                context.Change(item, segment[i]);
                output.Write("<td class=\"col");
                output.Write((LiquidValue)loop.Column);
                output.Write("\">");
                body.Render(context);
                output.Write("</td>");
                var ends = context.Interrupt is Interrupt.Break;
                context.Interrupt = Interrupt.None;
                if (ends) break;
                if (loop.IsLastColumn && !loop.IsLast)
                {
                    output.Write("</tr>\n<tr class=\"row");
                    output.Write((LiquidValue)(loop.Row + 1));
                    output.Write("\">");
                }
                loop.Advance();
            }
            context.Close(mark);
            output.Write("</tr>\n");
        }
    }
}

sealed class InterruptTag(string name, Interrupt interrupt) : LiquidTag(name)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        reader.End();
        return new Node(interrupt);
    }

    sealed class Node(Interrupt interrupt) : LiquidNode
    {
        public override void Render(LiquidContext context) => context.Interrupt = interrupt;
    }
}

/// <summary>Writes its values in turn. Cycles with the same name share their place, and so do nameless ones with the same literals.</summary>
sealed class CycleTag() : LiquidTag("cycle")
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var values = new List<LiquidExpression>();
        var first = reader.Expression();
        LiquidExpression? name = null;
        if (reader.TryColon())
        {
            name = first;
            values.Add(reader.Expression());
        }
        else values.Add(first);
        while (reader.TryComma() && !reader.AtEnd) values.Add(reader.Expression());
        reader.End();
        return new Node(name, [.. values], reader.Position);
    }

    sealed class Node(LiquidExpression? name, LiquidExpression[] values, int position) : LiquidNode
    {
        readonly CycleKey _own = new(LiquidKind.List,
            Array.TrueForAll(values, value => value.Constant is not null) ? string.Join('\n', values.Select(value => $"{value.Constant!.Value.Kind} {value.Constant}")) : LiquidValue.Nil,
            Array.TrueForAll(values, value => value.Constant is not null) ? null : values);

        public override void Render(LiquidContext context)
        {
            context.Position = position;
            var key = _own;
            if (name is not null)
            {
                var named = name.Evaluate(context);
                if (named.Characters is { } text) context.Walk(text);
                // What has parts is known by how it is written, which is paid for; comparing part by part would not be.
                key = new(named.Kind, named.Kind is LiquidKind.List or LiquidKind.Map ? context.Text(named) : named, null);
            }
            var at = context.Frame.Cycle(key);
            if (at == 0) context.Charge(64);
            if (at < values.Length) context.Output.Write(values[at].Evaluate(context));
            context.Frame.SetCycle(key, at + 1 >= values.Length ? 0 : at + 1);
        }
    }
}
