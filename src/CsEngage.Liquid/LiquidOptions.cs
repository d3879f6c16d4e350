using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using CsEngage.Liquid.Filters;
using CsEngage.Liquid.Tags;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid;

/// <summary>How closely a template has to follow the grammar.</summary>
public enum LiquidSyntax : byte
{
    /// <summary>Everything that is written must mean something; a mistake is an error with its place.</summary>
    Strict,
    /// <summary>As Shopify's lax mode: what cannot be understood inside a tag or output is passed over where that has a customary meaning.</summary>
    Lax,
}

/// <summary>The language that templates are parsed in: tags, filters and partials. Immutable and shared.</summary>
public sealed class LiquidOptions
{
    readonly ConcurrentDictionary<string, LiquidTemplate> _partials = new(StringComparer.Ordinal);

    /// <summary>The standard language without partials.</summary>
    public LiquidOptions() : this(StandardTags.All, StandardFilters.All, LiquidPartials.None, LiquidSyntax.Strict, false, LiquidLimits.Standard) { }

    LiquidOptions(FrozenDictionary<string, LiquidTag> tags, FrozenDictionary<string, LiquidFilter> filters, LiquidPartials partials, LiquidSyntax syntax, bool unknownFiltersPass, LiquidLimits limits)
    {
        (Tags, Filters, Partials, Syntax, UnknownFiltersPass, Limits) = (tags, filters, partials, syntax, unknownFiltersPass, limits);
    }

    /// <summary>The standard language without partials.</summary>
    public static LiquidOptions Standard { get; } = new();

    /// <summary>The partials that <c>render</c> and <c>include</c> may use.</summary>
    public LiquidPartials Partials { get; }

    /// <summary>How closely templates have to follow the grammar.</summary>
    public LiquidSyntax Syntax { get; }

    /// <summary>Whether an unknown filter hands its input on, as Shopify does, instead of being an error.</summary>
    public bool UnknownFiltersPass { get; }

    /// <summary>Limits of parsing: source length and nesting.</summary>
    public LiquidLimits Limits { get; }

    internal FrozenDictionary<string, LiquidTag> Tags { get; }

    internal FrozenDictionary<string, LiquidFilter> Filters { get; }

    /// <summary>The names of all tags, for completion.</summary>
    public IEnumerable<string> TagNames => Tags.Keys;

    /// <summary>The names of those tags that have an end: <c>for</c> … <c>endfor</c>.</summary>
    public IEnumerable<string> BlockNames => Tags.Values.Where(tag => tag.IsBlock).Select(tag => tag.Name);

    /// <summary>The names of all filters, for completion.</summary>
    public IEnumerable<string> FilterNames => Filters.Keys;

    /// <summary>This language with more filters; one of the same name is replaced.</summary>
    public LiquidOptions With(params IEnumerable<LiquidFilter> filters) =>
        new(Tags, Filters.Values.Concat(filters).GroupBy(filter => filter.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal), Partials, Syntax, UnknownFiltersPass, Limits);

    /// <summary>This language with one more filter.</summary>
    public LiquidOptions WithFilter(string name, int least, int most, LiquidFilterBody body) => With(new LiquidFilter(name, least, most, body));

    /// <summary>This language with more tags; one of the same name is replaced.</summary>
    public LiquidOptions With(params IEnumerable<LiquidTag> tags) =>
        new(Tags.Values.Concat(tags).GroupBy(tag => tag.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal), Filters, Partials, Syntax, UnknownFiltersPass, Limits);

    /// <summary>This language with these partials.</summary>
    public LiquidOptions With(LiquidPartials partials) => new(Tags, Filters, partials, Syntax, UnknownFiltersPass, Limits);

    /// <summary>This language, as strict as said.</summary>
    public LiquidOptions With(LiquidSyntax syntax, bool unknownFiltersPass = false) => new(Tags, Filters, Partials, syntax, unknownFiltersPass, Limits);

    /// <summary>This language with other limits of parsing.</summary>
    public LiquidOptions With(LiquidLimits limits) => new(Tags, Filters, Partials, Syntax, UnknownFiltersPass, limits);

    /// <summary>The partial of that name, parsed once for these options.</summary>
    internal bool TryPartial(string name, [NotNullWhen(true)] out LiquidTemplate? partial)
    {
        if (_partials.TryGetValue(name, out partial)) return true;
        if (!Partials.TryGet(name, out var text)) return false;
        partial = _partials.GetOrAdd(name, LiquidTemplate.Parse(text, this, name));
        return true;
    }

    internal LiquidTemplate Partial(string name) => TryPartial(name, out var partial)
        ? partial : throw new LiquidFault(LiquidSentence.Of("There is no partial \"{0}\".", name), Similar.To(name, Partials.Names), LiquidErrorKind.UnknownPartial);
}
