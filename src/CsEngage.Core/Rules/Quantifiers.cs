using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>share of contacts [with role R] where ( rule ): from 0 to 1, of those for whom the rule can be told.</summary>
sealed class Share(string? role, RuleNode rule) : FigureNode
{
    internal override int Binding => 8;

    internal override QuantityKind Type => QuantityKind.Number;

    internal override Quantity Value(in Reading reading) => Asked(reading) is (_, 0) ? Quantity.Unknown : Quantity.Of((decimal)Asked(reading).Yes / Asked(reading).Of);

    (int Yes, int Of) Asked(in Reading reading)
    {
        var (yes, of) = (0, 0);
        var members = reading.Facts.Members;
        for (var i = 0; i < members.Length; i++)
        {
            if (!Includes(members[i], reading)) continue;
            var truth = rule.Test(reading with { Contact = i });
            if (truth == Truth.Unknown) continue;
            of++;
            if (truth == Truth.True) yes++;
        }
        return (yes, of);
    }

    bool Includes(Member member, in Reading reading) =>
        member.IsThere(reading.Now) && (role is null || member.HasRole(role, reading.Now, reading.Seen));

    internal override (long At, int N) Observed(in Reading reading) => (reading.Now, Asked(reading).Of);

    internal override long Next(in Reading reading)
    {
        var next = reading.NextMembers();
        for (var i = 0; i < reading.Facts.Members.Length; i++)
            if (Includes(reading.Facts.Members[i], reading))
                next = Math.Min(next, rule.Next(reading with { Contact = i }));
        return next;
    }

    internal override Reason Explain(in Reading reading)
    {
        var (yes, of) = Asked(reading);
        return Because("share", reading, [.. role is null ? [] : new[] { new Argument("role", Quantity.Of(role)) },
            new("where", Quantity.Of(rule.ToString()!)), new("yes", Quantity.Of((decimal)yes)), new("of", Quantity.Of((decimal)of))]);
    }

    internal override Phrase Phrase => Saying("share", role is null ? [] : [new("role", Quantity.Of(role))], rule.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => rule.Needs(needs with { Contacts = true });

    public override string ToString() => $"share of contacts{(role is null ? "" : $" with role {Quoted.Write(role)}")} where ({rule})";
}

/// <summary>any|all contract ( rule ). Where there is no contract, "any" is false and "all" is unknown.</summary>
sealed class ContractQuantifier(bool all, RuleNode rule) : RuleNode
{
    internal override Truth Test(in Reading reading)
    {
        var contracts = reading.Facts.Contracts;
        var (truth, found) = (all ? Truth.True : Truth.False, false);
        for (var i = 0; i < contracts.Length; i++)
        {
            if (!contracts[i].IsThere(reading.Now)) continue;
            found = true;
            var its = rule.Test(reading with { Contract = i });
            truth = (its < truth) == all ? its : truth;
        }
        return found || !all ? truth : Truth.Unknown;
    }

    internal override long Next(in Reading reading)
    {
        var next = long.MaxValue;
        var contracts = reading.Facts.Contracts;
        for (var i = 0; i < contracts.Length; i++)
            next = Math.Min(next, contracts[i].IsThere(reading.Now) ? rule.Next(reading with { Contract = i })
                : contracts[i].Known <= reading.Seen ? After(contracts[i].Known, reading) : long.MaxValue);
        return next;
    }

    internal override Reason Explain(in Reading reading)
    {
        var deciding = ImmutableArray.CreateBuilder<Reason>();
        var ids = ImmutableArray.CreateBuilder<Argument>();
        var truth = Test(reading);
        for (var i = 0; i < reading.Facts.Contracts.Length; i++)
        {
            var one = reading with { Contract = i };
            if (!reading.Facts.Contracts[i].IsThere(reading.Now) || rule.Test(one) != truth) continue;
            ids.Add(new("contract", Quantity.Of(reading.Facts.Contracts[i].Id.ToString("D"))));
            deciding.Add(rule.Explain(one));
        }
        return Because("contract", reading, Quantity.Of((decimal)ids.Count), [new("quantifier", Quantity.Of(all ? "all" : "any")), .. ids], deciding.DrainToImmutable());
    }

    internal override Phrase Phrase => Saying("contract", [new("quantifier", Quantity.Of(all ? "all" : "any"))], rule.Phrase);

    internal override RuleNeeds Needs(RuleNeeds needs) => rule.Needs(needs);

    public override string ToString() => $"{(all ? "all" : "any")} contract ({rule})";
}
