namespace CsEngage.Core;

/// <summary>A number, text, date, duration, yes or no as written.</summary>
sealed class Literal(Quantity value, string? text = null) : FigureNode
{
    internal override QuantityKind Type => value.Kind;

    internal override Quantity Value(in Reading reading) => value;

    internal override long Next(in Reading reading) => long.MaxValue;

    internal override Reason Explain(in Reading reading) => Because(Name, reading, []);

    string Name => value.Kind switch
    {
        QuantityKind.Number => "number",
        QuantityKind.Text => "text",
        QuantityKind.Date => "date",
        QuantityKind.Flag => "flag",
        _ => "duration",
    };

    internal override Phrase Phrase => Saying(Name, [new("value", value)]);

    internal override RuleNeeds Needs(RuleNeeds needs) => needs;

    public override string ToString() => text ?? value.ToString();
}

/// <summary>Whose field is read.</summary>
enum FieldOwner { Account, Contact, Contract }

/// <summary>account.plan, contact.title, contract.end: a field as of now.</summary>
sealed class FieldFigure(FieldOwner owner, string name) : FigureNode
{
    internal FieldOwner Owner => owner;

    internal override QuantityKind Type => (owner, name) switch
    {
        (FieldOwner.Account, "created") or (FieldOwner.Contact, "joined") => QuantityKind.Instant,
        (FieldOwner.Account, "lifecycle" or "tier" or "touch-model" or "country" or "zone" or "locale" or "name" or "csm" or "parent" or "external-id") => QuantityKind.Text,
        (FieldOwner.Contact, "title" or "department" or "external-id") => QuantityKind.Text,
        (FieldOwner.Contact, "primary") => QuantityKind.Flag,
        (FieldOwner.Contract, _) => OfContract(name) ?? QuantityKind.Unknown,
        _ => QuantityKind.Unknown,
    };

    /// <summary>The fields of contracts and what they are; null for a field that contracts do not have.</summary>
    internal static QuantityKind? OfContract(string name) => name switch
    {
        "start" or "end" or "notice-by" => QuantityKind.Date,
        "amount" or "arr" or "mrr" => QuantityKind.Number,
        "auto-renew" => QuantityKind.Flag,
        "period" or "currency" or "status" or "products" or "department" or "outcome" or "external-id" => QuantityKind.Text,
        _ => null,
    };

    internal override Quantity Value(in Reading reading) => (owner, name) switch
    {
        (FieldOwner.Account, "created") => Quantity.AtTicks(reading.Facts.Created),
        (FieldOwner.Contact, "joined") => Quantity.AtTicks(reading.Facts.Members[reading.Contact].Joined),
        _ => Quantity.Of(Line(reading).At(reading.Now, reading.Seen).Value),
    };

    Timeline Line(in Reading reading) => owner switch
    {
        FieldOwner.Account => reading.Facts.Field(name),
        FieldOwner.Contact => reading.Facts.Members[reading.Contact].Field(name),
        _ => reading.Facts.Contracts[reading.Contract].Field(name),
    };

    /// <summary>As old as its last change; of a field that never changed the age is not known, and it counts as of the account's creation.</summary>
    internal override (long At, int N) Observed(in Reading reading)
    {
        if (!Value(reading).IsKnown) return (Series.Never, 0);
        if (name is "created" or "joined") return (reading.Now, 1);
        return (Math.Max(Line(reading).At(reading.Now, reading.Seen).Since, reading.Facts.Created), 1);
    }

    internal override long Next(in Reading reading) => name is "created" or "joined" ? long.MaxValue : Line(reading).Next(reading.Now, reading.Seen);

    internal override Reason Explain(in Reading reading) => Because(Word + "-field", reading, [new("field", Quantity.Of(name))]);

    internal override Phrase Phrase => Saying(Word + "-field", [new("field", Quantity.Of(name))]);

    internal override RuleNeeds Needs(RuleNeeds needs) => owner switch
    {
        FieldOwner.Account => needs with { AccountFields = needs.AccountFields.Add(name) },
        FieldOwner.Contact => needs with { ContactFields = needs.ContactFields.Add(name) },
        _ => needs with { ContractFields = needs.ContractFields.Add(name) },
    };

    string Word => owner switch { FieldOwner.Account => "account", FieldOwner.Contact => "contact", _ => "contract" };

