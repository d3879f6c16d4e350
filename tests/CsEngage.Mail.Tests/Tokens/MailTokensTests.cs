using CsEngage.Mail.Tokens;
using CsEngage.Tests;
using FsCheck.Fluent;

namespace CsEngage.Mail.Tests.Tokens;

public sealed class MailTokensTests
{
    static readonly byte[] Old = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    static readonly byte[] New = [.. Enumerable.Range(9, 32).Select(i => (byte)i)];
    static readonly MailTokens Tokens = new(New, Old);

    [Fact]
    public void A_token_carries_its_text_and_outlives_the_turning_of_keys()
    {
        var token = new MailTokens(Old).Sign("click", "https://example.jp/ガイド?a=1");
        Tokens.Read("click", token).ShouldBe("https://example.jp/ガイド?a=1");
        new MailTokens(New).Read("click", token).ShouldBeNull();
        token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').ShouldBeTrue();
    }

    [Fact]
    public void A_token_for_one_thing_opens_no_other() => Tokens.Read("unsubscribe", Tokens.Sign("click", "x")).ShouldBeNull();

    [Fact]
    public void Any_changed_character_voids_it()
    {
        var token = Tokens.Sign("click", "https://example.jp/");
        Law.Holds(from at in Gen.Choose(0, token.Length - 1) from with in Gen.Elements("AQgwZz09-_".ToCharArray()) select (at, with), change =>
        {
            var tampered = token[..change.at] + change.with + token[(change.at + 1)..];
            if (tampered != token) Tokens.Read("click", tampered).ShouldBeNull();
        });
        foreach (var junk in new[] { null, "", "a", "====", token + "A", token[..^1], new string('x', 10_000) }) Tokens.Read("click", junk).ShouldBeNull();
    }

    [Fact]
    public void A_return_path_survives_servers_that_fold_case()
    {
        var path = Tokens.ReturnPath("bounces.example.com", "0193f2a4-1");
        path.Address.ShouldStartWith("b+0193f2a4-1-");
        path.Address.ShouldEndWith("@bounces.example.com");
        Tokens.ReadReturnPath(path.Address.ToUpperInvariant()).ShouldBe("0193f2a4-1");
        Tokens.ReadReturnPath(path.Address.Replace("0193f2a4-1", "0193f2a4-2")).ShouldBeNull();
        Tokens.ReadReturnPath("b+x@bounces.example.com").ShouldBeNull();
        Tokens.ReadReturnPath("hana@example.jp").ShouldBeNull();
        Should.Throw<FormatException>(() => Tokens.ReturnPath("example.com", "Not OK"));
    }

    [Fact]
    public void Short_keys_are_refused() => Should.Throw<ArgumentException>(() => new MailTokens(new byte[16]));
}
