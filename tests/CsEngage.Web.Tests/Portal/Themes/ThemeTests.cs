using CsEngage.Web.Portal.Themes;

namespace CsEngage.Web.Tests.Portal.Themes;

public sealed class ThemeTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("theme-").FullName;

    [Fact]
    public void A_broken_template_is_named_with_its_place()
    {
        File.WriteAllText(Path.Combine(folder, "theme.json"), """{"tokens":{"light":{"ink":"#111111","paper":"#ffffff"},"dark":{"ink":"#ffffff","paper":"#111111"}}}""");
        File.WriteAllText(Path.Combine(folder, "home.liquid"), "<p>\n{% if x %}");
        var refusal = Should.Throw<ThemeException>(() => Theme.Load(folder)).Message;
        refusal.ShouldContain("home.liquid");
        refusal.ShouldContain("2");
    }

    [Fact]
    public void Colours_that_cannot_be_read_are_refused()
    {
        File.WriteAllText(Path.Combine(folder, "theme.json"), """{"tokens":{"light":{"ink":"#999999","paper":"#ffffff"},"dark":{"ink":"#ffffff","paper":"#111111"}}}""");
        Should.Throw<ThemeException>(() => Theme.Load(folder)).Message.ShouldContain("contrast of 2.8");
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#fff;}body{display:none")]
    public void A_token_is_a_colour_and_nothing_else(string colour)
    {
        File.WriteAllText(Path.Combine(folder, "theme.json"), "{\"tokens\":{\"light\":{\"ink\":\"" + colour + "\"},\"dark\":{}}}");
        Should.Throw<ThemeException>(() => Theme.Load(folder)).Message.ShouldContain("must be a colour");
    }

    [Fact]
    public void Black_on_white_has_the_greatest_contrast() => ThemeTokens.Contrast("#000", "#ffffff").ShouldBe(21, 0.01);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
