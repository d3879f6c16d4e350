using CsEngage.Web.Studio;

namespace CsEngage.Web.Tests.Studio;

public sealed class KeyTextTests
{
    [Theory]
    [InlineData("Invite your team!", "invite-your-team")]
    [InlineData("  Über   uns ", "uber-uns")]
    [InlineData("Step 2: go", "step-2-go")]
    [InlineData("チームを招待", "")]
    public void A_key_is_made_from_the_letters_of_a_title(string title, string key) => KeyText.Of(title).ShouldBe(key);
}
