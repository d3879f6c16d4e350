using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Liquid.Tests;

public sealed class LiquidScannerTests
{
    static string Shape(string text) => string.Join(' ', LiquidScanner.Scan(text).Select(piece => $"{piece.Kind}[{piece.Inner(text)}]"));

    [Fact]
    public void A_text_is_cut_into_literal_output_and_tag() =>
        Shape("Hi {{ name }}, {%- if x -%}yes{% endif %}").ShouldBe("Text[Hi ] Output[ name ] Text[, ] Tag[x ] Text[yes] Tag[]");

    [Fact]
    public void White_space_marks_belong_to_the_delimiters() => Shape("{{- a -}}{%- b -%}").ShouldBe("Output[ a ] Tag[]");

    [Fact]
    public void Raw_is_one_piece_with_its_inside_as_it_stands() =>
        Shape("a{% raw %}{{ x }} {% y %}{% endraw %}b").ShouldBe("Text[a] Raw[{{ x }} {% y %}] Text[b]");

    [Fact]
    public void Comments_of_all_three_kinds_are_one_piece() =>
        Shape("{% comment %}a{% comment %}b{% endcomment %}{% endcomment %}{% # c %}{% doc %}{{ d {% enddoc %}")
            .ShouldBe("Comment[a{% comment %}b{% endcomment %}] Comment[c ] Comment[{{ d ]");

    [Theory]
    [InlineData("a {{ b")]
    [InlineData("a {% b")]
    [InlineData("a {{ b }")]
    [InlineData("{% raw %} x")]
    [InlineData("{% comment %} x")]
    public void What_is_never_closed_is_broken_and_not_lost(string text)
    {
        var pieces = LiquidScanner.Scan(text);

        pieces.ShouldContain(piece => piece.Kind == LiquidPieceKind.Broken);
        string.Concat(pieces.Select(piece => piece.In(text))).ShouldBe(text);
    }

    [Fact]
    public void Pieces_know_the_name_of_their_tag() =>
        LiquidScanner.Scan("{% for a in b %}{{ a }}{% endfor %}").Select(piece => piece.Name).ShouldBe(["for", "", "endfor"]);

    [Fact]
    public void The_pieces_in_a_row_are_the_text() =>
        Law.Holds(FuzzTests.Noise, text => string.Concat(LiquidScanner.Scan(text).Select(piece => piece.In(text))).ShouldBe(text));

    [Fact]
    public void A_text_that_parses_has_no_broken_piece() => Law.Holds(FuzzTests.Noise, text =>
    {
        if (LiquidTemplate.TryParse(text, null, out _, out _)) LiquidScanner.Scan(text).ShouldNotContain(piece => piece.Kind == LiquidPieceKind.Broken);
    });
}
