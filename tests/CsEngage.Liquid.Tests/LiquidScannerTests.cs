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
    public void Each_piece_says_where_it_lies()
    {
        const string Text = "a{{ b }}{% c d %}{% raw %}e{% endraw %}{% comment %}f{% endcomment %}g{{";

        LiquidScanner.Scan(Text).Select(piece => (piece.Start, piece.Length, piece.End, piece.InnerStart, piece.InnerLength)).ShouldBe(
        [
            (0, 1, 1, 0, 1), (1, 7, 8, 3, 3), (8, 9, 17, 13, 2), (17, 22, 39, 26, 1), (39, 30, 69, 52, 1), (69, 1, 70, 69, 1), (70, 2, 72, 70, 2),
        ]);
        LiquidScanner.Scan("x{% raw %}y").Select(piece => (piece.Kind, piece.Start, piece.Length, piece.Name, piece.InnerStart, piece.InnerLength)).ShouldBe(
            [(LiquidPieceKind.Text, 0, 1, "", 0, 1), (LiquidPieceKind.Broken, 1, 10, "raw", 10, 1)]);
    }

    [Theory]
    [InlineData("{{}}", "Output[]")]
    [InlineData("{{-}}", "Output[]")]
    [InlineData("{{--}}", "Output[]")]
    [InlineData("{{ - }}", "Output[ - ]")]
    [InlineData("{{-a}}", "Output[a]")]
    [InlineData("{{a-}}", "Output[a]")]
    [InlineData("{%%}", "Broken[{%%}]")]
    [InlineData("{%-%}", "Broken[{%-%}]")]
    [InlineData("{%--%}", "Broken[{%--%}]")]
    [InlineData("{%a%}", "Tag[]")]
    [InlineData("{%-a b-%}", "Tag[b]")]
    [InlineData("{", "Text[{]")]
    [InlineData("{a{{b}}", "Text[{a] Output[b]")]
    [InlineData("{ {", "Text[{ {]")]
    [InlineData("a{", "Text[a{]")]
    [InlineData("{{{ a }}", "Output[{ a ]")]
    [InlineData("{{ a { b }}", "Output[ a { b ]")]
    [InlineData("{{ a } b }}", "Broken[{{ a }] Text[ b }}]")]
    [InlineData("{{ a {% b %} c", "Broken[{{ a {% b %}] Text[ c]")]
    [InlineData("{{ a {% b", "Broken[{{ a {% b]")]
    [InlineData("}} %}", "Text[}} %}]")]
    [InlineData("{%#a%}{% # %}", "Comment[a] Comment[]")]
    [InlineData("{% raw %}{{ {% endraw %}", "Raw[{{ ]")]
    [InlineData("{% raw %}{% # endraw %}{% endraw %}", "Raw[{% # endraw %}]")]
    [InlineData("", "")]
    public void Delimiters_are_understood_as_shopify_understands_them(string text, string shape) => Shape(text).ShouldBe(shape);

    [Fact]
    public void The_pieces_in_a_row_are_the_text() =>
        Law.Holds(FuzzTests.Noise, text => string.Concat(LiquidScanner.Scan(text).Select(piece => piece.In(text))).ShouldBe(text));

    [Fact]
    public void A_text_that_parses_has_no_broken_piece() => Law.Holds(FuzzTests.Noise, text =>
    {
        if (LiquidTemplate.TryParse(text, null, out _, out _)) LiquidScanner.Scan(text).ShouldNotContain(piece => piece.Kind == LiquidPieceKind.Broken);
    });
}
