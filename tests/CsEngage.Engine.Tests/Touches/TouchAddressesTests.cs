using System.Buffers.Text;
using CsEngage.Engine.Touches;
using CsEngage.Mail.Tokens;

namespace CsEngage.Engine.Tests.Touches;

public sealed class TouchAddressesTests
{
    static readonly TouchAddresses Tokens = new(new MailTokens([.. Enumerable.Range(0, 32).Select(n => (byte)n)]));
    static readonly Guid Hana = new("0190c7a0-0000-7000-8000-000000000001");

    public static TheoryData<MailToken> All => [
        new MailToken.Unsubscribe(Hana, "onboarding", "onboarding/a/1/b.open.c/d/1"),
        new MailToken.Preferences(Hana),
        new MailToken.Click(Hana, "t", 3, "https://hakaria.example/案内?x=1&y=2#z"),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void A_token_is_read_as_it_was_written(MailToken token) => Tokens.Read(Tokens.Write(token)).ShouldBe(token);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_changed_bit_is_refused(MailToken token)
    {
        var bytes = Base64Url.DecodeFromChars(Tokens.Write(token));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            Tokens.Read(Base64Url.EncodeToString(bytes)).ShouldBeNull();
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("a"), InlineData("%%%"), InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_not_a_token_is_refused(string? text) => Tokens.Read(text).ShouldBeNull();

    [Fact]
    public void Another_key_does_not_open_it() => new TouchAddresses(new MailTokens(new byte[32])).Read(Tokens.Write(new MailToken.Preferences(Hana))).ShouldBeNull();

    [Fact]
    public void A_return_path_names_the_touch_and_nobody_else_can_make_one()
    {
        var path = Tokens.ReturnPath("bounces.hakaria.example", "onboarding/a/1/b.open.c/d/1");
        path.Local.Length.ShouldBeLessThanOrEqualTo(64);
        Tokens.ReadReturnPath(path.Address.ToUpperInvariant()).ShouldBe(TouchAddresses.KeyOf("onboarding/a/1/b.open.c/d/1"));
        Tokens.ReadReturnPath(path.Address.Replace("b+", "b+0", StringComparison.Ordinal)).ShouldBeNull();
        new TouchAddresses(new MailTokens(new byte[32])).ReadReturnPath(path.Address).ShouldBeNull();
    }

    [Fact]
    public void A_token_fits_into_one_address_without_escapes() =>
        Tokens.Write(new MailToken.Click(Hana, "t", 1, "https://x.example/?a=b")).ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_');
}
