using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Liquid.Tests.Oracle;

/// <summary>Templates made from the grammar, for the model of <see cref="Json"/>.</summary>
static class TemplateGen
{
    internal const string Json = """
        {"name":"Aoi","empty_text":"","n":7,"m":-3,"zero":0,"yes":true,"no":false,"nothing":null,
         "words":["pear","Apple","fig","apple"],"numbers":[3,1,2,3],"none":[],
         "account":{"name":"Harbour & Sons <Tokyo>","tier":"gold","tags":["a","b"],"owner":{"name":"Mori"}},
         "stages":[{"title":"Set up","done":true,"weight":2},{"title":"Use","done":false,"weight":1},{"title":"Value","done":false,"weight":3}],
         "text":" two  words\n and <b>tags</b> & more "}
        """;

    static readonly Gen<string> s_text = Gen.Elements("a", "<p>", "x & y", "end. ", "日本語", " - ", "}", "{ ", "%", "\n.\n", " . ");

    // White space alone stands outside of blocks only: a block that writes nothing else keeps it in liquidjs and drops it here.
    static readonly Gen<string> s_space = Gen.Elements(" ", "\n", "", "\t ");

    static readonly Gen<string> s_literal = Gen.Elements("'pear'", "\"x\"", "''", "1", "0", "12", "-4", "true", "false", "nil", "' '", "'a'");

    static readonly Gen<string> s_path = Gen.Elements("name", "empty_text", "n", "m", "zero", "yes", "no", "nothing", "nosuch", "account.name", "account.tier", "account.owner.name",
        "account.nosuch.deep", "words.first", "words.last", "words.size", "words[1]", "words[-1]", "words[9]", "stages[0].title", "stages.first.weight", "account['tier']", "text", "item", "x", "y");

    static readonly Gen<string> s_list = Gen.Elements("words", "numbers", "none", "account.tags", "nosuch", "(1..3)", "(n..9)", "(2..1)");

    static readonly Gen<string> s_value = Gen.OneOf(s_literal, s_path);

    static readonly Gen<string> s_textFilter =
        from plain in Gen.Elements("upcase", "downcase", "capitalize", "strip", "lstrip", "rstrip", "strip_html", "strip_newlines", "escape", "escape_once",
            "append: 'z'", "prepend: 'z'", "replace: 'a', 'b'", "replace_first: 'p', 'q'", "remove: 'a'", "remove_first: 'e'", "truncate: 5", "truncate: 8, ''", 
            "slice: 0", "slice: 1, 2", "slice: -2, 2", "default: 'd'", "url_encode", "newline_to_br", "split: 'a' | join: '-'", "split: ' ' | last", "remove_last: 'a'", "replace_last: 'a', 'Z'")
        select plain;

    static readonly Gen<string> s_numberFilter = Gen.Elements("plus: 2", "minus: 5", "times: 3", "modulo: 4", "abs", "at_least: 2", "at_most: 4", "ceil", "floor", "round", "plus: n", "times: m");

    static readonly Gen<string> s_listFilter = Gen.Elements("first", "last", "join: ', '", "reverse | join: '-'", "size", "sort | join: ','", "sort_natural | join: ','", "uniq | join: ','",
        "compact | size", "concat: words | size", "slice: 1, 2 | join: ','");

    static readonly Gen<string> s_output = Gen.OneOf(
        from value in s_value from filters in Some(s_textFilter, 0, 2) select $"{{{{ {string.Join(" | ", filters.Prepend(value))} }}}}",
        from value in Gen.Elements("n", "m", "zero", "4", "-9") from filters in Some(s_numberFilter, 1, 3) select $"{{{{ {string.Join(" | ", filters.Prepend(value))} }}}}",
        from list in Gen.Elements("words", "numbers", "none", "account.tags") from filter in s_listFilter select $"{{{{ {list} | {filter} }}}}",
        from filter in Gen.Elements("map: 'title' | join: ','", "where: 'done', true | size", "where: 'done' | map: 'title' | first", "sort: 'weight' | map: 'title' | join", "map: 'weight' | sum", "reject: 'done' | size", "find_index: 'weight', 3", "has: 'done', true") select $"{{{{ stages | {filter} }}}}");

    static readonly Gen<string> s_comparison =
        from left in s_value
        from rest in Gen.OneOf(
            Gen.Constant(""),
            from op in Gen.Elements("==", "!=") from right in s_value select $" {op} {right}",
            from word in Gen.Elements("blank", "empty", "nil") select $" == {word}",
            from part in Gen.Elements("'a'", "'pear'", "name") select $" contains {part}")
        select left + rest;

