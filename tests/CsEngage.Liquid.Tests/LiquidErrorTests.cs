namespace CsEngage.Liquid.Tests;

public sealed class LiquidErrorTests
{
    static readonly LiquidOptions s_options = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["header"] = "Hello {{ name }}",
        ["including"] = "{% include 'header' %}",
        ["broken"] = "line one\n{{ 'x' | upcas }}",
        ["failing"] = "line one\n{{ 1 | divided_by: 0 }}",
    }));

    static LiquidError[] Errors(string text)
    {
        LiquidTemplate.TryParse(text, s_options, out _, out var errors).ShouldBeFalse();
        return [.. errors];
    }

    static LiquidError Only(string text) => Errors(text).ShouldHaveSingleItem();

    static LiquidError RenderError(string text, LiquidMap? model = null) =>
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse(text, s_options).Render(model ?? LiquidMap.None)).Errors.ShouldHaveSingleItem();

    [Fact]
    public void A_misspelt_filter_is_shown_with_a_caret_and_a_suggestion()
    {
        var error = Only("Dear customer,\n  {{ name | upcaes }}\nbye");

        error.Kind.ShouldBe(LiquidErrorKind.UnknownFilter);
        (error.Line, error.Column, error.Length).ShouldBe((2, 13, 6));
        error.Suggestion.ShouldBe("upcase");
        error.ToString().ShouldBe("""
            line 2, column 13: There is no filter "upcaes". Did you mean "upcase"?
              {{ name | upcaes }}
                        ^^^^^^
            """, StringCompareShould.IgnoreLineEndings);
    }

    [Theory]
    [InlineData("{{ a | UpCase }}", "upcase")]
    [InlineData("{{ “a” }}", "\"")]
    [InlineData("{{ a ｜ upcase }}", "|")]
    public void What_was_meant_is_known(string text, string meant) => Errors(text)[0].Suggestion.ShouldBe(meant);

    [Theory]
    [InlineData("{% if a %}{% for b in c %}{% end for %}{% endif %}", "end for", "endfor")]
    [InlineData("{% if a %}b{%- end -%}", "end", "endif")]
    public void An_end_as_other_languages_have_it_is_told_with_its_own(string text, string written, string meant) =>
        Errors(text).Select(error => (error.Kind, error.Length, error.Suggestion)).ShouldContain((LiquidErrorKind.UnknownTag, written.Length, meant));

    [Fact]
    public void All_mistakes_of_a_template_are_found_at_once()
    {
        var errors = Errors("{% if x = 1 %}\n{{ a | nope }}\n{% endif %}{% fro x in y %}\n{{ b. }}{% for z %}{{ c | append }}{% endfor %}\n{{ 'open }}");

        errors.Select(error => (error.Line, error.Kind)).ShouldBe(
        [
            (1, LiquidErrorKind.Syntax), (2, LiquidErrorKind.UnknownFilter), (3, LiquidErrorKind.UnknownTag),
            (4, LiquidErrorKind.Syntax), (4, LiquidErrorKind.Syntax), (4, LiquidErrorKind.Syntax), (5, LiquidErrorKind.Syntax),
        ]);
        errors[2].Suggestion.ShouldBe("for");
    }

    [Theory]
    [InlineData("{% if name\nHello {% endif %}", "1:1 %}")]
    [InlineData("{% if name }Hello{% endif %}", "1:1 %}")]
    [InlineData("a {% if name %}Hello{% endif\nand {{ name }}{% if name %}b{% endif %}", "1:21 %}")]
    [InlineData("{% if name %}Hello{% endif", "1:19 %}")]
    [InlineData("{% if name %}a{% else {% endif %}", "1:15 %}")]
    [InlineData("{% if name %}a{% elsif name\n{% endif %}", "1:15 %}")]
    [InlineData("{{ name\nHello {{ name | upcaes }}", "1:1 }}; 2:17 upcase")]
    [InlineData("{{- name\n{% if name | %}x{% endif %}", "1:1 }}; 2:12 or")]
    [InlineData("{% assign x = 1\n{% if x %}{{ x }}{% endif %}", "1:1 %}")]
    [InlineData("{% for a in b\n{% if a %}{{ a }{% endif %}{% endfor %}", "1:1 %}; 2:11 }}")]
    [InlineData("{{ 'a {{ b' | upcaes }}", "1:15 upcase")]
    public void What_is_not_closed_is_told_where_it_opens_and_hides_no_other_mistake(string text, string told) =>
        string.Join("; ", Errors(text).Select(error => $"{error.Line}:{error.Column} {error.Suggestion ?? (error.Message.Contains("not closed") ? error.Expected : null)}")).ShouldBe(told);

    [Theory]
    [InlineData("{% if a %}x", "\"if\" is not closed; expected \"endif\".", 4)]
    [InlineData("{% endif %}", "\"endif\" without \"if\" before it.", 4)]
    [InlineData("{% else %}", "\"else\" stands outside of a block that knows it.", 4)]
    [InlineData("{% if a %}{% endfor %}{% endif %}", "\"endfor\" without \"for\" before it.", 14)]
    [InlineData("{{ a", "This output is not closed; expected \"}}\".", 1)]
    [InlineData("{% if a", "This tag is not closed; expected \"%}\".", 1)]
    [InlineData("{% %}", "Expected the name of a tag after \"{%\".", 1)]
    [InlineData("{{ 'a }}", "This text is not closed; expected its quote.", 4)]
    [InlineData("{{ a | }}", "Expected the name of a filter, found the end.", 8)]
    [InlineData("{{ a b }}", "Expected the end, found \"b\".", 6)]
    [InlineData("{{ a[ }}", "Expected a value, found the end.", 7)]
    [InlineData("{{ (1..) }}", "Expected a value, found \")\".", 8)]
    [InlineData("{{ (1.2) }}", "Expected \"..\", found \")\".", 8)]
    [InlineData("{{ 'a' | append }}", "The filter \"append\" takes 1 argument, found 0.", 10)]
    [InlineData("{{ 'a' | upcase: 1 }}", "The filter \"upcase\" takes no arguments, found 1.", 10)]
    [InlineData("{{ 'a' | slice: 1, 2, 3 }}", "The filter \"slice\" takes 1 to 2 arguments, found 3.", 10)]
    [InlineData("{{ 'a' | default: 'b', allow_fals: true }}", "The filter \"default\" has no argument named \"allow_fals\".", 10)]
    [InlineData("{% if a = b %}{% endif %}", "Expected the end, found \"=\".", 9)]
    [InlineData("{% if not a %}{% endif %}", "Liquid has no \"not\"; compare with \"!=\" or use the tag \"unless\".", 7)]
    [InlineData("{% if a && b %}{% endif %}", "Expected the end, found \"&\".", 9)]
    [InlineData("{% for a %}{% endfor %}", "Expected \"in\" and what to loop over: \"for item in list\".", 10)]
    [InlineData("{% for a in b limits:2 %}{% endfor %}", "A loop knows \"reversed\", then \"limit:\" and \"offset:\".", 15)]
    [InlineData("{% tablerow a in b wide:2 %}{% endtablerow %}", "A table row knows \"cols:\", \"limit:\" and \"offset:\".", 20)]
    [InlineData("{% assign x %}", "Expected \"name = value\".", 11)]
    [InlineData("{% assign x = %}", "Expected a value after \"=\".", 15)]
    [InlineData("{% assign = 1 %}", "Expected the name of a variable.", 11)]
    [InlineData("{% increment %}", "Expected the name of a counter.", 14)]
    [InlineData("{% if (a == 1) or b %}{% endif %}", "Liquid has no parentheses in conditions; use one \"if\" inside another.", 7)]
    [InlineData("{{ “a” }}", "Write \" instead of “.", 4)]
    [InlineData("{{ ‘a’ }}", "Write ' instead of ‘.", 4)]
    [InlineData("{{ a | plus: –1 }}", "Write - instead of –.", 14)]
    [InlineData("{% if a ！= b %}{% endif %}", "Write ! instead of ！.", 9)]
    [InlineData("{{ a ｜ upcase }}", "Write | instead of ｜.", 6)]
    [InlineData("{{ a\u3000| upcase }}", "This space is a full-width one; write a plain one.", 5)]
    [InlineData("{% form 'x' %}{{ a }}{% endform %}", "There is no tag \"form\".", 4)]
    [InlineData("{% cycle %}", "Expected a value, found the end.", 10)]
    [InlineData("{% case a %}{% when %}x{% endcase %}", "Expected a value, found the end.", 21)]
    [InlineData("{% render header %}", "Expected the name of a partial in quotes.", 11)]
    [InlineData("{% render 'heade' %}", "There is no partial \"heade\".", 11)]
    [InlineData("{% include 'heade' %}", "There is no partial \"heade\".", 12)]
    [InlineData("{% raw x %}{% endraw %}", "The tag \"raw\" takes no arguments.", 8)]
    [InlineData("{% raw %}", "\"raw\" is not closed; expected \"endraw\".", 4)]
    [InlineData("{% doc %}{% doc %}{% enddoc %}", "A doc cannot stand inside a doc.", 10)]
    [InlineData("{% # a\nb %}", "Every line of this comment has to begin with \"#\".", 6)]
    [InlineData("{% liquid\nnope x\n%}", "There is no tag \"nope\".", 1)]
    [InlineData("{% liquid\nif a\n%}", "\"if\" is not closed; expected \"endif\".", 1)]
    [InlineData("{% liquid\n? %}", "Expected the name of a tag.", 1)]
    [InlineData("{{ a. }}", "Expected a name after the dot, found the end.", 7)]
    [InlineData("{{ a.1 }}", "Expected a name after the dot, found \"1\".", 6)]
    [InlineData("{{ a[1 }}", "Expected \"]\", found the end.", 8)]
    [InlineData("{{ (1..2 }}", "Expected \")\", found the end.", 10)]
    [InlineData("{{ 'a' | default: 'b' true }}", "Expected the end, found \"true\".", 23)]
    [InlineData("{% render 'header' with a as 1 %}", "Expected a name, found \"1\".", 30)]
    [InlineData("{% render 'header', a 1 %}", "Expected a colon, found \"1\".", 23)]
    [InlineData("{% render 'header' x %}", "Expected a colon, found the end.", 22)]
    [InlineData("{% render 'header' 'x' %}", "Expected the end, found \"'x'\".", 20)]
    [InlineData("{% for 1 in a %}{% endfor %}", "Expected the name of a variable, found \"1\".", 8)]
    [InlineData("{% tablerow 1 in a %}{% endtablerow %}", "Expected the name of a variable, found \"1\".", 13)]
    [InlineData("{% tablerow a %}{% endtablerow %}", "Expected \"in\" and what to loop over: \"tablerow item in list\".", 15)]
    [InlineData("{% for a in b limit 2 %}{% endfor %}", "A loop knows \"reversed\", then \"limit:\" and \"offset:\".", 21)]
    [InlineData("{% for a in b limit:2, x %}{% endfor %}", "A loop knows \"reversed\", then \"limit:\" and \"offset:\".", 24)]
    [InlineData("{% tablerow a in b cols 2 %}{% endtablerow %}", "A table row knows \"cols:\", \"limit:\" and \"offset:\".", 25)]
    [InlineData("{% assign x y = 1 %}", "Expected \"name = value\".", 11)]
    [InlineData("{% capture %}{% endcapture %}", "Expected the name of a variable.", 12)]
    [InlineData("{% decrement %}", "Expected the name of a counter.", 14)]
    [InlineData("{% cycle 1, 2 x %}", "Expected the end, found \"x\".", 15)]
    [InlineData("{% case a b %}{% endcase %}", "Expected the end, found \"b\".", 11)]
    [InlineData("{% case a %}{% when 1 b %}{% endcase %}", "Expected the end, found \"b\".", 23)]
    [InlineData("{% case a %}{% else b %}{% endcase %}", "Expected the end, found \"b\".", 21)]
    [InlineData("{% if a %}{% elsif b c %}{% endif %}", "Expected the end, found \"c\".", 22)]
    [InlineData("{% doc x %}{% enddoc %}", "The tag \"doc\" takes no arguments.", 8)]
    [InlineData("{% doc %}", "\"doc\" is not closed; expected \"enddoc\".", 4)]
    [InlineData("{% comment %}", "\"comment\" is not closed; expected \"endcomment\".", 4)]
    [InlineData("{% elsif %}", "\"elsif\" stands outside of a block that knows it.", 4)]
    [InlineData("{% when 1 %}", "\"when\" stands outside of a block that knows it.", 4)]
    [InlineData("{% for x in y %}{% if a %}{% endfor %}", "\"if\" is not closed; expected \"endif\".", 20)]
    [InlineData("{% liquid\nendif\necho 1\n%}", "\"endif\" without \"if\" before it.", 1)]
    [InlineData("{% if a %}{% liquid endif %}{% endif %}", "\"endif\" without \"if\" before it.", 21)]
    [InlineData("{% liquid\ncomment\nx\n%}", "\"comment\" is not closed; expected \"endcomment\".", 1)]
    [InlineData("{% liquid\nraw\n%}", "\"raw\" is not closed; expected \"endraw\".", 1)]
    [InlineData("{{ a | append: }}", "The filter \"append\" takes 1 argument, found 0.", 8)]
    [InlineData("{{ a | append: 1, 2 }}", "The filter \"append\" takes 1 argument, found 2.", 8)]
    [InlineData("{{ a | replace }}", "The filter \"replace\" takes 1 to 2 arguments, found 0.", 8)]
    [InlineData("{{ a | replace_last: 1 }}", "The filter \"replace_last\" takes 2 arguments, found 1.", 8)]
    [InlineData("{{ a | default: 1, 2 }}", "The filter \"default\" takes 0 to 1 argument, found 2.", 8)]
    [InlineData("{{ '", "This output is not closed; expected \"}}\".", 1)]
    [InlineData("{{ ' }}", "This text is not closed; expected its quote.", 4)]
    [InlineData("{{ a } }}", "This output is not closed; expected \"}}\".", 1)]
    [InlineData("{{ a {% break %}", "This output is not closed; expected \"}}\".", 1)]
    [InlineData("{%-%}", "Expected the name of a tag after \"{%\".", 1)]
    [InlineData("{{ @ }}", "Expected a value, found \"@\".", 4)]
    [InlineData("{% if a == %}{% endif %}", "Expected a value, found the end.", 12)]
    [InlineData("{% if a and %}{% endif %}", "Expected a value, found the end.", 13)]
    [InlineData("{% if a | upcase %}{% endif %}", "Expected the end, found \"|\".", 9)]
    [InlineData("{% break x %}", "Expected the end, found \"x\".", 10)]
    public void A_mistake_says_what_was_expected_and_where(string text, string message, int column)
    {
        var error = Only(text);

        error.Message.ShouldBe(message);
        error.Column.ShouldBe(column);
    }

    [Theory]
    [InlineData("{% if a = b %}{% endif %}", "==")]
    [InlineData("{% if a && b %}{% endif %}", "and")]
    [InlineData("{% if a || b %}{% endif %}", "or")]
    [InlineData("{% unles a %}{% endunles %}", "unless")]
    [InlineData("{% if a %}{% elseif b %}{% endif %}", "elsif")]
    [InlineData("{{ a | truncat: 3 }}", "truncate")]
    [InlineData("{% render 'heade' %}", "header")]
    [InlineData("{{ 'a' | default: 'b', allow_fals: true }}", "allow_false")]
    [InlineData("{% els %}", "else")]
    [InlineData("{% elsief %}", "elsif")]
    [InlineData("{% whn %}", "when")]
    [InlineData("{% liqud %}", "liquid")]
    [InlineData("{% endfr %}", "endfor")]
    [InlineData("{% fi %}", "if")]
    [InlineData("{{ a | g }}", null)]
    [InlineData("{{ a | trncatewors }}", "truncatewords")]
    [InlineData("{{ a | UPCASE_ }}", "upcase")]
    [InlineData("{{ a | joni }}", "join")]
    [InlineData("{{ a | urldecode }}", "url_decode")]
    public void A_mistake_suggests_what_was_probably_meant(string text, string? suggestion) => Errors(text)[0].Suggestion.ShouldBe(suggestion);

    [Theory]
    [InlineData("{{ a", "}}")]
    [InlineData("{% if a", "%}")]
    [InlineData("{% if a %}", "endif")]
    [InlineData("{{ 'a }}", "'")]
    [InlineData("{{ a[1 }}", "\"]\"")]
    [InlineData("{% for a b %}{% endfor %}", "in")]
    [InlineData("{% for a in b x %}{% endfor %}", "limit: or offset:")]
    [InlineData("{% tablerow a b %}{% endtablerow %}", "in")]
    [InlineData("{% tablerow a in b x %}{% endtablerow %}", "cols:, limit: or offset:")]
    [InlineData("{% assign x %}", "=")]
    [InlineData("{% assign x y = 1 %}", "=")]
    [InlineData("{% assign x = %}", "a value")]
    [InlineData("{% assign = 1 %}", "a name")]
    [InlineData("{% increment %}", "a name")]
    [InlineData("{% render header %}", "a text in quotes")]
    [InlineData("{% # a\nb %}", "#")]
    [InlineData("{{ 'a' | slice }}", "1 to 2 arguments")]
    [InlineData("{% if a %}{% endfor %}{% endif %}", "endif")]
    [InlineData("{% liquid\nif a\nendfor\nendif %}", "endif")]
    [InlineData("{% liquid endfor %}", null)]
    [InlineData("{% endfor %}", null)]
    [InlineData("{{ a b }}", "the end")]
    public void A_mistake_says_what_would_have_been_right(string text, string? expected) => Errors(text)[0].Expected.ShouldBe(expected);

    [Theory]
    [InlineData("{% if x = 1 %}a{% else %}{{ b | nope }}{% endif %}", 2)]
    [InlineData("{% if x = 1 %}a{% elsif y = 2 %}{{ b | nope }}{% endif %}", 2)]
    [InlineData("{% case %}{% when 1 %}{{ b | nope }}{% endcase %}", 2)]
    [InlineData("{% for x %}{{ b | nope }}{% else %}{{ b | nope }}{% endfor %}", 3)]
    [InlineData("{% if x = 1 %}{{ a | nope }}", 3)]
    [InlineData("{% unles a %}x{% endunles %}{{ a | nope }}", 2)]
    [InlineData("{% liquid\nif a = 1\necho a | nope\nendif\nendfor\nnope %}", 4)]
    [InlineData("{% if a %}{% for b in c %}{% endif %}{{ a | nope }}{% endfor %}", 3)]
    [InlineData("{% nope %}{{ 'a }}{% else %}{{ a | upcase: 1 }}", 4)]
    [InlineData("{% raw x %}{{ a | nope }}{% endraw %}{{ a | nope }}", 3)]
    public void One_mistake_hides_no_other(string text, int count) => Errors(text).Length.ShouldBe(count);

    [Theory]
    [InlineData("{{ a }}\n{{ b | nope }}\r\nc", 2, 8, "{{ b | nope }}")]
    [InlineData("{% liquid\n  echo a\n  echo b | nope\n%}", 3, 12, "  echo b | nope")]
    [InlineData("日本 {{ b | nope }}", 1, 11, "日本 {{ b | nope }}")]
    public void A_mistake_has_its_line_and_column(string text, int line, int column, string lineText)
    {
        var error = Only(text);

        (error.Line, error.Column, error.LineText).ShouldBe((line, column, lineText));
        error.Excerpt.ShouldBe($"{lineText}\n{new string(' ', column - 1)}^^^^");
    }

    [Fact]
    public void A_line_of_a_megabyte_is_cut_behind_the_mistake()
    {
        var error = Only("{{ a | nope }}" + new string('x', 5000));

        error.LineText.ShouldBe("{{ a | nope }}" + new string('x', 294));
        Only(new string('x', 5000) + "{{ a | nope }}").LineText.ShouldBe(new string('x', 5000) + "{{ a | nope }}");
    }

    [Theory]
    [InlineData("{{ a", 1, 2)]
    [InlineData("{% if a %}", 4, 2)]
    [InlineData("{%  %}", 1, 6)]
    [InlineData("{% render 'heade' %}", 11, 7)]
    [InlineData("{{ 'a }}", 4, 3)]
    [InlineData("{{ a b }}", 6, 1)]
    [InlineData("{{ a. }}", 7, 1)]
    [InlineData("{% if not a %}{% endif %}", 7, 3)]
    [InlineData("x{% liquid ?? %}", 12, 3)]
    public void The_caret_is_as_long_as_the_mistake(string text, int column, int length)
    {
        var error = Only(text);

        (error.Column, error.Length).ShouldBe((column, length));
        error.Excerpt.Split('\n')[1].ShouldBe(new string(' ', column - 1) + new string('^', Math.Min(length, text.Length - column + 1)));
    }

    [Fact]
    public void An_exception_tells_all_mistakes_and_a_partial_its_name()
    {
        var error = Should.Throw<LiquidException>(() => LiquidTemplate.Parse("{{ a | nope }}{{ b | wurst }}", s_options));
        error.Message.ShouldBe("line 1, column 8: There is no filter \"nope\".\n{{ a | nope }}{{ b | wurst }}\n       ^^^^\n\nline 1, column 22: There is no filter \"wurst\".\n{{ a | nope }}{{ b | wurst }}\n                     ^^^^^");

        RenderError("{% render 'failing' %}").ToString().ShouldBe("failing, line 2, column 8: divided by 0\n{{ 1 | divided_by: 0 }}\n       ^");
        RenderError("{% include 'failing' %}").ToString().ShouldStartWith("failing, line 2, column 8: divided by 0");
    }

    [Theory]
    [InlineData("{{ 'a' | concat: none }}", "nothing")]
    [InlineData("{{ 'a' | concat: true }}", "true")]
    [InlineData("{{ 'a' | concat: false }}", "false")]
    [InlineData("{{ 'a' | concat: 5 }}", "the number 5")]
    [InlineData("{{ 'a' | concat: 1.5 }}", "the number 1.5")]
    [InlineData("{{ 'a' | concat: moment }}", "a moment in time")]
    [InlineData("{{ 'a' | concat: day }}", "a date")]
    [InlineData("{{ 'a' | concat: (1..2) }}", "a range")]
    [InlineData("{{ 'a' | concat: map }}", "a map")]
    [InlineData("{{ 'a' | concat: forty }}", "the text \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"")]
    [InlineData("{{ 'a' | concat: more }}", "a text")]
    public void An_error_names_the_value_it_found(string text, string described) =>
        RenderError(text, LiquidMap.Of(("moment", DateTimeOffset.UnixEpoch), ("day", new DateOnly(2026, 3, 1)), ("map", LiquidMap.None), ("forty", new string('x', 40)), ("more", new string('x', 41))))
            .Message.ShouldBe($"The filter \"concat\" needs a list, found {described}.");

    [Theory]
    [InlineData("{% tablerow i in list cols: true %}{% endtablerow %}", "Expected a whole number, found true.")]
    [InlineData("{% tablerow i in list limit: list %}{% endtablerow %}", "Expected a whole number, found a list.")]
    [InlineData("{% for i in list limit: list %}{% endfor %}", "Expected a whole number, found a list.")]
    [InlineData("{% for i in (1..list) %}{% endfor %}", "Expected a whole number, found a list.")]
    [InlineData("{{ list | sort }}", "Cannot sort the number 1 with a map.")]
    [InlineData("{% render 'including' %}", "A rendered partial may not use \"include\".")]
    [InlineData("{% include list %}", "Expected the name of a partial, found a list.")]
    [InlineData("{% if list < 'a' %}{% endif %}{% if 1 < moment %}{% endif %}", "Cannot compare the number 1 with a moment in time.")]
    [InlineData("{% if moment > day %}{% endif %}", "Cannot compare a moment in time with a date.")]
    public void What_a_tag_cannot_work_with_is_said(string text, string message)
    {
        RenderError(text, LiquidMap.Of(("list", LiquidList.Of(1, LiquidMap.None)), ("moment", DateTimeOffset.UnixEpoch), ("day", new DateOnly(2026, 3, 1)))).Message.ShouldBe(message);
    }

    [Fact]
    public void A_computed_partial_that_is_not_there_suggests_one_that_is()
    {
        var error = RenderError("{% assign name = 'heade' %}{% include name %}");

        (error.Kind, error.Message, error.Suggestion).ShouldBe((LiquidErrorKind.UnknownPartial, "There is no partial \"heade\".", "header"));
    }

    [Theory]
    [InlineData("{{ list.first }}{{ list.last }}{{ list.size }}{{ list[0] }}{{ list[-1] }}{{ text.size }}{{ text.first }}{{ text.last }}{{ map.size }}{{ map.first }}{{ map.a }}{{ whole.size }}{{ map[key] }}{{ none }}{{ none.deep }}{{ empty_map.first }}{{ empty_list.first }}")]
    [InlineData("{% for x in list %}{{ x }}{{ forloop.index }}{{ forloop.parentloop }}{% endfor %}{% tablerow x in list %}{{ tablerowloop.col }}{% endtablerow %}")]
    [InlineData("{% assign r = (1..3) %}{{ r.first }}{{ r.last }}{{ r.size }}{% increment c %}{{ c }}")]
    public void What_can_be_reached_is_not_called_unknown(string text) =>
        LiquidTemplate.Parse(text).Render(s_known, LiquidRenderOptions.Standard with { Missing = LiquidMissing.Undefined }).ShouldNotBeEmpty();

    static readonly LiquidMap s_known = LiquidMap.Of(("list", LiquidList.Of(1, 2)), ("text", "ab"), ("map", LiquidMap.Of(("a", 1))), ("whole", 5), ("key", "a"), ("none", LiquidValue.Nil),
        ("empty_map", LiquidMap.None), ("empty_list", LiquidList.None));

    [Theory]
    [InlineData("{{ list.fist }}", "list.fist", null)]
    [InlineData("{{ list[2] }}", "list[]", null)]
    [InlineData("{{ list['size'] }}", "list.size", null)]
    [InlineData("{{ text.length }}", "text.length", null)]
    [InlineData("{{ text['size'] }}", "text.size", null)]
    [InlineData("{{ map.b }}", "map.b", null)]
    [InlineData("{{ map[nokey] }}", "map[]", null)]
    [InlineData("{{ map['two words'] }}", "map[\"two words\"]", null)]
    [InlineData("{{ whole.first }}", "whole.first", null)]
    [InlineData("{{ ['texd'] }}", "texd", "text")]
    [InlineData("{{ [text] }}", "[]", null)]
    [InlineData("{% for x in list %}{{ forloop.indx }}{% endfor %}", "forloop.indx", "index")]
    [InlineData("{% tablerow x in list limit: 1 %}{{ tablerowloop.cl }}{% endtablerow %}", "tablerowloop.cl", "col")]
    [InlineData("{% assign r = (1..3) %}{{ r.sum }}", "r.sum", null)]
    [InlineData("{{ 'a' | append: texd }}", "texd", "text")]
    [InlineData("{{ texd | append: 'a' }}", "texd", "text")]
    public void What_leads_nowhere_is_named(string text, string path, string? suggestion)
    {
        var errors = Should.Throw<LiquidException>(() => LiquidTemplate.Parse(text).Render(s_known, LiquidRenderOptions.Standard with { Missing = LiquidMissing.Undefined })).Errors;

        (errors[0].Kind, errors[0].Message, errors[0].Suggestion).ShouldBe((LiquidErrorKind.UnknownVariable, $"\"{path}\" is not known here.", suggestion));
        errors[0].Line.ShouldBe(1);
    }

    [Fact]
    public void No_more_than_a_hundred_unknown_names_are_listed() =>
        Missing(string.Concat(Enumerable.Repeat("{{ nope }}", 150)), LiquidMissing.Undefined).Errors.Length.ShouldBe(100);

    [Fact]
    public void What_may_not_be_blank_asks_for_a_default() => Missing("{{ account.tier }}", LiquidMissing.Nil).Errors[0].Expected.ShouldBe("| default: …");

    [Fact]
    public void A_word_that_resembles_nothing_gets_no_suggestion() => Only("{{ a | wurst }}").Suggestion.ShouldBeNull();

    [Fact]
    public void A_tab_before_the_mistake_stays_a_tab_above_the_caret() => Only("\t{{ a | nope }}").Excerpt.ShouldBe("\t{{ a | nope }}\n\t       ^^^^");

    [Fact]
    public void After_a_hundred_mistakes_no_more_are_looked_for() =>
        Errors(string.Concat(Enumerable.Repeat("{{ a | nope }}", 500))).Length.ShouldBe(101);

    [Theory]
    [InlineData("{{ 1 | divided_by: 0 }}", "divided by 0", 8)]
    [InlineData("{{ 1 | modulo: 0 }}", "divided by 0", 8)]
    [InlineData("{% if 'a' < 1 %}{% endif %}", "Cannot compare the text \"a\" with the number 1.", 7)]
    [InlineData("{% for i in (1..3) limit: 'x' %}{% endfor %}", "Expected a whole number, found the text \"x\".", 4)]
    [InlineData("{{ 'a' | slice: 'b' }}", "Expected a whole number, found the text \"b\".", 10)]
    [InlineData("{{ 'a' | concat: 'b' }}", "The filter \"concat\" needs a list, found the text \"b\".", 10)]
    [InlineData("{{ '%%%' | base64_decode }}", "This is not valid base64.", 12)]
    [InlineData("{{ '%ff' | url_decode }}", "The decoded text is not valid UTF-8.", 12)]
    [InlineData("{{ (1..3) | map: 'x' }}", "Cannot select the property \"x\" of the number 1.", 13)]
    [InlineData("{{ '1,a' | split: ',' | concat: n | sort }}", "Cannot sort the text \"a\" with the number 3.", 37)]
    [InlineData("{% include nope %}", "Expected the name of a partial, found nothing.", 4)]
    public void Trouble_while_rendering_names_its_place(string text, string message, int column)
    {
        var error = RenderError(text, LiquidMap.Of(("n", LiquidList.Of(3))));

        error.Message.ShouldBe(message);
        (error.Kind, error.Line, error.Column).ShouldBe((LiquidErrorKind.Value, 1, column));
    }

    [Fact]
    public void Trouble_in_a_partial_names_the_partial()
    {
        var error = RenderError("first\n\n{% render 'failing' %}");

        (error.Template, error.Line, error.Column).ShouldBe(("failing", 2, 8));
    }

    [Fact]
    public void A_partial_that_does_not_parse_says_so_when_it_is_used()
    {
        var error = RenderError("{% render 'broken' %}");

        (error.Template, error.Line, error.Suggestion).ShouldBe(("broken", 2, "upcase"));
    }

    [Fact]
    public void After_a_partial_the_place_is_in_the_template_again()
    {
        var error = RenderError("{% render 'header' %}{{ 1 | modulo: 0 }}");

        (error.Template, error.Column).ShouldBe((null, 29));
    }

    static readonly LiquidMap s_account = LiquidMap.Of(("account", LiquidMap.Of(("name", "Harbour"), ("tier", LiquidValue.Nil))), ("contact", LiquidMap.Of(("name", "Aoi"))));

    static LiquidException Missing(string text, LiquidMissing missing) =>
        Should.Throw<LiquidException>(() => LiquidTemplate.Parse(text, s_options).Render(s_account, LiquidRenderOptions.Standard with { Missing = missing }));

    [Fact]
    public void Unknown_variables_are_all_named_with_what_was_probably_meant()
    {
        var errors = Missing("{{ acount.name }} {{ account.nam }} {{ contact.name | append: contakt.name }}\n{% for x in lists %}{% endfor %}", LiquidMissing.Undefined).Errors;

        errors.Select(error => (error.Message, error.Suggestion)).ShouldBe(
        [
            ("\"acount.name\" is not known here.", "account"),
            ("\"account.nam\" is not known here.", "name"),
            ("\"contakt.name\" is not known here.", "contact"),
            ("\"lists\" is not known here.", null),
        ]);
        errors[3].Line.ShouldBe(2);
    }

    [Fact]
    public void Conditions_and_defaults_may_ask_for_any_name() =>
        LiquidTemplate.Parse("{% if nope %}x{% endif %}{{ nope.deep | default: 'none' }}{% assign x = 1 %}{{ x }}{{ account.tier }}")
            .Render(s_account, LiquidRenderOptions.Standard with { Missing = LiquidMissing.Undefined }).ShouldBe("none1");

    [Fact]
    public void A_known_name_without_a_value_is_missing_where_nothing_may_be_blank()
    {
        Missing("{{ account.tier }}", LiquidMissing.Nil).Errors.ShouldHaveSingleItem().Message.ShouldBe("\"account.tier\" has no value; give it a default.");
        Missing("{{ account.tier.name }}", LiquidMissing.Nil).Errors.ShouldHaveSingleItem().Message.ShouldBe("\"account.tier.name\" has no value; give it a default.");
        LiquidTemplate.Parse("{{ account.tier.name }}").Render(s_account, LiquidRenderOptions.Standard with { Missing = LiquidMissing.Undefined }).ShouldBeEmpty();
        LiquidTemplate.Parse("{{ account.tier | default: 'basic' }}").Render(s_account, LiquidRenderOptions.Standard with { Missing = LiquidMissing.Nil }).ShouldBe("basic");
    }

    [Fact]
    public void Nothing_reaches_the_writer_when_rendering_fails()
    {
        using var writer = new StringWriter();

        Should.Throw<LiquidException>(() => LiquidTemplate.Parse("before {{ 1 | divided_by: 0 }}").Render(LiquidMap.None, writer));

        writer.ToString().ShouldBeEmpty();
    }
}
