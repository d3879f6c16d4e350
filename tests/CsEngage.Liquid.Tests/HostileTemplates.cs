using CsEngage.Liquid;

namespace CsEngage.Tests.Hostile;

/// <summary>Templates that were written to take for ever or to fill the memory, and what they work on. Tests count what they cost; the bench measures how long they take.</summary>
static class HostileTemplates
{
    /// <summary>What each tries, and its text.</summary>
    internal static IReadOnlyList<(string What, string Text)> All { get; } =
    [
        ("text doubled", "{% assign a = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a | size }}"),
        ("text doubled by replacing", "{% assign a = 'ab' %}{% for i in (1..40) %}{% assign a = a | replace: 'a', a %}{% endfor %}"),
        ("text doubled by capturing", "{% capture a %}xxxxxxxxxxxxxxxx{% endcapture %}{% for i in (1..40) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}"),
        ("an empty pattern", "{% assign a = big %}{% for i in (1..10) %}{% assign a = a | replace: '', big %}{% endfor %}"),
        ("lists doubled", "{% assign a = 'a,b,c,d' | split: ',' %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}"),
        ("lists joined", "{% assign a = (1..40000) | join: big %}"),
        ("a range laid out", "{{ (1..2000000000) | join: ',' }}"),
        ("a range reversed", "{{ (1..9223372036854775807) | reverse | first }}"),
        ("loops in loops", "{% for a in (1..1000) %}{% for b in (1..1000) %}{% for c in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}"),
        ("loops that write nothing", "{% for a in (1..5000) %}{% for b in (1..5000) %}{% for c in (1..5000) %}{% endfor %}{% endfor %}{% endfor %}"),
        ("a table", "{% tablerow a in (1..40000) %}{% tablerow b in (1..40000) %}{{ b }}{% endtablerow %}{% endtablerow %}"),
        ("a partial that includes itself", "{% include 'self' %}"),
        ("a partial that renders itself twice", "{% render 'twice' %}"),
        ("partials in loops", "{% for i in (1..50000) %}{% render 'wide' %}{% endfor %}"),
        ("much text split often", "{% for i in (1..5000) %}{% assign x = big | split: '' %}{% endfor %}"),
        ("much text read often", "{% for i in (1..40000) %}{% if big contains 'y' %}{% endif %}{% endfor %}"),
        ("much text escaped often", "{% for i in (1..40000) %}{% assign x = big | escape | upcase | strip_html %}{% endfor %}"),
        ("many variables", "{% for i in (1..50000) %}{% capture x %}{{ i }}{% endcapture %}{% cycle x: 'a', 'b' %}{% endfor %}{% for i in (1..50000) %}{% capture x %}{{ i }}{% endcapture %}{% cycle x: 'a', 'b' %}{% endfor %}"),
        ("sorting", "{% for i in (1..50000) %}{% assign x = (1..50000) | sort | reverse | sort_natural %}{% endfor %}"),
        ("searching lists in lists", "{% assign l = (1..40000) | reverse %}{% for i in (1..40000) %}{% if l contains i %}{% endif %}{% endfor %}"),
        ("uniting lists of lists", "{% assign l = map_of_lists | map: 'l' %}{% for i in (1..40000) %}{% assign x = l | uniq | size %}{% endfor %}"),
        ("uniting maps that hash alike", "{{ alike | uniq | size }}{{ alike | uniq | size }}{{ alike | uniq | size }}"),
        ("wide formats", "{% for i in (1..50000) %}{{ 0 | date: '%1000Y%1000Y%1000Y%1000Y%1000N' }}{% endfor %}"),
        ("wide formats written down", "{% assign f = '%1024Y' %}{% for i in (1..12) %}{% assign f = f | append: f %}{% endfor %}{{ 0 | date: f }}"),
        ("numbers that grow", "{% assign n = 9 %}{% for j in (1..50000) %}{% for i in (1..50000) %}{% assign n = n | times: n | plus: 0.1 %}{% endfor %}{% endfor %}{{ n }}"),
        ("scripts never closed", "{% for i in (1..5000) %}{% assign x = scripts | strip_html %}{% endfor %}"),
        ("output in an endless row", "{% for i in (1..50000) %}{{ big }}{% endfor %}"),
        ("lists written down again and again", "{% for i in (1..50000) %}{% if 'a' contains maps %}{% endif %}{% assign x = 'a' | truncate: 5, maps %}{% endfor %}{% for i in (1..50000) %}{{ maps }}{% endfor %}"),
        ("much text compared often", "{% for i in (1..50000) %}{% if big == big2 %}{% if big.size == 0 %}{% endif %}{% endif %}{% endfor %}{% for i in (1..50000) %}{% if big == big2 %}{% if big.size == 0 %}{% endif %}{% endif %}{% endfor %}"),
        ("text encoded and decoded", "{% for i in (1..5000) %}{% assign x = big | url_encode | url_decode | base64_encode | base64_decode %}{% endfor %}"),
        ("floats written", "{% for i in (1..50000) %}{{ 1.25 }}{{ 1.25 }}{{ 1.25 }}{{ 1.25 }}{% endfor %}"),
        ("partials that do nothing", "{% for i in (1..50000) %}{% render 'nothing' %}{% endfor %}"),
        ("a long name of a cycle", "{% for i in (1..50000) %}{% cycle big: 'a', 'b' %}{% cycle big: 'a', 'b' %}{% endfor %}{% for i in (1..50000) %}{% cycle big: 'a', 'b' %}{% cycle big: 'a', 'b' %}{% endfor %}"),
        ("a cycle named by a list", "{% for i in (1..50000) %}{% cycle maps: 'a', 'b' %}{% cycle maps2: 'a', 'b' %}{% endfor %}"),
        ("long names looked up", "{% for j in (1..50) %}{% for i in (1..50000) %}{{ wide_map[big] }}{% if wide_map contains big %}{% endif %}{% endfor %}{% endfor %}"),
        ("much text put in order", "{% for j in (1..50) %}{% for i in (1..50000) %}{% if big < big2 %}{% endif %}{% endfor %}{% endfor %}"),
        ("much white space", "{% for j in (1..50) %}{% for i in (1..50000) %}{% if spaces == blank %}{% endif %}{% endfor %}{% endfor %}"),
        ("long texts sorted", "{% for j in (1..50) %}{% for i in (1..50000) %}{% assign x = long_texts | sort %}{% assign x = long_texts | sort_natural %}{% endfor %}{% endfor %}"),
        ("long texts united", "{% for j in (1..50) %}{% for i in (1..50000) %}{% assign x = long_texts | uniq %}{% endfor %}{% endfor %}"),
        ("long texts looked for", "{% for j in (1..50) %}{% for i in (1..50000) %}{% assign x = long_maps | has: 't', big %}{% assign x = long_maps | where: 't', big | size %}{% endfor %}{% endfor %}"),
        ("maps compared", "{% for j in (1..50) %}{% for i in (1..50000) %}{% if maps == maps2 %}{% endif %}{% endfor %}{% endfor %}"),
        ("maps looked for among maps", "{% for j in (1..50) %}{% for i in (1..50000) %}{% if maps contains wide_map %}{% endif %}{% if wides contains wide_map %}{% endif %}{% endfor %}{% endfor %}"),
        ("numbers of many digits", "{% for j in (1..50) %}{% for i in (1..50000) %}{% assign x = digits | plus: digits %}{% assign x = digits | divided_by: digits %}{% endfor %}{% endfor %}"),
        ("dates that are none", "{% for j in (1..50) %}{% for i in (1..50000) %}{% assign x = spaces | date: '%Y' %}{% assign x = digits | date: '%Y' %}{% endfor %}{% endfor %}"),
        ("nothing found in much text", "{% for j in (1..50) %}{% for i in (1..50000) %}{% assign x = big | replace: 'y', 'z' | replace_first: 'y', 'z' | replace_last: 'xy', 'z' | remove: 'y' %}{% endfor %}{% endfor %}"),
        ("characters counted", "{% for j in (1..50) %}{% for i in (1..50000) %}{% assign x = emoji | size %}{% assign x = emoji | last %}{% assign x = emoji | slice: -1 %}{% assign x = emoji | truncate: 999999 %}{% endfor %}{% endfor %}"),
        ("cases of much text", "{% for j in (1..50) %}{% for i in (1..50000) %}{% case big %}{% when big2 %}{% endcase %}{% endfor %}{% endfor %}"),
        ("ranges of many digits", "{% for j in (1..50) %}{% for i in (1..50000) %}{% for k in (digits..0) %}{% endfor %}{% tablerow k in (0..1) cols: digits %}{% endtablerow %}{% endfor %}{% endfor %}"),
        ("map walked", "{% for i in (1..50000) %}{% for p in wide_map %}{{ p }}{% endfor %}{% endfor %}"),
    ];

