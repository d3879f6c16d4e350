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
    [InlineData(123456789.125, "123456789.125")]
    [InlineData(100.5, "100.5")]
    [InlineData(1234567890123456.8, "1234567890123456.8")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Floats_are_written_as_ruby_writes_them(double value, string expected) => ((LiquidValue)value).ToString().ShouldBe(expected);

    [Fact]
    public void Every_float_reads_back_as_itself() => Law.Holds(
        from mantissa in Gen.Choose(int.MinValue, int.MaxValue) from exponent in Gen.Choose(-30, 30) select mantissa * Math.Pow(10, exponent),
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

    [Theory]
    [InlineData("1 == 1.0", true)]
    [InlineData("1 < 1.5", true)]
    [InlineData("2 >= 2.0", true)]
    [InlineData("price == 12.5", true)]
    [InlineData("1 == '1'", false)]
    [InlineData("nil < 1", false)]
    [InlineData("1 > nil", false)]
    [InlineData("true == 1", false)]
    public void Numbers_compare_by_amount(string condition, bool expected) =>
        Render($"{{% if {condition} %}}true{{% else %}}false{{% endif %}}", LiquidMap.Of(("price", 12.50m))).ShouldBe(expected ? "true" : "false");
}
