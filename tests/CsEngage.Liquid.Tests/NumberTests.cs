using System.Globalization;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Liquid.Tests;

public sealed class NumberTests
{
    static string Render(string text, LiquidMap? model = null) => LiquidTemplate.Parse(text).Render(model ?? LiquidMap.None);

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1.0e-05")]
    [InlineData(0.000012345, "1.2345e-05")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1.0e+16")]
    [InlineData(1.5e20, "1.5e+20")]
    [InlineData(1e100, "1.0e+100")]
    [InlineData(1e-12, "1.0e-12")]
    [InlineData(1e23, "1.0e+23")]
    [InlineData(-1e23, "-1.0e+23")]
    [InlineData(9.5e-5, "9.5e-05")]
    [InlineData(0.000123, "0.000123")]
    [InlineData(-0.0123, "-0.0123")]
    [InlineData(1234567890123456.0, "1234567890123456.0")]
    [InlineData(9007199254740993.0, "9007199254740992.0")]
    [InlineData(1.2345678901234567e17, "1.2345678901234566e+17")]
    [InlineData(5e-324, "5.0e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(123456789.125, "123456789.125")]
    [InlineData(100.5, "100.5")]
    [InlineData(1234567890123456.8, "1234567890123456.8")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Floats_are_written_as_ruby_writes_them(double value, string expected) => ((LiquidValue)value).ToString().ShouldBe(expected);

    [Fact]
    public void Every_float_reads_back_as_itself() => Law.Holds(
        // Powers of ten as well: their nearest float often lies just below them.
        from mantissa in Gen.OneOf(Gen.Choose(int.MinValue, int.MaxValue), Gen.Choose(-9, 9)) from exponent in Gen.Choose(-30, 30)
        select double.Parse($"{mantissa}e{exponent}", CultureInfo.InvariantCulture),
        value => double.Parse(((LiquidValue)value).ToString(), NumberStyles.Float, CultureInfo.InvariantCulture).ShouldBe(value));

    [Theory]
    [InlineData("7 | divided_by: 2", "3")]
    [InlineData("-7 | divided_by: 2", "-4")]
    [InlineData("7 | divided_by: -2", "-4")]
    [InlineData("-7 | modulo: 3", "2")]
    [InlineData("7 | modulo: -3", "-2")]
    [InlineData("-7.5 | modulo: 2", "0.5")]
    [InlineData("0.1 | plus: 0.2", "0.3")]
    [InlineData("0.3 | divided_by: 0.1", "3.0")]
    [InlineData("'3.5' | plus: '1'", "4.5")]
    [InlineData("' 12abc' | plus: 1", "13")]
    [InlineData("'1_000' | plus: 1", "1001")]
    [InlineData("'abc' | plus: 1", "1")]
    [InlineData("'-4' | abs", "4")]
    [InlineData("true | plus: 1", "1")]
    [InlineData("9223372036854775807 | plus: 1", "9223372036854775808")]
    [InlineData("-9223372036854775808 | divided_by: -1", "9223372036854775808")]
    [InlineData("-9223372036854775808 | modulo: -1", "0")]
    [InlineData("-9223372036854775808 | abs", "9223372036854775808")]
    [InlineData("99999999999999999999 | minus: 1", "99999999999999999998")]
    [InlineData("1234 | round: -2", "1200")]
    [InlineData("1250.5 | round: -2", "1300")]
    [InlineData("2.5 | round", "3")]
    [InlineData("-2.5 | round", "-3")]
    [InlineData("2.345 | round: 2", "2.35")]
    [InlineData("5 | round: 2", "5")]
    [InlineData("5.0 | round: 2", "5.0")]
    [InlineData("1.2 | ceil", "2")]
    [InlineData("-1.2 | floor", "-2")]
    [InlineData("5 | at_least: 8.5", "8.5")]
    [InlineData("5 | at_most: 3", "3")]
    public void Arithmetic_follows_ruby(string expression, string expected) => Render($"{{{{ {expression} }}}}").ShouldBe(expected);

    [Fact]
    public void Money_stays_exact_and_keeps_its_digits() =>
        Render("{{ price }} {{ price | times: 3 }} {{ price | plus: 0.1 }} {{ price | divided_by: 4 }}", LiquidMap.Of(("price", 12.50m))).ShouldBe("12.50 37.50 12.60 3.125");

    [Fact]
    public void Numbers_beyond_every_decimal_are_calculated_in_floating_point() =>
        Render("{% assign n = 9 %}{% for i in (1..8) %}{% assign n = n | times: n %}{% endfor %}{{ n }}").ShouldBe("1.9323349832288915e+244");

    [Fact]
    public void Dividing_and_its_rest_belong_together() => Law.Holds(
        from a in Gen.Choose(-10_000, 10_000) from b in Gen.Choose(-50, 50) where b != 0 select (a, b),
        pair => Render($"{{{{ {pair.a} | divided_by: {pair.b} | times: {pair.b} | plus: rest }}}}", LiquidMap.Of(("rest", Render($"{{{{ {pair.a} | modulo: {pair.b} }}}}"))))
            .ShouldBe(pair.a.ToString(CultureInfo.InvariantCulture)));

    static readonly LiquidMap s_extremes = LiquidMap.Of(
        ("big", 1e300), ("tiny", 1e-12), ("huge", 1e25), ("nan", double.NaN), ("inf", double.PositiveInfinity), ("least", double.NegativeInfinity),
        ("money", 12.5m), ("vast", 79228162514264337593543950335m), ("zero", 0.0), ("one", LiquidList.Of(1, 2)));

    [Theory]
    [InlineData("big | plus: big", "2.0e+300")]
    [InlineData("big | plus: 1", "1.0e+300")]
    [InlineData("big | minus: big", "0.0")]
    [InlineData("big | times: 2", "2.0e+300")]
    [InlineData("big | divided_by: 4", "2.5e+299")]
    [InlineData("big | divided_by: big", "1.0")]
    [InlineData("huge | modulo: 10000000000000000000000000.0", "0.0")]
    [InlineData("tiny | plus: tiny", "2.0e-12")]
    [InlineData("tiny | times: 1000000000000", "1.0")]
    [InlineData("big | abs", "1.0e+300")]
    [InlineData("big | times: -1 | abs", "1.0e+300")]
    [InlineData("big | floor | divided_by: 1.0", "1.0e+300")]
    [InlineData("huge | floor", "10000000000000000000000000")]
    [InlineData("huge | ceil", "10000000000000000000000000")]
    [InlineData("huge | round", "10000000000000000000000000")]
    [InlineData("huge | round: 2", "1.0e+25")]
    [InlineData("big | round", "1.0e+300")]
    [InlineData("tiny | round: 3", "0.0")]
    [InlineData("tiny | round: 12", "1.0e-12")]
    [InlineData("tiny | round", "0")]
    [InlineData("tiny | ceil", "1")]
    [InlineData("tiny | floor", "0")]
    [InlineData("big | at_most: 3", "3")]
    [InlineData("big | at_least: 3", "1.0e+300")]
    [InlineData("vast | plus: vast", "1.5845632502852868e+29")]
    [InlineData("vast | times: -1 | minus: vast", "-1.5845632502852868e+29")]
    [InlineData("vast | round: -27", "79000000000000000000000000000")]
    [InlineData("vast | round: -28", "8.0e+28")]
    [InlineData("vast | round: -29", "0")]
    [InlineData("5 | round: -28", "0")]
    [InlineData("money | round", "13")]
    [InlineData("money | round: 1", "12.5")]
    [InlineData("money | floor", "12")]
    [InlineData("money | abs", "12.5")]
    [InlineData("money | modulo: -5", "-2.5")]
    [InlineData("money | modulo: 2.5", "0.0")]
    [InlineData("zero | plus: 0", "0.0")]
    [InlineData("zero | abs", "0.0")]
    [InlineData("1.23456789012345678901234567890 | round: 2", "1.23")]
    [InlineData("12345 | round: -1", "12350")]
    [InlineData("-12345 | round: -1", "-12350")]
    [InlineData("0 | modulo: -3", "0")]
    [InlineData("-6 | modulo: 3", "0")]
    [InlineData("-6 | divided_by: 3", "-2")]
    [InlineData("6 | divided_by: -3", "-2")]
    [InlineData("-9223372036854775808 | divided_by: 1", "-9223372036854775808")]
    [InlineData("-9223372036854775808 | divided_by: 2", "-4611686018427387904")]
    [InlineData("5 | divided_by: -1", "-5")]
    [InlineData("5 | modulo: -1", "0")]
    [InlineData("9223372036854775806 | plus: 1", "9223372036854775807")]
    [InlineData("-9223372036854775807 | minus: 1", "-9223372036854775808")]
    [InlineData("-9223372036854775808 | minus: 1", "-9223372036854775809")]
    [InlineData("-9223372036854775808 | abs", "9223372036854775808")]
    [InlineData("-9223372036854775807 | abs", "9223372036854775807")]
    [InlineData("'-9223372036854775809' | plus: 0", "-9223372036854775809")]
    [InlineData("'+5' | plus: 0", "5")]
    [InlineData("'_5' | plus: 0", "0")]
    [InlineData("'5_' | plus: 0", "5")]
    [InlineData("'5__5' | plus: 0", "5")]
    [InlineData("'5_x' | plus: 0", "5")]
    [InlineData("'5_5_5' | plus: 0", "555")]
    [InlineData("'.5' | plus: 0", "0")]
    [InlineData("'5.' | plus: 0", "5")]
    [InlineData("'5.x' | plus: 0", "5")]
    [InlineData("'x.5' | plus: 0", "0")]
    [InlineData("'-.5' | plus: 0", "0")]
    [InlineData("'-0.5' | plus: 0", "-0.5")]
    [InlineData("'1.5e3' | plus: 0", "1")]
    [InlineData("' 1.5 ' | plus: 0", "1.5")]
    [InlineData("'0.1' | plus: '0.2'", "0.3")]
    [InlineData("'1234567890123456789012345678901234567890.5' | plus: 0", "1.2345678901234568e+39")]
    [InlineData("'700000000000000000000000000' | plus: 0", "700000000000000000000000000")]
    [InlineData("'70000000000000000000000000000' | plus: 0", "7.0e+28")]
    [InlineData("'-70000000000000000000000000000' | plus: 0", "-7.0e+28")]
    [InlineData("'-5' | plus: 0", "-5")]
    [InlineData("'70000000000000000000000000000 pieces' | plus: 0", "7.0e+28")]
    [InlineData("'7_0000000000000000000000000000_0' | plus: 0", "7.0e+29")]
    [InlineData("70000000000000000000000000000", "7.0e+28")]
    [InlineData("-70000000000000000000000000000", "-7.0e+28")]
    public void Numbers_are_exact_while_they_can_be(string call, string expected) => Render($"{{{{ {call} }}}}", s_extremes).ShouldBe(expected);

    [Theory]
    [InlineData("inf | round", "the number is infinite")]
    [InlineData("least | floor", "the number is infinite")]
    [InlineData("inf | ceil", "the number is infinite")]
    [InlineData("nan | round", "not a number")]
    [InlineData("big | divided_by: zero", "divided by 0")]
    [InlineData("money | modulo: zero", "divided by 0")]
    [InlineData("money | divided_by: 0", "divided by 0")]
    public void What_has_no_whole_part_or_no_quotient_is_refused(string call, string message) =>
        Should.Throw<LiquidException>(() => Render($"{{{{ {call} }}}}", s_extremes)).Errors[0].Message.ShouldBe(message);

    [Theory]
    [InlineData(1e25, -7)]
    [InlineData(-1e25, 7)]
    [InlineData(1e25, 7)]
    [InlineData(-1e25, -7)]
    [InlineData(-3.55e30, 1e29)]
    public void The_rest_of_a_floating_point_division_lies_between_nothing_and_the_divisor(double dividend, double divisor)
    {
        var rest = double.Parse(Render("{{ a | modulo: b }}", LiquidMap.Of(("a", dividend), ("b", divisor))), CultureInfo.InvariantCulture);

        (rest / divisor).ShouldBeInRange(0, 0.9999999999);
    }

    [Theory]
    [InlineData("big", 2)]
    [InlineData("inf", 2)]
    [InlineData("least", 0)]
    [InlineData("nan", 0)]
    [InlineData("1.9", 1)]
    [InlineData("vast", 2)]
    public void A_count_that_is_too_large_is_the_largest_there_is(string limit, int cells) =>
        Render($"{{% tablerow i in one limit: {limit} %}}x{{% endtablerow %}}", s_extremes).Split('x').Length.ShouldBe(cells + 1);

    [Fact]
    public void A_value_tells_its_amount()
    {
        ((LiquidValue)3).AsDecimal.ShouldBe(3m);
        ((LiquidValue)12.50m).AsDecimal.ShouldBe(12.50m);
        ((LiquidValue)0.5).AsDecimal.ShouldBe(0.5m);
        ((LiquidValue)1e25).AsDecimal.ShouldBe(10000000000000000000000000m);
        ((LiquidValue)1e28).AsDecimal.ShouldBeNull();
        ((LiquidValue)(-1e28)).AsDecimal.ShouldBeNull();
        ((LiquidValue)"3").AsDecimal.ShouldBeNull();
    }

    [Theory]
    [InlineData("1 == 1.0", true)]
    [InlineData("1 < 1.5", true)]
    [InlineData("2 >= 2.0", true)]
    [InlineData("price == 12.5", true)]
    [InlineData("1 == '1'", false)]
    [InlineData("nil < 1", false)]
    [InlineData("1 > nil", false)]
    [InlineData("true == 1", false)]
    [InlineData("big == big", true)]
    [InlineData("big > huge", true)]
    [InlineData("big == 1", false)]
    [InlineData("1 < big", true)]
    [InlineData("price > 12", true)]
    [InlineData("price <= 12.4", false)]
    [InlineData("0.1 == 0.1", true)]
    [InlineData("0.1 == 0.2", false)]
    [InlineData("tiny > 0", true)]
    [InlineData("-1 < 0", true)]
    [InlineData("1 >= 2", false)]
    [InlineData("2 > 2", false)]
    [InlineData("2 <= 2", true)]
    public void Numbers_compare_by_amount(string condition, bool expected) =>
        Render($"{{% if {condition} %}}true{{% else %}}false{{% endif %}}", LiquidMap.Of(("price", 12.50m), ("big", 1e300), ("huge", 1e25), ("tiny", 1e-12))).ShouldBe(expected ? "true" : "false");

    public static TheoryData<string, string> LongDigits => new()
    {
        { new string('0', 50_000) + "42", "42" },
        { "-" + new string('0', 50_000) + "42", "-42" },
        { new string('0', 50_000), "0" },
        { "0_0_42", "42" },
        { "0__42", "0" },
        { "_42", "0" },
        { "0_", "0" },
        { "0_x", "0" },
        { "00.5", "0.5" },
        { "000x", "0" },
        { new string('9', 400), "Infinity" },
        { "-" + new string('9', 50_000), "-Infinity" },
        { "1" + new string('0', 300), "1.0e+300" },
    };

    [Theory]
    [MemberData(nameof(LongDigits))]
    public void Text_of_many_digits_is_the_number_that_it_begins_with(string text, string number) => Render("{{ t | plus: 0 }}", LiquidMap.Of(("t", text))).ShouldBe(number);

    [Theory]
    [InlineData("{{ 5.0 | at_least: 5 }} {{ 5 | at_least: 5.0 }} {{ 4 | at_least: 5.0 }}", "5.0 5 5.0")]
    [InlineData("{{ 5.0 | at_most: 5 }} {{ 5 | at_most: 5.0 }} {{ 6 | at_most: 5.0 }}", "5.0 5 5.0")]
    [InlineData("{{ -3 | at_least: -2 }} {{ -3 | at_most: -4 }}", "-2 -4")]
    public void Of_two_numbers_that_are_equal_the_first_stays(string text, string expected) => Render(text, LiquidMap.None).ShouldBe(expected);
}
