using CsEngage.Tests;
using FsCheck.Fluent;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Signals;

public sealed class SignalKeyTests
{
    [Fact]
    public void A_retry_has_the_same_key_and_another_id_has_another()
    {
        SignalKey.Of(Day(0), "a").ShouldBe(SignalKey.Of(Day(0).AddTicks(9_999), "a"));
        SignalKey.Of(Day(0), "a").ShouldNotBe(SignalKey.Of(Day(0), "b"));
        SignalKey.Of(Day(0), "a").ShouldNotBe(SignalKey.Of(Day(0).AddMilliseconds(1), "a"));
    }

    [Fact]
    public void Keys_sort_by_time_hold_it_and_look_like_version_7() =>
        Law.Holds(
            from a in Gen.Choose(0, int.MaxValue) from b in Gen.Choose(0, int.MaxValue) from id in Gen.Choose(0, 1000) select (a, b, id),
            at =>
            {
                var (a, b) = (DateTimeOffset.FromUnixTimeMilliseconds(at.a * 900L), DateTimeOffset.FromUnixTimeMilliseconds(at.b * 900L));
                var (x, y) = (SignalKey.Of(a, at.id.ToString()), SignalKey.Of(b, "other"));
                if (at.a != at.b) Math.Sign(string.CompareOrdinal(x.ToString(), y.ToString())).ShouldBe(at.a < at.b ? -1 : 1);
                SignalKey.TimeOf(x).ShouldBe(a);
                x.Version.ShouldBe(7);
                (x.Variant is >= 8 and <= 11).ShouldBeTrue();
                string.CompareOrdinal(SignalKey.FirstOf(a).ToString(), x.ToString()).ShouldBeLessThanOrEqualTo(0);
            });

    [Fact]
    public void Derived_signals_have_the_same_key_however_late_they_are_worked_on()
    {
        var cause = Cause.Of("signal", "s-1", "onboarding");
        var one = DerivedSignal.Of(cause, "checkpoint.reached", Day(1), Day(1), Acme.Id, null, "checkpoint:onboarding/a");
        var late = DerivedSignal.Of(cause, "checkpoint.reached", Day(1), Day(9), Acme.Id, null, "checkpoint:onboarding/a");
        late.Key.ShouldBe(one.Key);
        Guid.Parse(one.Id).Version.ShouldBe(5);
        DerivedSignal.Of(cause, "checkpoint.reached", Day(1), Day(1), Acme.Id, Aiko, "checkpoint:onboarding/a").Key.ShouldNotBe(one.Key);
        DerivedSignal.Of(cause, "checkpoint.opened", Day(1), Day(1), Acme.Id, null, "checkpoint:onboarding/a").Key.ShouldNotBe(one.Key);
    }

    [Fact]
    public void A_clock_that_is_ahead_counts_as_received()
    {
        SignalTime.Judge(Day(0).AddSeconds(2), Day(0)).ShouldBe(new SignalTime.Accepted(Day(0).AddSeconds(2), Day(0), false));
        SignalTime.Judge(Day(1), Day(0)).ShouldBe(new SignalTime.Accepted(Day(1), Day(0), true));
        SignalTime.Judge(Day(0).AddTicks(7), Day(2)).ShouldBe(new SignalTime.Accepted(Day(0), Day(0), false));
    }

    [Fact]
    public void More_than_a_day_ahead_is_no_clock_but_too_early_also_for_an_import()
    {
        SignalTime.Judge(Day(1).AddSeconds(1), Day(0)).ShouldBe(new SignalTime.TooEarly(TimeSpan.FromSeconds(1)));
        SignalTime.Judge(Day(700), Day(0), isImport: true).ShouldBeOfType<SignalTime.TooEarly>();
    }

    [Fact]
    public void More_than_thirty_days_late_is_too_late_unless_imported()
    {
        SignalTime.Judge(Day(0), Day(30)).ShouldBeOfType<SignalTime.Accepted>();
        SignalTime.Judge(Day(0), Day(31)).ShouldBe(new SignalTime.TooLate(TimeSpan.FromDays(1)));
        SignalTime.Judge(Day(0), Day(900), isImport: true).ShouldBe(new SignalTime.Accepted(Day(0), Day(0), false));
    }
}
