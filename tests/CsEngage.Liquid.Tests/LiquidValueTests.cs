namespace CsEngage.Liquid.Tests;

public sealed class LiquidValueTests
{
    static readonly DateTimeOffset s_moment = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    /// <summary>One value of each kind and shape, made afresh, so that two calls share no object.</summary>
    static LiquidValue[] Each() =>
    [
        LiquidValue.Nil, true, false, 0, 1, -1, 31, 3_000_000_000L, 1.5m, 2.5, 1e300, "", "a", "b", new string('a', 2), LiquidValue.Html("<b>"),
        s_moment, s_moment.AddHours(1), new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2), LiquidValue.Range(1, 3), LiquidValue.Range(1, 4), LiquidValue.Range(2, 3),
        LiquidList.Of(), LiquidList.Of(1), LiquidList.Of(2), LiquidList.Of(1, 2), LiquidList.Of(LiquidList.Of(1)), LiquidList.Of(LiquidList.Of(2)),
        LiquidMap.None, LiquidMap.Of(("a", 1)), LiquidMap.Of(("a", 2)), LiquidMap.Of(("b", 1)), LiquidMap.Of(("a", 1), ("b", 2)), LiquidMap.Of(("a", 1), ("c", 2)), LiquidMap.Of(("a", 2), ("b", 2)),
        LiquidMap.Of(("a", LiquidMap.Of(("b", 1)))), LiquidMap.Of(("a", LiquidMap.Of(("b", 2)))), LiquidMap.Of(("a", LiquidList.Of(1))), Wide(1), Wide(2),
    ];

    static LiquidMap Wide(int last) => LiquidMap.Over(Enumerable.Range(0, 20).ToDictionary(i => $"k{i}", i => (LiquidValue)(i < 19 ? i : last), StringComparer.Ordinal));

    [Fact]
    public void Every_value_equals_its_like_and_nothing_else()
    {
        var (ones, others) = (Each(), Each());

        for (var i = 0; i < ones.Length; i++)
            for (var j = 0; j < others.Length; j++)
            {
                (ones[i] == others[j]).ShouldBe(i == j, $"{i} and {j}: {ones[i]} and {others[j]}");
                (ones[i] != others[j]).ShouldBe(i != j);
                ones[i].Equals((object)others[j]).ShouldBe(i == j);
            }
        ones[0].Equals("a").ShouldBeFalse();
    }

    [Fact]
    public void What_equals_hashes_alike_and_most_of_what_differs_does_not()
    {
        var (ones, others) = (Each(), Each());

        for (var i = 0; i < ones.Length; i++) ones[i].GetHashCode().ShouldBe(others[i].GetHashCode(), ones[i].ToString());
        ones.Select(value => value.GetHashCode()).Distinct().Count().ShouldBeGreaterThan(ones.Length - 14);
        LiquidMap.Of(("a", 1), ("b", 2)).ShouldSatisfyAllConditions(
            map => ((LiquidValue)map).GetHashCode().ShouldBe(((LiquidValue)LiquidMap.Of(("b", 2), ("a", 1))).GetHashCode()),
            map => ((LiquidValue)map).ShouldBe((LiquidValue)LiquidMap.Of(("b", 2), ("a", 1))));
        Enumerable.Range(0, 100).Select(i => ((LiquidValue)LiquidMap.Of(("id", i))).GetHashCode()).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public void Numbers_of_every_kind_are_equal_by_amount()
    {
        LiquidValue[] twos = [2, 2L, 2m, 2.0m, 2.0];

        foreach (var one in twos)
            foreach (var other in twos)
            {
                (one == other).ShouldBeTrue();
                one.GetHashCode().ShouldBe(other.GetHashCode());
            }
        ((LiquidValue)2 == (LiquidValue)"2").ShouldBeFalse();
        ((LiquidValue)"a" == LiquidValue.Html("a")).ShouldBeTrue();
        ((LiquidValue)s_moment == s_moment.ToOffset(TimeSpan.FromHours(9))).ShouldBeTrue();
    }

    [Fact]
    public void Lists_and_maps_equal_themselves_however_deep()
    {
        LiquidValue deep = 1, like = 1;
        for (var i = 0; i < 200; i++) (deep, like) = (LiquidList.Of(deep), LiquidList.Of(like));
        LiquidValue map = 1, likeMap = 1;
        for (var i = 0; i < 200; i++) (map, likeMap) = (LiquidMap.Of(("x", map)), LiquidMap.Of(("x", likeMap)));

        deep.Equals(deep).ShouldBeTrue();
        map.Equals(map).ShouldBeTrue();
        // Deeper than sixty levels is not looked at, and what is not looked at is not called equal.
        (deep == like).ShouldBeFalse();
        (map == likeMap).ShouldBeFalse();
        (Nested(60) == Nested(60)).ShouldBeTrue();
        (NestedMap(60) == NestedMap(60)).ShouldBeTrue();
    }

    static LiquidValue Nested(int depth)
    {
        LiquidValue value = 1;
        for (var i = 0; i <= depth; i++) value = LiquidList.Of(value);
        return value;
    }

    static LiquidValue NestedMap(int depth)
    {
        LiquidValue value = 1;
        for (var i = 0; i <= depth; i++) value = LiquidMap.Of(("x", value));
        return value;
    }

    [Fact]
    public void A_value_reads_as_it_is_written()
    {
        Each().Select(value => value.ToString()).ShouldBe(
        [
            "", "true", "false", "0", "1", "-1", "31", "3000000000", "1.5", "2.5", "1.0e+300", "", "a", "b", "aa", "<b>",
            "2026-03-01 09:30:00 UTC", "2026-03-01 10:30:00 UTC", "2026-03-01", "2026-03-02", "1..3", "1..4", "2..3",
            "", "1", "2", "12", "1", "2", "{}", "{\"a\"=>1}", "{\"a\"=>2}", "{\"b\"=>1}", "{\"a\"=>1, \"b\"=>2}", "{\"a\"=>1, \"c\"=>2}", "{\"a\"=>2, \"b\"=>2}",
            "{\"a\"=>{\"b\"=>1}}", "{\"a\"=>{\"b\"=>2}}", "{\"a\"=>[1]}", Shown(1), Shown(2),
        ]);
        ((LiquidValue)new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromMinutes(-210))).ToString().ShouldBe("2026-03-01 09:30:00 -0330");
        ((LiquidValue)LiquidList.Of("a", LiquidValue.Nil, LiquidList.Of(1, LiquidList.Of(true)), LiquidMap.Of(("k", "v")))).ToString().ShouldBe("a1true{\"k\"=>\"v\"}");
    }

    static string Shown(int last) => "{" + string.Join(", ", Enumerable.Range(0, 20).Select(i => $"\"k{i}\"=>{(i < 19 ? i : last)}")) + "}";

    [Theory]
    [InlineData(60, "x")]
    [InlineData(61, "")]
    public void Text_of_a_list_ends_at_sixty_levels(int depth, string expected)
    {
        LiquidValue value = "x";
        for (var i = 0; i <= depth; i++) value = LiquidList.Of(value);

        value.ToString().ShouldBe(expected);
    }

    [Fact]
    public void The_structure_of_lists_and_maps_is_shown_to_sixty_levels()
    {
        LiquidValue list = "x", map = "x";
        for (var i = 0; i < 70; i++) (list, map) = (LiquidList.Of(list), LiquidMap.Of(("a", map)));
        static string Structure(LiquidValue value) => LiquidTemplate.Parse("{{ x | append: '' }}").Render(LiquidMap.Of(("x", value)));

        Structure(list).ShouldBe(new string('[', 61) + "[...]" + new string(']', 61));
        Structure(map).ShouldBe(string.Concat(Enumerable.Repeat("{\"a\"=>", 61)) + "{...}" + new string('}', 61));
    }

    [Fact]
    public void A_value_is_what_it_was_made_from_and_nothing_else()
    {
        LiquidValue text = "t", whole = 3, moment = s_moment, day = new DateOnly(2026, 3, 1), list = LiquidList.Of(1), map = LiquidMap.None;

        (text.IsText, LiquidValue.Html("t").IsText, whole.IsText, whole.IsNumber, ((LiquidValue)1.5m).IsNumber, ((LiquidValue)1.5).IsNumber, text.IsNumber).ShouldBe((true, true, false, true, true, true, false));
        (whole.AsInteger, text.AsInteger, ((LiquidValue)true).AsInteger).ShouldBe((3L, null, null));
        (moment.AsInstant, text.AsInstant).ShouldBe((s_moment, null));
        (day.AsDate, whole.AsDate).ShouldBe((new DateOnly(2026, 3, 1), null));
        (list.AsList is not null, text.AsList is null, map.AsMap is not null, list.AsMap is null).ShouldBe((true, true, true, true));
        (LiquidValue.Nil.IsTruthy, LiquidValue.False.IsTruthy, LiquidValue.True.IsTruthy, ((LiquidValue)0).IsTruthy, ((LiquidValue)"").IsTruthy).ShouldBe((false, false, true, true, true));
    }

    [Fact]
    public void What_is_nothing_makes_nil()
    {
        LiquidValue[] nothings =
        [
            (string?)null, (bool?)null, (int?)null, (long?)null, (decimal?)null, (double?)null, (DateTimeOffset?)null, (DateOnly?)null, (LiquidList?)null, (LiquidMap?)null, LiquidValue.Html(null),
        ];

        nothings.ShouldAllBe(value => value.IsNil);
        ((LiquidValue)(bool?)true, (LiquidValue)(int?)1, (LiquidValue)(long?)1, (LiquidValue)(decimal?)1m, (LiquidValue)(double?)1.0, (LiquidValue)(DateTimeOffset?)s_moment, (LiquidValue)(DateOnly?)new DateOnly(2026, 3, 1))
            .ShouldBe((true, 1, 1, 1m, 1.0, s_moment, new DateOnly(2026, 3, 1)));
    }

    [Fact]
    public void Lists_are_made_from_anything_that_can_be_counted()
    {
        LiquidList.From([1, 2]).Count.ShouldBe(2);
        LiquidList.From(["a", "bc"], text => text.Length)[1].AsInteger.ShouldBe(2);
        LiquidValue.List(new LiquidValue[] { 1, 2, 3 }).AsList!.Count.ShouldBe(3);
        LiquidValue.List([1, 2], i => (LiquidValue)(i * 2)).ToString().ShouldBe("24");
        LiquidList.None.Count.ShouldBe(0);
    }

    [Fact]
    public void A_builder_names_what_it_holds_and_what_it_built_stays_as_it_was()
    {
        var builder = new LiquidMapBuilder();
        for (var i = 0; i < 9; i++) builder[$"k{i}"] = i;
        var map = builder.Build();
        builder["k0"] = "changed";

        builder.ShouldBe(["k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8"]);
        (map["k0"].AsInteger, map["k8"].AsInteger, map.Count).ShouldBe((0L, 8L, 9));
        new LiquidMapBuilder(0) { ["a"] = 1 }.Build()["a"].AsInteger.ShouldBe(1);
        Should.Throw<ArgumentNullException>(() => builder.Add(null!, 1));
    }

    [Fact]
    public void Maps_of_every_make_say_what_they_know()
    {
        var lazy = LiquidValue.Lazy(() => "late");
        LiquidMap[] maps = [LiquidMap.Of(("a", lazy)), LiquidMap.Over(new Dictionary<string, LiquidValue>(StringComparer.Ordinal) { ["a"] = lazy }), LiquidMap.None.With("a", lazy), LiquidMap.Of(("a", 1)).With("a", lazy)];

        foreach (var map in maps)
        {
            (map.Count, map["a"].ToString(), map["b"].IsNil, map.TryGet("b", out _)).ShouldBe((1, "late", true, false));
            map.Keys.ShouldBe(["a"]);
        }
    }
}
