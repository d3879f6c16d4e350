using CsEngage.Mail.Dkim;

namespace CsEngage.Mail.Tests.Dkim;

public sealed class DkimSignerTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DkimKey Key = new("example.com", "s2026", DkimKey.NewPem());

    [Fact]
    public void The_signature_covers_what_readers_act_on_and_seals_what_they_see()
    {
        var signed = DkimSigner.Sign((Letters.Plain with { Unsubscribe = new(new("https://x.example/u")), ListId = new("t.example.com") }).ToBytes(), Key, Now).Text();

        signed.ShouldStartWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=example.com; s=s2026; t=1795219200;\r\n h=From:From:To:To:Subject:Subject:Date:Date:");
        var names = signed[..signed.IndexOf("bh=", StringComparison.Ordinal)];
        names.ShouldContain("List-Unsubscribe");
        names.ShouldContain("List-Unsubscribe-Post");
        names.ShouldContain("List-Id");
        signed.Split("\r\n").TakeWhile(l => l.Length > 0).ShouldAllBe(l => l.Length < 79);
    }

    [Fact]
    public void The_record_to_paste_is_in_strings_that_zone_files_take()
    {
        Key.RecordName.ShouldBe("s2026._domainkey.example.com");
        Key.Record.ShouldStartWith("v=DKIM1; k=rsa; p=MIIBIj");
        Key.RecordStrings.Split(' ').ShouldAllBe(s => s.Length <= 257);
        Key.Bits.ShouldBe(2048);
    }

    [Fact]
    public void The_youngest_key_of_the_nearest_domain_signs()
    {
        using var old = new DkimKey("example.com", "old", DkimKey.NewPem());
        using var sub = new DkimKey("mail.example.com", "sub", DkimKey.NewPem());
        var ring = new DkimKeyRing([new(old, Now.AddYears(-1)), new(Key, Now), new(sub, Now)]);

        ring.For(new("a@example.com"), Now.AddDays(-1)).ShouldBe(old);
        ring.For(new("a@example.com"), Now).ShouldBe(Key);
        ring.For(new("a@mail.example.com"), Now).ShouldBe(sub);
        ring.For(new("a@eu.example.com"), Now).ShouldBe(Key);
        ring.For(new("a@example.org"), Now).ShouldBeNull();
        ring.Sign(Letters.Bytes, new("a@example.org"), Now).ShouldBe((ReadOnlyMemory<byte>)Letters.Bytes);
    }

    [Fact]
    public void Threads_sign_at_once_with_one_key() =>
        Parallel.For(0, 64, _ => DkimSigner.Sign(Letters.Bytes, Key, Now).Text().ShouldBe(DkimSigner.Sign(Letters.Bytes, Key, Now).Text()));

    [Theory]
    [InlineData("example com", "s")]
    [InlineData("example.com", "s;x")]
    public void Names_that_DNS_does_not_know_are_refused(string domain, string selector) => Should.Throw<FormatException>(() => new DkimKey(domain, selector, DkimKey.NewPem()));
}
