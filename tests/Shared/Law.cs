using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CsEngage.Tests;

/// <summary>
/// Checks a law on generated values. `LAW_TIMES` multiplies the number of cases (the full tier sets 20),
/// `LAW_SEED=a,b` replays one failing case. Give a shrinker, or a failure stays as large as it was found.
/// </summary>
public static class Law
{
    public static void Holds<T>(Gen<T> cases, Action<T> law, int times = 1000, Func<T, IEnumerable<T>>? smaller = null)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(times * Factor);
        if (Seed is { } seed) config = config.WithReplay(FSharpOption<Replay>.Some(new Replay(seed, FSharpOption<int>.None)));
        Check.One(config, Prop.ForAll(smaller is null ? Arb.From(cases) : Arb.From(cases, smaller), law));
    }

    static int Factor => int.TryParse(Environment.GetEnvironmentVariable("LAW_TIMES"), out var factor) ? factor : 1;

    static Rnd? Seed => Environment.GetEnvironmentVariable("LAW_SEED")?.Split(',') is [var a, var b]
        ? new Rnd(ulong.Parse(a, System.Globalization.CultureInfo.InvariantCulture), ulong.Parse(b, System.Globalization.CultureInfo.InvariantCulture))
        : null;
}
