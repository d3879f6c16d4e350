using System.Diagnostics.CodeAnalysis;

namespace CsEngage.Liquid;

/// <summary>The set of partials that templates may use. Nothing outside the set can be reached; there is no path and no file.</summary>
public abstract class LiquidPartials
{
    /// <summary>No partials.</summary>
    public static LiquidPartials None { get; } = From(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The names in the set.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>The text of a partial. Asked for once per name; the answer may not change for the life of the options.</summary>
    public abstract bool TryGet(string name, [NotNullWhen(true)] out string? text);

    /// <summary>A set given as names and texts.</summary>
    public static LiquidPartials From(IReadOnlyDictionary<string, string> texts) => new Given(texts);

    sealed class Given(IReadOnlyDictionary<string, string> texts) : LiquidPartials
    {
        public override IEnumerable<string> Names => texts.Keys;

        public override bool TryGet(string name, [NotNullWhen(true)] out string? text) => texts.TryGetValue(name, out text);
    }
}
