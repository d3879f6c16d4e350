using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>A name in a rule that nothing bears, so that this part of the rule never holds.</summary>
/// <param name="Kind">What was to be named.</param>
/// <param name="Name">As the rule writes it.</param>
/// <param name="Near">What was probably meant; null when nothing is near.</param>
public sealed record UnknownName(TextKind Kind, string Name, string? Near)
{
    /// <summary>Whether it cannot work. A signal that never came may still come.</summary>
    public bool IsFault => Kind != TextKind.Kind;

    /// <summary>It, to be said in the author's language.</summary>
    public Sentence Said
    {
        get
        {
            if (Kind == TextKind.Kind && Near is null) return Sentence.Of("No signal \"{0}\" has ever come. Send it by the API, or the rule never holds.", Name);
            return Near is null ? Plain : Sentence.Of("{0} Did you mean {1}?", Plain, Quoted.Write(Near));
        }
    }

    /// <summary>The same without what was probably meant.</summary>
    public Sentence Plain => RuleNames.Missing(Kind, Name);
}

/// <summary>What a rule or figure names.</summary>
public static class RuleNames
{
    static readonly ImmutableArray<string> AccountFields = ["name", "lifecycle", "tier", "touch-model", "country", "csm", "parent", "created", "zone", "locale", "external-id"];
    static readonly ImmutableArray<string> ContactFields = ["title", "department", "primary", "joined", "external-id"];
    static readonly ImmutableArray<string> Lifecycles = ["onboarding", "adopting", "renewing", "leaving", "left"];
    static readonly ImmutableArray<string> TouchModels = ["high", "low", "tech", "community"];

    /// <summary>The names in a rule that nothing bears, each once, in the order of the rule. Sorts of names of which <paramref name="words"/> tells nothing are not looked at.</summary>
    public static ImmutableArray<UnknownName> Unknown(Phrase phrase, RuleWords words) =>
    [
        .. Named(phrase).Distinct().Select(named => Unknown(named.Kind, named.Name, words, named.Fields)).OfType<UnknownName>(),
    ];

    /// <summary>A name that nothing bears; null when something does, or when <paramref name="words"/> tells nothing of such names.</summary>
    public static UnknownName? Unknown(TextKind kind, string name, RuleWords words) => Unknown(kind, name, words, []);

    static UnknownName? Unknown(TextKind kind, string name, RuleWords words, ImmutableArray<string> fields) =>
        Known(kind, words) is not { } known || known.Contains(name, StringComparer.Ordinal) ? null : new(kind, Last(kind, name), Nearest.Of(name, known.Concat(fields)) is { } near ? Last(kind, near) : null);

    internal static Sentence Missing(TextKind kind, string name) => kind switch
    {
        TextKind.Kind => Sentence.Of("There is no signal \"{0}\".", name),
        TextKind.Role => Sentence.Of("There is no role \"{0}\".", name),
        TextKind.Guide => Sentence.Of("There is no guide \"{0}\".", name),
        TextKind.Checkpoint => Sentence.Of("There is no checkpoint \"{0}\".", name),
        TextKind.Journey => Sentence.Of("There is no journey \"{0}\".", name),
        TextKind.Segment => Sentence.Of("There is no segment \"{0}\".", name),
        TextKind.Survey => Sentence.Of("There is no survey \"{0}\".", name),
        TextKind.Attribute => Sentence.Of("There is no attribute \"{0}\".", name),
        TextKind.Tier => Sentence.Of("There is no tier \"{0}\".", name),
        TextKind.Lifecycle => Sentence.Of("There is no lifecycle \"{0}\".", name),
        TextKind.TouchModel => Sentence.Of("There is no touch model \"{0}\".", name),
        _ => Sentence.Of("There is no \"{0}\".", name),
    };

    // A checkpoint is known with its journey; the rule's own words name the journey beside it.
    static string Last(TextKind kind, string name) => kind == TextKind.Checkpoint ? name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..] : name;

    static IReadOnlyCollection<string>? Known(TextKind kind, RuleWords words) => kind switch
    {
        TextKind.Lifecycle => Lifecycles,
        TextKind.TouchModel => TouchModels,
        _ => words.Texts.TryGetValue(kind, out var known) ? known : null,
    };

    // Fields: what else could have been meant, which every account or contact has.
    readonly record struct Use(TextKind Kind, string Name, ImmutableArray<string> Fields);

    static IEnumerable<Use> Named(Phrase phrase) => Attributes(phrase).Concat(Own(phrase).Select(own => new Use(own.Kind, own.Name, []))).Concat(phrase.Parts.SelectMany(Named));

    static IEnumerable<Use> Attributes(Phrase phrase)
    {
        ImmutableArray<string> fields = phrase.Key switch { "account-field" => AccountFields, "contact-field" => ContactFields, _ => [] };
        return fields.IsEmpty || fields.Contains(phrase["field"].Text!) ? [] : [new(TextKind.Attribute, phrase["field"].Text!.Replace('_', '-'), fields)];
    }

    static IEnumerable<(TextKind Kind, string Name)> Own(Phrase phrase)
    {
        switch (phrase.Key)
        {
            case "compare" when Choice(phrase.Parts[0]) is { } list && phrase.Parts[1] is { Key: "text" } wanted: yield return (list, wanted["value"].Text!); break;
            case "in" when Choice(phrase.Parts[0]) is { } list:
                foreach (var wanted in phrase.Arguments.Where(argument => argument is { Name: "wanted", Value.Text: not null })) yield return (list, wanted.Value.Text!);
                break;
            case "checkpoint": yield return (TextKind.Checkpoint, $"{phrase["journey"].Text}/{phrase["checkpoint"].Text}"); break;
        }

        foreach (var (name, value) in phrase.Arguments)
        {
            if (value.Text is not { } text || text.EndsWith('*')) continue;
            switch (name)
            {
                case "kind": yield return (TextKind.Kind, text); break;
                case "guide": yield return (TextKind.Guide, text); break;
                case "journey": yield return (TextKind.Journey, text); break;
                case "segment": yield return (TextKind.Segment, text); break;
                case "survey": yield return (TextKind.Survey, text); break;
                case "role": yield return (TextKind.Role, text); break;
                case "subject" when text.Split(':') is ["guide", var guide]: yield return (TextKind.Guide, guide); break;
                case "subject" when text.Split(':') is ["survey", var survey]: yield return (TextKind.Survey, survey); break;
            }
        }
    }

    // A field of the account that holds a key of a list.
    static TextKind? Choice(Phrase field) => (field.Key, field["field"].Text) switch
    {
        ("account-field", "tier") => TextKind.Tier,
        ("account-field", "lifecycle") => TextKind.Lifecycle,
        ("account-field", "touch-model") => TextKind.TouchModel,
        _ => null,
    };
}