    internal static LiquidOptions Options { get; } = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["self"] = "{% include 'self' %}",
        ["twice"] = "{% render 'twice' %}{% render 'twice' %}",
        ["nothing"] = "",
        ["p"] = "x",
        ["wide"] = "{% for i in (1..50000) %}{{ i }}{% endfor %}",
    }));

    /// <summary>What they work on.</summary>
    internal static LiquidMap Model { get; } = ModelOf(list => list, map => map);

    /// <summary>The same, with each list and map handed through, so that what is read of them can be counted.</summary>
    internal static LiquidMap ModelOf(Func<LiquidList, LiquidList> list, Func<LiquidMap, LiquidMap> map)
    {
        return map(LiquidMap.Of(
            ("big", new string('x', 50_000)),
            ("big2", new string('x', 50_000)),
            ("spaces", new string(' ', 50_000)),
            ("digits", new string('7', 50_000)),
            ("emoji", string.Concat(Enumerable.Repeat("😀", 25_000))),
            ("maps", Many(500, i => map(LiquidMap.Of(("m", i))))),
            ("maps2", Many(500, i => map(LiquidMap.Of(("m", i))))),
            ("wides", Many(20, _ => map(Wide()))),
            ("long_texts", Many(100, i => new string('x', 10_000 + (i % 7)))),
            ("long_maps", Many(100, _ => map(LiquidMap.Of(("t", new string('x', 50_000)))))),
            ("scripts", string.Concat(Enumerable.Repeat("<script", 7000))),
            ("wide_map", map(Wide())),
            ("alike", Many(10_000, i => map(LiquidMap.Of(("m", map(LiquidMap.Of(("deep", list(LiquidList.Of(i)))))))))),
            ("map_of_lists", Many(500, i => map(LiquidMap.Of(("l", list(LiquidList.Of(i, i + 1)))))))));

        static LiquidMap Wide() => LiquidMap.Over(Enumerable.Range(0, 5000).ToDictionary(i => $"k{i}", i => (LiquidValue)i, StringComparer.Ordinal));

        LiquidList Many(int count, Func<int, LiquidValue> item) => list(LiquidList.From(Enumerable.Range(0, count), item));
    }
}
