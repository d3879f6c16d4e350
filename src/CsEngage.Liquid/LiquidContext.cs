using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid;

/// <summary>The state of one rendering: variables, output, circumstances, and what may still be spent.</summary>
public sealed class LiquidContext
{
    // Time is looked at every so many steps, and never before the first such stretch is used up.
    const int Stretch = 4096;
    const long NotYet = long.MinValue;

    readonly List<LiquidOutput> _spare = [];
    readonly Stack<Frame> _frames = new();
    readonly List<LiquidError> _missing = [];
    Scoped[] _scoped = new Scoped[16];
    int _scopedCount;
    int _budget;
    int _stepsLeft;
    int _bytesLeft;
    int _depth;
    // Nesting this shallow fits on every stack; looking at the stack costs more than a node.
    int _unchecked;
    long _startedAt;

    internal LiquidContext() { }

    struct Scoped
    {
        internal string Name;
        internal LiquidValue Value;
    }

    /// <summary>Where nodes write.</summary>
    public LiquidOutput Output { get; private set; } = new();

    /// <summary>The language and customs of the reader.</summary>
    public CultureInfo Culture => Options.Culture;

    /// <summary>The zone of the reader.</summary>
    public TimeZoneInfo Zone => Options.Zone;

    /// <summary>The present moment, as the caller gave it.</summary>
    public DateTimeOffset Now => Options.Now;

    /// <summary>What the caller gave for registered filters and tags.</summary>
    public object? State => Options.State;

    /// <summary>Whether values are escaped.</summary>
    public bool IsHtml { get; private set; }

    /// <summary>The model.</summary>
    public LiquidMap Model { get; private set; } = LiquidMap.None;

    internal LiquidRenderOptions Options { get; private set; } = LiquidRenderOptions.Standard;
    internal LiquidTemplate Template { get; private set; } = null!;
    internal Interrupt Interrupt { get; set; }
    internal int Position { get; set; }
    internal Frame Frame { get; private set; } = new();
    internal bool Reports { get; private set; }

    /// <summary>The row that is being drawn for the next like it; null almost always.</summary>
    internal Drawing? Drawing { get; set; }

    /// <summary>What may still be spent.</summary>
    internal (int Steps, int Bytes) Left => (_budget + _stepsLeft, _bytesLeft);

    internal void Begin(LiquidTemplate template, LiquidMap model, LiquidRenderOptions options)
    {
        (Template, Model, Options) = (template, model, options);
        IsHtml = options.Mode is LiquidOutputMode.Html;
        Reports = options.Missing is not LiquidMissing.Empty;
        (Interrupt, Position, _depth, _scopedCount, Drawing) = (Interrupt.None, 0, 0, 0, null);
        _unchecked = Math.Min(20, options.Limits.Nesting);
        (_bytesLeft, _startedAt) = (options.Limits.Allocated, NotYet);
        _budget = Math.Min(Stretch, options.Limits.Steps);
        _stepsLeft = options.Limits.Steps - _budget;
        Output.Begin(options.Limits.Output, IsHtml);
    }

    /// <summary>Lets go of everything that belongs to the caller, so that a pooled context holds no model.</summary>
    internal void End()
    {
        Array.Clear(_scoped);
        Frame.Clear();
        (Template, Model, Options) = (null!, LiquidMap.None, LiquidRenderOptions.Standard);
        Output.Trim();
    }

    /// <summary>The value of a name: loop variables and arguments first, then what was assigned, then counters, then the model.</summary>
    public LiquidValue Get(string name) => TryGet(name, out var value) ? value : default;

    /// <summary>The value of a name; false when nothing has that name.</summary>
    public bool TryGet(string name, out LiquidValue value)
    {
        var hint = 0;
        return TryGet(name, ref hint, out value);
    }

