namespace CsEngage.Core.Tests.Accounts;

public sealed class ContactTests
{
    static Contact Named(string? family, string? given) => new(Guid.Empty, null, null, family, given, null, null, null, null, null);

    [Theory]
    [InlineData("佐藤", "花", "ja", "佐藤 花")]
    [InlineData("佐藤", "花", "en", "花 佐藤")]
    [InlineData("김", "민준", "ja", "김 민준")]
    [InlineData("Calloway", "Hannah", "ja", "Hannah Calloway")]
    [InlineData("Calloway", "Hannah", "ja-JP", "Hannah Calloway")]
    [InlineData("Calloway", "Hannah", "en", "Hannah Calloway")]
    [InlineData(null, "Hannah", "ja", "Hannah")]
    public void Only_names_in_East_Asian_letters_have_the_family_name_first(string? family, string? given, string locale, string full) => Named(family, given).FullName(locale).ShouldBe(full);
}
