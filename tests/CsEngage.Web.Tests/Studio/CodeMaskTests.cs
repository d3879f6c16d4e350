using CsEngage.Web.Studio;

namespace CsEngage.Web.Tests.Studio;

public sealed class CodeMaskTests
{
    [Theory]
    [InlineData("a `{{ x }}` b {{ y }}", "a `(( x }}` b {{ y }}")]
    [InlineData("``{{ x }} ` {% y %}`` {% z %}", "``(( x }} ` (( y %}`` {% z %}")]
    [InlineData("```\n{{ x }}\n```\n{{ y }}", "```\n(( x }}\n```\n{{ y }}")]
    [InlineData("```liquid\n{{ x }}\n```", "```liquid\n{{ x }}\n```")]
    [InlineData("a ` b {{ x }}", "a ` b {{ x }}")]
    public void Examples_in_code_are_no_values(string source, string masked) => CodeMask.Of(source).ShouldBe(masked);
}
