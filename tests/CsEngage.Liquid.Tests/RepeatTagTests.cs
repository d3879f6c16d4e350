namespace CsEngage.Liquid.Tests;

/// <summary>{% repeat 3 %}…{% between %}…{% endrepeat %}</summary>
sealed class RepeatTag() : LiquidTag("repeat", isBlock: true)
{
    public override LiquidNode Parse(LiquidTagReader reader)
    {
        var count = reader.Expression();
        reader.End();                                                       // nothing may be left over
        var body = reader.Body("between");                                  // up to the branch, or to the end
        return new Node(count, body, reader.Branch is null ? null : reader.Body());
    }

    sealed class Node(LiquidExpression count, LiquidBody body, LiquidBody? between) : LiquidNode
    {
        public override void Render(LiquidContext context)
        {
            var times = count.Evaluate(context).AsInteger ?? throw LiquidContext.Fail("Expected a number.");
            for (var i = 0L; i < times; i++)
            {
                if (i > 0) between?.Render(context);
                body.Render(context);                                       // a body counts itself, an empty one too
            }
        }
    }
}

public sealed class RepeatTagTests
{
    static readonly LiquidOptions Language = LiquidOptions.Standard.With(new RepeatTag());

    [Theory]
    [InlineData("{% repeat 3 %}x{% endrepeat %}", "xxx")]
    [InlineData("{% repeat n %}x{% between %}, {% endrepeat %}", "x, x")]
    [InlineData("{% repeat -1 %}x{% endrepeat %}", "")]
    public void It_writes_its_body_so_many_times(string template, string output) =>
        LiquidTemplate.Parse(template, Language).Render(LiquidMap.Of(("n", 2))).ShouldBe(output);

    [Fact]
    public void A_mistake_has_its_place()
    {
        LiquidTemplate.TryParse("{% repeat %}{% endrepeat %}{% repeat 1 %}", Language, out _, out var errors).ShouldBeFalse();
        errors.Length.ShouldBe(2);
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("{% repeat 'a' %}{% endrepeat %}", Language).Render(LiquidMap.None)).Errors[0].Message.ShouldBe("Expected a number.");
    }

    [Fact]
    public void An_empty_body_is_no_way_to_run_for_ever() =>
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("{% repeat 1000000000 %}{% endrepeat %}", Language).Render(LiquidMap.None)).Errors[0].Kind.ShouldBe(LiquidErrorKind.Limit);
}
