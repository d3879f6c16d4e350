using CsEngage.Engine.Content;

namespace CsEngage.Engine.Tests.Content;

public sealed class CodeMaskTests
{
    [Theory]
    [InlineData("a `{{ x }}` b {{ y }}", "a `(( x ))` b {{ y }}")]
    [InlineData("``{{ x }} ` {% y %}`` {% z %}", "``(( x )) ` (% y %)`` {% z %}")]
    [InlineData("```\n{{ x }}\n```\n{{ y }}", "```\n(( x ))\n```\n{{ y }}")]
    [InlineData("a\n\n    {{ x }}\n\n{{ y }}", "a\n\n    (( x ))\n\n{{ y }}")]
    [InlineData("- a\n\n    {{ x }}", "- a\n\n    {{ x }}")]
    [InlineData("`[a](guide:b)` [a](guide:b)", "`(a)(guide:b)` [a](guide:b)")]
    [InlineData("```liquid\n{{ x }}\n```", "```liquid\n{{ x }}\n```")]
    [InlineData("a ` b {{ x }}", "a ` b {{ x }}")]
    public void Examples_in_code_are_no_values_and_no_links(string source, string masked) => CodeMask.Of(source).ShouldBe(masked);

    [Fact]
    public void Code_is_what_is_written_as_it_stands()
    {
        foreach (var source in (string[])["a\n\n    {{ x.y }}", "- a\n\n      {{ x.y }}", "> `{{ x.y }}`", "~~~ruby\n{{ x.y }}\n~~~", "1. a\n   ```\n   {{ x.y }}\n   ```"])
            CodeMask.Of(source).Contains("{{", StringComparison.Ordinal).ShouldBe(!Body.Compile(source).Facts.Uses.IsEmpty, source);
    }
}