    public override string ToString() => $"{Word}.{name}";
}

/// <summary>The four ways to reckon.</summary>
enum Sign { Plus, Minus, Times, Over }

/// <summary>figure (+ - * /) figure: numbers, durations, and dates with durations. Anything else, dividing by nothing and overflow are unknown.</summary>
sealed class Arithmetic(FigureNode left, Sign sign, FigureNode right) : FigureNode
{
    internal override int Binding => sign is Sign.Plus or Sign.Minus ? 5 : 7;

    internal override QuantityKind Type => Of(left.Type, sign, right.Type) ?? QuantityKind.Unknown;

    /// <summary>What kind two kinds come to; unknown where that depends on the facts, null where it cannot be.</summary>
    internal static QuantityKind? Of(QuantityKind left, Sign sign, QuantityKind right) => (left, sign, right) switch
    {
        (QuantityKind.Text or QuantityKind.Flag, _, _) or (_, _, QuantityKind.Text or QuantityKind.Flag) => null,
        (QuantityKind.Unknown, _, _) or (_, _, QuantityKind.Unknown) => QuantityKind.Unknown,
        (QuantityKind.Number, _, QuantityKind.Number) => QuantityKind.Number,
        (QuantityKind.Duration, Sign.Plus or Sign.Minus, QuantityKind.Duration) => QuantityKind.Duration,
        (QuantityKind.Duration, Sign.Times or Sign.Over, QuantityKind.Number) or (QuantityKind.Number, Sign.Times, QuantityKind.Duration) => QuantityKind.Duration,
        (QuantityKind.Duration, Sign.Over, QuantityKind.Duration) => QuantityKind.Number,
        (QuantityKind.Date or QuantityKind.Instant, Sign.Plus or Sign.Minus, QuantityKind.Duration) => left,
        (QuantityKind.Duration, Sign.Plus, QuantityKind.Date or QuantityKind.Instant) => right,
        (QuantityKind.Date or QuantityKind.Instant, Sign.Minus, QuantityKind.Date or QuantityKind.Instant) => QuantityKind.Duration,
        _ => null,
    };

    internal override Quantity Value(in Reading reading)
    {
        var (a, b) = (left.Value(reading), right.Value(reading));
        if (!a.IsKnown || !b.IsKnown) return Quantity.Unknown;
        try
        {
            return a.Number is { } x && b.Number is { } y ? Numbers(x, y) : Times(a, b, reading.Facts.Days);
        }
        catch (OverflowException)
        {
            return Quantity.Unknown;
        }
    }

    Quantity Numbers(decimal x, decimal y) => sign switch
    {
        Sign.Plus => Quantity.Of(x + y),
        Sign.Minus => Quantity.Of(x - y),
        Sign.Times => Quantity.Of(x * y),
        _ => y == 0 ? Quantity.Unknown : Quantity.Of(x / y),
    };

    Quantity Times(in Quantity a, in Quantity b, OperatorDays days) => (a.Kind, sign, b.Kind) switch
    {
        (QuantityKind.Duration, Sign.Plus, QuantityKind.Duration) => Span(checked(a.Ticks + b.Ticks)),
        (QuantityKind.Duration, Sign.Minus, QuantityKind.Duration) => Span(checked(a.Ticks - b.Ticks)),
        (QuantityKind.Duration, Sign.Over, QuantityKind.Duration) => b.Ticks == 0 ? Quantity.Unknown : Quantity.Of((decimal)a.Ticks / b.Ticks),
        (QuantityKind.Duration, Sign.Times, QuantityKind.Number) => Span((long)(a.Ticks * b.Number!.Value)),
        (QuantityKind.Number, Sign.Times, QuantityKind.Duration) => Span((long)(b.Ticks * a.Number!.Value)),
        (QuantityKind.Duration, Sign.Over, QuantityKind.Number) => b.Number == 0 ? Quantity.Unknown : Span((long)(a.Ticks / b.Number!.Value)),
        (QuantityKind.Date or QuantityKind.Instant, Sign.Plus, QuantityKind.Duration) => Moved(a, b.Ticks),
        (QuantityKind.Date or QuantityKind.Instant, Sign.Minus, QuantityKind.Duration) => Moved(a, -b.Ticks),
        (QuantityKind.Duration, Sign.Plus, QuantityKind.Date or QuantityKind.Instant) => Moved(b, a.Ticks),
        (QuantityKind.Instant, Sign.Minus, QuantityKind.Instant) => Span(a.Ticks - b.Ticks),
        (QuantityKind.Date or QuantityKind.Instant, Sign.Minus, QuantityKind.Date or QuantityKind.Instant) => Span((Day(a, days) - Day(b, days)) * TimeSpan.TicksPerDay),
        _ => Quantity.Unknown,
    };

