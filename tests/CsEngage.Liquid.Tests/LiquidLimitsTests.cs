using CsEngage.Tests.Hostile;

namespace CsEngage.Liquid.Tests;

public sealed class LiquidLimitsTests
{
    static readonly LiquidOptions s_options = HostileTemplates.Options;

    // Nothing here depends on the machine: the deadline stands still unless a test moves it.
    static readonly LiquidRenderOptions s_still = LiquidRenderOptions.Standard with { Clock = new CountedClock() };

    public static TheoryData<string> Hostile => [.. HostileTemplates.All.Select(hostile => hostile.What)];

    static LiquidTemplate HostileTemplate(string what) => LiquidTemplate.Parse(HostileTemplates.All.First(hostile => hostile.What == what).Text, s_options);

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_template_stops_by_what_is_counted_within_its_memory_and_says_why(string what)
    {
        var template = HostileTemplate(what);
        // The first run pays for compiling our own code, which is no template's doing.
        Attempt(template, HostileTemplates.Model, s_still);
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var error = Attempt(template, HostileTemplates.Model, s_still);

        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        error.ShouldNotBeNull(what);
        error.Errors[0].Kind.ShouldBe(LiquidErrorKind.Limit, error.Message);
        bytes.ShouldBeLessThan(16_000_000, what);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_a_hostile_template_reads_grows_with_the_steps_it_may_take_and_no_faster(string what)
    {
        var template = HostileTemplate(what);
        foreach (var steps in (int[])[5_000, 50_000, 500_000])
        {
            var reads = new Reads();
            Attempt(template, HostileTemplates.ModelOf(list => new CountedList(list, reads), map => new CountedMap(map, reads)), s_still with { Limits = LiquidLimits.Standard with { Steps = steps } });
            // One walk that is paid for as a whole may have begun: at most as many items as a list may have.
            reads.Count.ShouldBeLessThan(steps * 4L + LiquidLimits.Standard.Items, $"{what}: {steps} steps");
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_template_is_asked_for_the_time_every_few_thousand_steps(string what)
    {
        var clock = new CountedClock { Tick = TimeSpan.FromMilliseconds(1) };

        Attempt(HostileTemplate(what), HostileTemplates.Model, LiquidRenderOptions.Standard with { Clock = clock, Limits = LiquidLimits.Standard with { Deadline = TimeSpan.FromHours(1) } });

        // Half a million steps in stretches of 4,096, and never more often than that.
        clock.Looks.ShouldBeLessThanOrEqualTo(500_000 / 4096 + 1);
    }

    [Fact]
    public void The_deadline_ends_a_template_at_the_first_look_after_it()
    {
        var loop = LiquidTemplate.Parse("{% for a in (1..5000) %}{% for b in (1..5000) %}{% endfor %}{% endfor %}");
        var clock = new CountedClock { Tick = TimeSpan.FromMilliseconds(10) };

        Attempt(loop, LiquidMap.None, LiquidRenderOptions.Standard with { Clock = clock }).ShouldNotBeNull().Errors[0].Message.ShouldBe("The template takes longer than 80 ms.");

        // The first look starts the clock; 80 ms are no longer than 80 ms, 90 are.
        clock.Looks.ShouldBe(10);
        Attempt(loop, LiquidMap.None, s_still).ShouldNotBeNull().Errors[0].Message.ShouldBe("The template takes more than 500000 steps.");
    }

    static LiquidException? Attempt(LiquidTemplate template, LiquidMap model, LiquidRenderOptions options)
    {
        try
        {
            template.Render(model, options);
            return null;
        }
        catch (LiquidException error)
        {
            return error;
        }
    }

    /// <summary>A clock that moves by one tick each time somebody looks at it, and counts the looks.</summary>
    sealed class CountedClock : TimeProvider
    {
        public TimeSpan Tick { get; init; }

        public int Looks { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Tick.Ticks * Looks++;
    }

    sealed class Reads
    {
        public long Count { get; set; }
    }

    sealed class CountedList(LiquidList inner, Reads reads) : LiquidList
    {
        public override int Count => inner.Count;

        public override LiquidValue this[int index] { get { reads.Count++; return inner[index]; } }
    }

    sealed class CountedMap(LiquidMap inner, Reads reads) : LiquidMap
    {
        public override int Count => inner.Count;

        public override IEnumerable<string> Keys => inner.Keys.Select(key => { reads.Count++; return key; });

        public override bool TryGet(string key, out LiquidValue value)
        {
            reads.Count++;
            return inner.TryGet(key, out value);
        }
    }

    [Theory]
    [InlineData("{{ ", "[", "]", " }}")]
    [InlineData("{{ ", "(1..", ")", " }}")]
    [InlineData("", "{% if x %}", "{% endif %}", "")]
    [InlineData("", "{% liquid liquid ", " %}", "")]
    [InlineData("{% if ", "x and ", "", "x %}{% endif %}")]
    public void Nesting_ends_with_an_error_and_not_with_the_stack(string start, string open, string close, string end)
    {
        var text = start + string.Concat(Enumerable.Repeat(open, 100_000)) + "x" + string.Concat(Enumerable.Repeat(close, 100_000)) + end;

        LiquidTemplate.TryParse(text[..Math.Min(text.Length, 900_000)], null, out _, out var errors).ShouldBeFalse();

        errors.ShouldNotBeEmpty();
    }

    [Fact]
    public void Deep_data_is_written_and_compared_without_running_out_of_stack()
    {
        LiquidValue deep = "x";
        for (var i = 0; i < 100_000; i++) deep = LiquidList.Of(deep);
        var model = LiquidMap.Of(("deep", deep));

        foreach (var text in (string[])["{{ deep }}", "{{ deep | join }}", "{{ deep | append: 'x' }}", "{% if deep == deep %}{% endif %}", "{{ deep | uniq | size }}"])
        {
            var template = LiquidTemplate.Parse(text);
            try
            {
                template.Render(model, s_still);
            }
            catch (LiquidException error)
            {
                error.Errors[0].Kind.ShouldBe(LiquidErrorKind.Limit);
            }
        }
    }

    static readonly LiquidMap s_priced = LiquidMap.Of(
        ("t", new string('x', 1000)), ("e", new string('<', 1000)), ("lines", new string('\n', 1000)), ("words", string.Join(' ', Enumerable.Repeat("word", 200))), ("cjk", new string('日', 1000)),
        ("quotes", new string('"', 1000)), ("emoji", string.Concat(Enumerable.Repeat("😀", 500))), ("safe", LiquidValue.Html("<b>")),
        ("list", LiquidList.From(Enumerable.Range(0, 100), i => i)), ("maps", LiquidList.From(Enumerable.Range(0, 100), i => LiquidMap.Of(("a", i % 10)))), ("nest", LiquidList.Of(LiquidList.Of(1, 2), LiquidList.Of(3))),
        ("texts", LiquidList.From(Enumerable.Range(0, 100), i => $"text {i:000}")), ("alike", LiquidList.Of(1, 1, 1)));

    static LiquidException? Try(string text, LiquidLimits limits, LiquidOutputMode mode = LiquidOutputMode.Text)
    {
        try
        {
            LiquidTemplate.Parse(text, s_options).Render(s_priced, s_still with { Limits = limits, Mode = mode });
            return null;
        }
        catch (LiquidException error)
        {
            return error;
        }
    }

    /// <summary>What everything costs. A price that changes is no mistake, as long as <see cref="Nothing_allocates_far_more_than_it_pays_for"/> holds.</summary>
    [Theory]
    [InlineData("{% assign v = t | upcase %}", 6216, 15, 0)]
    [InlineData("{% assign v = t | downcase %}", 6216, 15, 0)]
    [InlineData("{% assign v = t | capitalize %}", 6216, 15, 0)]
    [InlineData("{% assign v = t | strip %}", 6216, 15, 0)]
    [InlineData("{% assign v = t | strip_newlines %}", 6216, 15, 0)]
    [InlineData("{% assign v = t | squish %}", 6216, 15, 0)]
    [InlineData("{% assign v = t | append: t %}", 4216, 12, 0)]
    [InlineData("{% assign v = t | append: 'y' %}", 2218, 7, 0)]
    [InlineData("{% assign v = t | prepend: 'y' %}", 2218, 7, 0)]
    [InlineData("{% assign v = t | replace: 'x', 'yy' %}", 8216, 19, 0)]
    [InlineData("{% assign v = t | replace: 'xx', 'y' %}", 4216, 11, 0)]
    [InlineData("{% assign v = t | replace: 'z', 'y' %}", 192, 4, 0)]
    [InlineData("{% assign v = t | replace: '', 'yy' %}", 12224, 27, 0)]
    [InlineData("{% assign v = t | replace_first: 'x', 'yyy' %}", 2222, 7, 0)]
    [InlineData("{% assign v = t | replace_last: 'x', 'yyy' %}", 2222, 7, 0)]
    [InlineData("{% assign v = t | remove: 'x' %}", 4216, 11, 0)]
    [InlineData("{% assign v = t | slice: 0, 10 %}", 256, 4, 0)]
    [InlineData("{% assign v = list | slice: 0, 10 %}", 352, 13, 10)]
    [InlineData("{% assign v = t | split: '' %}", 74192, 4, 1000)]
    [InlineData("{% assign v = t | split: 'z' %}", 2264, 8, 1)]
    [InlineData("{% assign v = words | split: ' ' %}", 16192, 4, 200)]
    [InlineData("{% assign v = words | split: 'o' %}", 16262, 4, 201)]
    [InlineData("{% assign v = t | truncate: 10 %}", 2222, 7, 0)]
    [InlineData("{% assign v = words | truncatewords: 10 %}", 4218, 11, 0)]
    [InlineData("{% assign v = words | truncatewords: 10, 'yyyy' %}", 4220, 11, 0)]
    [InlineData("{% assign v = t | base64_encode %}", 12216, 27, 0)]
    [InlineData("{% assign v = t | url_encode %}", 12216, 27, 0)]
    [InlineData("{% assign v = t | url_decode %}", 6216, 15, 0)]
    [InlineData("{% assign v = e | escape %}", 24216, 50, 0)]
    [InlineData("{% assign v = t | escape %}", 192, 4, 0)]
    [InlineData("{% assign v = e | escape_once %}", 24216, 50, 0)]
    [InlineData("{% assign v = lines | newline_to_br %}", 28216, 58, 0)]
    [InlineData("{% assign v = e | strip_html %}", 8240, 19, 0)]
    [InlineData("{% assign v = 0 | date: '%Y' %}", 272, 3, 0)]
    [InlineData("{% assign v = 0 | date: '%100Y' %}", 896, 4, 0)]
    [InlineData("{% assign v = list | reverse %}", 4216, 110, 100)]
    [InlineData("{% assign v = (1..100) | reverse %}", 4216, 110, 100)]
    [InlineData("{% assign v = nest | reverse %}", 568, 10, 3)]
    [InlineData("{% assign v = list | join: 'ab' %}", 5776, 110, 100)]
    [InlineData("{% assign v = list | sort %}", 7016, 214, 100)]
    [InlineData("{% assign v = list | sort_natural %}", 12996, 382, 100)]
    [InlineData("{% assign v = maps | sort: 'a' %}", 8616, 630, 100)]
    [InlineData("{% assign v = alike | uniq %}", 1120, 9, 3)]
    [InlineData("{% assign v = list | uniq %}", 17416, 135, 100)]
    [InlineData("{% assign v = list | compact %}", 9116, 119, 100)]
    [InlineData("{% assign v = list | concat: list %}", 12240, 325, 200)]
    [InlineData("{% assign v = maps | map: 'a' %}", 5816, 113, 100)]
    [InlineData("{% assign v = list | sum %}", 4216, 110, 100)]
    [InlineData("{% assign v = maps | where: 'a', 1 %}", 9016, 119, 100)]
    [InlineData("{% assign v = maps | find: 'a', 9 %}", 4216, 110, 100)]
    [InlineData("{% assign v = maps | has: 'a', 9 %}", 4216, 110, 100)]
    [InlineData("{% assign v = maps | reject: 'a', 1 %}", 9016, 119, 100)]
    [InlineData("{% assign v = t | size %}", 192, 4, 0)]
    [InlineData("{% assign v = list | first %}", 192, 3, 0)]
    [InlineData("{% assign v = t | default: 'x' %}", 192, 4, 0)]
    [InlineData("{% assign v = 'a' | url_encode %}", 228, 3, 0)]
    [InlineData("{% assign v = safe | append: e %}", 32246, 65, 0, LiquidOutputMode.Html)]
    [InlineData("{% assign v = e | newline_to_br %}", 40240, 81, 0, LiquidOutputMode.Html)]
    [InlineData("{% assign v = list | join: safe %}", 6176, 110, 100, LiquidOutputMode.Html)]
    [InlineData("x", 0, 2, 0)]
    [InlineData("{{ t }}", 0, 2, 0)]
    [InlineData("{{ t }}{{ t }}", 0, 3, 0)]
    [InlineData("{% if true %}x{% endif %}", 0, 4, 0)]
    [InlineData("{% for i in list %}{% endfor %}", 128, 202, 100)]
    [InlineData("{% for i in list %}x{% endfor %}", 128, 302, 100)]
    [InlineData("{% for i in list %}{{ i }}x{% endfor %}", 128, 402, 100)]
    [InlineData("{% for i in (1..10) %}{{ i }}{% endfor %}", 128, 32, 10)]
    [InlineData("{% for i in list limit: 10 %}{% endfor %}", 128, 22, 10)]
    [InlineData("{% tablerow i in list %}x{% endtablerow %}", 128, 302, 100)]
    [InlineData("{% capture v %}{{ t }}{% endcapture %}", 2088, 7, 0)]
    [InlineData("{% capture v %}{% endcapture %}", 88, 3, 0)]
    [InlineData("{% assign v = 1 %}", 64, 2, 0)]
    [InlineData("{% assign v = 1 %}{% assign v = 2 %}", 128, 3, 0)]
    [InlineData("{% assign v = 1 %}{% assign w = 2 %}", 128, 3, 0)]
    [InlineData("{% increment v %}{% increment v %}", 64, 3, 0)]
    [InlineData("{% cycle 1, 2 %}{% cycle 1, 2 %}", 64, 3, 0)]
    [InlineData("{% cycle 1, 2 %}{% cycle 1, 2 %}{% cycle 1, 2 %}", 128, 4, 0)]
    [InlineData("{% render 'p' %}", 512, 5, 0)]
    [InlineData("{% include 'p' %}", 0, 4, 0)]
    [InlineData("{% include 'p' for list %}", 0, 302, 100)]
    [InlineData("{% render 'p' for list %}", 51328, 402, 100)]
    [InlineData("{% if t contains 'y' %}{% endif %}", 0, 17, 0)]
    [InlineData("{% if list contains 'y' %}{% endif %}", 0, 102, 100)]
    [InlineData("{% if list == list %}{% endif %}", 0, 103, 100)]
    [InlineData("{% ifchanged %}{{ t }}{% endifchanged %}", 2024, 7, 0)]
    [InlineData("{% for i in list %}{% for j in list %}x{% endfor %}{% endfor %}", 12928, 30302, 100)]
    [InlineData("{% assign v = 'YWJj' | base64_decode %}", 264, 3, 0)]
    [InlineData("{% assign v = cjk | url_encode %}", 36216, 74, 0)]
    [InlineData("{% assign v = list | raw %}", 1460, 5, 0)]
    [InlineData("{% assign v = t | raw %}", 224, 4, 0)]
    [InlineData("{% assign v = list | upcase %}", 5024, 11, 0)]
    [InlineData("{% assign v = 'a' | truncate: 3, list %}", 2660, 7, 0)]
    [InlineData("{% assign v = maps | sort_natural: 'a' %}", 14416, 630, 100)]
    [InlineData("{% assign v = texts | sort_natural %}", 7016, 214, 100)]
    [InlineData("{% assign v = maps | uniq: 'a' %}", 17416, 225, 100)]
    [InlineData("{% assign v = maps | compact: 'a' %}", 9116, 119, 100)]
    [InlineData("{% assign v = maps | sum: 'a' %}", 8240, 217, 100)]
    [InlineData("{% assign v = maps | find_index: 'a', 9 %}", 4216, 110, 100)]
    [InlineData("{% assign v = t | truncate %}", 2222, 7, 0)]
    [InlineData("{% if t == t %}{% endif %}", 0, 4, 0)]
    [InlineData("{% if t.size == 1 %}{% endif %}", 0, 3, 0)]
    [InlineData("{{ 1.5 }}", 160, 2, 0)]
    [InlineData("{{ list }}", 160, 2, 0)]
    [InlineData("{% for p in maps[0] %}{% endfor %}", 240, 4, 1)]
    [InlineData("{% assign v = t %}{% assign w = t %}", 128, 3, 0)]
    [InlineData("{% if 'a' contains list %}{% endif %}", 2468, 6, 0)]
    public void Everything_has_its_price(string text, int bytes, int steps, int items, LiquidOutputMode mode = LiquidOutputMode.Text)
    {
        Try(text, LiquidLimits.Standard with { Allocated = bytes, Steps = steps, Items = items }, mode).ShouldBeNull();

        if (bytes > 0) Try(text, LiquidLimits.Standard with { Allocated = bytes - 1 }, mode).ShouldNotBeNull().Errors[0].Message.ShouldBe($"The template needs more than {bytes - 1} bytes of memory.");
        Try(text, LiquidLimits.Standard with { Steps = steps - 1 }, mode).ShouldNotBeNull().Errors[0].Message.ShouldBe($"The template takes more than {steps - 1} steps.");
        if (items > 0) Try(text, LiquidLimits.Standard with { Items = items - 1 }, mode).ShouldNotBeNull().Errors[0].Message.ShouldStartWith("A list of ");
    }

    public static TheoryData<string> Spenders => [.. LiquidOptions.Standard.FilterNames];

    [Theory]
    [MemberData(nameof(Spenders))]
    public void Nothing_allocates_far_more_than_it_pays_for(string filter)
    {
        foreach (var input in (string[])["'a'", "cjk", "quotes", "words", "maps", "texts"])
            foreach (var arguments in (string[])["", ": 'a'", ": '', 'yyy'", ": 0, 500", ": list", ": '%1000Y'"])
            {
                // Over and over until it is stopped, with a sixteenth of everything: the standard limits keep to 16 MB.
                var call = $"{{% for i in (1..50000) %}}{{% assign v = {input} | {filter}{arguments} %}}{{% endfor %}}";
                if (!LiquidTemplate.TryParse(call, s_options, out var template, out _)) continue;
                // The compiler of .NET allocates for code that has not run often yet; the best of a few runs shows what the template does.
                Enumerable.Range(0, 5).Any(_ => Allocated(template) < 1_000_000).ShouldBeTrue(call);
            }
    }

    static long Allocated(LiquidTemplate template)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            template.Render(s_priced, s_still with { Limits = LiquidLimits.Standard with { Allocated = LiquidLimits.Standard.Allocated / 16, Steps = LiquidLimits.Standard.Steps / 16 } });
        }
        catch (LiquidException)
        {
            // Being stopped is what most of them are for.
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Theory]
    [InlineData("{% include 'self' %}", 5)]
    [InlineData("{% render 'twice' %}", 5)]
    [InlineData("{% if true %}{% if true %}{% if true %}{% if true %}{% if true %}{% if true %}x{% endif %}{% endif %}{% endif %}{% endif %}{% endif %}{% endif %}", 5)]
    public void Nesting_may_be_kept_shallower(string text, int nesting) =>
        Try(text, LiquidLimits.Standard with { Nesting = nesting }).ShouldNotBeNull().Errors[0].Message.ShouldBe($"Nesting is deeper than {nesting}.");

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public void Nesting_counts_the_template_and_each_block(int nesting, bool fits) =>
        (Try("{% if true %}{% if true %}{% if true %}{% if true %}{% if true %}{% if true %}x{% endif %}{% endif %}{% endif %}{% endif %}{% endif %}{% endif %}", LiquidLimits.Standard with { Nesting = nesting }) is null).ShouldBe(fits);

    [Theory]
    [InlineData(25)]
    [InlineData(99)]
    public void Blocks_may_nest_as_deep_as_they_may(int depth) =>
        LiquidTemplate.Parse(string.Concat(Enumerable.Repeat("{% if true %}", depth)) + "x" + string.Concat(Enumerable.Repeat("{% endif %}", depth))).Render(LiquidMap.None).ShouldBe("x");

    [Theory]
    [InlineData("{{ ", "[", "]", " }}", 99)]
    [InlineData("{{ ", "(1..", ")", " }}", 99)]
    [InlineData("{% if ", "x and ", "", "x %}{% endif %}", 98)]
    [InlineData("", "{% if x %}", "{% endif %}", "", 100)]
    public void Nesting_of_markup_ends_at_its_limit(string start, string open, string close, string end, int depth)
    {
        string Nested(int times) => start + string.Concat(Enumerable.Repeat(open, times)) + "x" + string.Concat(Enumerable.Repeat(close, times)) + end;

        LiquidTemplate.TryParse(Nested(depth), null, out _, out var none).ShouldBeTrue(none.IsEmpty ? "" : none[0].ToString());
        LiquidTemplate.TryParse(Nested(depth + 3), null, out _, out var errors).ShouldBeFalse();
        errors.ShouldContain(error => error.Kind == LiquidErrorKind.Limit && error.Message == "Nesting is deeper than 100.");
    }

    [Fact]
    public void What_stands_side_by_side_is_not_nested()
    {
        var side = string.Concat(Enumerable.Repeat("[0]", 150));
        var ranges = string.Join(", ", Enumerable.Repeat("(1..2)", 150));
        var conditions = string.Concat(Enumerable.Repeat("{% if x and y or z %}{% elsif a and b %}{% endif %}", 150));

        LiquidTemplate.Parse($"{{{{ a{side} }}}}{{% cycle {ranges} %}}{conditions}{string.Concat(Enumerable.Repeat("{% liquid echo 1 %}", 150))}").Render(LiquidMap.None).ShouldBe("1..2" + new string('1', 150));
    }

    [Fact]
    public void A_deadline_is_looked_at_after_the_first_stretch_only()
    {
        var (small, large) = (LiquidTemplate.Parse("{% for i in (1..1000) %}{{ i }}{% endfor %}"), LiquidTemplate.Parse("{% for i in (1..20000) %}{{ i }}{% endfor %}"));
        var late = LiquidRenderOptions.Standard with { Clock = new CountedClock { Tick = TimeSpan.FromHours(1) } };

        Attempt(small, LiquidMap.None, late).ShouldBeNull();
        Attempt(large, LiquidMap.None, late).ShouldNotBeNull().Errors[0].Message.ShouldBe("The template takes longer than 80 ms.");
        Attempt(large, LiquidMap.None, s_still).ShouldBeNull();
    }

    [Fact]
    public void What_is_captured_counts_as_output() =>
        Try("{% capture x %}{{ t }}{% endcapture %}", LiquidLimits.Standard with { Output = 999 }).ShouldNotBeNull().Errors[0].Message.ShouldBe("The output is longer than 999 characters.");

    [Theory]
    [InlineData(4000)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public void Output_is_cut_off_at_its_limit_wherever_that_lies(int limit)
    {
        var text = string.Concat(Enumerable.Repeat("{{ t }}", limit / 1000));

        Try(text, LiquidLimits.Standard with { Output = limit }).ShouldBeNull();
        Try(text + "x", LiquidLimits.Standard with { Output = limit }).ShouldNotBeNull();
        Try(text + "{{ 12 }}", LiquidLimits.Standard with { Output = limit + 1 }).ShouldNotBeNull();
        Try(text + "{{ '<' }}", LiquidLimits.Standard with { Output = limit + 3 }, LiquidOutputMode.Html).ShouldNotBeNull();
        Try(text + "{{ '<' }}", LiquidLimits.Standard with { Output = limit + 4 }, LiquidOutputMode.Html).ShouldBeNull();
    }

    [Fact]
    public void A_range_longer_than_can_be_counted_is_refused_like_any_long_one()
    {
        foreach (var text in (string[])["{% for i in r %}{% endfor %}", "{{ r | reverse }}", "{{ r | join }}"])
            Should.Throw<LiquidException>(() => LiquidTemplate.Parse(text).Render(LiquidMap.Of(("r", LiquidValue.Range(long.MinValue, long.MaxValue))))).Errors[0].Kind.ShouldBe(LiquidErrorKind.Limit);
        LiquidTemplate.Parse("{{ r.size }} {{ r.first }}").Render(LiquidMap.Of(("r", LiquidValue.Range(long.MinValue, long.MaxValue)))).ShouldBe("9223372036854775807 -9223372036854775808");
        LiquidTemplate.Parse("{{ r.size }}").Render(LiquidMap.Of(("r", LiquidValue.Range(long.MinValue, 0)))).ShouldBe("9223372036854775807");
    }

    [Fact]
    public void A_template_that_is_too_long_is_not_read()
    {
        var options = LiquidOptions.Standard.With(LiquidLimits.Standard with { Source = 10 });

        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("12345678901", options)).Errors[0].Message.ShouldBe("The template is longer than 10 characters.");
        LiquidTemplate.Parse("1234567890", options).Render(LiquidMap.None).ShouldBe("1234567890");
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void The_output_may_be_as_long_as_its_limit_and_no_longer(int limit, bool fits)
    {
        var template = LiquidTemplate.Parse("12345{{ '67890' }}");
        var options = s_still with { Limits = LiquidLimits.Standard with { Output = limit } };

        if (fits) template.Render(LiquidMap.None, options).ShouldBe("1234567890");
        else Should.Throw<LiquidException>(() => template.Render(LiquidMap.None, options)).Errors[0].Message.ShouldContain("longer than 9");
    }

    [Fact]
    public void Steps_are_counted_to_the_end()
    {
        var template = LiquidTemplate.Parse("{% for i in (1..100) %}{{ i }}{% endfor %}");
        var enough = s_still with { Limits = LiquidLimits.Standard with { Steps = 1000 } };
        var few = s_still with { Limits = LiquidLimits.Standard with { Steps = 150 } };

        template.Render(LiquidMap.None, enough).Length.ShouldBe(192);
        Should.Throw<LiquidException>(() => template.Render(LiquidMap.None, few)).Errors[0].Kind.ShouldBe(LiquidErrorKind.Limit);
    }

    [Fact]
    public void A_rendering_after_one_that_failed_starts_afresh()
    {
        var bad = LiquidTemplate.Parse("{% assign x = 1 %}{% for i in (1..3) %}{% capture y %}{{ 1 | divided_by: 0 }}{% endcapture %}{% endfor %}");
        Should.Throw<LiquidException>(() => bad.Render(LiquidMap.None));

        LiquidTemplate.Parse("[{{ x }}{{ y }}{{ i }}]").Render(LiquidMap.None).ShouldBe("[]");
    }
}
