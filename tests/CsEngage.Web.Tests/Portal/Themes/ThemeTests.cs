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

    [Theory]
    [InlineData("#1d4d3f")]
    [InlineData("#1f6f6b")]
    [InlineData("#8a1c4a")]
    [InlineData("#000000")]
    public void An_accent_of_a_blueprint_is_readable_in_light_and_in_dark(string accent)
    {
        var css = System.Text.Encoding.UTF8.GetString(Shipped().Accented(accent)!.Bytes);
        var sheets = css.Split("@media", 2);
        string Colour(string sheet, string token) => sheet.Split($"--{token}:")[1].Split(';')[0];
        Colour(sheets[0], "accent").ShouldBe(accent);
        foreach (var sheet in sheets)
        {
            foreach (var ground in new[] { "paper", "surface", "accent-soft" }) ThemeTokens.Contrast(Colour(sheet, "accent"), Colour(sheet, ground)).ShouldBeGreaterThanOrEqualTo(4.5, $"{accent} on {ground}");
            ThemeTokens.Contrast(Colour(sheet, "on-accent"), Colour(sheet, "accent")).ShouldBeGreaterThanOrEqualTo(4.5);
            Colour(sheet, "ink").ShouldStartWith("#");
        }
    }

    [Fact]
    public void One_that_cannot_be_read_is_no_file_of_the_theme()
    {
        var theme = Shipped();
        theme.Poor("#eeeeee")!.Value.Ground.ShouldBe("paper");
        theme.Asset("tokens.eeeeee.css").ShouldBeNull();
        theme.Asset("tokens.1d4d3f.css")!.Hash.ShouldBe(theme.Accented("#1d4d3f")!.Hash);
    }

    static Theme Shipped() => Theme.Load(Path.Combine(AppContext.BaseDirectory, "themes", "default"));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