    static long Day(in Quantity at, OperatorDays days) => at.Kind == QuantityKind.Date ? at.Ticks : days.DayOf(at.Ticks);

    static Quantity Span(long ticks) => Quantity.Of(new TimeSpan(ticks));

    // A date moves by whole days; what is left of a day does not move it.
    static Quantity Moved(in Quantity at, long by)
    {
        if (at.Kind == QuantityKind.Date)
            return at.Ticks + by / TimeSpan.TicksPerDay is >= 0 and var day && day <= DateOnly.MaxValue.DayNumber ? Quantity.Of(DateOnly.FromDayNumber((int)day)) : Quantity.Unknown;
        return checked(at.Ticks + by) is >= 0 and var ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks ? Quantity.AtTicks(ticks) : Quantity.Unknown;
    }

    internal override (long At, int N) Observed(in Reading reading)
    {
        var (a, b) = (left.Observed(reading), right.Observed(reading));
        return (Math.Min(a.At, b.At), Math.Max(a.N, b.N));
    }

    internal override long Next(in Reading reading) => Math.Min(left.Next(reading), right.Next(reading));

    internal override Reason Explain(in Reading reading) => Because(Name, reading, [], left.Explain(reading), right.Explain(reading));

    string Name => sign switch
    {
        Sign.Plus => "add",
        Sign.Minus => "subtract",
        Sign.Times => "multiply",
        _ => "divide",
    };

    internal override Phrase Phrase => Saying(Name, [], left.Phrase, right.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => right.Needs(left.Needs(needs));

    public override string ToString() =>
        $"{left.Inside(Binding)} {sign switch { Sign.Plus => "+", Sign.Minus => "-", Sign.Times => "*", _ => "/" }} {right.Inside(Binding + 1)}";
}

/// <summary>recency of KIND half-life N: 1 at the last such signal, half of it after each half-life, in steps of whole days; 0 if there never was one.</summary>
sealed class Recency(CounterFigure last, Length halfLife) : FigureNode
{
    internal override int Binding => 8;

    internal override QuantityKind Type => QuantityKind.Number;

    internal override Quantity Value(in Reading reading)
    {
        if (last.Value(reading) is { IsKnown: true } at) return Quantity.Of(After(Age(at.Ticks, reading)));
        return last.Observed(reading) is { At: Series.Never } && last.Who is { IsThis: false } ? Nobody(reading) : Quantity.Of(0m);
    }

    // Rounded to six digits: the last bits of a power differ between processors.
    decimal After(long days) => Math.Round((decimal)Math.Pow(0.5, (double)days * TimeSpan.TicksPerDay / halfLife.Ticks), 6);

    static long Age(long at, in Reading reading) => Math.Max(0, (reading.Now - at) / TimeSpan.TicksPerDay);

    Quantity Nobody(in Reading reading)
    {
        foreach (var member in reading.Facts.Members)
            if (last.Who!.Includes(member, reading))
                return Quantity.Of(0m);
        return Quantity.Unknown;
    }

    internal override long Next(in Reading reading)
    {
        var next = last.Next(reading);
        if (last.Value(reading) is not { IsKnown: true } at || After(Age(at.Ticks, reading)) == 0) return next;
        return Math.Min(next, Node.After(at.Ticks + (Age(at.Ticks, reading) + 1) * TimeSpan.TicksPerDay, reading));
    }

    internal override Reason Explain(in Reading reading) => Because("recency", reading, [new("half-life", Quantity.Of(new TimeSpan(halfLife.Ticks)))], last.Explain(reading));

    internal override Phrase Phrase => Saying("recency", [new("half-life", Quantity.Of(new TimeSpan(halfLife.Ticks)))], last.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => last.Needs(needs);

    public override string ToString() => $"recency of {Counters.Write(last.Key, last.Who)} half-life {halfLife}";
}