    /// <summary>As the other; the hint says where in the model the same look-up found its name last time.</summary>
    internal bool TryGet(string name, ref int hint, out LiquidValue value)
    {
        var scoped = _scoped;
        for (var i = _scopedCount - 1; i >= Frame.ScopeStart; i--)
        {
            if (!string.Equals(scoped[i].Name, name, StringComparison.Ordinal)) continue;
            value = scoped[i].Value;
            return true;
        }
        return Frame.Assigned.TryGet(name, out value) || Frame.TryCounter(name, out value)
            || (Model is ArrayMap map ? map.TryGet(name, ref hint, out value) : Model.TryResolved(name, out value));
    }

    /// <summary>Sets a variable as <c>assign</c> does: for the rest of the template, or of the rendered partial.</summary>
    public void Assign(string name, in LiquidValue value)
    {
        Frame.Assigned.Set(name, value);
        Charge(64);
    }

    /// <summary>Makes a variable that lasts until <see cref="Close"/> is given the mark that <see cref="Open"/> gave.</summary>
    internal int Open(string name, in LiquidValue value)
    {
        if (_scopedCount == _scoped.Length) Array.Resize(ref _scoped, _scopedCount * 2);
        _scoped[_scopedCount] = new() { Name = name, Value = value };
        return _scopedCount++;
    }

    internal void Change(int mark, in LiquidValue value) => _scoped[mark].Value = value;

    internal void Close(int mark) => _scopedCount = mark;

    /// <summary>Counts the nodes of a body about to be rendered, and one level of nesting.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter(int nodes)
    {
        if ((_budget -= nodes + 1) < 0) Refill();
        if (++_depth > _unchecked) CheckDepth();
    }

    internal void Leave() => _depth--;

    void CheckDepth()
    {
        if (_depth > Options.Limits.Nesting) throw new LiquidFault(LiquidSentence.Of("Nesting is deeper than {0}.", Options.Limits.Nesting), kind: LiquidErrorKind.Limit);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new LiquidFault(LiquidSentence.Of("Nesting is too deep for this thread."), kind: LiquidErrorKind.Limit);
    }

    /// <summary>Counts work: one for each node, loop round or list item. Ends the rendering when the limit is reached.</summary>
    public void Step(int count = 1)
    {
        if ((_budget -= count) < 0) Refill();
    }

    /// <summary>Counts memory about to be allocated, in bytes, and the work of filling it.</summary>
    public void Charge(long bytes)
    {
        if (bytes > _bytesLeft) throw new LiquidFault(LiquidSentence.Of("The template needs more than {0} bytes of memory.", Options.Limits.Allocated), kind: LiquidErrorKind.Limit);
        _bytesLeft -= (int)bytes;
        Step((int)(bytes >> 9));
    }

    /// <summary>Counts what was counted when it was done for the first time.</summary>
    internal void Spend(int steps, int bytes)
    {
        Charge(bytes);
        Step(steps - (bytes >> 9));
    }

    /// <summary>A value as filters work on it. Writing down the structure of a list or map is charged for: a template may ask for it again and again.</summary>
    internal string Text(in LiquidValue value)
    {
        var text = RubyText.Of(value);
        if (value.Kind is LiquidKind.List or LiquidKind.Map) Charge(text.Length * 6L + 128);
        return text;
    }

    /// <summary>Counts a walk along a text: short ones are free, as with everything a machine does at once.</summary>
    internal void Walk(string text) => Step(text.Length >> 9);

