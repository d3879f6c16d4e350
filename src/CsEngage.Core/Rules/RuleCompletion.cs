using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What a text inside a rule names.</summary>
public enum TextKind
{
    /// <summary>Any text.</summary>
    Plain,
    /// <summary>A kind of signal.</summary>
    Kind,
    /// <summary>The subject of a signal.</summary>
    Subject,
    /// <summary>A role.</summary>
    Role,
    /// <summary>A guide.</summary>
    Guide,
    /// <summary>A checkpoint.</summary>
    Checkpoint,
    /// <summary>A journey.</summary>
    Journey,
    /// <summary>A segment.</summary>
    Segment,
    /// <summary>A survey.</summary>
    Survey,
    /// <summary>An attribute of the account or the contact.</summary>
    Attribute,
    /// <summary>A price band of the account.</summary>
    Tier,
    /// <summary>Where an account stands in its life.</summary>
    Lifecycle,
    /// <summary>How an account is touched.</summary>
    TouchModel,
}

/// <summary>What there is to be named in rules: for completion, and to find names that nothing bears.</summary>
/// <param name="Texts">Names by what they name; a checkpoint as journey/checkpoint.</param>
public sealed record RuleWords(ImmutableDictionary<TextKind, ImmutableArray<string>> Texts)
{
    /// <summary>Nothing is known.</summary>
    public static readonly RuleWords Empty = new(ImmutableDictionary<TextKind, ImmutableArray<string>>.Empty);

    /// <summary>Only the kinds of signals that CsEngage emits itself, and the usual roles.</summary>
    public static readonly RuleWords BuiltIn = new(Empty.Texts
        .Add(TextKind.Kind, [.. SignalKinds.All.Select(kind => kind.Kind)]).Add(TextKind.Role, ["champion", "member", "organizer", "sponsor"]));

    /// <summary>The same with names of one more sort, beside those there are.</summary>
    public RuleWords With(TextKind kind, IEnumerable<string> names) =>
        this with { Texts = Texts.SetItem(kind, [.. Texts.GetValueOrDefault(kind, []).Concat(names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]) };
}

/// <summary>One way in which a rule could go on.</summary>
/// <param name="Text">What to insert in place of the characters from <paramref name="From"/> to the cursor.</param>
/// <param name="From">Where what is inserted begins.</param>
/// <param name="Kind">What it names; null for a word of the language.</param>
public sealed record Completion(string Text, int From, TextKind? Kind);

/// <summary>Completion for an editor. It asks the parser itself, so it never offers what could not be read.</summary>
public static class RuleCompletion
{
    /// <summary>How a rule could go on at a cursor, words of the language first, each sort in order.</summary>
    public static ImmutableArray<Completion> At(string text, int cursor, RuleScope scope, RuleWords words)
    {
        var (beginning, typed, isText) = Cut(text[..cursor]);
        return [.. Hopes(beginning, scope)
            .SelectMany(hope => hope.Word is { } word ? isText ? [] : Words(word, words).Select(one => (Text: one, Kind: (TextKind?)null))
                : words.Texts.GetValueOrDefault(hope.Kind, []).Select(name => (Text: Quoted.Write(name[(hope.Kind == TextKind.Checkpoint ? name.IndexOf('/', StringComparison.Ordinal) + 1 : 0)..]), Kind: (TextKind?)hope.Kind)))
            .Where(one => one.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct().OrderBy(one => one.Kind).ThenBy(one => one.Text, StringComparer.Ordinal)
            .Select(one => new Completion(one.Text, beginning.Length, one.Kind))];
    }

    static IReadOnlySet<(string? Word, TextKind Kind)> Hopes(string beginning, RuleScope scope)
    {
        try
        {
            return Parser.Hopes(beginning, scope);
        }
        catch (RuleException)
        {
            // Something before the cursor cannot even be cut into words; the error says so, there is nothing to offer.
            return new HashSet<(string?, TextKind)>();
        }
    }

    /// <summary>Attributes stand wherever fields of the account do.</summary>
    static IEnumerable<string> Words(string word, RuleWords words) =>
        word == "account.name" ? [word, .. words.Texts.GetValueOrDefault(TextKind.Attribute, []).Select(key => "account." + key)] : [word];

    /// <summary>The beginning before the word or text at the cursor, and what is typed of it.</summary>
    static (string Beginning, string Typed, bool IsText) Cut(string before)
    {
        try
        {
            var tokens = Lexer.Read(before);
            var touching = tokens.Count > 1 && tokens[^2] is { Kind: TokenKind.Word } last && last.End == before.Length ? last.Position : before.Length;
            // "account." is a word in the making: the lexer wants a letter after the point.
            return (before[..touching], before[touching..], false);
        }
        catch (RuleException open) when (open.Position < before.Length && before[open.Position] == '"')
        {
            return (before[..open.Position], before[open.Position..], true);
        }
        catch (RuleException open) when (before.EndsWith('.'))
        {
            var start = before.Length - 1;
            while (start > 0 && char.IsAsciiLetter(before[start - 1])) start--;
            return open.Position == before.Length - 1 ? (before[..start], before[start..], false) : (before, "", false);
        }
        catch (RuleException)
        {
            return (before, "", false);
        }
    }
}
