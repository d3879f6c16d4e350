using System.Collections.Immutable;

namespace CsEngage.Core.Tests.Plays;

public sealed class AttentionTests
{
    static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly DateOnly Today = new(2026, 6, 1);
    static readonly AttentionFacts Quiet = new([], Band.Green, 82, 81, null, null, null, 0, 0, 0);

    static IEnumerable<AttentionKind> Kinds(AttentionFacts facts) => Attention.Of(facts, Today, Now).Select(one => one.Kind);

    static PlayInHand Play(double? dueIn, bool urgent = false) => new("p", "call", Now.AddDays(-3), dueIn is { } days ? Now.AddDays(days) : null, dueIn is { } on ? DateOnly.FromDateTime(Now.AddDays(on).UtcDateTime) : null, urgent);

    [Fact]
    public void Days_of_plays_are_days_of_the_calendar_as_everywhere_else()
    {
        static int Amount(double dueIn) => Attention.Of(Quiet with { Plays = [Play(dueIn)] }, Today, Now)[0].Amount;
        Amount(-5.6).ShouldBe(6);
        Amount(-0.2).ShouldBe(0);
        Amount(0.5).ShouldBe(0);
        Amount(0.7).ShouldBe(1);
    }

    [Fact]
    public void A_healthy_account_wants_nothing() => Kinds(Quiet).ShouldBeEmpty();

    [Fact]
    public void What_is_overdue_comes_before_everything_else()
    {
        var facts = Quiet with { Plays = [Play(4), Play(-2)], Band = Band.Red, Score = 31, WeekBefore = 55, RenewsOn = Today.AddDays(40), InReview = 2 };
        Kinds(facts).ShouldBe([AttentionKind.PlayOverdue, AttentionKind.Ending, AttentionKind.Red, AttentionKind.Fell, AttentionKind.Play, AttentionKind.AwaitingReview]);
        Attention.Of(facts, Today, Now)[0].Amount.ShouldBe(2);
        Attention.Of(facts, Today, Now)[3].Amount.ShouldBe(24);
    }

    [Fact]
    public void Green_but_silent_is_seen()
    {
        var away = Silence.Of(usual: 3, Today.AddDays(-9), peers: null, Today.AddDays(-400), Today);
        Attention.Of(Quiet with { Silence = away }, Today, Now).ShouldBe([new Attention(AttentionKind.Silent, 9, Silence: new Silence(9, 3, ByOwnPast: true))]);
        Silence.Of(usual: 30, Today.AddDays(-40), peers: null, Today.AddDays(-400), Today).ShouldBeNull("who comes once a month is not silent after forty days");
    }

    [Fact]
    public void A_renewal_counts_to_the_last_day_of_notice_and_after_that_the_contract_ends_or_has_renewed_itself()
    {
        Attention.Of(Quiet with { RenewsOn = Today.AddDays(150), NoticeBy = Today.AddDays(60) }, Today, Now).ShouldBe([new Attention(AttentionKind.Renewal, 60)]);
        Attention.Of(Quiet with { RenewsOn = Today.AddDays(50), NoticeBy = Today.AddDays(-10) }, Today, Now).ShouldBe([new Attention(AttentionKind.Ending, 50)]);
        Attention.Of(Quiet with { RenewsOn = Today.AddDays(50) }, Today, Now).ShouldBe([new Attention(AttentionKind.Ending, 50)]);
        Kinds(Quiet with { RenewsOn = Today.AddDays(50), NoticeBy = Today.AddDays(-10), RenewsByItself = true }).ShouldBeEmpty();
        Kinds(Quiet with { RenewsOn = Today.AddDays(50), NoticeBy = Today.AddDays(10), RenewsByItself = true }).ShouldBe([AttentionKind.Renewal]);
        Kinds(Quiet with { RenewsOn = Today.AddDays(-1) }).ShouldBeEmpty();
        Kinds(Quiet with { RenewsOn = Today.AddDays(150) }).ShouldBeEmpty();
    }

    [Fact]
    public void Delay_says_whose_it_is() =>
        Kinds(Quiet with { BehindCustomer = 2, BehindVendor = 1 }).ShouldBe([AttentionKind.BehindByUs, AttentionKind.Behind]);
}
