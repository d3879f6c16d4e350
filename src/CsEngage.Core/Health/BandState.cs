namespace CsEngage.Core;

/// <summary>
/// The colour somebody has, and how long a border has been crossed. A colour changes when the border is crossed by enough points, or at the
/// second daily closing in a row beyond it; so it does not flap, and looking more often changes nothing.
/// </summary>
/// <param name="Band">The colour in force.</param>
/// <param name="Beyond">The mildest colour seen at the closings in a row that lay beyond the border on one side; null when none.</param>
/// <param name="Closings">How many closings in a row that were.</param>
/// <param name="ClosedOn">The last day that was closed.</param>
public sealed record BandState(Band Band, Band? Beyond = null, int Closings = 0, DateOnly? ClosedOn = null)
{
    /// <summary>Before anything is known.</summary>
    public static readonly BandState Start = new(Band.NotEnoughData);

    /// <summary>After a score was computed in the course of a day. The same score twice changes nothing the second time.</summary>
    public BandState See(double? score, Bands bands, Hysteresis hysteresis)
    {
        if (score is not { } points) return Band == Band.NotEnoughData ? this : this with { Band = Band.NotEnoughData, Beyond = null, Closings = 0 };
        if (Band == Band.NotEnoughData) return this with { Band = bands.Of(points) };
        var far = Crossed(points, bands, hysteresis.Points);
        return far == Band ? this : this with { Band = far, Beyond = null, Closings = 0 };
    }

    /// <summary>At the daily closing of a day. Closing the same day again changes nothing.</summary>
    public BandState Close(double? score, DateOnly day, Bands bands, Hysteresis hysteresis)
    {
        if (ClosedOn >= day) return this;
        var seen = See(score, bands, hysteresis);
        var bare = score is { } points ? bands.Of(points) : Band.NotEnoughData;
        if (bare == seen.Band) return seen with { Beyond = null, Closings = 0, ClosedOn = day };

        var inRow = seen.Beyond is { } before && before > seen.Band == bare > seen.Band && ClosedOn == day.AddDays(-1);
        var mildest = !inRow ? bare : bare > seen.Band ? Min(seen.Beyond!.Value, bare) : Max(seen.Beyond!.Value, bare);
        var closings = inRow ? seen.Closings + 1 : 1;
        return closings >= hysteresis.Closings
            ? new(mildest, mildest == bare ? null : bare, mildest == bare ? 0 : 1, day)
            : seen with { Beyond = mildest, Closings = closings, ClosedOn = day };
    }

    /// <summary>The farthest colour whose border, coming from the one in force, is crossed by enough points.</summary>
    Band Crossed(double points, Bands bands, double by)
    {
        var band = Band;
        while (band < Band.Green && points >= Border(band + 1) + by) band++;
        while (band > Band.Red && points <= Border(band) - by) band--;
        return band;

        double Border(Band above) => above == Band.Green ? bands.Green : bands.Yellow;
    }

    static Band Min(Band a, Band b) => a < b ? a : b;

    static Band Max(Band a, Band b) => a > b ? a : b;
}
