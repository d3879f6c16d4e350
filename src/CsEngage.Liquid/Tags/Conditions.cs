using CsEngage.Liquid.Nodes;

namespace CsEngage.Liquid.Tags;

/// <summary><c>if</c> and <c>unless</c>: the same but for the first condition.</summary>
sealed class IfTag(string name, bool wanted) : LiquidTag(name, isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var conditions = new List<LiquidExpression?> { Condition(reader) };
        var bodies = new List<LiquidBody>();
        while (true)
        {
            bodies.Add(reader.Body("elsif", "else"));
            if (reader.Branch is null) break;
            conditions.Add(reader.Branch == "else" ? null : Condition(reader));
        }
        if (bodies.TrueForAll(body => body.IsBlank)) bodies = bodies.ConvertAll(body => body.WithoutText());
        return bodies.Count == 1 ? new Single(conditions[0]!, wanted, bodies[0]) : new Several([.. conditions], wanted, [.. bodies]);
    }

    static LiquidExpression Condition(LiquidTagReader reader)
    {
        var condition = reader.Condition();
        // "a startswith b" is a mistake in lax mode too: an operator that does not exist.
        if (reader.IsLax && condition is Lookup or Literal && reader.AtOperator) throw reader.Fail(LiquidSentence.Of("Expected a comparison, \"and\" or \"or\"."));
        reader.End();
        return condition;
    }

    sealed class Single(LiquidExpression condition, bool wanted, LiquidBody body) : LiquidNode
    {
        public override bool IsBlank => body.IsBlank;

        public override void Render(LiquidContext context)
        {
            if (condition.Test(context) == wanted) body.Render(context);
        }

        internal override bool Asks(RowReading row) => condition.Asks(row) && body.Asks(row);
    }

    sealed class Several(LiquidExpression?[] conditions, bool wanted, LiquidBody[] bodies) : LiquidNode
    {
        public override bool IsBlank { get; } = Array.TrueForAll(bodies, body => body.IsBlank);

        public override void Render(LiquidContext context)
        {
            for (var i = 0; i < bodies.Length; i++)
            {
                if (conditions[i] is { } condition && condition.Test(context) != (i > 0 || wanted)) continue;
                bodies[i].Render(context);
                return;
            }
        }

        internal override bool Asks(RowReading row) => Array.TrueForAll(conditions, condition => condition is null || condition.Asks(row)) && Array.TrueForAll(bodies, body => body.Asks(row));
    }
}

/// <summary>Every <c>when</c> that matches is rendered, once for each of its values that does; <c>else</c> only if none before it did.</summary>
sealed class CaseTag() : LiquidTag("case", isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var subject = reader.Expression();
        reader.End();
        // What stands before the first branch is not part of any.
        reader.Body("when", "else");
        var branches = new List<Branch>();
        while (reader.Branch is { } branch)
        {
            var values = branch == "when" ? Values(reader, subject) : null;
            if (values is null) reader.End();
            branches.Add(new(values, reader.Body("when", "else")));
        }
        if (branches.TrueForAll(branch => branch.Body.IsBlank)) branches = branches.ConvertAll(branch => branch with { Body = branch.Body.WithoutText() });
        return new Node(subject, [.. branches], reader.Position);
    }

    static LiquidExpression[] Values(LiquidTagReader reader, LiquidExpression subject)
    {
        var values = new List<LiquidExpression>();
        do
        {
            var at = reader.Here;
            values.Add(reader.Operand());
            reader.Parser.Facts.Compared(subject, values[^1], at);
        }
        while (reader.TryWord("or") || reader.TryComma());
        reader.End();
        return [.. values];
    }

    readonly record struct Branch(LiquidExpression[]? Values, LiquidBody Body);

    sealed class Node(LiquidExpression subject, Branch[] branches, int position) : LiquidNode
    {
        public override bool IsBlank { get; } = Array.TrueForAll(branches, branch => branch.Body.IsBlank);

        public override void Render(LiquidContext context)
        {
            context.Position = position;
            var matched = false;
            foreach (var branch in branches)
            {
                if (branch.Values is null)
                {
                    if (!matched) branch.Body.Render(context);
                    continue;
                }
                foreach (var value in branch.Values)
                {
                    if (!CompareExpression.Same(subject.Evaluate(context), value.Evaluate(context), context)) continue;
                    matched = true;
                    branch.Body.Render(context);
                }
            }
        }

        internal override bool Asks(RowReading row) =>
            subject.Asks(row) && Array.TrueForAll(branches, branch => Array.TrueForAll(branch.Values ?? [], value => value.Asks(row)) && branch.Body.Asks(row));
    }
}

/// <summary>Writes its body when that differs from what the last ifchanged of the template wrote.</summary>
sealed class IfChangedTag() : LiquidTag("ifchanged", isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader) => new Node(reader.Body());

    sealed class Node(LiquidBody body) : LiquidNode
    {
        public override bool IsBlank => body.IsBlank;

        public override void Render(LiquidContext context)
        {
            var text = context.Capture(body).Characters!;
            if (text == context.Frame.Changed) return;
            context.Frame.Changed = text;
            context.Output.Write(text);
        }
    }
}
