namespace CsEngage.Core;

/// <summary>A shorter way to write a rule. It is printed as the short way and explained as what it stands for.</summary>
sealed class Sugar(RuleNode meaning, string text, Phrase? phrase = null) : RuleNode
{
    internal override Truth Test(in Reading reading) => meaning.Test(reading);

    internal override long Next(in Reading reading) => meaning.Next(reading);

    internal override Reason Explain(in Reading reading) => meaning.Explain(reading) with { Text = text };

    internal override Phrase Phrase => phrase ?? meaning.Phrase;

    internal override RuleNeeds Needs(RuleNeeds needs) => meaning.Needs(needs);

    public override string ToString() => text;

    /// <summary>guide KEY viewed|read|completed [by WHO] [within D]: at least one such signal.</summary>
    internal static Sugar Guide(string guide, string verb, Who? who, Length? within)
    {
        var (key, window) = (new CounterKey("guide." + verb, "guide:" + guide), within is { } length ? new Window(length) : null);
        var text = $"guide {Quoted.Write(guide)} {verb}{Counters.By(who)}{(within is null ? "" : $" within {within}")}";
        return new(new Comparison(new CounterFigure(Counted.Count, key, who, window), Comparator.AtLeast, new Literal(Quantity.Of(1m))), text,
            new Phrase("guide", text, [new("guide", Quantity.Of(guide)), new("verb", Quantity.Of(verb)), .. Counters.Arguments(key, who), .. window?.Arguments ?? []], []));
    }

    /// <summary>checkpoint KEY of JOURNEY not reached.</summary>
    internal static Sugar NotReached(string checkpoint, string journey) => new(
        new Opposite(new CheckpointTest(checkpoint, journey)), $"checkpoint {Quoted.Write(checkpoint)} of {Quoted.Write(journey)} not reached");
}