    static readonly Gen<string> s_ordered =
        from left in Gen.Elements("n", "m", "zero", "3") from op in Gen.Elements("<", "<=", ">", ">=") from right in Gen.Elements("n", "0", "7", "-3") select $"{left} {op} {right}";

    static readonly Gen<string> s_condition = Gen.OneOf(s_comparison, s_ordered,
        from left in s_comparison from op in Gen.Elements("and", "or") from right in s_ordered select $"{left} {op} {right}",
        from a in s_ordered from b in s_comparison from c in s_ordered select $"{a} or {b} and {c}");

    static readonly Gen<(string Open, string Close)> s_marks = Gen.Frequency((6, Gen.Constant(("{%", "%}"))), (1, Gen.Constant(("{%-", "%}"))), (1, Gen.Constant(("{%", "-%}"))), (1, Gen.Constant(("{%-", "-%}"))));

    static Gen<string[]> Some(Gen<string> gen, int least, int most) => from count in Gen.Choose(least, most) from items in gen.ArrayOf(count) select items;

    static Gen<string> Tag(Gen<string> inside) => from marks in s_marks from markup in inside select $"{marks.Open} {markup} {marks.Close}";

    static Gen<string> Tag(string inside) => Tag(Gen.Constant(inside));

    /// <summary>A template of a few pieces, each a block of at most the given depth.</summary>
    internal static Gen<string> Of(int depth) => from before in s_space from pieces in Some(Body(depth), 1, 2) from after in s_space select before + string.Join(after, pieces) + after;

    static Gen<string> Body(int depth) => from pieces in Some(Piece(depth), 1, 4) select string.Concat(pieces);

    static Gen<string> Piece(int depth)
    {
        var flat = Gen.Frequency(
            (4, s_text),
            (5, s_output),
            (1, Tag(from name in Gen.Elements("x", "y") from value in s_value from filter in s_textFilter select $"assign {name} = {value} | {filter}")),
            (1, Tag(from name in Gen.Elements("x", "y") from value in s_value select $"assign {name} = {value}")),
            (1, Tag(from name in Gen.Elements("c", "d") select $"increment {name}")),
            (1, Tag(from name in Gen.Elements("c", "d") select $"decrement {name}")),
            (1, Tag("cycle 'one', 'two', 'three'")),
            (1, Tag(from value in s_value select $"echo {value}")),
            (1, Gen.Constant("{% comment %} {{ nothing to see }} {% endcomment %}")),
            (1, Gen.Constant("{% raw %}{{ as it is }}{% endraw %}")),
            (1, Gen.Constant("{% # a remark %}")));
        if (depth == 0) return flat;
        var body = Body(depth - 1);
        return Gen.Frequency(
            (8, flat),
            (2, from open in Tag(from c in s_condition select "if " + c) from then in body from close in Tag("endif") select open + then + close),
            (2, from open in Tag(from c in s_condition select "if " + c) from then in body from branch in Tag(from c in s_condition select "elsif " + c) from second in body
                from middle in Tag("else") from otherwise in body from close in Tag("endif") select open + then + branch + second + middle + otherwise + close),
            (1, from open in Tag(from c in s_condition select "unless " + c) from then in body from close in Tag("endunless") select open + then + close),
            (2, from open in Tag(from list in s_list from options in Gen.Elements("", " reversed", " limit:2", " offset:1", " limit:1 offset:1") select $"for item in {list}{options}")
                from inside in body from middle in Gen.Elements("", "{% break %}", "{% continue %}", "{{ forloop.index }}/{{ forloop.length }}{% if forloop.last %}.{% endif %}", "{% else %}nobody")
                from close in Tag("endfor") select open + inside + middle + close),
            (1, from inside in body from options in Gen.Elements("", " reversed", " limit: 1") select $"{{% for stage in stages{options} %}}{{{{ stage.title }}}}{inside}{{% endfor %}}"),
            (1, from open in Tag(from subject in s_value select "case " + subject) from value in s_value from then in body from otherwise in body
                select $"{open}{{% when {value} %}}{then}{{% else %}}{otherwise}{{% endcase %}}"),
            (1, from open in Tag("capture x") from inside in body from close in Tag("endcapture") select open + inside + close + "[{{ x }}]"),
            (1, from list in Gen.Elements("words", "numbers", "none") from cols in Gen.Choose(1, 3) from inside in body select $"{{% tablerow item in {list} cols:{cols} %}}{inside}{{% endtablerow %}}"));
    }
}
