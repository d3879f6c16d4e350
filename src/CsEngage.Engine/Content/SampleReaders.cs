using System.Collections.Immutable;
using CsEngage.Engine.Accounts;
using CsEngage.Liquid;

namespace CsEngage.Engine.Content;

/// <summary>A reader to try a text with.</summary>
/// <param name="Model">What is known of them.</param>
/// <param name="IsFull">Whether it begins with somebody of whom everything is known, and not next to nothing.</param>
/// <param name="Differences">What is other than with them: the values by their paths.</param>
public readonly record struct SampleReader(LiquidMap Model, bool IsFull, ImmutableArray<(string Path, LiquidValue Value)> Differences);

/// <summary>
/// Readers for whom the branches of a text are taken one way and the other: of whom each value that the text reads is known or is not, and of whom it
/// is what the text compares it with.
/// </summary>
public static class SampleReaders
{
    // All of them while they are few; for more, one difference at a time, and not without end: this is done while an author types.
    const int Most = 96, MostSingle = 400;

    /// <param name="facts">What the text reads and asks.</param>
    /// <param name="inMail">Whether there is a journey that sends it.</param>
    /// <param name="own">The own fields of accounts.</param>
    public static IEnumerable<SampleReader> Of(LiquidFacts facts, bool inMail, IReadOnlyDictionary<string, AccountField> own)
    {
        var (full, bare) = (SampleModel.Of(isFull: true, inMail, own), SampleModel.Of(isFull: false, inMail, own));
        yield return new(full, IsFull: true, []);
        yield return new(bare, IsFull: false, []);
        foreach (var isFull in (bool[])[true, false])
        {
            var (model, other) = isFull ? (full, bare) : (bare, full);
            foreach (var differences in Combined(Choices(facts, model, other)))
                yield return new(differences.Aggregate(model, (changed, difference) => With(changed, difference.Path, difference.Value)), isFull, differences);
        }
    }

    static ImmutableArray<ImmutableArray<(string Path, LiquidValue Value)>> Choices(LiquidFacts facts, LiquidMap model, LiquidMap other)
    {
        var choices = ImmutableArray.CreateBuilder<ImmutableArray<(string, LiquidValue)>>();
        foreach (var path in facts.Uses.Select(use => Steered(use.Path)).Distinct(StringComparer.Ordinal))
        {
            var here = At(model, path);
            var values = facts.Compared.Where(compared => compared.Path == path).SelectMany(compared => Near(path, compared.Value)).Append(At(other, path)).Distinct().Where(value => value != here);
            if (values.Select(value => (path, value)).ToImmutableArray() is { IsEmpty: false } found) choices.Add(found);
        }
        return choices.ToImmutable();
    }

    static IEnumerable<ImmutableArray<(string Path, LiquidValue Value)>> Combined(ImmutableArray<ImmutableArray<(string Path, LiquidValue Value)>> choices)
    {
        if (choices.Aggregate(1L, (product, one) => Math.Min(Most + 1L, product * (one.Length + 1))) > Most)
            return choices.SelectMany(one => one.Select(difference => ImmutableArray.Create(difference))).Take(MostSingle);
        return choices.Aggregate((IEnumerable<ImmutableArray<(string, LiquidValue)>>)[[]], (combined, one) => [.. combined, .. combined.SelectMany(before => one.Select(before.Add))]).Where(differences => !differences.IsEmpty);
    }

    // Of a CSM nothing is known, or all of it; of an account or a contact it may be any part.
    static string Steered(string path)
    {
        var parts = path.Split(['.', '['], 3);
        return parts is ["csm" or "next" or "journey", ..] or [_] ? parts[0] : $"{parts[0]}.{parts[1].TrimEnd(']')}";
    }

    // Where an amount is asked for, those beside it are another answer.
    static IEnumerable<LiquidValue> Near(string path, LiquidValue value) => path == "contact.roles" ? [LiquidValue.List([value], one => one)]
        : value.IsNumber && decimal.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var amount) ? [amount - 1, value, amount + 1] : [value];

    static LiquidValue At(LiquidMap model, string path) => path.Split('.', 2) switch
    {
        [var root, var field] => model[root].AsMap?[field] ?? LiquidValue.Nil,
        _ => model[path],
    };

    static LiquidMap With(LiquidMap model, string path, LiquidValue value) => path.Split('.', 2) switch
    {
        [var root, var field] => model[root].AsMap is { } map ? model.With(root, map.With(field, value)) : model,
        _ => model.With(path, value),
    };
}
