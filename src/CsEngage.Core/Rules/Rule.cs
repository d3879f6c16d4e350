namespace CsEngage.Core;

/// <summary>
/// A condition on facts, in the language of docs/rules.md. Immutable and free of time: the same facts and instant give the same verdict.
/// Two rules are equal when their canonical texts and scopes are.
/// </summary>
public sealed class Rule : IEquatable<Rule>
{
    readonly RuleNode node;
    readonly string text;

    Rule(RuleNode node, RuleScope scope) => (this.node, Scope, text, Needs) = (node, scope, node.ToString()!, node.Needs(RuleNeeds.None));

    /// <summary>What it speaks about.</summary>
    public RuleScope Scope { get; }

    /// <summary>What it says, as data, to be worded in a reader's language.</summary>
    public Phrase Phrase => node.Phrase;

    /// <summary>What it depends on.</summary>
    public RuleNeeds Needs { get; }

    /// <summary>Reads a rule.</summary>
    /// <exception cref="RuleException">The text is not a rule of that scope; it says where and what was expected.</exception>
    public static Rule Parse(string text, RuleScope scope) => new(Parser.Rule(text, scope), scope);

    /// <summary>Whether it holds, as of an instant; nothing later is seen. For a rule of contact scope, narrow the facts first (<see cref="Facts.For"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the horizon of the facts.</exception>
    /// <exception cref="ArgumentException">A rule of contact scope was given facts of a whole account.</exception>
    public Verdict Evaluate(Facts facts, DateTimeOffset now)
    {
        var reading = Reading.Of(InScope(facts, Scope), now);
        return new(node, reading, node.Test(reading));
    }

    /// <summary>Only the truth of <see cref="Evaluate"/>, without reasons: for counting and filtering many.</summary>
    public Truth Test(Facts facts, DateTimeOffset now) => node.Test(Reading.Of(InScope(facts, Scope), now));

    internal static Facts InScope(Facts facts, RuleScope scope) => scope == RuleScope.Account ? facts.ForAccount()
        : facts.MembershipId is null ? throw new ArgumentException("A rule about a contact needs facts narrowed to one.", nameof(facts)) : facts;

    /// <summary>The canonical text; reading it gives an equal rule.</summary>
    public override string ToString() => text;

    /// <inheritdoc/>
    public bool Equals(Rule? other) => other is not null && Scope == other.Scope && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Rule);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(text, Scope);
}

/// <summary>The answer of a rule. Reasons and <see cref="ChangesAt"/> are worked out when they are asked for.</summary>
public sealed class Verdict
{
    readonly RuleNode node;
    readonly Reading reading;

    internal Verdict(RuleNode node, in Reading reading, Truth value) => (this.node, this.reading, Value) = (node, reading, value);

    /// <summary>True, false or unknown.</summary>
    public Truth Value { get; }

    /// <summary>Whether it is true; unknown is not.</summary>
    public bool Holds => Value == Truth.True;

    /// <summary>Why, as data.</summary>
    public Reason Reasons => node.Explain(reading);

    /// <summary>
    /// The earliest instant after now at which the verdict can change with no new signal; null if never. It is exact, except that after
    /// 256 fruitless looks ahead it names the next instant to look again. It never lies too late.
    /// </summary>
    public DateTimeOffset? ChangesAt
    {
        get
        {
            var (ahead, at) = (reading, long.MaxValue);
            for (var look = 0; look < Horizon.Looks && (at = node.Next(ahead)) != long.MaxValue; look++)
            {
                ahead = ahead.LookAhead(at);
                if (node.Test(ahead) != Value) break;
            }
            return Horizon.Instant(at);
        }
    }
}

/// <summary>How far ahead a verdict is looked into.</summary>
static class Horizon
{
    internal const int Looks = 256;

    internal static DateTimeOffset? Instant(long at) => at == long.MaxValue ? null : new DateTimeOffset(at, TimeSpan.Zero);
}
