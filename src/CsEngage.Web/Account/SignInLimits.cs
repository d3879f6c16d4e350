using System.Threading.RateLimiting;

namespace CsEngage.Web.Account;

/// <summary>How often one may ask for a link or try a code: per address, so that nobody's inbox is flooded, and per network address.</summary>
sealed class SignInLimits : IDisposable
{
    readonly PartitionedRateLimiter<string> perAddress = Sliding(6);
    readonly PartitionedRateLimiter<string> perNetwork = Sliding(60);

    public bool Allows(string address, string? network)
    {
        using var one = perNetwork.AttemptAcquire(network ?? "");
        using var other = perAddress.AttemptAcquire(address);
        return one.IsAcquired && other.IsAcquired;
    }

    static PartitionedRateLimiter<string> Sliding(int permits) => PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(key,
        _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(15), SegmentsPerWindow = 15 }));

    public void Dispose()
    {
        perAddress.Dispose();
        perNetwork.Dispose();
    }
}
