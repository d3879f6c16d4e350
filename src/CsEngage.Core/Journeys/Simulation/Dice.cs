namespace CsEngage.Core;

/// <summary>
/// Draws that are the same for the same seed on every machine and every version of .NET: SplitMix64 (Steele, Lea and Flood, 2014). For simulations only.
/// </summary>
/// <param name="seed">Any number.</param>
public sealed class Dice(ulong seed)
{
    ulong state = seed;

    /// <summary>Dice of their own for a part of the whole, so that one part may draw more without changing the others.</summary>
    public Dice For(string part)
    {
        // FNV-1a: the same everywhere, unlike GetHashCode.
        var hash = 14695981039346656037UL ^ state;
        foreach (var c in part) hash = (hash ^ c) * 1099511628211UL;
        return new(hash);
    }

    /// <summary>The next number.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1).</summary>
    public double Share() => (Next() >> 11) / (double)(1UL << 53);

    /// <summary>Whether something of this probability happens.</summary>
    public bool Happens(double probability) => Share() < probability;

    /// <summary>A whole number from one bound to the other, both included.</summary>
    public int Between(int least, int most) => least + (int)(Share() * (most - least + 1));

    /// <summary>How often something of this mean happens (Poisson, by Knuth's product; at most 50).</summary>
    public int Times(double mean)
    {
        if (mean <= 0) return 0;
        var (limit, product, n) = (Math.Exp(-Math.Min(mean, 30)), Share(), 0);
        while (product > limit && n < 50)
        {
            product *= Share();
            n++;
        }
        return n;
    }
}
