using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What is read off the signals of a counter.</summary>
enum Counted { Count, Sum, Average, First, Last, LastValue }

/// <summary>count, sum, average, first, last and last value of signals, by whom, in which window.</summary>
sealed class CounterFigure(Counted what, CounterKey key, Who? who = null, Window? window = null, string? survey = null) : FigureNode
{
    internal Counted What => what;
    internal CounterKey Key => key;
    internal Who? Who => who;

    internal override QuantityKind Type => what is Counted.First or Counted.Last ? QuantityKind.Instant : QuantityKind.Number;

    internal override Quantity Value(in Reading reading)
    {
        if (who is null || who.IsThis) return Read(Counters.Line(reading, key, who), reading);
        return who.Kind == WhoKind.Role ? Together(reading) : Ranked(reading);
    }

    Quantity Read(Series series, in Reading reading) => Quantify(Window(series, reading));

    Tally Window(Series series, in Reading reading)
    {
        var (from, to) = window?.At(reading) ?? (long.MinValue, reading.Seen);
        return series.Between(from, to);
    }

    Quantity Quantify(in Tally tally) => tally.IsUnknown ? Quantity.Unknown : what switch
    {
        Counted.Count => Quantity.Of((decimal)tally.N),
        Counted.Sum => Quantity.Of(tally.Sum),
        Counted.Average => tally.N == 0 ? Quantity.Unknown : Quantity.Of(tally.Sum / tally.N),
        Counted.First => tally.N == 0 ? Quantity.Unknown : Quantity.AtTicks(tally.First),
        Counted.Last => tally.N == 0 ? Quantity.Unknown : Quantity.AtTicks(tally.Last),
        _ => tally.LastValue is { } value ? Quantity.Of(value) : Quantity.Unknown,
    };

    Quantity Together(in Reading reading) => TallyOfAll(reading) is { } tally ? Quantify(tally) : Quantity.Unknown;

    Tally? TallyOfAll(in Reading reading)
    {
        Tally? together = null;
        var set = reading.Facts.Set(key);
        for (var i = 0; i < reading.Facts.Members.Length; i++)
            if (who!.Includes(reading.Facts.Members[i], reading))
                together = Window(set.Of(i), reading) is var tally && together is { } before ? before.Plus(tally) : tally;
        return together;
    }

    Quantity Ranked(in Reading reading)
    {
        var members = reading.Facts.Members;
        var set = reading.Facts.Set(key);
        Span<Quantity> found = new Quantity[members.Length];
        var (contacts, known) = (0, 0);
        for (var i = 0; i < members.Length; i++)
        {
            if (!who!.Includes(members[i], reading)) continue;
            contacts++;
            var tally = Window(set.Of(i), reading);
            if (tally.IsUnknown) return Quantity.Unknown;
            if (Quantify(tally) is { IsKnown: true } value) found[known++] = value;
        }
        if (contacts == 0) return Quantity.Unknown;
        var rank = who!.Rank(contacts);
        // A third contact that does not exist has done nothing: that is a count of 0, but no time and no value.
        if (rank >= known) return what is Counted.Count or Counted.Sum ? Quantity.Of(0m) : Quantity.Unknown;
        found[..known].Sort(what == Counted.First ? Foremost.Earliest : Foremost.Largest);
        return found[rank];
    }

    internal override (long At, int N) Observed(in Reading reading)
    {
        var tally = who is null || who.IsThis ? Window(Counters.Line(reading, key, who), reading) : TallyOfAll(reading) ?? Tally.Unknown;
        return what switch
        {
            Counted.LastValue => (tally.LastValueAt, tally.LastValueAt == Series.Never ? 0 : 1),
            Counted.Average => (tally.N > 0 ? tally.Last : Series.Never, Math.Max(tally.N, 0)),
            _ => (tally.IsUnknown ? Series.Never : reading.Now, Math.Max(tally.N, 0)),
        };
    }

    internal override long Next(in Reading reading)
    {
        if (who is null || who.IsThis) return window?.Next(Counters.Line(reading, key, who), reading) ?? long.MaxValue;
        var next = reading.NextMembers();
        if (window is null) return next;
        var set = reading.Facts.Set(key);
        for (var i = 0; i < reading.Facts.Members.Length; i++)
            if (who.Includes(reading.Facts.Members[i], reading))
                next = Math.Min(next, window.Next(set.Of(i), reading));
        return next;
    }

    internal override Reason Explain(in Reading reading)
    {
        var observed = Observed(reading);
        return Because(Name, reading,
            [.. Counters.Arguments(key, who), .. window?.Arguments ?? [],
                new("n", Quantity.Of((decimal)observed.N)), .. observed.At == Series.Never ? [] : new[] { new Argument("observed-at", Quantity.AtTicks(observed.At)) }]);
    }

    internal override Phrase Phrase => survey is not null
        ? Saying("survey-answer", [new("survey", Quantity.Of(survey)), .. Counters.Arguments(key, who)])
        : Saying(Name, [.. Counters.Arguments(key, who), .. window?.Arguments ?? []]);

    internal override RuleNeeds Needs(RuleNeeds needs)
    {
        needs = needs.Counting(key, window) with { Contacts = needs.Contacts || who is { IsThis: false } };
        return survey is null ? needs : needs with { Surveys = needs.Surveys.Add(survey) };
    }

    string Name => what switch
    {
        Counted.Count => "count",
        Counted.Sum => "sum",
        Counted.Average => "average",
        Counted.First => "first",
        Counted.Last => "last",
        _ => "last-value",
    };

    public override string ToString() =>
        survey is not null ? $"survey {Quoted.Write(survey)} last answer{Counters.By(who)}"
        : $"{(what == Counted.LastValue ? "last value of" : Name)} {Counters.Write(key, who)}{(window is null ? "" : " " + window)}";
}

/// <summary>Which of several contacts is foremost.</summary>
static class Foremost
{
    internal static readonly Comparison<Quantity> Earliest = static (a, b) => a.Ticks.CompareTo(b.Ticks);

    internal static readonly Comparison<Quantity> Largest = static (a, b) =>
        a.Number is { } x && b.Number is { } y ? y.CompareTo(x) : b.Ticks.CompareTo(a.Ticks);
}

/// <summary>What the parts of the language that read counters share.</summary>
static class Counters
{
    /// <summary>
    /// Whose signals are meant where nobody is named: in contact scope this contact's, except for kinds that are only ever about the account.
    /// </summary>
    internal static Series Line(in Reading reading, CounterKey key, Who? who)
    {
        var set = reading.Facts.Set(key);
        return reading.Contact < 0 || (who is null && SignalKinds.IsAboutAccount(key.Kind)) ? set.All : set.Of(reading.Contact);
    }

    internal static ImmutableArray<Argument> Arguments(CounterKey key, Who? who)
    {
        var arguments = ImmutableArray.CreateBuilder<Argument>();
        arguments.Add(new("kind", Quantity.Of(key.Kind)));
        if (key.Subject is { } subject) arguments.Add(new("subject", Quantity.Of(subject)));
        if (who is not null) who.Tell(arguments);
        return arguments.DrainToImmutable();
    }

    internal static string By(Who? who) => who is null ? "" : $" by {who}";

    internal static string Write(CounterKey key, Who? who) =>
        Quoted.Write(key.Kind) + (key.Subject is { } subject ? $" of {Quoted.Write(subject)}" : "") + By(who);
}
