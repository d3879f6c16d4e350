using System.Collections.Frozen;

namespace CsEngage.Liquid.Tags;

/// <summary>The tags of the standard language. <c>liquid</c> is part of the grammar, not a tag that one could replace.</summary>
static class StandardTags
{
    internal static FrozenDictionary<string, LiquidTag> All { get; } = new LiquidTag[]
    {
        new AssignTag(), new CaptureTag(), new EchoTag(), new IncrementTag("increment", 1), new IncrementTag("decrement", -1),
        new IfTag("if", true), new IfTag("unless", false), new CaseTag(), new IfChangedTag(),
        new ForTag(), new TableRowTag(), new InterruptTag("break", Interrupt.Break), new InterruptTag("continue", Interrupt.Continue), new CycleTag(),
        new VerbatimTag("comment"), new VerbatimTag("doc"), new RawTag(), new HashTag(),
        new RenderTag(), new IncludeTag(),
    }.ToFrozenDictionary(tag => tag.Name, StringComparer.Ordinal);
}
