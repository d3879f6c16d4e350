namespace CsEngage.Liquid.Syntax;

/// <summary>What a question says of a variable in it: when the answer is yes, or when it is no, there is a value.</summary>
enum Proof : byte { IfTrue, IfFalse }

/// <summary>
/// What a block asks of the model in its markup, branch by branch, so that inside a branch it is known which values are there:
/// in <c>{% if csm %}</c> there is one, in its <c>else</c> there is none.
/// </summary>
sealed class Questions(FactsFound facts, bool isUnless)
{
    readonly int _asked = facts.Here.Asked;
    readonly int _first = facts.Here.Uses;
    readonly List<(int From, int To, bool HasAnd, bool HasOr)> _conditions = [];
    int _since = facts.Here.Uses;
    int? _subject;

    /// <summary>A condition was read; these are its variables.</summary>
    internal void Add(int from, bool hasAnd, bool hasOr) => _conditions.Add((from, facts.Here.Uses, hasAnd, hasOr));

    /// <summary>The body of a branch comes next: null for the first.</summary>
    internal void Enter(string? branch)
    {
        facts.Release(_asked);
        _subject ??= facts.Here.Uses;
        if (_conditions.Count == 0)
        {
            // Loops and cases: without an item, or without a case that fits, nothing is known of what was asked.
            if (branch == "else") return;
            facts.Ask(_first, _subject.Value, null);
            facts.Ask(_since, facts.Here.Uses, null);
            return;
        }
        for (var i = 0; i < _conditions.Count; i++)
        {
            var (from, to, hasAnd, hasOr) = _conditions[i];
            var isTrue = (i == _conditions.Count - 1 && branch != "else") != (isUnless && i == 0);
            // Of several things that may hold, none need hold; of several that do not all hold, neither.
            if (isTrue ? !hasOr : !hasAnd) facts.Ask(from, to, isTrue ? Proof.IfTrue : Proof.IfFalse);
        }
    }

    /// <summary>The body is at its end; what is read next belongs to the branch behind it.</summary>
    internal void Leave() => _since = facts.Here.Uses;
}
