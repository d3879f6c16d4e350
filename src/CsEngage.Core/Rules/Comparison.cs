using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>How two figures are compared.</summary>
enum Comparator { Equal, NotEqual, Less, AtMost, More, AtLeast }

/// <summary>figure cmp figure. What cannot be compared, or is not known, is unknown.</summary>
sealed class Comparison(FigureNode left, Comparator comparator, FigureNode right) : RuleNode
{
    internal override int Binding => 4;

    internal override Truth Test(in Reading reading) => Compare(left.Value(reading), comparator, right.Value(reading), reading.Facts.Days);

    internal static Truth Compare(in Quantity left, Comparator comparator, in Quantity right, OperatorDays days) => Order(left, right, days) switch
    {
        null => Truth.Unknown,
        var order => comparator switch
        {
            Comparator.Equal => order == 0,
            Comparator.NotEqual => order != 0,
            Comparator.Less => order < 0,
            Comparator.AtMost => order <= 0,
            Comparator.More => order > 0,
            _ => order >= 0,
        } ? Truth.True : Truth.False,
    };

    /// <summary>Negative, zero or positive; null when they cannot be compared. A date and an instant are compared by the day.</summary>
    static int? Order(in Quantity left, in Quantity right, OperatorDays days) => (left.Kind, right.Kind) switch
    {
        (QuantityKind.Number, QuantityKind.Number) => decimal.Compare(left.Number!.Value, right.Number!.Value),
        (QuantityKind.Text, QuantityKind.Text) => string.CompareOrdinal(left.Text, right.Text),
        (QuantityKind.Date, QuantityKind.Instant) => left.Ticks.CompareTo(days.DayOf(right.Ticks)),
        (QuantityKind.Instant, QuantityKind.Date) => ((long)days.DayOf(left.Ticks)).CompareTo(right.Ticks),
        (QuantityKind.Unknown, _) or (_, QuantityKind.Unknown) => null,
        var (a, b) => a == b ? left.Ticks.CompareTo(right.Ticks) : null,
    };

    internal override long Next(in Reading reading) => Math.Min(left.Next(reading), right.Next(reading));

    internal override Reason Explain(in Reading reading) =>
        Because("compare", reading, left.Value(reading), [new("comparator", Quantity.Of(Word(comparator))), new("wanted", right.Value(reading))],
            left.Explain(reading), right.Explain(reading));

    internal override Phrase Phrase => Saying("compare", [new("comparator", Quantity.Of(Word(comparator)))], left.Phrase, right.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => right.Needs(left.Needs(needs));

    public override string ToString() => $"{left.Inside(5)} {Word(comparator)} {right.Inside(5)}";

    internal static string Word(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "=",
        Comparator.NotEqual => "!=",
        Comparator.Less => "<",
        Comparator.AtMost => "<=",
        Comparator.More => ">",
        _ => ">=",
    };
}

/// <summary>x in [..].</summary>
sealed class Membered(FigureNode figure, ImmutableArray<Quantity> list) : RuleNode
{
    internal override int Binding => 4;

    internal override Truth Test(in Reading reading)
    {
        var value = figure.Value(reading);
        if (!value.IsKnown) return Truth.Unknown;
        foreach (var one in list)
            if (Comparison.Compare(value, Comparator.Equal, one, reading.Facts.Days) == Truth.True)
                return Truth.True;
        return Truth.False;
    }

    internal override long Next(in Reading reading) => figure.Next(reading);

    internal override Reason Explain(in Reading reading) =>
        Because("in", reading, figure.Value(reading), [.. list.Select(one => new Argument("wanted", one))], figure.Explain(reading));

    internal override Phrase Phrase => Saying("in", [.. list.Select(one => new Argument("wanted", one))], figure.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => figure.Needs(needs);

    public override string ToString() => Write("in");

    internal string Write(string word) => $"{figure.Inside(5)} {word} [{string.Join(", ", list)}]";
}

/// <summary>x is known.</summary>
sealed class Known(FigureNode figure) : RuleNode
{
    internal override int Binding => 4;

    internal override Truth Test(in Reading reading) => figure.Value(reading).IsKnown ? Truth.True : Truth.False;

    internal override long Next(in Reading reading) => figure.Next(reading);

    internal override Reason Explain(in Reading reading) => Because("known", reading, figure.Value(reading), [], figure.Explain(reading));

    internal override Phrase Phrase => Saying("known", [], figure.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => figure.Needs(needs);

    public override string ToString() => Write("is known");

    internal string Write(string words) => $"{figure.Inside(5)} {words}";
}

/// <summary>How texts are searched.</summary>
enum TextTest { Contains, StartsWith, EndsWith }

/// <summary>x contains, starts with, ends with a text; capital letters make no difference.</summary>
sealed class TextSearch(FigureNode figure, TextTest test, string wanted) : RuleNode
{
    internal override int Binding => 4;

    internal override Truth Test(in Reading reading) => figure.Value(reading).Text is not { } text ? Truth.Unknown : test switch
    {
        TextTest.Contains => text.Contains(wanted, StringComparison.OrdinalIgnoreCase),
        TextTest.StartsWith => text.StartsWith(wanted, StringComparison.OrdinalIgnoreCase),
        _ => text.EndsWith(wanted, StringComparison.OrdinalIgnoreCase),
    } ? Truth.True : Truth.False;

    internal override long Next(in Reading reading) => figure.Next(reading);

    internal override Reason Explain(in Reading reading) =>
        Because(Word.Replace(' ', '-'), reading, figure.Value(reading), [new("wanted", Quantity.Of(wanted))], figure.Explain(reading));

    internal override Phrase Phrase => Saying(Word.Replace(' ', '-'), [new("wanted", Quantity.Of(wanted))], figure.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => figure.Needs(needs);

    public override string ToString() => $"{figure.Inside(5)} {Word} {Quoted.Write(wanted)}";

    string Word => test switch { TextTest.Contains => "contains", TextTest.StartsWith => "starts with", _ => "ends with" };
}