    /// <summary>Refuses a list that is longer than a template may make or walk, and counts its items.</summary>
    public void Count(long items)
    {
        if (items > Options.Limits.Items) throw new LiquidFault(LiquidSentence.Of("A list of {0} items is longer than {1}.", items, Options.Limits.Items), kind: LiquidErrorKind.Limit);
        Step((int)items);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Refill()
    {
        while (_budget < 0 && _stepsLeft > 0)
        {
            var more = Math.Min(Stretch, _stepsLeft);
            _budget += more;
            _stepsLeft -= more;
        }
        if (_budget < 0) throw new LiquidFault(LiquidSentence.Of("The template takes more than {0} steps.", Options.Limits.Steps), kind: LiquidErrorKind.Limit);
        if (_startedAt == NotYet) _startedAt = Options.Clock.GetTimestamp();
        else if (Options.Clock.GetElapsedTime(_startedAt) > Options.Limits.Deadline)
            throw new LiquidFault(LiquidSentence.Of("The template takes longer than {0} ms.", Options.Limits.Deadline.TotalMilliseconds), kind: LiquidErrorKind.Limit);
    }

    /// <summary>Renders what <paramref name="node"/> writes into text of its own, as <c>capture</c> does.</summary>
    public LiquidValue Capture(LiquidNode node)
    {
        var (outer, inner) = (Output, Spare());
        inner.Begin(Options.Limits.Output, IsHtml);
        Output = inner;
        try
        {
            node.Render(this);
            inner.CheckLimit();
            Charge(inner.Length * 2L + 24);
            var text = inner.Written.ToString();
            return IsHtml ? LiquidValue.Html(text) : text;
        }
        finally
        {
            Output = outer;
            inner.Trim();
            _spare.Add(inner);
        }
    }

    LiquidOutput Spare()
    {
        if (_spare.Count == 0) return new();
        var last = _spare[^1];
        _spare.RemoveAt(_spare.Count - 1);
        return last;
    }

    /// <summary>Renders a partial that sees the variables of the caller.</summary>
    internal void Include(LiquidTemplate partial)
    {
        var outer = Template;
        Template = partial;
        CheckDepth();
        partial.Body.Render(this);
        Template = outer;
    }

    /// <summary>Renders a partial that sees its arguments and the model only.</summary>
    internal void Isolate(LiquidTemplate partial, ReadOnlySpan<string> names, ReadOnlySpan<LiquidValue> values)
    {
        var (outerTemplate, outerFrame, mark) = (Template, Frame, _scopedCount);
        Charge(512);
        CheckDepth();
        Template = partial;
        // Arguments are variables of the partial like any other: assign may change them.
        var inner = Frame = _frames.TryPop(out var spare) ? spare : new() { IsIsolated = true };
        inner.ScopeStart = mark;
        for (var i = 0; i < names.Length; i++) inner.Assigned.Set(names[i], values[i]);
        partial.Body.Render(this);
        Interrupt = Interrupt.None;
        (Template, Frame) = (outerTemplate, outerFrame);
        // A rendering that fails drops its context, and its frames with it.
        inner.Clear();
        _frames.Push(inner);
        _scopedCount = mark;
    }

    /// <summary>Renders a template that sees a model of its own and nothing of the caller.</summary>
    internal void Isolate(LiquidTemplate inner, LiquidMap model)
    {
        var outer = Model;
        Model = model;
        Isolate(inner, [], []);
        Model = outer;
    }

    /// <summary>Ends the rendering with an error at the present place.</summary>
    /// <returns>What to throw.</returns>
    public static Exception Fail(LiquidSentence said, string? suggestion = null)
    {
        ArgumentNullException.ThrowIfNull(said);
        return new LiquidFault(said, suggestion);
    }

    internal void ReportMissing(Lookup lookup, in LiquidValue value)
    {
        if (_missing.Count >= 100) return;
        if (lookup.FindUnknown(this) is { } unknown)
            _missing.Add(Template.ErrorAt(lookup.Position, lookup.Path.Length, LiquidErrorKind.UnknownVariable, LiquidSentence.Of("\"{0}\" is not known here.", lookup.Path), null, unknown.Suggestion));
        else if (Options.Missing is LiquidMissing.Nil && value.IsNil)
            _missing.Add(Template.ErrorAt(lookup.Position, lookup.Path.Length, LiquidErrorKind.UnknownVariable, LiquidSentence.Of("\"{0}\" has no value; give it a default.", lookup.Path), "| default: …"));
    }

    internal ImmutableArray<LiquidError> Missing => _missing.Count == 0 ? [] : [.. _missing];
}
