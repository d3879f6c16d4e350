namespace CsEngage.Core;

/// <summary>What the recent touches of a template or journey came to.</summary>
/// <param name="Last3000">Sent, of the last 3,000 at most.</param>
/// <param name="Complaints">Complaints among them.</param>
/// <param name="Sent">Sent in the period that bounces are counted over.</param>
/// <param name="HardBounces">Hard bounces among those.</param>
/// <param name="Last200">Attempts, of the last 200 at most.</param>
/// <param name="Failures">Failures among those.</param>
public sealed record SendingRecord(int Last3000, int Complaints, int Sent, int HardBounces, int Last200, int Failures);

/// <summary>Why sending paused itself.</summary>
public enum AutoPauseReason
{
    /// <summary>People complain.</summary>
    Complaints,
    /// <summary>Too many addresses do not exist.</summary>
    HardBounces,
    /// <summary>Too many attempts fail.</summary>
    Failures,
}

/// <summary>When sending of a template or journey pauses by itself, with a notice to staff.</summary>
public static class AutoPause
{
    /// <summary>
    /// Complaints: at least 3 and at least 0.1 % of the last 3,000. Hard bounces: at least 5 % with at least 50 sent. Failures: at least 20 % of the
    /// last 200 (of fewer only when there are 200). Null when all is well.
    /// </summary>
    public static AutoPauseReason? Of(SendingRecord record) => record switch
    {
        { Complaints: >= 3 } when record.Complaints * 1000L >= record.Last3000 => AutoPauseReason.Complaints,
        { Sent: >= 50 } when record.HardBounces * 20L >= record.Sent => AutoPauseReason.HardBounces,
        { Last200: >= 200 } when record.Failures * 5L >= record.Last200 => AutoPauseReason.Failures,
        _ => null,
    };
}
